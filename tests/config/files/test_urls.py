"""Addresses in the network are refused by name, and nothing goes there."""

import socket
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import SexlikeError, cli, extract
from sexlike.config.files.urls import download_hint


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("http://host/m31.fits", "curl -LO http://host/m31.fits"),
        ("HTTPS://host/m 31.fits", "curl -LO 'HTTPS://host/m 31.fits'"),
        ("ftp://host/a.fits?b&c", "curl -LO 'ftp://host/a.fits?b&c'"),
        ("s3://bucket/key.fits", "aws s3 cp s3://bucket/key.fits ."),
        ("http:/host/m31.fits", "curl"),  # as os.path.normpath leaves it
        ("file:///data/m31.fits", "without file://"),
    ],
)
def test_addresses(name, command):
    assert command in download_hint(name)


@pytest.mark.parametrize("name", ["m31.fits", "/data/m31.fits", "C:/data/m31.fits", "a:b.fits", "night://", ""])
def test_names_of_files_are_none(name):
    assert download_hint(name) is None


@pytest.fixture
def offline(tmp_path, monkeypatch):
    """A folder with a good image; whoever asks for the network fails the test."""

    def refuse(*_, **__):
        raise AssertionError("went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.chdir(tmp_path)
    Path("empty.sex").touch()
    fits.writeto("good.fits", np.random.default_rng(1).normal(100, 2, (40, 50)).astype(np.float32))


ADDRESS = "http://127.0.0.1:9/x.fits"
KEYWORDS = {
    "WEIGHT_IMAGE": ("-WEIGHT_TYPE", "MAP_WEIGHT"),
    "MASK_IMAGE": (),
    "FLAG_IMAGE": ("-PARAMETERS_NAME", "flags.param"),
    "FILTER_NAME": (),
    "PARAMETERS_NAME": (),
    "ASSOC_NAME": ("-PARAMETERS_NAME", "assoc.param"),
    "STARNNW_NAME": ("-PARAMETERS_NAME", "class.param"),
}


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_keywords(offline, capsys, keyword):
    for name, column in (("flags", "IMAFLAGS_ISO"), ("assoc", "VECTOR_ASSOC"), ("class", "CLASS_STAR")):
        Path(f"{name}.param").write_text(f"NUMBER\n{column}\n")
    assert cli.main(["good.fits", "-c", "empty.sex", f"-{keyword}", ADDRESS, *KEYWORDS[keyword]]) == 1
    said = capsys.readouterr().err
    assert ADDRESS in said
    assert "curl -LO" in said


def test_images_and_configurations(offline, capsys):
    for argv in ([ADDRESS], [f"{ADDRESS}[SCI]"], [f"good.fits,{ADDRESS}"], ["good.fits", "-c", ADDRESS]):
        assert cli.main(["-c", "empty.sex", *argv]) == 1
        assert "curl -LO" in capsys.readouterr().err
    with pytest.raises(SexlikeError, match="curl"):
        extract(ADDRESS)


def test_the_stylesheet_is_only_named(offline):
    assert cli.main(["good.fits", "-c", "empty.sex", "-WRITE_XML", "Y", "-XSL_URL", ADDRESS]) == 0
    assert ADDRESS in Path("sex.xml").read_text()
