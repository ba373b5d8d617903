"""No file of a run may be another, or one that is read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError
from sexlike.output.outputpaths import check_writable


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "in.fits",
        "base.fits",
        "w.fits",
        "f.fits",
        "m.fits",
        "my.param",
        "my.conv",
        "run.sex",
        "flag.fits",
        "default.psf",
    ):
        Path(name).write_text("")
    os.symlink("in.fits", "link.fits")
    os.link("in.fits", "hard.fits")
    Path("here").mkdir()
    os.symlink("here", "way")
    Path("run.sex").write_text("PARAMETERS_NAME my.param\nFILTER_NAME my.conv\n")


def check(columns=(), images=("in.fits", "base.fits[1]"), **keywords):
    check_writable(load_config("run.sex", keywords), images, columns)


CHECKS = {"CHECKIMAGE_TYPE": "SEGMENTATION,BACKGROUND"}
ONE_CHECK = {"CHECKIMAGE_TYPE": "SEGMENTATION"}
REFUSED = [
    ({"CATALOG_NAME": "in.fits"}, "CATALOG_NAME: in.fits is also the file of the image"),
    ({"CATALOG_NAME": "./link.fits"}, "CATALOG_NAME: ./link.fits is also the file of the image in.fits"),
    ({"CATALOG_NAME": "hard.fits"}, "CATALOG_NAME: hard.fits is also the file of the image in.fits"),
    ({"CATALOG_NAME": "in.head"}, "CATALOG_NAME: in.head is also the file of the external header"),
    (
        {"CHECKIMAGE_NAME": "here/../base.head", **ONE_CHECK},
        "CHECKIMAGE_NAME: here/../base.head is also the file of the external header base.head",
    ),
    (
        {"WRITE_XML": "Y", "XML_NAME": "in.ahead", "HEADER_SUFFIX": ".ahead"},
        "XML_NAME: in.ahead is also the file of the external header",
    ),
    (
        {"CATALOG_NAME": "here/new", "CHECKIMAGE_NAME": "way/new", **ONE_CHECK},
        "CHECKIMAGE_NAME: way/new is also the file of CATALOG_NAME here/new",
    ),
    ({"CATALOG_NAME": "run.sex"}, "CATALOG_NAME: run.sex is also the file of the configuration"),
    ({"CATALOG_NAME": "my.param"}, "CATALOG_NAME: my.param is also the file of PARAMETERS_NAME"),
    ({"CATALOG_NAME": "my.conv"}, "CATALOG_NAME: my.conv is also the file of FILTER_NAME"),
    ({"CHECKIMAGE_NAME": "base.fits", **ONE_CHECK}, "CHECKIMAGE_NAME: base.fits is also the file of the image"),
    (
        {"CHECKIMAGE_NAME": "s.fits,./s.fits", **CHECKS},
        "CHECKIMAGE_NAME: ./s.fits is also the file of CHECKIMAGE_NAME s.fits",
    ),
    (
        {"CATALOG_NAME": "s.fits", "CHECKIMAGE_NAME": "s.fits", **ONE_CHECK},
        "CHECKIMAGE_NAME: s.fits is also the file of CATALOG_NAME",
    ),
    (
        {"CHECKIMAGE_NAME": "w.fits", **ONE_CHECK, "WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "w.fits[1]"},
        "CHECKIMAGE_NAME: w.fits is also the file of WEIGHT_IMAGE",
    ),
    ({"CATALOG_NAME": "f.fits", "FLAG_IMAGE": "f.fits"}, "CATALOG_NAME: f.fits is also the file of FLAG_IMAGE"),
    ({"CATALOG_NAME": "f.fits", "PSF_NAME": "f.fits[1]"}, "CATALOG_NAME: f.fits is also the file of PSF_NAME"),
    ({"CATALOG_NAME": "m.fits", "MASK_IMAGE": "m.fits"}, "CATALOG_NAME: m.fits is also the file of MASK_IMAGE"),
    ({"WRITE_XML": "Y", "XML_NAME": "test.cat"}, "XML_NAME: test.cat is also the file of CATALOG_NAME"),
    (
        {"CATALOG_NAME": "p.png", "CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_NAME": "p"},
        "CHECKPLOT_NAME: p.png is also the file of CATALOG_NAME",
    ),
]


@pytest.mark.parametrize(("keywords", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_refused(keywords, message):
    with pytest.raises(SexlikeError) as refused:
        check(**keywords)
    assert refused.value.message == message


def test_allowed():
    check()
    check(CATALOG_NAME="new.fits", CHECKIMAGE_NAME="s.fits,t.fits", **CHECKS)
    check(CATALOG_NAME="/dev/null", CHECKIMAGE_NAME="/dev/null,/dev/null", **CHECKS)
    check(CATALOG_NAME="w.fits", WEIGHT_IMAGE="w.fits")  # WEIGHT_TYPE NONE: it is not read
    check(CATALOG_NAME="in.fits", images=("other.fits",))


def test_a_map_that_columns_need():
    check(CATALOG_NAME="flag.fits")
    with pytest.raises(SexlikeError, match="the file of FLAG_IMAGE"):
        check({"IMAFLAGS_ISO"}, CATALOG_NAME="flag.fits")
    check(CATALOG_NAME="default.psf")
    for column in ("MAG_PSF", "SPREAD_MODEL", "FLUX_POINTSOURCE"):
        with pytest.raises(SexlikeError, match="the file of PSF_NAME"):
            check({column}, CATALOG_NAME="default.psf")


def test_files_are_checked_before_the_work(configure, tmp_path):
    before = sorted(tmp_path.iterdir())
    good = {"CHECKIMAGE_TYPE": "BACKGROUND", "CHECKIMAGE_NAME": str(tmp_path / "b.fits")}
    check_writable(configure(**good))
    nowhere = str(tmp_path / "no" / "file")
    with pytest.raises(SexlikeError, match="CATALOG_NAME"):
        check_writable(configure(CATALOG_NAME=nowhere))
    with pytest.raises(SexlikeError, match="CHECKIMAGE_NAME"):
        check_writable(configure(**good | {"CHECKIMAGE_NAME": nowhere}))
    with pytest.raises(SexlikeError, match="XML_NAME"):
        check_writable(configure(WRITE_XML=True, XML_NAME=nowhere))
    check_writable(configure(CATALOG_NAME=nowhere, CATALOG_TYPE="NONE", XML_NAME=nowhere))
    check_writable(configure(CATALOG_NAME="STDOUT"))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(not os.path.exists("/proc/self/cwd"), reason="no /proc")
def test_a_way_through_proc():
    with pytest.raises(SexlikeError, match="is also the file of the image"):
        check(CATALOG_NAME="/proc/self/cwd/in.fits")
    with pytest.raises(SexlikeError, match="is also the file of the external header"):
        check(CATALOG_NAME="/proc/self/cwd/in.head")
    check(CATALOG_NAME="/proc/self/cwd/new.cat")


@pytest.mark.needs_posix
def test_pipes_take_one_output():
    os.mkfifo("pipe")
    check(CATALOG_NAME="pipe")
    with pytest.raises(SexlikeError, match="CHECKIMAGE_NAME: pipe is also the file of CATALOG_NAME"):
        check(CATALOG_NAME="pipe", CHECKIMAGE_NAME="pipe", **ONE_CHECK)


@pytest.mark.needs_posix
@pytest.mark.parametrize("name", ["STDOUT", "/dev/stdout", "/dev/fd/1"])
def test_standard_output_that_is_appended_to_an_input(name):
    before = Path("in.fits").read_bytes()
    code = "import sys; from sexlike import cli; sys.exit(cli.main(sys.argv[1:]))"
    with open("in.fits", "ab") as end:
        command = [sys.executable, "-c", code, "in.fits", "-CATALOG_NAME", name]
        done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert f"CATALOG_NAME: {name} is also the file of the image in.fits" in done.stderr
    assert Path("in.fits").read_bytes() == before


def test_external_headers_may_be_anything_else():
    check(CATALOG_NAME="in.head", images=("other.fits",))
    check(CATALOG_NAME="in.head", HEADER_SUFFIX=".ahead")
