import numpy as np
import pytest
from astropy import units
from astropy.io import fits

import sexlike
from sexlike.commands.tuning import tune
from sexlike.config.config import load_config
from sexlike.images.sky.ownunits import in_own_units

COLUMNS = "NUMBER X_IMAGE FLUX_APER(2) FLUX_AUTO BACKGROUND CLASS_STAR"


def an_image(scale=0.2):
    """A field with a WCS, if there is a scale of the pixels in arcsec, as a HDU."""
    random = np.random.default_rng(3)
    pixels = random.normal(100, 1, (100, 120)).astype("f4")
    pixels[40:44, 60:64] += 50
    header = fits.Header()
    if scale:
        header.update({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 10.0, "CRVAL2": 2.0})
        header.update({"CRPIX1": 60.5, "CRPIX2": 50.5, "CD1_1": -scale / 3600, "CD2_2": scale / 3600})
    return fits.PrimaryHDU(pixels, header)


def extract(image, **keywords):
    return sexlike.extract(image, params=COLUMNS, **{"DETECT_THRESH": 4} | keywords)


def assert_same(first, second):
    for name in first.colnames:
        np.testing.assert_array_equal(np.asarray(first[name]), np.asarray(second[name]))


def test_lengths_on_the_sky_and_in_pixels_give_the_same():
    on_sky = extract(
        an_image(),
        PHOT_APERTURES=[1, 2] * units.arcsec,
        PHOT_AUTOAPERS="0.8 arcsec, 1.6 arcsec",
        BACK_SIZE=10 * units.arcsec,
        BACKPHOTO_TYPE="LOCAL",
        BACKPHOTO_THICK="2 arcsec",
        DETECT_MINAREA=0.2 * units.arcsec**2,
        SEEING_FWHM=5 * units.pix,
    )
    in_pixels = extract(
        an_image(),
        PHOT_APERTURES=(5, 10),
        PHOT_AUTOAPERS=(4, 8),
        BACK_SIZE=50,
        BACKPHOTO_TYPE="LOCAL",
        BACKPHOTO_THICK=10,
        DETECT_MINAREA=5,
        SEEING_FWHM=1.0,
    )
    assert len(on_sky) > 0
    assert_same(on_sky, in_pixels)
    assert on_sky.meta["config"]["PHOT_APERTURES"] == ("1.0 arcsec", "2.0 arcsec")
    assert on_sky.meta["config"]["SEEING_FWHM"] == "5.0 pix"


def test_pixel_scale_stands_in_for_a_wcs():
    with_scale = extract(an_image(None), PHOT_APERTURES=[1, 2] * units.arcsec, PIXEL_SCALE=0.2)
    assert_same(with_scale, extract(an_image(None), PHOT_APERTURES=[5, 10], PIXEL_SCALE=0.2))


@pytest.mark.parametrize("settings", [{}, {"PIXEL_SCALE": 0}])
def test_no_size_of_the_pixels(settings):
    with pytest.raises(
        sexlike.SexlikeError, match=r"PHOT_APERTURES 1.0 arcsec, 2.0 arcsec: the size of the pixels .* not known"
    ):
        extract(an_image(None), PHOT_APERTURES=[1, 2] * units.arcsec, **settings)
    assert len(extract(an_image(None), PHOT_APERTURES=[5, 9] * units.pix, **settings)) > 0


def test_pixel_scale_that_is_not_that_of_the_wcs():
    with pytest.warns(sexlike.SexlikeWarning, match="PIXEL_SCALE 1 is used .* have 0.2 arcsec in its header") as warned:
        table = extract(an_image(), PHOT_APERTURES=[5, 10] * units.arcsec, PIXEL_SCALE=1)
    assert len(warned) == 1
    assert_same(table, extract(an_image(), PHOT_APERTURES=[5, 10], PIXEL_SCALE=1))


def test_each_extension_has_pixels_of_its_own():
    hdus = fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(i.data, i.header) for i in map(an_image, (0.2, 0.4)))])
    table = sexlike.extract(hdus, params="EXT_NUMBER FLUX_APER", DETECT_THRESH=30, PHOT_APERTURES=2 * units.arcsec)
    of_first = extract(an_image(), PHOT_APERTURES=(10, 5), DETECT_THRESH=30)
    np.testing.assert_array_equal(np.ravel(table["FLUX_APER"]), np.ravel(of_first["FLUX_APER"]))


def test_a_configuration_without_units_is_the_same_object():
    config = load_config(None, {"PHOT_APERTURES": "5 pix"})
    assert in_own_units(config, None) is config


def test_tuning_knows_units():
    config = load_config(None, {"DETECT_MINAREA": "0.2 arcsec2"})
    plain = load_config(None, {"DETECT_MINAREA": "5"})
    with_units, without = (tune([an_image()], one, {"DETECT_THRESH": ["3"]}) for one in (config, plain))
    assert with_units.trials[0].found == without.trials[0].found > 0
