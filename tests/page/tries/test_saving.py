"""A configuration is saved where the command line has named a file, and there alone; its comments stay."""

import os
import shlex
import shutil
import stat

import pytest
from astropy.io import fits

from sexlike import SexlikeError
from sexlike.config.arguments import parse_arguments
from sexlike.config.config import load_config
from sexlike.page.tries.editing import edited
from sexlike.page.tries.saving import command_line, place_to_save, save, toml_of

from ...ourfield import EXAMPLES
from ..conftest import sky
from .calls import calls_of

SETTINGS = {"DETECT_THRESH": "2.5", "CLEAN_PARAM": "2", "PHOT_APERTURES": "4,8,12", "FILTER": "N"}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with an image and configurations, which is the current one."""
    monkeypatch.chdir(tmp_path)
    fits.writeto("image.fits", sky(64, 80))
    for name in ("run.toml", "run.sex", "field.param"):
        shutil.copy(EXAMPLES / name, name)
    return tmp_path


def same(config, other):
    """Whether two configurations have the same values."""
    return config.as_given == other.as_given


def test_a_saved_file_has_the_settings_and_the_comments(here):
    before = (here / "run.toml").read_text()
    with calls_of("image.fits", "-c", "run.toml", "-GAIN", "3") as calls:
        assert calls.told("/api/save", {"settings": SETTINGS}) == {"saved": "run.toml"}
        assert calls.told("/api/session")["outputs"]["config"] == "run.toml"
        wanted = calls.session.config.overridden_by(load_config(None, SETTINGS))
    after = (here / "run.toml").read_text()
    assert same(load_config("run.toml"), wanted)
    changed = set(after.splitlines()) - set(before.splitlines())
    assert len(changed) == 6  # the settings, -GAIN, and a heading for what the file did not have
    assert (
        "DETECT_THRESH = 2.5                 # then take pixels this many times the sky noise above the sky," in changed
    )


def test_saved_anew_only_values_change(here):
    with calls_of("image.fits", "-c", "run.toml") as calls:
        calls.told("/api/save", {"settings": SETTINGS})
        first = (here / "run.toml").read_text()
        calls.told("/api/save", {"settings": SETTINGS | {"CLEAN_PARAM": "3"}})
    second = (here / "run.toml").read_text()
    assert first.replace("CLEAN_PARAM = 2.0 ", "CLEAN_PARAM = 3.0 ") == second


def test_the_option_names_another_file(here):
    with calls_of("image.fits", "-c", "run.sex", "--page", ":0", "--save", "mine.toml") as calls:
        assert calls.told("/api/save", {"settings": SETTINGS}) == {"saved": "mine.toml"}
        wanted = calls.session.config.overridden_by(load_config(None, SETTINGS))
    assert same(load_config("mine.toml"), wanted)
    assert "# detection threshold: sigma" in (here / "mine.toml").read_text()


@pytest.mark.parametrize(
    ("words", "why"),
    [(["-c", "run.sex"], "run.sex is not TOML"), (["-c", "jwst"], "No file is named"), ([], "No file")],
)
def test_what_may_not_be_written_is_a_download(here, words, why):
    files = {path: path.read_bytes() for path in here.iterdir()}
    weights = ["-WEIGHT_TYPE", "NONE", "-WEIGHT_SCALING", "BACKGROUND"]
    with calls_of("image.fits", *words, *weights) as calls:
        told = calls.told("/api/save", {"settings": SETTINGS})
        assert calls.told("/api/session")["outputs"]["config"] is None
        wanted = calls.session.config.overridden_by(load_config(None, SETTINGS))
    assert why in told["why"]
    assert {path: path.read_bytes() for path in here.iterdir()} == files
    (here / "download.toml").write_text(told["text"])
    loaded = load_config("download.toml")
    names = [name for name in loaded.values if not name.endswith("_NAME")]
    assert {name: loaded.as_given[name] for name in names} == {name: wanted.as_given[name] for name in names}


def test_a_file_in_another_folder_names_the_files_beside_the_first(here, tmp_path):
    config = load_config(str(EXAMPLES / "run.toml"))
    (here / "field.param").unlink()
    save(str(tmp_path / "other.toml"), config, {})
    assert str(EXAMPLES / "field.param") == load_config("other.toml").PARAMETERS_NAME


@pytest.mark.needs_posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(here):
    here.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(SexlikeError, match="--save"):
            save("run.toml", load_config("run.toml"), SETTINGS)
    finally:
        here.chmod(stat.S_IRWXU)


def test_what_cannot_be_written_is_a_download(here):
    with calls_of("image.fits", "-c", "run.toml", "--page", ":0", "--save", "gone/run.toml") as calls:
        told = calls.told("/api/save", {"settings": SETTINGS})
    assert "gone" in told["why"]
    assert "DETECT_THRESH = 2.5" in told["text"]


def test_a_folder_that_is_not_there_is_told(here):
    with pytest.raises(SexlikeError, match="gone"):
        save("gone/run.toml", load_config("run.toml"), SETTINGS)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("DETECT_THRESH = 1.5 # why\n", ["DETECT_THRESH = 2.5 # why"]),
        ("detect_thresh=1.5", ["detect_thresh=2.5"]),
        (
            'FILTER_NAME = "a#b.conv"  # a name\nDETECT_THRESH = 1\n',
            ['FILTER_NAME = "a#b.conv"  # a name', "DETECT_THRESH = 2.5"],
        ),
        ("# nothing\n\n[detect]\nminarea = 7\n", ["DETECT_THRESH = 2.5", "minarea = 7"]),
        ("", ["DETECT_THRESH = 2.5"]),
        ("DETECT_THRESH = [1.5] # a\r\nGAIN = 2\r\n", ["DETECT_THRESH = 2.5   # a", "GAIN = 2"]),
    ],
)
def test_lines_are_edited(text, lines):
    config = load_config(None, {"DETECT_THRESH": "2.5"})
    found = edited(text, config, {"DETECT_THRESH"})
    assert [line for line in found.splitlines() for wanted in lines if line.startswith(wanted)], found
    for wanted in lines:
        assert any(line.startswith(wanted) for line in found.splitlines()), found


@pytest.mark.parametrize("text", ["DETECT_THRESH = [\n 1.5,\n]\n", "[detect]\nthresh = 1.5\n", "detect.thresh = 1.5\n"])
def test_what_is_not_on_a_line_of_its_own_is_written_anew(tmp_path, text):
    path = tmp_path / "run.toml"
    path.write_text(text + "[phot]\napertures = 7\n")
    config = load_config(str(path))
    assert edited(path.read_text(), config.with_value("DETECT_THRESH", (2.5,)), {"DETECT_THRESH"}) is None
    save(str(path), config, {"DETECT_THRESH": "2.5"})
    loaded = load_config(str(path))
    assert (loaded.DETECT_THRESH, loaded.PHOT_APERTURES) == ((2.5,), (7.0,))


def test_the_command_can_be_pasted(here):
    fits.writeto("it's an image.fits", sky(32, 32))
    given = ["it's an image.fits", "-c", "run.toml", "-GAIN", "3", "-DETECT_THRESH", "1.1"]
    arguments = parse_arguments(given)
    config = load_config("run.toml", arguments.settings)
    settings = {"DETECT_THRESH": "2.5", "BACK_SIZE": "128", "PHOT_APERTURES": "4, 8"}
    line = command_line(arguments.images, config, arguments.settings, settings, arguments.config)
    words = shlex.split(line)
    assert words[0] == "sexlike"
    again = parse_arguments(words[1:])
    assert again.config == "run.toml"
    assert dict(again.settings) == {"GAIN": "3", "DETECT_THRESH": "2.5", "PHOT_APERTURES": "4,8"}
    assert same(load_config("run.toml", again.settings), config.overridden_by(load_config(None, settings)))


def test_a_configuration_of_sextractor_keeps_its_numbers(here):
    config = load_config("run.sex")
    assert config.COMPATIBILITY == "SEXTRACTOR"
    (here / "new.toml").write_text(toml_of(config, SETTINGS, "new.toml"))
    assert load_config("new.toml").COMPATIBILITY == "SEXTRACTOR"


def test_where_it_is_saved_is_decided_by_the_command_line():
    toml, other = load_config(str(EXAMPLES / "run.toml")), load_config(None)
    assert place_to_save(None, toml) == (str(EXAMPLES / "run.toml"), "")
    assert place_to_save("x.toml", toml) == ("x.toml", "")
    assert place_to_save("x.toml", other) == ("x.toml", "")
    assert place_to_save(None, other)[0] is None
