"""Defaults, files, and what is given on top of them."""

import pickle
import warnings

import pytest

from sexlike.config.config import Config, load_config
from sexlike.errors import SexlikeError, SexlikeWarning


def write(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


RUN = {
    "FILTER": False,
    "FILTER_NAME": "gauss.conv",
    "DETECT_THRESH": (2.5,),
    "PHOT_APERTURES": (5.0, 10.0),
    "CATALOG_TYPE": ("FITS_LDAC",),
    "CHECKIMAGE_TYPE": ("SEGMENTATION", "-BACKGROUND"),
    "CHECKIMAGE_NAME": ("a.fits", "b.fits"),
    "GAIN": 2.0,
    "GAIN_KEY": "EGAIN",
}

FLAT = """
FILTER = false
filter_name = "gauss.conv"
Detect_Thresh = 2.5
PHOT_APERTURES = [5, 10]
CATALOG_TYPE = "fits_ldac"
CHECKIMAGE_TYPE = ["SEGMENTATION", "-background"]
CHECKIMAGE_NAME = ["a.fits", "b.fits"]
GAIN = 2
GAIN_KEY = "EGAIN"
"""

NESTED = """
[filter]
value = false
name = "gauss.conv"
[Detect]
thresh = 2.5
[phot]
apertures = [5, 10]
[catalog]
type = "FITS_LDAC"
[checkimage]
type = ["SEGMENTATION", "-BACKGROUND"]
name = ["a.fits", "b.fits"]
[GAIN]
Value = 2.0
KEY = "EGAIN"
"""

DOTTED = """
filter.value = false
filter.name = "gauss.conv"
detect.thresh = [2.5]
phot.apertures = [5, 10]
catalog.type = "FITS_LDAC"
checkimage = { type = ["SEGMENTATION", "-BACKGROUND"], name = ["a.fits", "b.fits"] }
gain.value = 2
gain.key = "EGAIN"
"""

SEX = """
# an old configuration
FILTER           No              # no filter
FILTER_NAME = gauss.conv
detect_thresh 2.5
PHOT_APERTURES\t5;10
CATALOG_TYPE "Fits_Ldac"
CHECKIMAGE_TYPE SEGMENTATION, -BACKGROUND
CHECKIMAGE_NAME a.fits,b.fits
GAIN 1
GAIN 2
GAIN_KEY EGAIN
"""


def expected(compatibility="SEXTRACTOR"):
    """The run; TOML and Python do not keep what SExtractor gets wrong."""
    return Config({**load_config().values, **RUN, "COMPATIBILITY": compatibility})


@pytest.mark.parametrize(
    ("name", "text"), [("a.toml", FLAT), ("b.toml", NESTED), ("c.toml", DOTTED), ("d.sex", SEX)], ids=str
)
def test_one_run_in_each_format(tmp_path, name, text):
    config = load_config(write(tmp_path, name, text))
    assert config == expected("NONE" if name.endswith(".toml") else "SEXTRACTOR")
    assert set(config.origins) == set(RUN)
    assert config.folder == str(tmp_path)


@pytest.mark.parametrize("text", [FLAT, NESTED, DOTTED, SEX, SEX.replace("\n", "\r\n")])
def test_the_content_decides(tmp_path, text):
    for name in ("run.sex", "run.cfg", "run"):
        is_toml = text in (FLAT, NESTED, DOTTED)
        assert load_config(write(tmp_path, name, text)) == expected("NONE" if is_toml else "SEXTRACTOR")


def test_whose_numbers_depends_on_who_asks_unless_it_is_said(tmp_path):
    toml, sex = write(tmp_path, "a.toml", "gain.value = 2\n"), write(tmp_path, "a.sex", "GAIN 2\n")
    assert load_config().COMPATIBILITY == load_config(sex).COMPATIBILITY == "SEXTRACTOR"
    assert load_config(sex, {}, "argument").COMPATIBILITY == "SEXTRACTOR"
    assert load_config(toml).COMPATIBILITY == load_config(None, {}, "argument").COMPATIBILITY == "NONE"
    said = write(tmp_path, "b.toml", 'compatibility = "sextractor"\n')
    assert load_config(said).COMPATIBILITY == "SEXTRACTOR"
    assert load_config(sex, {"COMPATIBILITY": "NONE"}).COMPATIBILITY == "NONE"


def test_sex_under_the_name_of_toml(tmp_path):
    assert load_config(write(tmp_path, "run.toml", "DETECT_THRESH 2\nCLEAN N\n")).DETECT_THRESH == (2.0,)


def test_same_run_on_the_command_line():
    pairs = [
        ("filter", "N"),
        ("FILTER_NAME", "gauss.conv"),
        ("DETECT_THRESH", "2.5"),
        ("PHOT_APERTURES", "5 10"),
        ("CATALOG_TYPE", "FITS_LDAC"),
        ("CHECKIMAGE_TYPE", "SEGMENTATION,-BACKGROUND"),
        ("CHECKIMAGE_NAME", "a.fits, b.fits"),
        ("GAIN", "1"),
        ("GAIN", "2"),
        ("GAIN_KEY", "EGAIN"),
    ]
    assert load_config(None, pairs) == expected()


def test_same_run_in_python():
    assert load_config(None, RUN, "argument") == expected("NONE")


def test_order_and_origins(tmp_path):
    path = write(tmp_path, "run.sex", "# first\nDETECT_THRESH 2\nGAIN 3\n")
    config = load_config(path, {"GAIN": "4"})
    assert (config.DETECT_THRESH, config.GAIN, config.CLEAN) == ((2.0,), 4.0, True)
    assert config.origin("DETECT_THRESH") == "run.sex:2"
    assert config.origin("GAIN") == "command line"
    assert config.origin("CLEAN") == "default"
    toml = load_config(write(tmp_path, "run.toml", "[detect]\nthresh = 1.5\n"))
    assert toml.origin("DETECT_THRESH") == "run.toml:2: detect.thresh"


def test_bad_value_names_its_place(tmp_path):
    with pytest.raises(SexlikeError, match=r"^run\.sex:2: GAIN keyword out of range: -1 \(allowed: a number from 0"):
        load_config(write(tmp_path, "run.sex", "\nGAIN -1\n"))
    with pytest.raises(SexlikeError, match=r"^run\.toml:1: mag\.gamma: MAG_GAMMA keyword out of range: 0"):
        load_config(write(tmp_path, "run.toml", "mag.gamma = 0\n"))


def test_a_wrong_value_later_overridden_is_still_wrong(tmp_path):
    with pytest.raises(SexlikeError, match="GAIN"):
        load_config(write(tmp_path, "run.sex", "GAIN -1\n"), {"GAIN": "1"})


def test_unknown_keyword_is_a_warning(tmp_path):
    path = write(tmp_path, "run.sex", "NO_SUCH_KEY 3\nDETECT_TRESH 2\nGAIN 2\n")
    with pytest.warns(SexlikeWarning) as caught:
        assert load_config(path).GAIN == 2.0
    texts = [str(warning.message) for warning in caught]
    assert texts[0] == "NO_SUCH_KEY keyword unknown\n  (run.sex:1)"
    assert texts[1] == "DETECT_TRESH keyword unknown\n  (run.sex:2) Did you mean DETECT_THRESH?"
    with pytest.warns(SexlikeWarning, match="FOO keyword unknown"):
        load_config(None, {"FOO": "1"})


def test_a_keyword_of_later_versions_is_unknown_unless_numbers_may_differ(tmp_path):
    path = write(tmp_path, "run.sex", "BACK_PEARSON 3.5\n")
    with pytest.warns(SexlikeWarning, match=r"^BACK_PEARSON keyword unknown\n  \(run.sex:1\) .*COMPATIBILITY NONE"):
        config = load_config(path)
    assert (config.BACK_PEARSON, config.origin("BACK_PEARSON")) == (2.5, "default")
    assert load_config(path, {"COMPATIBILITY": "NONE"}).BACK_PEARSON == 3.5
    assert load_config(None, {"BACK_PEARSON": 3.5}, "argument").BACK_PEARSON == 3.5
    with pytest.warns(SexlikeWarning, match="BACK_PEARSON keyword unknown"):
        assert load_config(None, {"BACK_PEARSON": "2.5"}).BACK_PEARSON == 2.5


def test_unknown_argument_is_an_error():
    with pytest.raises(SexlikeError, match=r"Did you mean DETECT_THRESH?"):
        load_config(None, {"thresh": 2}, "argument")


def test_too_many_unknown_keywords(tmp_path):
    path = write(tmp_path, "run.sex", "".join(f"KEY{i} 1\n" for i in range(10)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SexlikeWarning)
        load_config(path)
        with pytest.raises(SexlikeError, match="No valid keyword found in"):
            load_config(path, {"FOO": "1"})


def test_missing_file(tmp_path):
    with pytest.warns(SexlikeWarning, match=r"nosuch.sex not found, using internal defaults"):
        config = load_config(tmp_path / "nosuch.sex")
    assert config == load_config()
    assert config.folder is None
    with pytest.raises(SexlikeError, match=r"nosuch.toml"):
        load_config(tmp_path / "nosuch.toml")
    with pytest.raises(SexlikeError, match="cannot read"):
        load_config(tmp_path)


def test_a_name_in_python_may_hold_blanks():
    config = load_config(None, {"CATALOG_NAME": "my file.cat", "WEIGHT_IMAGE": "a b.fits, c.fits"}, "argument")
    assert config.CATALOG_NAME == ("my file.cat",)
    assert config.WEIGHT_IMAGE == ("a b.fits", "c.fits")


def test_latin_1_comments(tmp_path):
    assert load_config(write(tmp_path, "run.sex", b"GAIN 2 # \xe9lectrons\n")).GAIN == 2.0
    assert load_config(write(tmp_path, "run.toml", b"\xef\xbb\xbfGAIN = 2 # \xc3\xa9lectrons\n")).GAIN == 2.0


def test_one_under_another():
    below = load_config(None, {"GAIN": "2", "CLEAN": "N"})
    config = below.overridden_by(load_config(None, {"GAIN": 0.0}, "argument"))
    assert (config.GAIN, config.CLEAN) == (0.0, False)
    assert (config.origin("GAIN"), config.origin("CLEAN"), config.origin("FILTER")) == (
        "argument",
        "command line",
        "default",
    )


def test_config_is_frozen_and_picklable():
    config = load_config(None, {"GAIN": "2"})
    copy = pickle.loads(pickle.dumps(config))
    assert copy == config
    assert copy.origin("GAIN") == "command line"
    with pytest.raises(AttributeError):
        config.GAIN = 3
    with pytest.raises(AttributeError, match="NO_KEY is not a keyword"):
        config.NO_KEY  # noqa: B018
