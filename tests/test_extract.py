"""Whatever people give to `sexlike.extract`: it is understood, or the message says what is wanted."""

import re
import warnings
from pathlib import Path

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.nddata import CCDData, NDData
from astropy.table import QTable
from astropy.wcs import WCS

import sexlike
from sexlike.measure import registry

from .measure.scene import gaussian_scene, tan_header

SOURCES = ((40.0, 30.0, 9000.0, 3.0, 2.0, 30.0), (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0))
IMAGE = gaussian_scene(sources=SOURCES)
COLUMNS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_ISO"]
SKY = [*COLUMNS, "ALPHA_J2000", "DELTA_J2000"]
BAD = np.zeros(IMAGE.shape, bool)
BAD[80:100, 100:120] = True  # hides the second source


def extract(image=IMAGE, config=None, params=COLUMNS, **keywords):
    return sexlike.extract(image, config, params=params, **keywords)


def same(table, other):
    assert table.colnames == other.colnames
    assert len(table) == len(other) > 0
    for name in table.colnames:
        np.testing.assert_array_equal(table[name], other[name])


@pytest.fixture
def holed():
    return extract(np.where(BAD, np.nan, IMAGE))


@pytest.mark.parametrize(
    "image",
    [
        np.ma.MaskedArray(IMAGE, BAD),
        NDData(IMAGE, mask=BAD),
        CCDData(IMAGE, unit="adu", mask=BAD, meta={"GAIN": 0.0}),
        CCDData(np.ma.MaskedArray(IMAGE, BAD), unit="adu"),
    ],
)
def test_masked_pixels_have_no_value(image, holed):
    assert len(holed) == 1
    same(extract(image), holed)


def test_masked_integers_have_no_value():
    whole = IMAGE.astype(int)
    same(extract(np.ma.MaskedArray(whole, BAD)), extract(np.where(BAD, np.nan, whole)))


@pytest.mark.parametrize("image", [CCDData(IMAGE, unit="adu"), NDData(IMAGE), IMAGE * units.adu, IMAGE.tolist()])
def test_other_forms_of_an_array(image):
    same(extract(image), extract())


def test_header_and_wcs_of_ccd_data_are_used(tmp_path):
    header = tan_header()
    expected = extract(fits.PrimaryHDU(IMAGE, header), params=SKY)
    fits.PrimaryHDU(IMAGE, header).writeto(tmp_path / "image.fits")
    read = CCDData.read(tmp_path / "image.fits", unit="adu")
    for image in (read, CCDData(IMAGE, unit="adu", wcs=WCS(header)), CCDData(IMAGE, unit="adu", header=header)):
        found = extract(image, params=SKY)
        np.testing.assert_allclose(found["ALPHA_J2000"], expected["ALPHA_J2000"], rtol=1e-12)
        np.testing.assert_allclose(found["DELTA_J2000"], expected["DELTA_J2000"], rtol=1e-12)
    gain = CCDData(IMAGE, unit="adu", meta={"GAIN": 2.0, "SATURATE": 150.0})
    assert extract(gain, params=["FLAGS"])["FLAGS"].max() >= 4


def test_nested_lists_are_images_and_pairs_of_them_pairs():
    rows = IMAGE.tolist()
    same(extract(tuple(rows)), extract())
    same(extract((rows, rows)), extract((IMAGE, IMAGE)))
    same(extract(list(IMAGE)), extract())
    with pytest.raises(sexlike.SexlikeError, match="rows have one length"):
        extract([[1, 2], [3]])
    with pytest.raises(sexlike.SexlikeError, match="two-dimensional"):
        extract([1.0, 2.0])
    for images in ([], [IMAGE] * 3):
        with pytest.raises(sexlike.SexlikeError, match=f"{len(images)} images are given"):
            extract(images)


def test_the_images_of_an_open_file_are_those_of_the_file(tmp_path):
    path = tmp_path / "mosaic.fits"
    extensions = [fits.ImageHDU(IMAGE, name="SCI"), fits.ImageHDU(np.ones_like(IMAGE), name="ERR")]
    second = fits.ImageHDU(IMAGE[::-1].copy(), name="SCI", ver=2)
    fits.HDUList([fits.PrimaryHDU(), *extensions, second]).writeto(path)
    expected = extract(path)
    assert [maps.hdu for maps in expected.extensions] == [1, 3]
    with fits.open(path) as hdus:
        found = extract(hdus)
        same(found, expected)
        assert [(maps.name, maps.hdu) for maps in found.extensions] == [("mosaic.fits", 1), ("mosaic.fits", 3)]
        same(extract((hdus, hdus)), extract((path, path)))
    same(extract(fits.HDUList([fits.PrimaryHDU(IMAGE)])), extract())
    with pytest.raises(sexlike.SexlikeError, match=r"no two-dimensional image in HDUList\n.*\[0\] PRIMARY \(no data\)"):
        extract(fits.HDUList([fits.PrimaryHDU()]))


def test_an_open_file_that_was_closed(tmp_path):
    fits.PrimaryHDU(IMAGE).writeto(tmp_path / "image.fits")
    with fits.open(tmp_path / "image.fits") as hdus:
        pass
    with pytest.raises(sexlike.SexlikeError, match="closed"):
        extract(hdus)


def test_two_names_in_one_text():
    with pytest.raises(sexlike.SexlikeError, match=r'extract\(\("det.fits\[SCI,1\]", "meas.fits"\)\)'):
        extract("det.fits[SCI,1], meas.fits")
    with pytest.raises(sexlike.SexlikeError, match="no such file") as refused:
        extract("cal.fits[SCI,2]")
    assert "pair" not in str(refused.value)


def test_a_file_may_have_a_comma_in_its_name(tmp_path):
    path = tmp_path / "a,b.fits"
    fits.PrimaryHDU(IMAGE).writeto(path)
    same(extract(str(path)), extract())
    same(extract(f"{path}[0]"), extract())


@pytest.mark.parametrize("form", [str, Path])
def test_columns_in_a_file(form, tmp_path):
    for name in ("c.param", "columns.txt"):
        (tmp_path / name).write_text("NUMBER\nX_IMAGE\n")
        assert extract(params=form(tmp_path / name)).colnames == ["NUMBER", "X_IMAGE"]
    with pytest.raises(sexlike.SexlikeError, match=r"params: can't read .*none\.param: no such file"):
        extract(params=form(tmp_path / "none.param"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("X_IMAGE", ["X_IMAGE"]),
        ("NUMBER  X_IMAGE\n", ["NUMBER", "X_IMAGE"]),
        ("NUMBER, X_IMAGE,FLUX_APER(2) VIGNET(5, 7)", ["NUMBER", "X_IMAGE", "FLUX_APER", "VIGNET"]),
    ],
)
def test_columns_in_a_text(text, names):
    found = extract(params=text, PHOT_APERTURES=(5, 9))
    assert found.colnames == names
    if "VIGNET" in names:
        assert found["VIGNET"].shape[1:] in ((5, 7), (7, 5))
        assert found["FLUX_APER"].shape[1:] == (2,)


@pytest.mark.parametrize("params", [5, "", " ", "(", [3], b"X_IMAGE", ["X_IMAGE", None], np.zeros((9, 9))])
def test_no_columns(params):
    with pytest.raises(sexlike.SexlikeError) as refused:
        extract(params=params)
    assert len(refused.value.message) < 300


def test_a_mapping_is_a_configuration():
    expected = extract(DETECT_THRESH=3, DETECT_MINAREA=8)
    same(extract(config={"DETECT_THRESH": 3, "detect_minarea": 8}), expected)
    same(extract(config={"detect_thresh": 9, "DETECT_MINAREA": 8}, DETECT_THRESH=3), expected)
    config = sexlike.read_config({"DETECT_THRESH": 3}, detect_minarea=8)
    same(extract(config=config), expected)
    assert sexlike.read_config(config, DETECT_THRESH=4).DETECT_THRESH == (4.0,)


@pytest.mark.parametrize("config", [5, ["X_IMAGE"], {3: 4}, {"DETECT_TRESH": 3}])
def test_no_configuration(config):
    with pytest.raises(sexlike.SexlikeError):
        extract(config=config)


@pytest.mark.parametrize("keyword", ["PARAMETERS_NAME", "FILTER_NAME", "CATALOG_NAME"])
@pytest.mark.parametrize(
    "value",
    [IMAGE, IMAGE.tolist(), [IMAGE, IMAGE], IMAGE[0], fits.PrimaryHDU(IMAGE), [1.0] * 500, CCDData(IMAGE, unit="")],
)
def test_an_image_where_a_files_name_is_wanted(keyword, value):
    with pytest.raises(sexlike.SexlikeError, match=rf"(?s){keyword} takes no .*give the name of the file") as refused:
        extract(**{keyword: value})
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("keyword", ["WEIGHT_IMAGE", "FLAG_IMAGE", "mask_image"])
def test_a_configuration_holds_no_images(keyword):
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)takes no ndarray.*sexlike\.extract takes images in memory"):
        sexlike.read_config({keyword: IMAGE})


def test_long_values_are_cut():
    with pytest.raises(sexlike.SexlikeError, match=r"DETECT_THRESH .*0, 1, 2.*\.\.\. \(allowed") as refused:
        extract(DETECT_THRESH=np.arange(1000))
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("factor", [1e38, 1e300, -1e30])
def test_numbers_that_are_too_large(factor, tmp_path):
    image = IMAGE.astype(float) * factor
    fits.PrimaryHDU(image).writeto(tmp_path / "large.fits")
    for given in (image, tmp_path / "large.fits"):
        with pytest.raises(sexlike.SexlikeError, match=r"single precision .* here to [\d.]+e\+") as refused:
            extract(given)
        assert "holds a number" not in str(refused.value)


@pytest.mark.parametrize("factor", [1e25, 1e30, 1e-30, 1e-38, 1e-42])
def test_no_warning_of_numpy_escapes(factor):
    elsewhere = ("ASSOC", "IMAFLAGS", "LOWWEIGHT")  # columns that need another file
    names = [name for name in registry.COLUMNS if not any(word in name for word in elsewhere)]
    psf = np.exp(-(np.hypot(*np.mgrid[-8:9, -8:9]) ** 2) / 4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = extract(IMAGE * np.float64(factor), params=names, SEEING_FWHM=1.2, PSF_NAME=psf)
        found.plot("diagnostics")
    assert len(found) > 0


@pytest.mark.parametrize("weights", [{"WEIGHT_TYPE": "BACKGROUND"}, {"WEIGHT_TYPE": "MAP_VAR"}])
@pytest.mark.parametrize("pair", [False, True])
def test_no_warning_of_numpy_escapes_from_weights(weights, pair, tmp_path):
    fits.PrimaryHDU(np.ones_like(IMAGE)).writeto(tmp_path / "variance.fits")
    image = IMAGE * np.float64(1e30)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = extract((image, image) if pair else image, WEIGHT_IMAGE=str(tmp_path / "variance.fits"), **weights)
    assert found.segmentation.shape == IMAGE.shape


@pytest.mark.parametrize("image", [None, 5, {"a": 1}, object(), [None], b"image.fits", iter([IMAGE]), [["a"]], [[]]])
def test_no_image(image):
    with pytest.raises(sexlike.SexlikeError, match=r"no image|two-dimensional|cannot open"):
        extract(image)


@pytest.mark.parametrize("name", ["catalog.fits", "catalog.fit.gz", "catalog.ecsv"])
def test_the_result_is_written_with_its_configuration(name, tmp_path):
    found = extract(FILTER_NAME="default.conv", PHOT_APERTURES=(5, 9))
    before = dict(found.meta)
    found.write(tmp_path / name)
    assert found.meta == before
    assert found.meta["config"]["PHOT_APERTURES"] == (5.0, 9.0)
    back = QTable.read(tmp_path / name)
    same(back, found)
    assert back["X_IMAGE"].unit == units.pix
    if name.endswith(".ecsv"):
        assert back.meta["config"] == before["config"]
        return
    lines = "\n".join(back.meta["comments"])
    for keyword, value in before["config"].items():
        text = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        assert f"{keyword} = {text}".strip() in lines
    assert re.search(r"^background = \d", lines, re.MULTILINE)
