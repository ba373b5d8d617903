"""The manual page, as groff renders it."""

import re
import shutil
import subprocess

import pytest

from sexlike import cli
from sexlike.config.keywords import KEYWORDS
from sexlike.config.options import OPTIONS
from sexlike.config.recipes.shelf import recipe_names
from sexlike.config.shells.manual import escaped, manual


def test_the_command_prints_it(capsys):
    assert cli.main(["--man"]) == 0
    out, err = capsys.readouterr()
    assert out == manual()
    assert err == ""
    assert out.isascii()


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_renders_every_option_without_a_warning():
    argv = ["groff", "-man", "-Tascii", "-ww", "-P-cbou"]
    done = subprocess.run(argv, input=manual(), capture_output=True, text=True, check=True)
    assert done.stderr == ""
    text = done.stdout
    for title in ("NAME", "SYNOPSIS", "OPTIONS", "RECIPES", "KEYWORDS", "EXAMPLES", "EXIT STATUS"):
        assert re.search(rf"(?m)^{title}$", text)
    for name in (*(f"-{name}" for name in KEYWORDS), *(name for option in OPTIONS for name in option.names)):
        assert re.search(rf"(?m)(^| ){name}\b", text), name
    for name in recipe_names():
        assert re.search(rf"(?m)^ +{name}\b", text)
    assert "awk '$1 !~ /#/'" in text


def test_nothing_is_a_command_of_groff():
    assert escaped(".head\n'x' \\ -c") == "\\&.head\n\\&'x' \\e \\-c"
