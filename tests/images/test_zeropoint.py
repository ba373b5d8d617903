"""MAG_ZEROPOINT AUTO: zero-points computed by hand, and where they go."""

import logging
from math import log10
from xml.etree import ElementTree

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.config.config import load_config
from sexlike.config.dumps import dump_toml
from sexlike.errors import SexlikeError
from sexlike.images.files.extensions import open_extensions
from sexlike.images.zeropoint import find_zero_point

PARAMS = [
    "MAG_AUTO",
    "FLUX_AUTO",
    "MAG_APER(1)",
    "FLUX_APER(1)",
    "MU_MAX",
    "FLUX_MAX",
    "MAG_GROWTH(5)",
    "FLUX_GROWTH(5)",
]
AUTO = load_config(None, {"MAG_ZEROPOINT": "auto"})


def zero_point(cards, primary=()):
    """The zero-point of an image with these cards, in a file with these in its primary."""
    image = fits.ImageHDU(np.zeros((5, 5), "f4"))
    image.header.update(cards)
    first = fits.PrimaryHDU()
    first.header.update(primary)
    fits.HDUList([first, image]).writeto("image.fits", overwrite=True)
    return find_zero_point(open_extensions("image.fits")[0], AUTO).magnitude


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_jwst():
    """AB = -2.5 log10(f / Jy) + 8.90, by the definition of 48.60 for erg/s/cm2/Hz."""
    cards = {"BUNIT": "MJy/sr", "PIXAR_SR": 2.115398749e-14}
    assert zero_point(cards) == pytest.approx(8.90 - 2.5 * log10(2.115398749e-8), abs=1e-12)
    assert zero_point(cards) == pytest.approx(28.0865, abs=1e-4)
    assert zero_point(cards | {"PHOTFLAM": 1e-20, "PHOTPLAM": 1e4, "MAGZERO": 25}) == zero_point(cards)


@pytest.mark.parametrize(("unit", "expected"), [("Jy", 8.9), ("nJy", 31.4), ("uJy", 23.9), ("10.0*nJy", 28.9)])
def test_flux_densities(unit, expected):
    assert zero_point({"BUNIT": unit}) == pytest.approx(expected, abs=1e-12)


def test_hst():
    """WFC3/IR F105W; STScI writes the same sum with -2.408 for the constants."""
    cards = {
        "PHOTFLAM": 3.0386574e-20,
        "PHOTPLAM": 10551.047,
        "BUNIT": "ELECTRONS/S",
        "EXPTIME": 500.0,
        "PHOTZPT": -21.1,
    }
    by_hand = -2.5 * log10(3.0386574e-20) - 5 * log10(10551.047) - 2.408
    assert zero_point(cards) == pytest.approx(by_hand, abs=5e-4)
    assert zero_point(cards) == pytest.approx(26.269, abs=1e-3)
    whole_exposure = zero_point(cards | {"BUNIT": "ELECTRONS"})
    assert whole_exposure == pytest.approx(zero_point(cards) + 2.5 * log10(500), abs=1e-12)
    assert zero_point({}, primary=cards) == zero_point(cards)


def test_cards():
    assert zero_point({"MAGZERO": 26.5, "MAGZPT": 25.0}) == 26.5
    assert zero_point({"MAGZPT": 25.0, "ZEROPNT": "27.25 "}) == 27.25
    assert zero_point({"PHOTZP": 30}, primary={"PHOTZP": 20, "MAGZPT": 3}) == 30
    assert zero_point({"MAGZERO": ""}, primary={"MAGZERO": 26.0}) == 26
    assert zero_point({"BUNIT": "MJy/sr", "MAGZERO": 26.0}) == 26, "no size of pixels"


@pytest.mark.parametrize("cards", [{}, {"BUNIT": "MJy/sr"}, {"PHOTFLAM": 1e-20}, {"BUNIT": "ADU"}, {"PHOTZPT": -21.1}])
def test_without_any_it_is_said_what_to_set(cards):
    with pytest.raises(SexlikeError) as caught:
        zero_point(cards)
    message = str(caught.value)
    for word in (
        "command line: MAG_ZEROPOINT AUTO",
        "image.fits[1]",
        "PIXAR_SR",
        "PHOTPLAM",
        "MAGZERO",
        "Set MAG_ZEROPOINT",
    ):
        assert word in message
    assert cards.get("BUNIT", "missing") in message


def sky_with_a_star(zero_point):
    image = np.random.default_rng(1).normal(0, 1, (64, 64)).astype("f4")
    image[30:33, 40:43] += 100
    header = fits.Header({"MAGZERO": zero_point})
    return fits.ImageHDU(image, header, name="SCI")


def test_it_is_told_and_reaches_all_magnitudes(caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        table = sexlike.extract(sky_with_a_star(26.5), params=PARAMS, MAG_ZEROPOINT="AUTO", DETECT_THRESH=5)
    assert "MAG_ZEROPOINT is 26.5000, from the card MAGZERO" in caplog.text
    expected = sexlike.extract(sky_with_a_star(0), params=PARAMS, MAG_ZEROPOINT=26.5, DETECT_THRESH=5)
    assert len(table) == 1
    for name in PARAMS:
        name = name.partition("(")[0]
        np.testing.assert_array_equal(table[name].value, expected[name].value)
    assert table["MAG_AUTO"].value == pytest.approx(26.5 - 2.5 * np.log10(table["FLUX_AUTO"].value), abs=1e-5)
    assert table.meta["extensions"][0]["zero_point"] == 26.5
    pytest.importorskip("matplotlib")
    table.plot("diagnostics")  # measures columns anew


def test_each_extension_has_its_own_also_in_the_headers():
    from sexlike import cli

    fits.HDUList([fits.PrimaryHDU(), sky_with_a_star(25), sky_with_a_star(26)]).writeto("two.fits")
    words = "two.fits -MAG_ZEROPOINT AUTO -CATALOG_TYPE FITS_LDAC -CATALOG_NAME x.cat -DETECT_THRESH 5 -WRITE_XML Y"
    assert cli.main(words.split()) == 0
    with fits.open("x.cat") as hdus:
        for place, expected in ((1, 25), (3, 26)):
            lines = np.ravel(hdus[place].data["Field Header Card"])
            assert f"SEXMGZPT= {expected:20.8f}" in "".join(map(str, lines))
            objects = hdus[place + 1].data
            assert objects["MAG_AUTO"] == pytest.approx(expected - 2.5 * np.log10(objects["FLUX_AUTO"]), abs=1e-4)
    (setting,) = (element for element in ElementTree.parse("sex.xml").iter() if element.get("name") == "Mag_ZeroPoint")
    assert (setting.get("datatype"), setting.get("value")) == ("double", "25")


def test_of_two_images_the_one_that_is_measured_counts():
    pair = sky_with_a_star(0), sky_with_a_star(27)
    del pair[0].header["MAGZERO"]
    table = sexlike.extract(pair, params=["MAG_AUTO", "FLUX_AUTO"], MAG_ZEROPOINT="AUTO", DETECT_THRESH=5)
    assert table["MAG_AUTO"].value == pytest.approx(27 - 2.5 * np.log10(table["FLUX_AUTO"].value), abs=1e-5)


def test_the_word_in_configurations(tmp_path):
    path = tmp_path / "run.toml"
    path.write_text(dump_toml(AUTO))
    assert load_config(path).MAG_ZEROPOINT == "AUTO"
    assert 'MAG_ZEROPOINT = "AUTO"' in path.read_text()
    assert load_config(None, {"MAG_ZEROPOINT": "25"}).MAG_ZEROPOINT == 25
    with pytest.raises(SexlikeError, match=r"MAG_ZEROPOINT .*number from -100 to 100, in mag, .* or AUTO"):
        load_config(None, {"MAG_ZEROPOINT": "automatic"})
