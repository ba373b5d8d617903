"""Lines of keys in TOML."""

import pytest

from sexlike.config.config import load_config
from sexlike.config.files.tomllines import line_of, lines_of_keys
from sexlike.errors import SexlikeError

TEXT = """# a comment = 1
gain = 2

mag.zeropoint = 25  # gain = 3
[ detect ] # more
"thresh" = 1.5
minarea = [
  1,
]
[phot]
apertures = [5,
   6]
[back.'size']
value = """
TEXT = f'{TEXT}"""\nclean = 1\n"""\n[filter]\nname = "k.conv"\n[weight]\nimage = {{type = 1}}\n'


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("gain", 2),
        ("mag.zeropoint", 4),
        ("detect", 5),
        ("detect.thresh", 6),
        ("detect.minarea", 7),
        ("phot.apertures", 11),
        ("back.size.value", 14),
        ("clean", None),
        ("filter.name", 18),
        ("weight.image.type", 20),
    ],
)
def test_lines(key, line):
    assert line_of(key.split("."), lines_of_keys(TEXT)) == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n\n[detect]\n\ntresh = 1\n", "run.toml:5: detect.tresh is not a keyword"),
        ("gain = 1\n\ndetect.thresh = 'x'\n", "run.toml:3: detect.thresh: DETECT_THRESH must be a number"),
        ("phot = {apertures = [1,\n -5]}\n", "run.toml:1: phot.apertures: PHOT_APERTURES keyword out of range"),
        ("gain = 1\nGAIN = 2\n", "run.toml:2: gain and GAIN both give GAIN"),
        ("gain = 1\nback_size = [\n 4, 5\n", r"run.toml: not valid TOML: .*\(at (end of document|line \d)"),
        ("gain = 1\n\ndetect thresh = 1\n", r"run.toml: not valid TOML: .*\(at line 3, column 8\)"),
    ],
)
def test_errors_tell_the_line(tmp_path, text, message):
    path = tmp_path / "run.toml"
    path.write_text(text)
    with pytest.raises(SexlikeError, match=f"^{message}"):
        load_config(path)
