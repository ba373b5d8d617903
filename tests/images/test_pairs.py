from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError
from sexlike.images.pairs import images_of, open_pairs

from .loaded import sky

HDUS = fits.HDUList([fits.PrimaryHDU()])


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("a.fits", 1),
        (Path("a.fits"), 1),
        (("a.fits", "b.fits"), 2),
        (["a.fits", sky()], 2),
        (sky(), 1),
        ((sky(), sky()), 2),
        (HDUS, 1),
        ([HDUS, HDUS], 2),
        ([[1, 2], [3, 4]], 1),
        ([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], 2),
        ([np.zeros(3), np.zeros(3)], 1),
        ([1, 2], 1),
        ([[], []], 1),
        ([], 0),
    ],
)
def test_one_image_or_two(given, number):
    images = images_of(given)
    assert len(images) == number
    assert images[0] is given if number == 1 else all(one is two for one, two in zip(images, given, strict=True))


@pytest.mark.parametrize("name", ["a.fits,b.fits", "a.fits[SCI,1], b.fits[SCI,2]"])
def test_two_names_in_one_text_are_no_pair(name):
    with pytest.raises(SexlikeError, match="no such file") as error:
        images_of(name)
    first, second = (part.strip() for part in name.replace("],", "]|").replace("s,b", "s|b").split("|"))
    assert f'extract(("{first}", "{second}"))' in error.value.hint


def test_commas_that_separate_no_names(tmp_path):
    assert images_of("a.fits[SCI,2]") == ["a.fits[SCI,2]"]
    assert images_of("a,b,c.fits") == ["a,b,c.fits"]
    file = tmp_path / "a,b.fits"
    file.touch()
    assert images_of(f"{file}[1]") == [f"{file}[1]"]


@pytest.mark.parametrize("number", [0, 3])
def test_a_pair_is_two(number):
    with pytest.raises(SexlikeError, match=f"{number} images are given"):
        open_pairs([sky()] * number, "")


def test_one_image_is_searched_and_measured():
    ((measured, searched),) = open_pairs([sky()], "")
    assert measured is searched
