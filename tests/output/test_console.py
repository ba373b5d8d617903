import datetime
import io
import logging
import re
import warnings
from types import SimpleNamespace

import pytest
from astropy.io import fits

from sexlike import progress
from sexlike.errors import SettingError, SexlikeError, SexlikeWarning
from sexlike.output import console

log = logging.getLogger("sexlike")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def speak():
    log.debug("detail")
    log.info("line")
    progress.progress("half way")
    warnings.warn("odd", SexlikeWarning, stacklevel=2)
    warnings.warn("of another package", UserWarning, stacklevel=2)


@pytest.mark.parametrize(
    ("verbose_type", "seen"),
    [
        ("QUIET", "\n> WARNING: odd\n\n"),
        ("NORMAL", "line\n\n> WARNING: odd\n\n"),
        ("EXTRA_WARNINGS", "line\n\n> WARNING: odd\n\n"),
        ("FULL", "detail\nline\n\n> WARNING: odd\n\n"),
    ],
)
def test_what_is_seen_at_each_level(capsys, verbose_type, seen):
    with console.show_messages(verbose_type):
        speak()
    assert capsys.readouterr() == ("", seen)


def test_silent_again_afterwards(capsys):
    with console.show_messages("FULL"):
        pass
    log.info("line")
    assert capsys.readouterr() == ("", "")
    assert not [handler for handler in log.handlers if isinstance(handler, console.Console)]
    with pytest.warns(SexlikeWarning):
        warnings.warn("odd", SexlikeWarning, stacklevel=1)


def test_progress_is_wiped_out_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with console.show_messages("NORMAL"):
        progress.progress("measuring 10")
        progress.progress("done")
        log.info("line")
        progress.progress("x" * 500)
    text = terminal.getvalue()
    assert "\x1b" not in text
    assert re.match(r"\r>   0% (\|.*\| )?measuring 10\r>   0% (\|.*\| )?done        \r", text)
    assert "\rline\n" in text
    longest = max(len(part) for part in re.split("[\r\n]", text))
    assert longest < 500
    assert text.endswith("\r")


def test_errors(capsys):
    console.show_error(SexlikeError("cannot open x.fits"))
    console.show_error(SexlikeError("sizes differ", where="FLAG_IMAGE"))
    console.show_error(SettingError("DETECT_MINAREA keyword out of range", where="run.sex:3"))
    assert capsys.readouterr().err.split("\n\n")[:3] == [
        "\n> *Error*: cannot open x.fits",
        "\n> *Error*: FLAG_IMAGE: sizes differ",
        "\n> run.sex:3: DETECT_MINAREA keyword out of range",
    ]


def test_nobody_listens(monkeypatch):
    """Standard error may be closed: sexlike image.fits 2>&-."""
    monkeypatch.setattr("sys.stderr", None)
    console.show_error(SexlikeError("cannot open x.fits"))
    with console.show_messages("FULL"):
        speak()


def test_warnings_of_an_earlier_run_are_forgotten():
    with console.show_messages("QUIET"):
        warnings.warn("odd", SexlikeWarning, stacklevel=1)
    assert [text for _, _, text in console.latest_warnings][-1] == "odd"
    console.forget_warnings()
    assert console.latest_warnings == []


def image(**other):
    header = fits.Header({"OBJECT": "The card is not looked at again"})
    given = {
        "name": "t.fits",
        "hdu": 0,
        "extension_count": 0,
        "total": 1,
        "header": header,
        "bits": -32,
        "shape": (150, 200),
        "external_header": False,
        "object_name": "A name of more than",
    }
    return SimpleNamespace(**given | other)


def test_the_block_of_an_image():
    assert console.describe_image(image()) == (
        '----- Measuring from: t.fits\n      "A name of more than" / no ext. header / 200x150 / 32 bits (floats)'
    )
    extension = image(
        name="m.fits",
        hdu=3,
        extension_count=4,
        total=4,
        bits=16,
        header=fits.Header(),
        external_header=True,
        object_name="",
    )
    assert console.describe_image(extension, "Detecting") == (
        '----- Detecting from: m.fits [3/4]\n      "Unnamed" / EXT. HEADER / 200x150 / 16 bits (integers)'
    )


@pytest.mark.parametrize(
    ("hdu", "header", "text"),
    [
        (3, {"EXTNAME": "SCI"}, "[3/8]: extension 3 of 8, SCI, is the only one that is taken"),
        (1, {}, "[1/8]: extension 1 of 8 is the only one that is taken"),
        (0, {}, "[0/8]: the primary image is the only one that is taken"),
    ],
)
def test_one_of_several_extensions_is_explained(hdu, header, text):
    lines = console.describe_image(image(hdu=hdu, extension_count=8, header=fits.Header(header))).split("\n")
    assert lines[0] == f"----- Measuring from: t.fits [{hdu}/8]"
    assert lines[2:] == [f"      {text}"]
    assert "only" not in console.describe_image(image(hdu=1, extension_count=1))


def test_the_lines_that_scripts_search():
    line = console.describe_background(SimpleNamespace(mean=100.04812, sigma=4.8852), 7.3278)
    assert line == "(M+D) Background: 100.048    RMS: 4.8852     / Threshold: 7.3278     "
    assert re.search(r"Background:\s*(\S+)\s+RMS:\s*(\S+)\s*/ Threshold:\s*(\S+)", line).groups() == (
        "100.048",
        "4.8852",
        "7.3278",
    )
    assert console.describe_background(SimpleNamespace(mean=1, sigma=1), 1, "M").startswith("(M)   Background: 1  ")
    assert console.describe_objects(25, 24) == "      Objects: detected 25       / sextracted 24              "
    assert console.describe_end(0.5, 100, 10) == "> All done (in 0.5 s: 200.0 lines/s , 20.0 detections/s)"
    assert console.describe_end(0, 0, 0).startswith("> All done (in 0.0 s: 0.0")
    start = datetime.datetime(2024, 1, 2, 3, 4, 5)
    assert console.describe_start("sexlike", "1.0", start, 2) == (
        "----- sexlike 1.0 started on 2024-01-02 at 03:04:05 with 2 threads\n"
    )
