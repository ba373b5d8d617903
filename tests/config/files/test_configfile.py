"""Which format a configuration file has, and what is said of one that cannot be read."""

import pytest

from sexlike.config.files.configfile import looks_like_toml, read_settings
from sexlike.errors import SexlikeError, SexlikeWarning


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("run.sex", "DETECT_MINAREA=5\nGAIN=2", False),
        ("run.sex", "# nothing\n", False),
        ("run.sex", "[detect]\nthresh = oops", True),
        ("run.toml", "GAIN = ", True),
        ("run.toml", "GAIN = 2\nCLEAN N", True),
        ("run.cfg", 'CATALOG_NAME = "my file.cat"', True),
        ("run.cfg", "FILTER=Y", False),
        ("run.cfg", "# nothing\n", False),
        ("run.cfg", "rescale.weights = [\n  true, false\n]\nno_such_key = 1", True),
        ("run.sex", "detect.thresh = 2", True),
    ],
)
def test_which_format(name, text, answer):
    assert looks_like_toml(text, name) is answer


def test_settings_of_both_formats(tmp_path):
    sex, toml = tmp_path / "run.sex", tmp_path / "run.toml"
    sex.write_text("GAIN 2\n")
    toml.write_text("[phot]\napertures = [5, 10]\n")
    settings, is_toml = read_settings(str(sex))
    assert (list(settings), is_toml) == ([("GAIN", ["2"], "run.sex:1")], False)
    settings, is_toml = read_settings(str(toml))
    assert (list(settings), is_toml) == ([("PHOT_APERTURES", [5, 10], "run.toml:2: phot.apertures")], True)


def test_missing_file_is_a_warning_but_for_toml(tmp_path):
    (tmp_path / "now.sex").touch()
    with pytest.warns(SexlikeWarning, match=r"no\.sex not found, using internal defaults\n  Did you mean .*now\.sex\?"):
        assert read_settings(str(tmp_path / "no.sex")) is None
    with pytest.raises(SexlikeError, match=r"cannot open .*no\.toml: no such file"):
        read_settings(str(tmp_path / "no.toml"))


def test_folder_in_place_of_a_file(tmp_path):
    with pytest.raises(SexlikeError, match=f"cannot read {tmp_path}"):
        read_settings(str(tmp_path))
