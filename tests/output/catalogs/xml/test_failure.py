"""A run that fails with WRITE_XML leaves a summary that says why, and harms no other file."""

import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli

XML = ["-WRITE_XML", "Y", "-XML_NAME", "s.xml", "-VERBOSE_TYPE", "QUIET"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(1).normal(100, 3, (64, 64)).astype("f4")
    pixels[20:24, 30:34] += 200
    fits.PrimaryHDU(pixels).writeto("a.fits")
    images = [fits.ImageHDU(pixels), fits.ImageHDU(pixels)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto("two.fits")
    weights = [fits.ImageHDU(np.ones((64, 64), "f4")), fits.ImageHDU(np.ones((9, 9), "f4"))]
    fits.HDUList([fits.PrimaryHDU(), *weights]).writeto("w.fits")
    Path("text.fits").write_text("no image")
    Path("default.param").write_text("NUMBER\nX_IMAGE\n")
    Path("default.sex").write_text("FILTER N\n")
    Path("a.head").write_text("GAIN    =                  3.0\n")
    return tmp_path


def parameters(name="s.xml"):
    """Name -> value of all parameters of a summary."""
    return {element.get("name"): element.get("value") for element in ElementTree.parse(name).iter("PARAM")}


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["a.fits", "-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE", "none.fits"], ["*Error*: ", "none.fits"]),
        (["none.fits"], ["*Error*: cannot open none.fits"]),
        (["text.fits"], ["text.fits is not a FITS file"]),
        (["a.fits", "-PARAMETERS_NAME", "none.param"], ["none.param"]),
        (["a.fits", "-CATALOG_NAME", "no/x.cat"], ["no/x.cat", "there is no folder"]),
        (["a.fits", "-CATALOG_NAME", "a.fits"], ["a.fits is also the file of the image"]),
        (["a.fits", "-CHECKIMAGE_TYPE", "SEGMENTATION", "-CHECKIMAGE_NAME", "/dev/full"], ["cannot write /dev/full"]),
        (["<&>.fits"], ["<&>.fits"]),
        ([], ["no image is given"]),
    ],
)
def test_the_error_is_in_the_summary(words, texts, capsys):
    Path("s.xml").write_text("older")
    assert cli.main([*words, *XML]) == 1
    found = parameters()
    for text in texts:
        assert text in found["Error_Msg"]
    assert found["Image_Name"] == (os.path.basename(words[0]) if words else "")
    assert found["NExtensions"] == ("1" if "/dev/full" in words else "0")
    assert found["XML_Name"] == "s.xml"
    assert " ".join(found["Error_Msg"].split()) in " ".join(capsys.readouterr().err.split())
    assert not Path("test.cat").exists()


def test_extensions_that_were_measured_are_in_it():
    assert cli.main(["two.fits", "-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE", "w.fits", *XML]) == 1
    found = parameters()
    assert "different sizes" in found["Error_Msg"]
    assert found["NExtensions"] == "1"
    fields = [element.get("name") for element in ElementTree.parse("s.xml").iter("FIELD")]
    assert fields[:2] == ["NUMBER", "X_IMAGE"]


def test_the_next_run_writes_a_summary_without_an_error():
    assert cli.main(["none.fits", *XML]) == 1
    assert cli.main(["a.fits", *XML]) == 0
    assert "Error_Msg" not in parameters()


def test_no_summary_is_wanted():
    assert cli.main(["none.fits", "-VERBOSE_TYPE", "QUIET"]) == 1
    assert not Path("sex.xml").exists()


@pytest.mark.parametrize("name", ["a.fits", "./a.fits", "a.head", "default.sex", "default.param", "test.cat", "w.fits"])
@pytest.mark.parametrize("weights", ["none.fits", "w.fits[1]"])
def test_no_file_of_the_run_is_written_over(name, weights):
    Path("test.cat").write_text("older")
    before = Path(name).read_bytes()
    words = ["a.fits", "-WRITE_XML", "Y", "-XML_NAME", name, "-VERBOSE_TYPE", "QUIET"]
    more = ["-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE", weights, "-MASK_IMAGE", "w.fits[2]"]
    assert cli.main([*words, *more]) == 1
    assert Path(name).read_bytes() == before


@pytest.mark.parametrize("name", ["no/s.xml", "/dev/full", "."])
def test_a_summary_that_cannot_be_written_is_no_further_error(name, capsys):
    assert cli.main(["none.fits", "-WRITE_XML", "Y", "-XML_NAME", name, "-VERBOSE_TYPE", "QUIET"]) == 1
    said = capsys.readouterr().err
    assert said.count("*Error*") == 1
