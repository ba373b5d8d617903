"""The forms of the command line."""

import pytest

from sexlike.config.arguments import parse_arguments, require_image
from sexlike.errors import SexlikeError, SexlikeWarning


@pytest.mark.parametrize(
    ("argv", "images"),
    [
        (["a.fits"], ["a.fits"]),
        (["a.fits,b.fits"], ["a.fits", "b.fits"]),
        (["a.fits", "b.fits"], ["a.fits", "b.fits"]),
        (["a.fits,", "b.fits"], ["a.fits", "b.fits"]),
        (["a.fits, b.fits"], ["a.fits", "b.fits"]),
        (["a.fits b.fits"], ["a.fits", "b.fits"]),
        (["a.fits", "-c", "x.sex", "-GAIN", "2", "b.fits"], ["a.fits", "b.fits"]),
        (["a.fits[SCI,2],b.fits[1]"], ["a.fits[SCI,2]", "b.fits[1]"]),
        (["-GAIN", "2"], []),
    ],
)
def test_images(argv, images):
    arguments = parse_arguments(argv)
    assert arguments.action == "run"
    assert arguments.images == images


def test_name_of_a_file_with_a_blank(tmp_path):
    path = tmp_path / "my image, of M 31.fits"
    path.touch()
    assert parse_arguments([str(path)]).images == [str(path)]


def test_three_images():
    with pytest.raises(SexlikeError, match=r"Too many input images: c\.fits"):
        parse_arguments(["a.fits,b.fits", "c.fits"])


@pytest.mark.parametrize(
    ("argv", "settings"),
    [
        (["-DETECT_THRESH", "3"], [("DETECT_THRESH", "3")]),
        (["-detect_thresh", "3"], [("detect_thresh", "3")]),
        (["-ASSOCSELEC_TYPE", "-MATCHED"], [("ASSOCSELEC_TYPE", "-MATCHED")]),
        (["-CHECKIMAGE_TYPE", "-BACKGROUND", "-GAIN", "1"], [("CHECKIMAGE_TYPE", "-BACKGROUND"), ("GAIN", "1")]),
        (["-BACK_VALUE", "-3"], [("BACK_VALUE", "-3")]),
        (["--DETECT_THRESH", "3"], [("DETECT_THRESH", "3")]),
        (["-DETECT_THRESH=3"], [("DETECT_THRESH", "3")]),
        (["--detect_thresh=3,25"], [("detect_thresh", "3,25")]),
        (["-DETECT_THRESH=", "3"], [("DETECT_THRESH", "3")]),
        (["-DETECT_THRESH=3", "a.fits"], [("DETECT_THRESH", "3")]),
        (["-NO_SUCH_KEY", "1"], [("NO_SUCH_KEY", "1")]),
        (["--filter", "N", "--clean=N"], [("filter", "N"), ("clean", "N")]),
    ],
)
def test_settings(argv, settings):
    assert parse_arguments(argv).settings == settings


@pytest.mark.parametrize(
    "argv", [["-c", "x"], ["a.fits", "-GAIN", "2", "-c", "x"], ["-C", "x"], ["--config", "x"], ["-c=x"], ["--config=x"]]
)
def test_config(argv):
    assert parse_arguments(argv).config == "x"


def test_config_without_a_file():
    with pytest.warns(SexlikeWarning, match="no file after -c"):
        assert parse_arguments(["a.fits", "-c"]).config is None


@pytest.mark.parametrize(
    ("argv", "action"),
    [
        ([], "syntax"),
        (["-d"], "dump"),
        (["--dump"], "dump"),
        (["-D"], "dump"),
        (["-dd"], "full dump"),
        (["--dd"], "full dump"),
        (["-dp"], "columns"),
        (["--dp"], "columns"),
        (["-dt"], "toml"),
        (["-c", "old.sex", "-dt"], "toml"),
        (["-v"], "version"),
        (["--version"], "version"),
        (["--Version"], "version"),
        (["-V"], "version"),
        (["-h"], "help"),
        (["--help"], "help"),
        (["a.fits", "--help"], "help"),
        (["--explain", "GAIN"], "explain"),
    ],
)
def test_actions(argv, action):
    assert parse_arguments(argv).action == action


def test_what_is_explained():
    assert parse_arguments(["--explain", "FLAGS", "3"]).topic == ["FLAGS", "3"]
    assert parse_arguments(["--explain"]).topic == []


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["-x"], "command line: unknown option -x(.|\n)*--help"),
        (["--DETECT_TRESH", "3"], "unknown option --DETECT_TRESH(.|\n)*Did you mean DETECT_THRESH"),
        (["--filtre", "N"], "unknown option --filtre(.|\n)*Did you mean FILTER"),
        (["-"], "unknown option -"),
        (["a.fits", "-GAIN"], r"command line: -GAIN keyword has no value! \(allowed: a number from 0"),
        (["a.fits", "-NO_SUCH_KEY"], "-NO_SUCH_KEY keyword has no value!"),
        (["-GAIN="], "has no value"),
    ],
)
def test_mistakes(argv, message):
    with pytest.raises(SexlikeError, match=message):
        parse_arguments(argv)


def test_an_image_that_is_a_number_of_a_list(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SexlikeError, match=r"cannot open 7\.5: no such file\n  Lists have commas and no blanks"):
        require_image(["a.fits", "7.5"])
    with pytest.raises(SexlikeError, match="no image is given"):
        require_image([])
    (tmp_path / "7.5").touch()
    require_image(["a.fits", "7.5"])


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--report", "c.ecsv"], r"--report takes nothing, or - .*, and not c\.ecsv\n  .*--state c\.ecsv"),
        (["--report=c.ecsv"], r"and not c\.ecsv"),
        (["--report", "-", "c.ecsv"], r"and not c\.ecsv"),
        (["--batch", "a.fits", "b.fits", "--page"], "--batch and --page do not go together"),
        (["--page", "a.fits", "--batch", "b.fits"], "--page and --batch do not go together"),
        (["a.fits", "--page", "--tune", "GAIN=1,2"], "--page and --tune do not go together"),
        (["a.fits", "--tune", "GAIN=1,2", "--page"], "--tune and --page do not go together"),
        (["a.fits", "--tune", "GAIN=1,2", "--report"], "--tune and --report do not go together"),
        (["--report", "--page"], "--report and --page do not go together"),
        (["--batch", "a.fits", "--cluster", ""], "the address after --cluster is empty\n  Perhaps a variable"),
        (["--batch", "a.fits", "--cluster=", "local"], "the address after --cluster= is empty"),
        (["--batch", "a.fits", "--state", " "], "the file after --state is empty"),
    ],
)
def test_options_that_are_left_undone_are_refused(argv, message):
    with pytest.raises(SexlikeError, match=message):
        parse_arguments(argv)


@pytest.mark.parametrize(("argv", "report"), [(["--report"], "page"), (["--state", "c.ecsv", "--report", "-"], "-")])
def test_reports(argv, report):
    arguments = parse_arguments(argv)
    assert (arguments.action, arguments.report, arguments.images) == ("batch", report, [])
