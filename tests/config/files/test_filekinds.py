"""Files that are given in place of others are named as what they are."""

from pathlib import Path

import numpy as np
import pytest

import sexlike
from sexlike import SexlikeError, SexlikeWarning, cli
from sexlike.config.config import load_config
from sexlike.config.dumps import dump_sex
from sexlike.config.files.filekinds import kind_of_file, kind_of_text

IMAGE = np.random.default_rng(1).normal(size=(32, 32))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def png():
    from matplotlib import pyplot

    pyplot.imsave("a.png", IMAGE)


def numpy_array():
    np.save("a.npy", IMAGE)


@pytest.mark.parametrize(
    ("make", "name", "hint"),
    [
        (png, "a.png", "It is a PNG picture; images must be FITS"),
        (numpy_array, "a.npy", "It is an array of numpy: in Python, sexlike.extract takes what numpy.load returns"),
        (lambda: Path("a.fits").write_text("<!DOCTYPE html><html>404"), "a.fits", "It is a web page: the server"),
        (lambda: Path("a.fits").write_bytes(b"\x89HDF\r\n\x1a\n"), "a.fits", "It is an HDF5 file; images must be FITS"),
        (lambda: Path("a.fits").write_text("hello there"), "a.fits", "It begins with b'hello '"),
        (lambda: Path("run.toml").write_text("gain = 1\n"), "run.toml", "A configuration is given by -c run.toml"),
        (lambda: Path("a.fits").touch(), "a.fits", "The file is empty"),
    ],
)
def test_images_that_are_none(make, name, hint):
    make()
    with pytest.raises(SexlikeError, match=rf"^{name} is not a FITS file\n  {hint}"):
        sexlike.extract(name)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NUMBER\nFLUX_APER(3)  # light\nVIGNET[5, 5]\n", "a list of columns, not a configuration\n  PARAMETERS_NAME"),
        ("CONV NORM\n1 2 1\n", "a convolution kernel, not a configuration\n  FILTER_NAME"),
        ("NNW\n3 10 10 1\n", "a neural network, not a configuration\n  STARNNW_NAME"),
        ("# x y\n1 2.5 -3e1\n2 10:00:00 4\n", "a list of numbers, not a configuration\n  ASSOC_NAME"),
        ("id,ra\n<?xml", None),
        ("1,2.5,3\n", "a list of numbers"),
    ],
)
def test_configurations_that_are_none(text, kind, capsys):
    Path("a.txt").write_text(text)
    assert kind_of_text(text, "a.txt") is None or kind
    if kind:
        with pytest.raises(SexlikeError, match=f"^a.txt is {kind}"):
            load_config("a.txt")
        assert cli.main(["a.fits", "-c", "a.txt"]) == 1
        assert kind.partition("\n")[0] in capsys.readouterr().err


def test_a_param_file_of_any_text():
    Path("my.param").write_text("NUMBER    running number\nMAG_AUTO  [mag]\n")
    with pytest.raises(SexlikeError, match=r"^my.param is a list of columns, not a configuration"):
        load_config("my.param")


@pytest.mark.parametrize("text", [dump_sex(), "DETECT_THRESH 2\nNUMBER\n", "# nothing\n", "MY_KEY value\n"])
def test_configurations(text):
    assert kind_of_text(text, "a.sex") is None


def test_unknown_words_of_a_sex_file_are_still_warnings():
    Path("a.sex").write_text("MY_KEY value\n")
    with pytest.warns(SexlikeWarning, match="MY_KEY keyword unknown"):
        load_config("a.sex")


@pytest.mark.parametrize(("text", "kind"), [("CONV NORM\n1\n", "a convolution kernel"), ("1 2\n", "a list of numbers")])
def test_lists_of_columns_that_are_none(text, kind):
    Path("a.param").write_text(text)
    with pytest.raises(SexlikeError, match=f"^a.param is {kind}, not a list of columns"):
        sexlike.extract(IMAGE, params="a.param")


def test_a_picture_in_place_of_a_text():
    png()
    with pytest.raises(SexlikeError, match=r"a.png is a PNG picture, not a configuration"):
        load_config("a.png")
    assert kind_of_file(b"SIMPLE  =                    T") == "a FITS file"
    assert kind_of_file(b"NUMBER\n") is None


def test_a_configuration_that_is_missing_is_an_error_in_python(capsys):
    Path("now.sex").touch()
    with pytest.raises(SexlikeError, match=r"cannot open no.sex: no such file\n  Did you mean now.sex\?"):
        sexlike.extract(IMAGE, "no.sex")
    with pytest.raises(SexlikeError, match=r"cannot open no.sex"):
        sexlike.read_config("no.sex", DETECT_THRESH=2)
    cli.main(["a.fits", "-c", "no.sex"])
    assert "> WARNING: no.sex not found, using internal defaults" in capsys.readouterr().err
