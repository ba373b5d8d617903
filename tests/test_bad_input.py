"""Whatever is wrong with what the command is given: a clear word on standard error, and nothing half done."""

import bz2
import gzip
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli

OLDER = "# an older catalog\n"
SHAPE = (64, 80)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A current folder with a good image, a list of columns, and an older catalog."""
    monkeypatch.chdir(tmp_path)
    Path("columns.param").write_text("NUMBER\nX_IMAGE\nFLUX_AUTO\n")
    Path("empty.sex").touch()
    Path("test.cat").write_text(OLDER)
    fits.writeto("good.fits", noise())
    return tmp_path


def noise():
    image = np.random.default_rng(1).normal(100, 2, SHAPE)
    image[30:33, 40:43] += 100
    return image.astype(np.float32)


def run(capsys, *argv):
    """Exit status and standard error of a call."""
    status = cli.main(["-c", "empty.sex", "-PARAMETERS_NAME", "columns.param", "-CATALOG_TYPE", "ASCII", *argv])
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return status, err


def refused(capsys, *argv, words):
    """The call ends with status 1, says these words, leaves the older catalog alone and no other file behind."""
    before = {path.name for path in Path().iterdir()}
    status, err = run(capsys, *argv)
    assert status == 1
    assert err.startswith("\n> ") or "\n> " in err
    for word in words:
        assert word in err
    assert Path("test.cat").read_text() == OLDER
    assert {path.name for path in Path().iterdir()} == before


def write_table(name):
    column = fits.Column("flux", "E", array=np.arange(5.0))
    fits.BinTableHDU.from_columns([column]).writeto(name)


def write_truncated(name):
    fits.writeto("whole.fits", noise())
    Path(name).write_bytes(Path("whole.fits").read_bytes()[:9000])
    Path("whole.fits").unlink()


def write_image(pixels):
    return lambda name: fits.writeto(name, pixels)


BAD_IMAGES = {
    "missing": (lambda name: None, ["cannot open bad.fits"]),
    "text": (lambda name: Path(name).write_text("x y\n1 2\n" * 500), ["bad.fits", "FITS"]),
    "empty": (lambda name: Path(name).touch(), ["bad.fits"]),
    "table": (write_table, ["no two-dimensional image in bad.fits", "table"]),
    "line": (write_image(np.zeros(100, np.float32)), ["no two-dimensional image in bad.fits", "100"]),
    "truncated": (write_truncated, ["bad.fits"]),
    "all NaN": (write_image(np.full(SHAPE, np.nan, np.float32)), ["bad.fits", "NaN"]),
    "folder": (lambda name: Path(name).mkdir(), ["bad.fits"]),
}


@pytest.mark.parametrize("kind", BAD_IMAGES)
def test_images_that_are_none(kind, capsys):
    write, words = BAD_IMAGES[kind]
    write("bad.fits")
    refused(capsys, "bad.fits", words=words)


def test_an_extension_that_is_not_there(capsys):
    refused(capsys, "good.fits[SCI]", words=["good.fits", "SCI"])


def damaged(data):
    """Packed data whose checksum is another."""
    data = bytearray(gzip.compress(data))
    data[-6] ^= 1
    return data


def bomb(data):
    """A header of 4 TB, packed."""
    header = data[:2880].replace(b"%20d" % SHAPE[0], b"%20d" % 10**6).replace(b"%20d" % SHAPE[1], b"%20d" % 10**6)
    return bz2.compress(header + data[2880:])


MAPS = {
    "damaged": (damaged, ["cannot be unpacked", "CRC"]),
    "without an end": (lambda data: gzip.compress(data)[:-9], ["is truncated"]),
    "a bomb": (bomb, ["would take 4 TB of memory"]),
    "cut short": (lambda data: data[:9000], ["is truncated", "9000 bytes"]),
}


@pytest.mark.parametrize("kind", MAPS)
@pytest.mark.parametrize("keyword", ["WEIGHT_IMAGE", "FLAG_IMAGE", "MASK_IMAGE"])
def test_maps_that_are_damaged(keyword, kind, capsys):
    change, words = MAPS[kind]
    fits.writeto("map.fits", np.ones(SHAPE, np.int32))
    Path("map.fits").write_bytes(change(Path("map.fits").read_bytes()))
    Path("columns.param").write_text("NUMBER\nIMAFLAGS_ISO\n" if keyword == "FLAG_IMAGE" else "NUMBER\n")
    argv = ["good.fits", f"-{keyword}", "map.fits", "-WEIGHT_TYPE", "MAP_WEIGHT" if keyword[0] == "W" else "NONE"]
    refused(capsys, *argv, words=[f"{keyword}: ", "map.fits", *words])


@pytest.mark.parametrize("kind", ["cube", "constant"])
def test_odd_images_are_searched_with_a_warning(kind, capsys):
    pixels = np.stack([noise(), noise()]) if kind == "cube" else np.full(SHAPE, 7, np.float32)
    fits.writeto("odd.fits", pixels)
    status, err = run(capsys, "odd.fits")
    assert status == 0
    assert "WARNING" in err
    assert ("plane" if kind == "cube" else "constant") in err
    assert len(Path("test.cat").read_text().splitlines()) == (1 if kind == "cube" else 0)


def test_a_ragged_kernel(capsys):
    Path("bad.conv").write_text("CONV NORM\n1 2 1\n2 4\n1 2 1\n")
    refused(capsys, "good.fits", "-FILTER_NAME", "bad.conv", words=["bad.conv"])


def test_a_kernel_of_even_size_is_told(capsys):
    Path("even.conv").write_text("CONV NORM\n1 1\n1 1\n")
    status, err = run(capsys, "good.fits", "-FILTER_NAME", "even.conv")
    assert status == 0
    assert "WARNING" in err
    assert "even.conv" in err


@pytest.mark.parametrize("text", ["", "# nothing\n\n"])
def test_an_empty_list_of_columns(text, capsys):
    Path("none.param").write_text(text)
    refused(capsys, "good.fits", "-PARAMETERS_NAME", "none.param", words=["column"])


def test_an_unknown_column_is_left_out_with_a_warning(capsys):
    Path("odd.param").write_text("NUMBER\nFLUX_ATUO\n")
    status, err = run(capsys, "good.fits", "-PARAMETERS_NAME", "odd.param")
    assert status == 0
    assert "FLUX_ATUO catalog parameter unknown" in err
    assert "FLUX_AUTO" in err
    assert Path("test.cat").read_text().split() == ["1"]


def test_columns_that_are_not_offered_are_named(capsys):
    Path("maps.param").write_text("NUMBER\nDGEOX_IMAGE\n")
    refused(capsys, "good.fits", "-PARAMETERS_NAME", "maps.param", words=["DGEOX_IMAGE"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("DETECT_TRESH = 2", ["run.toml", "DETECT_TRESH", "DETECT_THRESH"]),
        ("npixels = 5", ["run.toml", "npixels", "DETECT_MINAREA"]),
        ('DETECT_THRESH = "high"', ["DETECT_THRESH", "run.toml", "high"]),
        ("DETECT_MINAREA = 2.5", ["DETECT_MINAREA", "run.toml", "2.5"]),
        ("DEBLEND_MINCONT = 3", ["DEBLEND_MINCONT", "run.toml", "3", "1"]),
        ("BACK_SIZE = [1, 2, 3]", ["BACK_SIZE", "run.toml"]),
        ('MASK_TYPE = "CORECT"', ["MASK_TYPE", "CORECT", "CORRECT"]),
        ("FILTER = [", ["run.toml"]),
    ],
)
def test_configurations_that_are_wrong(line, words, capsys):
    Path("run.toml").write_text(f'{line}\nPARAMETERS_NAME = "columns.param"\n')
    before = {path.name for path in Path().iterdir()}
    assert cli.main(["good.fits", "-c", "run.toml"]) == 1
    err = capsys.readouterr().err
    assert all(word in err for word in words)
    assert {path.name for path in Path().iterdir()} == before
    assert Path("test.cat").read_text() == OLDER


@pytest.mark.parametrize(
    ("keyword", "value"), [("DETECT_THRESH", "-1"), ("DETECT_THRESH", "0"), ("DETECT_MINAREA", "0"), ("GAIN", "-3")]
)
def test_numbers_out_of_range(keyword, value, capsys):
    refused(capsys, "good.fits", f"-{keyword}", value, words=[keyword])


@pytest.mark.parametrize("name", ["nowhere/test.cat", "."])
def test_a_catalog_that_cannot_be_written(name, capsys):
    refused(capsys, "good.fits", "-CATALOG_NAME", name, words=["CATALOG_NAME", name])


def test_a_check_image_that_cannot_be_written(capsys):
    options = ["-CHECKIMAGE_TYPE", "SEGMENTATION", "-CHECKIMAGE_NAME", "nowhere/seg.fits"]
    refused(capsys, "good.fits", *options, words=["CHECKIMAGE_NAME", "nowhere/seg.fits"])


def test_nothing_found_is_an_empty_catalog(capsys):
    status, err = run(capsys, "good.fits", "-DETECT_THRESH", "1e6")
    assert status == 0
    assert "sextracted 0" in err
    assert Path("test.cat").read_text() == ""
