"""FLUX_UNIT: fluxes in a unit, by the definition of the AB system."""

import logging
import warnings

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.io.votable import parse_single_table
from astropy.nddata import CCDData
from astropy.wcs import WCS

import sexlike
from sexlike.cli import main

from .scene import tan_header

FLUXES = ("FLUX_AUTO", "FLUXERR_AUTO", "FLUX_APER", "FLUX_MAX", "THRESHOLD", "BACKGROUND", "FLUX_GROWTH", "VIGNET")
OTHERS = ("NUMBER", "X_IMAGE", "MAGERR_AUTO", "FLUX_RADIUS", "ISOAREA_IMAGE", "FLAGS")
COLUMNS = (
    "FLUX_AUTO FLUXERR_AUTO FLUX_APER(2) FLUX_MAX THRESHOLD BACKGROUND FLUX_GROWTH(5) VIGNET(9,9) NUMBER X_IMAGE "
    "MAG_AUTO MAG_APER(2) MU_MAX MAGERR_AUTO FLUX_RADIUS ISOAREA_IMAGE FLAGS"
)
JWST = {"BUNIT": "MJy/sr", "PIXAR_SR": 2.1e-14}


def an_image(**cards):
    random = np.random.default_rng(8)
    pixels = random.normal(10, 1, (100, 120)).astype("f4")
    for x, y in ((60, 40), (66, 44), (20, 80)):
        pixels[y : y + 4, x : x + 4] += 40
    return fits.PrimaryHDU(pixels, fits.Header(cards))


def extract(image, **keywords):
    return sexlike.extract(image, params=COLUMNS, **{"DETECT_THRESH": 4, "PHOT_APERTURES": (5, 10)} | keywords)


@pytest.fixture
def in_counts():
    return extract(an_image())


@pytest.mark.parametrize(("wanted", "unit"), [("uJy", "uJy"), (units.nJy, "nJy"), ("erg / s / cm2 / Hz", None)])
def test_all_fluxes_are_in_the_unit(in_counts, wanted, unit):
    table = extract(an_image(), FLUX_UNIT=wanted, MAG_ZEROPOINT=25.5)
    unit = units.Unit(unit) if unit else units.erg / units.s / units.cm**2 / units.Hz
    for name in FLUXES:
        plain = in_counts[name].value.astype(float)
        expected = (plain * 10 ** (-0.4 * (25.5 - 8.9)) * units.Jy).to_value(unit)
        assert table[name].unit == unit
        assert table[name].dtype == np.float32
        seen = plain > -1e29
        np.testing.assert_allclose(table[name].value[seen], expected[seen], rtol=3e-7)
        np.testing.assert_array_equal(table[name].value[~seen], np.float32(-1e30))
    assert not (in_counts["VIGNET"].value > -1e29).all()
    for name in OTHERS:
        np.testing.assert_array_equal(np.asarray(table[name]), np.asarray(in_counts[name]))
        assert table[name].info.unit == in_counts[name].info.unit


def test_magnitudes_and_fluxes_agree():
    table = extract(an_image(**JWST), FLUX_UNIT="AUTO")
    assert table["FLUX_AUTO"].unit == units.uJy
    assert table["MAG_AUTO"].unit == units.ABmag
    for kind in ("AUTO", "APER"):
        np.testing.assert_allclose(table[f"MAG_{kind}"].to_value(units.uJy), table[f"FLUX_{kind}"].value, rtol=2e-6)
    assert table["MU_MAX"].to(units.MJy / units.sr).unit == units.MJy / units.sr
    told = table.meta["extensions"][0]
    assert told["zero_point"] == pytest.approx(8.9 - 2.5 * np.log10(2.1e-8))
    assert (told["magnitude_system"], told["flux_unit"]) == ("AB", "uJy")
    assert told["zero_point_from"] == "BUNIT MJy/sr and PIXAR_SR 2.1e-14"
    assert table.meta["config"]["FLUX_UNIT"] == "AUTO"


@pytest.mark.parametrize(
    ("cards", "settings", "flux", "magnitude"),
    [
        ({}, {}, "ct", "mag"),
        (JWST, {}, "ct", "mag"),
        (JWST, {"MAG_ZEROPOINT": "AUTO"}, "ct", "mag(AB)"),
        (JWST, {"FLUX_UNIT": "AUTO"}, "uJy", "mag(AB)"),
        (JWST, {"FLUX_UNIT": "AUTO", "MAG_ZEROPOINT": 25}, "ct", "mag"),
        ({}, {"FLUX_UNIT": "AUTO"}, "ct", "mag"),
        ({}, {"FLUX_UNIT": "AUTO", "MAG_ZEROPOINT": 25 * units.ABmag}, "uJy", "mag(AB)"),
        ({}, {"MAG_ZEROPOINT": 25 * units.mag}, "ct", "mag"),
        ({"MAGZERO": 25}, {"FLUX_UNIT": "AUTO"}, "ct", "mag"),
        ({"MAGZERO": 25}, {"FLUX_UNIT": "nJy"}, "nJy", "mag(AB)"),
        ({"BUNIT": "nJy"}, {"FLUX_UNIT": "AUTO"}, "uJy", "mag(AB)"),
        ({}, {"FLUX_UNIT": "counts"}, "ct", "mag"),
    ],
)
def test_what_auto_is(cards, settings, flux, magnitude):
    table = extract(an_image(**cards), **settings)
    assert str(table["FLUX_AUTO"].unit) == flux
    assert str(table["MAG_AUTO"].unit) == magnitude
    assert str(table["MAGERR_AUTO"].unit) == "mag"


def test_auto_says_what_it_is(caplog):
    caplog.set_level(logging.INFO, "sexlike")
    extract(an_image(**JWST), FLUX_UNIT="AUTO")
    assert "FLUX_UNIT is uJy, as the zero-point is AB, from BUNIT MJy/sr and PIXAR_SR 2.1e-14" in caplog.text
    extract(an_image(), FLUX_UNIT="AUTO")
    assert "FLUX_UNIT is COUNT, as the zero-point is not known to be AB" in caplog.text


def test_no_zero_point():
    with pytest.raises(sexlike.SexlikeError, match=r"FLUX_UNIT uJy: the zero-point .*\n  Set MAG_ZEROPOINT"):
        extract(an_image(), FLUX_UNIT="uJy")


@pytest.mark.parametrize("wanted", ["furlong", "mag", "ABmag", "3 uJy", "MJy/sr", "Angstrom", units.m])
def test_what_is_no_unit_of_flux_density(wanted):
    with pytest.raises(sexlike.SexlikeError, match=r"FLUX_UNIT is no unit of flux density: .*COUNT, AUTO, or a unit"):
        extract(an_image(), FLUX_UNIT=wanted)


def test_the_extensions_of_a_file_have_one_unit():
    first, second = an_image(**JWST), an_image()
    hdus = fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(i.data, i.header) for i in (first, second))])
    with pytest.raises(sexlike.SexlikeError, match="FLUX_UNIT uJy: the zero-point"):
        extract(hdus, FLUX_UNIT="AUTO")
    hdus[2].header.update(JWST)
    both = extract(hdus, FLUX_UNIT="AUTO")
    alone = extract(first, FLUX_UNIT="AUTO")
    np.testing.assert_array_equal(both["FLUX_AUTO"][: len(alone)], alone["FLUX_AUTO"])


def test_files_tell_the_unit_and_the_zero_point(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    an_image(**JWST).writeto("a.fits")
    (tmp_path / "default.param").write_text("NUMBER\nFLUX_AUTO\nMAG_AUTO\n")
    kinds = "FITS_LDAC,FITS_1.0,ASCII_HEAD,ASCII_VOTABLE"
    options = ["-FLUX_UNIT", "AUTO", "-CATALOG_TYPE", kinds, "-CATALOG_NAME", "l.fits,o.fits,a.cat,a.vot"]
    assert main(["a.fits", "-VERBOSE_TYPE", "QUIET", *options]) == 0
    cards = fits.Header(fits.Card.fromstring(line) for line in fits.getdata("l.fits", 1)[0][0][:-1])
    assert fits.getheader("l.fits", 2)["TUNIT2"] == "uJy"
    for header in (cards, fits.getheader("o.fits", 0)):
        assert [header[key] for key in ("SEXMGSYS", "SEXFLUXU")] == ["AB", "uJy"]
        assert header["SEXMGORG"] == "BUNIT MJy/sr and PIXAR_SR 2.1e-14"
        assert header["SEXMGZPT"] == pytest.approx(8.9 - 2.5 * np.log10(2.1e-8))
    assert "[uJy]" in (tmp_path / "a.cat").read_text()
    table = parse_single_table("a.vot")
    assert table.get_field_by_id_or_name("FLUX_AUTO").unit == units.uJy
    text = (tmp_path / "a.vot").read_text()
    assert 'name="Mag_System" value="AB, from BUNIT MJy/sr and PIXAR_SR 2.1e-14"' in text
    assert 'name="Flux_Unit" value="uJy"' in text


def test_pictures_of_the_catalog_use_one_unit(in_counts):
    from sexlike.output.measured import measured

    table = extract(an_image(**JWST), FLUX_UNIT="AUTO")
    sizes = {"FLUX_AUTO": (), "FLUX_ISO": (), "FLUX_GROWTH": (7,)}
    columns = measured(table.extensions[0]._extension, sizes)
    plain = measured(in_counts.extensions[0]._extension, sizes)
    for name in sizes:
        ratio = columns[name].max() / plain[name].max()
        assert ratio == pytest.approx(2.1e-8 * 1e6, rel=1e-6)


@pytest.mark.parametrize("name", ["a.fits", "a.vot"])
def test_files_that_have_no_ab_magnitudes(tmp_path, name):
    from astropy.table import QTable

    table = extract(an_image(**JWST), FLUX_UNIT="AUTO")
    form = {"format": "votable"} if name == "a.vot" else {}
    table.write(tmp_path / name, **form)
    again = QTable.read(tmp_path / name, **form)
    assert again["MAG_AUTO"].unit == units.mag
    np.testing.assert_array_equal(again["MAG_AUTO"].value, table["MAG_AUTO"].value)
    assert table["MAG_AUTO"].unit == units.ABmag


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (
            CCDData(an_image().data, unit="MJy/sr", meta={"PIXAR_SR": 2.1e-14}),
            "unit of flux density.*FLUX_UNIT AUTO.*it is 28.0945, from BUNIT MJy sr-1 and PIXAR_SR 2.1e-14",
        ),
        (
            CCDData(an_image().data, unit="MJy/sr", wcs=WCS(tan_header())),
            "from BUNIT MJy sr-1 and the WCS, a pixel of 5.87",
        ),
        (an_image().data * units.nJy, "it is 31.4000, from BUNIT nJy"),
        (CCDData(an_image().data, unit="uJy"), "it is 23.9000, from BUNIT uJy"),
    ],
)
def test_a_unit_of_which_nothing_is_made_is_told(image, words):
    with pytest.warns(sexlike.SexlikeWarning, match=f"(?s){words}") as told:
        extract(image)
    assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        extract(image, MAG_ZEROPOINT=0)
        extract(image, COMPATIBILITY="SEXTRACTOR")
        assert extract(image, FLUX_UNIT="AUTO")["FLUX_AUTO"].unit == units.uJy
        sexlike.extract(image, params="NUMBER X_IMAGE", DETECT_THRESH=5)


def test_a_header_with_such_a_unit_is_told_in_the_log(caplog):
    caplog.set_level(logging.INFO, "sexlike")
    extract(an_image(**JWST), MAG_ZEROPOINT=0)
    extract(an_image(**JWST), COMPATIBILITY="SEXTRACTOR")
    sexlike.extract(an_image(**JWST), params="NUMBER", DETECT_THRESH=4)
    assert "flux density" not in caplog.text
    extract(an_image(**JWST))
    assert "is in a unit of flux density, but MAG_ZEROPOINT and FLUX_UNIT are not set" in caplog.text
    assert "FLUX_UNIT AUTO gives AB magnitudes and fluxes in uJy" in caplog.text


def test_the_pixel_of_the_wcs_is_as_good_as_pixar_sr():
    header = dict(tan_header())
    area = (0.5 / 3600 * np.pi / 180) ** 2
    by_wcs = extract(an_image(BUNIT="MJy/sr", **header), FLUX_UNIT="AUTO")
    by_card = extract(an_image(BUNIT="MJy/sr", PIXAR_SR=area, **header), FLUX_UNIT="AUTO")
    np.testing.assert_allclose(by_wcs["FLUX_AUTO"].value, by_card["FLUX_AUTO"].value, rtol=1e-5)
