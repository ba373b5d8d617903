"""Configurations as text."""

import pytest

from sexlike.config.config import load_config
from sexlike.config.dumps import SEX_WIDTH, dump_sex, dump_toml, toml_literal
from sexlike.config.keywords import KEYWORDS


@pytest.mark.parametrize("full", [False, True])
def test_lines_of_the_dump(full):
    lines = dump_sex(full).splitlines()
    gain = next(line for line in lines if line.startswith("GAIN "))
    assert gain == f"{'GAIN':<16} {'0.0':<14} # {KEYWORDS['GAIN'].about}"
    headings = [line for line in lines if line.startswith("#-")]
    assert {len(line) for line in headings} == {SEX_WIDTH}


def test_long_default_has_its_comment_on_the_next_line():
    lines = dump_sex(full=True).splitlines()
    (place,) = (number for number, line in enumerate(lines) if line.startswith("XSL_URL"))
    assert "#" not in lines[place]
    assert lines[place + 1] == f"{'':<32}# {KEYWORDS['XSL_URL'].about}"


def test_toml_has_every_keyword_once():
    text = dump_toml(load_config(None, {"GAIN": "0.1", "CLEAN": "N"}))
    names = [line.split(" = ")[0] for line in text.splitlines() if line and line[0] != "#"]
    assert names == list(KEYWORDS)
    assert "\nGAIN = 0.1 " in text
    assert "\nCLEAN = false " in text


def test_toml_says_why_it_has_sextractors_numbers():
    text = dump_toml(load_config())
    assert "\n# COMPATIBILITY is SEXTRACTOR, so that the numbers stay" in text
    assert 'COMPATIBILITY = "SEXTRACTOR"' in text
    assert "# COMPATIBILITY is" not in dump_toml(load_config(None, {"COMPATIBILITY": "NONE"}))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        (3.0, "3.0"),
        (1e30, "1e+30"),
        ('a"\x7f', '"a\\"\\u007f"'),
        ((1, 2), "[1, 2]"),
        ((), "[]"),
    ],
)
def test_literals(value, text):
    assert toml_literal(value) == text
