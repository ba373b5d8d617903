"""What the page is told of images: extensions, pairs, small ones, and those without world coordinates."""

import json
import subprocess
import sys

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.arguments import Arguments
from sexlike.config.config import load_config
from sexlike.errors import SexlikeError
from sexlike.page.session import Session

from .conftest import sky
from .served import KEY, served

START = """
import sys
from sexlike import cli
assert cli.main([sys.argv[1], "-VERBOSE_TYPE", "QUIET"]) == 0
of_page = ("sexlike.page", "http.server", "socketserver", "webbrowser")
print(sorted(name for name in sys.modules if name.startswith(of_page)))
"""


def write_extensions(path):
    """A file with three images, the second of which is empty, and a table."""
    table = fits.BinTableHDU.from_columns([fits.Column("A", "E", array=np.zeros(3))])
    images = [sky(80, 120), np.full((70, 60), np.nan, np.float32), sky(40, 50)]
    names = ["SCI", "<script>alert(1)</script>", "C"]
    hdus = [fits.ImageHDU(image, name=name) for image, name in zip(images, names, strict=True)]
    hdus[2] = fits.CompImageHDU(images[2], name="C")
    fits.HDUList([fits.PrimaryHDU(), *hdus[:2], table, hdus[2]]).writeto(path)
    return [fits.getdata(path, index) for index in (1, 2, 4)]


def test_extensions_are_chosen(tmp_path):
    images = write_extensions(tmp_path / "a.fits")
    with served(tmp_path / "a.fits") as page:
        page.wait_for_background()
        session = page.told("/api/session")
        found = [(one["number"], one["name"], one["width"], one["height"]) for one in session["extensions"]]
        assert found == [
            (0, "[1] SCI", 120, 80),
            (1, "[2] <SCRIPT>ALERT(1)</SCRIPT>", 60, 70),
            (2, "[4] C", 50, 40),
        ]
        for number, image in enumerate(images):
            told = page.told("/api/extension", {"number": number})
            page.wait_for_background()
            assert told["extension"] == page.told("/api/session")["extension"] == number
            assert told["extensions"][number]["empty"] == (number == 1)
            value = page.told("/api/pixel?x=9&y=7")["value"]
            assert value == (None if number == 1 else float(image[6, 8]))
            assert page.ask("/api/tile?layer=background&level=0&column=0&row=0")[0] == 200


@pytest.mark.parametrize("number", [-1, 3, 1.0, "1", True, None, [1], {}])
def test_there_are_no_other_extensions(tmp_path, number):
    write_extensions(tmp_path / "a.fits")
    with served(tmp_path / "a.fits", begin=False) as page:
        page.session.view.sky.latest.finished.set()
        status, _, data = page.ask("/api/extension", {"number": number})
        assert status == 404
        assert "allowed: 0 to 2" in json.loads(data)["error"]


def test_two_images(tmp_path):
    """The one that is searched is shown; world coordinates are those of the one that is measured."""
    one, two = sky(90, 120, 1), sky(90, 120, 2)
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CD1_1": -1e-4, "CD2_2": 1e-4, "CRVAL1": 10.0})
    fits.writeto(tmp_path / "deep.fits", one)
    fits.writeto(tmp_path / "red.fits", two, header)
    with served(tmp_path / "deep.fits", tmp_path / "red.fits") as page:
        page.wait_for_background()
        session = page.told("/api/session")
        assert (session["image"], session["measured"]) == ("deep.fits", "red.fits")
        assert session["pixelScale"] == pytest.approx(0.36)
        pixel = page.told("/api/pixel?x=5&y=3")
        assert pixel["value"] == float(one[2, 4])
        assert pixel["ra"] == pytest.approx(10, abs=0.1)


def test_images_of_different_sizes(tmp_path):
    fits.writeto(tmp_path / "a.fits", sky(90, 120))
    fits.writeto(tmp_path / "b.fits", sky(90, 121))
    names = [str(tmp_path / name) for name in ("a.fits", "b.fits")]
    with pytest.raises(SexlikeError, match="images have different sizes"):
        Session(names, load_config(None, []), Arguments("page", names), KEY)


def test_no_folder_and_no_key_in_what_is_told(page, field):
    """Names of files are told without their folders."""
    _, _, data = page.ask("/api/session")
    assert KEY.encode() not in data
    assert str(field.parent).encode() not in data
    assert json.loads(data)["image"] == "field.fits"


def test_a_run_without_a_page_does_not_import_it(field, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", START, field], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
