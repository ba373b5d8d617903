"""TOML: keywords flat and nested, mistakes, and the way back."""

import pytest

from sexlike.config.config import load_config
from sexlike.config.dumps import dump_toml
from sexlike.config.files.tomlfile import parse_toml, read_toml
from sexlike.config.keywords import KEYWORDS
from sexlike.errors import SexlikeError

from ..test_keywords import good_word


def settings(text):
    return {keyword: value for keyword, value, _ in read_toml(text, "run.toml")}


def problem(text):
    with pytest.raises(SexlikeError) as caught:
        settings(text)
    return str(caught.value)


def test_spellings():
    for text in ("DETECT_THRESH = 2", "detect_thresh = 2", "detect.thresh = 2", "[DETECT]\nThresh = 2"):
        assert settings(text) == {"DETECT_THRESH": 2}
    assert settings("[back]\nvalue = 3\nsize = [3, 4]") == {"BACK_VALUE": 3, "BACK_SIZE": [3, 4]}


@pytest.mark.parametrize("name", ["FILTER", "CLEAN", "GAIN"])
def test_keyword_that_is_a_table(name):
    assert settings(f"[{name.lower()}]\nvalue = 1") == {name: 1}
    assert settings(f"{name}.VALUE = 1") == {name: 1}
    assert f"{name} and {name.lower()}.value both give {name}" in problem(f"{name} = 1\n{name.lower()}.value = 2")
    assert "own value in the table's key `value`" in problem(f"{name} = true\n[{name}]\nparam = 1")


def test_two_spellings():
    assert "DETECT_THRESH and detect.thresh both give" in problem("DETECT_THRESH = 1\n[detect]\nthresh = 2")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("detect.threshold = 2", "DETECT_THRESH"),
        ("threshold = 2", "DETECT_THRESH"),
        ("minarea = 5", "DETECT_MINAREA"),
        ("deblend_cont = 0.1", "DEBLEND_MINCONT"),
        ("npixels = 5", "DETECT_MINAREA"),
        ("nlevels = 5", "DEBLEND_NTHRESH"),
        ("[deblend]\ncontrast = 0.1", "DEBLEND_MINCONT"),
        ("DETECT_TRESH = 2", "DETECT_THRESH"),
        ("phot.aperture = 2", "PHOT_APERTURES"),
        ("[detect]\nthresh = 2\ngain = 3", r"GAIN is a keyword, but it stands in the table \[detect\]: move it above"),
        ("[detect]\nmag_zeropoint = 3", "MAG_ZEROPOINT is a keyword"),
        ("[detect]\nDETECT_MINAREA = 3", "DETECT_MINAREA is a keyword"),
    ],
)
def test_unknown_key(text, hint):
    with pytest.raises(SexlikeError, match="is not a keyword of sexlike(.|\n)*" + hint):
        settings(text)


def test_unknown_key_without_a_guess():
    assert problem("xyzzy = 1") == "run.toml:1: xyzzy is not a keyword of sexlike"


def test_not_toml():
    assert "run.toml: not valid TOML" in problem("detect.thresh = ")
    with pytest.raises(SexlikeError, match="not valid TOML"):
        parse_toml("a = " + "[" * 10_000, "deep.toml")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "DETECT_THRESH = 2,5",
            "Decimals have a point: DETECT_THRESH = 2.5. A list has brackets: DETECT_THRESH = [2, 5]",
        ),
        ("GAIN = 1\nphot.apertures = 5, 10,20 # wide", "A list has brackets: phot.apertures = [5, 10, 20]"),
        ("FILTER=yes", "A switch is true or false, in small letters: FILTER = true"),
        ("[clean]\nvalue = N", "value = false"),
        ("FILTER = True", "FILTER = true"),
        ("filter: Off", "filter = false"),
        ("GAIN = .5", "A decimal point stands between digits: GAIN = 0.5"),
        ("GAIN = -5. # e-/ADU", "GAIN = -5.0"),
        ("CATALOG_TYPE = FITS_LDAC", 'A name or a word is in quotes: CATALOG_TYPE = "FITS_LDAC"'),
        ("CATALOG_TYPE = FITS_LDAC, ECSV", 'CATALOG_TYPE = ["FITS_LDAC", "ECSV"]'),
        ("FILTER_NAME = ../gauss_2.5_5x5.conv", 'FILTER_NAME = "../gauss_2.5_5x5.conv"'),
        ("PHOT_APERTURES = 0.5 arcsec", 'A value with a unit is in quotes: PHOT_APERTURES = "0.5 arcsec"'),
        ("DETECT_THRESH 1.5", "TOML has = between a keyword and its value: DETECT_THRESH = 1.5"),
        ("DETECT_THRESH : 1.5 # sigma", "DETECT_THRESH = 1.5"),
        ("GAIN = 2\nCATALOG_NAME =\n", "A value is missing; an empty list is CATALOG_NAME = []"),
        ('CATALOG_NAME = "C:\\data"', "in single quotes"),
    ],
)
def test_slips_have_a_hint(text, hint):
    assert hint in problem(text)


@pytest.mark.parametrize("text", ["= 3", "[detect", "a = [1,", "?", '"', "a = {", "GAIN = 3\n\x00"])
def test_what_is_not_recognised_has_none(text):
    assert problem(text).count("\n") == 0


def test_a_string_is_one_value(tmp_path):
    path = tmp_path / "run.toml"
    path.write_text('CATALOG_NAME = "my file, or so.cat"\nWEIGHT_IMAGE = "a,b.fits"\n')
    config = load_config(path)
    assert config.CATALOG_NAME == ("my file, or so.cat",)
    assert config.WEIGHT_IMAGE == ("a,b.fits",)


@pytest.mark.parametrize(
    "text", ['DETECT_THRESH = "2"', "FILTER = 1", 'FILTER = "Y"', "CATALOG_NAME = 1", "GAIN = 1979-05-27", "GAIN = nan"]
)
def test_wrong_types(tmp_path, text):
    path = tmp_path / "run.toml"
    path.write_text(text)
    with pytest.raises(SexlikeError, match=r"^run.toml:1: (\w+): \1"):
        load_config(path)


def test_there_and_back(tmp_path):
    """-dt of any configuration gives the same configuration."""
    full = {k.name: ",".join([good_word(k)] * (k.count[1] if k.count else 1)) for k in KEYWORDS.values()}
    full["COMPATIBILITY"] = "NONE"  # with SEXTRACTOR, BACK_PEARSON is unknown
    for overrides in ({}, full, {"FLAG_TYPE": "", "WEIGHT_THRESH": "1e-30", "GAIN": "1e30"}):
        config = load_config(None, overrides)
        path = tmp_path / "run.toml"
        path.write_text(dump_toml(config), encoding="utf-8")
        assert load_config(path) == config


@pytest.mark.parametrize("name", ["a\\b", 'quo"te', "tab\there", "caf\u00e9 \U0001f30c", "del\x7f"])
def test_odd_names_there_and_back(tmp_path, name):
    config = load_config(None, {"CATALOG_NAME": name}, "argument")
    path = tmp_path / "run.toml"
    path.write_text(dump_toml(config), encoding="utf-8")
    assert [name] == list(load_config(path).CATALOG_NAME)
