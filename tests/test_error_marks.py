"""Which errors begin with *Error*: and which do not: as SExtractor has it, for scripts that look for it."""

import re
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli

WEIGHT = ("-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE")
FLAG = ("-PARAMETERS_NAME", "flags.param", "-FLAG_IMAGE")
MARKED = [
    ("nothere.fits",),
    ("text.txt",),
    ("short.fits",),
    ("image.fits", "small.fits"),
    ("image.fits", *WEIGHT, "small.fits"),
    ("image.fits", *WEIGHT, "nothere.fits"),
    ("image.fits", "-WEIGHT_TYPE", "MAP_WEIGHT,MAP_RMS", "-WEIGHT_IMAGE", "image.fits"),
    ("image.fits", *FLAG, "small.fits"),
    ("image.fits", *FLAG, "image.fits"),
    ("image.fits", "-FILTER_NAME", "nothere.conv"),
    ("image.fits", "-FILTER_NAME", "text.txt"),
    ("image.fits", "-FILTER_NAME", "bad.conv"),
    ("image.fits", "-FILTER_NAME", "ragged.conv"),
    ("image.fits", "-PARAMETERS_NAME", "nothere.param"),
    ("image.fits", "-PARAMETERS_NAME", "size.param"),
    ("image.fits", "-PARAMETERS_NAME", "dimensions.param"),
    ("image.fits", "-PARAMETERS_NAME", "star.param", "-STARNNW_NAME", "nothere.nnw"),
    ("image.fits", "-PARAMETERS_NAME", "assoc.param", "-ASSOC_NAME", "nothere.list"),
    ("image.fits", "-PARAMETERS_NAME", "assoc.param", "-ASSOC_NAME", "assoc.list", "-ASSOC_PARAMS", "2,3,9"),
    ("image.fits", "-CHECKIMAGE_TYPE", "SEGMENTATION,BACKGROUND", "-CHECKIMAGE_NAME", "s.fits"),
    ("image.fits", "-CHECKIMAGE_TYPE", "OBJECTS,OBJECTS", "-CHECKIMAGE_NAME", "s.fits,t.fits"),
    ("image.fits", "-CATALOG_NAME", "no/folder.cat"),
    ("image.fits", "-DETECT_THRESH", "0"),
    ("image.fits", "small.fits", "image.fits"),
    ("image.fits", "-c", "unknown.sex"),
]
PLAIN = [
    ("image.fits", "-DETECT_MINAREA", "0"),
    ("image.fits", "-DETECT_MINAREA", "junk"),
    ("image.fits", "-CATALOG_TYPE", "BOGUS"),
    ("image.fits", "-CLEAN", "maybe"),
    ("image.fits", "-c", "empty.sex"),
    ("image.fits", "-BACK_SIZE", "1,2,3"),
    ("image.fits", "-ASSOC_PARAMS", "1"),
    ("image.fits", "-CATALOG_NAME", "$NO_SUCH_VARIABLE"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(1).normal(size=(64, 64)).astype("f4")
    fits.PrimaryHDU(pixels).writeto("image.fits")
    fits.PrimaryHDU(pixels[:40, :40]).writeto("small.fits")
    Path("short.fits").write_bytes(Path("image.fits").read_bytes()[:8000])
    for name, text in {
        "default.sex": "VERBOSE_TYPE QUIET\n",
        "default.param": "NUMBER\n",
        "text.txt": "a text\n",
        "flags.param": "IMAFLAGS_ISO\n",
        "star.param": "CLASS_STAR\n",
        "size.param": "FLUX_APER(0)\n",
        "dimensions.param": "FLUX_APER(2,2)\n",
        "assoc.param": "VECTOR_ASSOC(2)\n",
        "assoc.list": "1 2 3\n",
        "bad.conv": "CONV NORM\n1 x 1\n",
        "ragged.conv": "CONV NORM\n1 1 1\n1 1\n",
        "empty.sex": "VERBOSE_TYPE QUIET\nCATALOG_NAME\n",
        "unknown.sex": "".join(f"UNKNOWN_{number} 1\n" for number in range(12)),
    }.items():
        Path(name).write_text(text)


def error_of(capsys, words):
    assert cli.main(words) == 1
    said = capsys.readouterr().err
    return re.findall(r"^> (?!WARNING)(.*)", said, re.MULTILINE)


@pytest.mark.parametrize("words", MARKED, ids=" ".join)
def test_failures_are_marked(capsys, words):
    (error,) = error_of(capsys, words)
    assert error.startswith("*Error*: ")


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_wrong_values_of_keywords_are_not(capsys, words):
    (error,) = error_of(capsys, words)
    assert "Error" not in error
