"""What is said of mistakes that people make: what was probably meant."""

import re
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli
from sexlike.config.config import load_config
from sexlike.errors import SexlikeError

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("default.sex").write_text("VERBOSE_TYPE QUIET\n")
    Path("default.param").write_text("NUMBER\n")
    image = np.random.default_rng(1).normal(size=(64, 64)).astype("f4")
    image[30:33, 30:33] += 50
    fits.PrimaryHDU(image).writeto("image.fits")


def refused(capsys, *words):
    assert cli.main(["image.fits", *words]) == 1
    return capsys.readouterr().err


def of_toml(text):
    Path("run.toml").write_text(text)
    with pytest.raises(SexlikeError) as error:
        load_config("run.toml")
    return str(error.value)


@pytest.mark.parametrize(("written", "meant"), [("N", "false"), ("yes", "true")])
def test_switches_of_toml(written, meant):
    said = of_toml(f'filter = "{written}"\n')
    assert f"FILTER value must be true or false, without quotes: '{written}'" in said
    assert f"In TOML, filter = {meant}; in Python, FILTER={meant.title()}." in said
    assert "Y or N" not in said


def test_both_ways_of_toml_in_one_file():
    said = of_toml("detect.thresh = 1.5\n[detect]\nminarea = 5\n")
    assert "detect.thresh and the table [detect] do not go together" in said
    assert "two tables [detect]" in of_toml("[detect]\nthresh = 1\n[detect]\nminarea = 5\n")


def test_all_of_the_examples_of_the_readme_at_once():
    blocks = re.findall(r"```toml\n(.*?)```", README.read_text(), re.DOTALL)
    assert "do not go together" in of_toml("".join(blocks))


@pytest.mark.parametrize("words", [("5", "6"), ("5,", "6"), ("5", "6", "7.5")])
def test_lists_with_blanks(capsys, words):
    assert "Lists have commas and no blanks" in refused(capsys, "-PHOT_APERTURES", *words)


@pytest.mark.parametrize("keyword", ["-c", "-PARAMETERS_NAME", "-FILTER_NAME"])
def test_an_image_where_a_text_is_wanted(capsys, keyword):
    assert "image.fits is a FITS file, not a" in refused(capsys, keyword, "image.fits")


@pytest.mark.parametrize("keyword", ["-c", "-PARAMETERS_NAME", "-FILTER_NAME"])
def test_a_binary_file_where_a_text_is_wanted(capsys, keyword):
    Path("binary").write_bytes(b"\x7fELF\0\0\1")
    assert "binary is a binary file, not a" in refused(capsys, keyword, "binary")


@pytest.mark.parametrize("name", ["my cat.txt", " my  cat.txt "])
def test_a_name_with_blanks_on_the_command_line(name):
    assert cli.main(["image.fits", "-CATALOG_NAME", name]) == 0
    assert Path(name.strip()).read_text()
    assert not Path("my").exists()


def test_blanks_on_the_command_line_and_in_a_file():
    given = {"CATALOG_NAME": "a b.cat, c.cat", "CATALOG_TYPE": "ASCII,ASCII", "PARAMETERS_NAME": "my list.param"}
    config = load_config(None, {**given, "BACK_SIZE": "64 32"})
    assert config.CATALOG_NAME == ("a b.cat", "c.cat")
    assert config.PARAMETERS_NAME == "my list.param"
    assert config.BACK_SIZE == (64, 32)
    assert load_config(None, {"CATALOG_NAME": "a.cat # for now"}).CATALOG_NAME == ("a.cat",)
    Path("run.sex").write_text("CATALOG_NAME my cat.txt\n")
    assert load_config("run.sex").CATALOG_NAME == ("my",)
