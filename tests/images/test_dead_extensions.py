"""One extension without a good pixel does not lose the catalogs of the others; the only image of a file is an error."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.pipeline import run

SHAPE = (64, 64)
DEAD = 1  # the index of the extension in question


def field(seed):
    pixels = np.random.default_rng(seed).normal(100, 3, SHAPE).astype("f4")
    pixels[20:24, 30:34] += 200
    return pixels


def write(path, arrays):
    fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(array) for array in arrays)]).writeto(path)
    return str(path)


def maps(good, dead, number=3):
    return [np.full(SHAPE, dead if index == DEAD else good, "f4") for index in range(number)]


# What is wrong with an extension: the keywords, what good and dead pixels of the map are, the warning.
CASES = {
    "no weight": ({"WEIGHT_TYPE": "MAP_WEIGHT"}, 1, 0, "is zero, so that no pixel has a weight"),
    "negative weights": ({"WEIGHT_TYPE": "MAP_WEIGHT"}, 1, -1, "is nowhere positive"),
    "no number": ({"WEIGHT_TYPE": "MAP_WEIGHT"}, 1, np.nan, "holds no number"),
    "no variance": ({"WEIGHT_TYPE": "MAP_VAR"}, 9, np.nan, "holds no number"),
    "below the threshold": ({"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_THRESH": 0.5}, 1, 0.1, "beyond WEIGHT_THRESH"),
    "errors beyond it": ({"WEIGHT_TYPE": "MAP_RMS", "WEIGHT_THRESH": 50}, 3, 100, "beyond WEIGHT_THRESH"),
    "masked": ({}, 0, 1, "hides all pixels"),
}
# The background sees WEIGHT_THRESH in the units of the map, the search in those of the image, as in SExtractor.
SEARCHED_ALL_THE_SAME = ("below the threshold", "errors beyond it")


def settings(tmp_path, case, number):
    keywords, good, dead, text = CASES[case]
    map_path = write(tmp_path / "map.fits", maps(good, dead, number) if number > 1 else [np.full(SHAPE, dead, "f4")])
    name = "WEIGHT_IMAGE" if keywords else "MASK_IMAGE"
    return load_config(None, {**keywords, name: map_path, "FILTER": False}, origin="argument"), text


def search(path, config):
    from sexlike.config.files.paramfile import parse_columns

    return [extension.catalog() for extension in run([path], config, parse_columns(["NUMBER", "X_IMAGE"]))]


@pytest.mark.parametrize("case", CASES)
def test_the_others_are_searched(tmp_path, case):
    config, text = settings(tmp_path, case, 3)
    image = write(tmp_path / "image.fits", [field(seed) for seed in range(3)])
    with pytest.warns(SexlikeWarning) as warned:
        catalogs = search(image, config)
    assert [str(one.message) for one in warned if text in str(one.message)]
    assert [catalog.objects > 0 for catalog in catalogs] == [True, case in SEARCHED_ALL_THE_SAME, True]
    assert [catalog.image.rank for catalog in catalogs] == [1, 2, 3]
    dead = catalogs[DEAD]
    assert (dead.image.background.mean, dead.image.background.sigma) == (0, 1)  # as in SExtractor
    assert np.isclose(dead.detection_threshold, 1.5)


@pytest.mark.parametrize("case", CASES)
def test_an_only_image_is_an_error(tmp_path, case):
    config, text = settings(tmp_path, case, 1)
    with pytest.raises(SexlikeError, match=text):
        search(write(tmp_path / "image.fits", [field(0)]), config)


def test_the_last_one_without_weight_for_measurement_alone(tmp_path):
    weights = write(tmp_path / "w.fits", maps(1, 0))
    keywords = {"WEIGHT_TYPE": "NONE,MAP_WEIGHT", "WEIGHT_IMAGE": weights, "FILTER": False}
    image = write(tmp_path / "image.fits", [field(seed) for seed in range(3)])
    with pytest.warns(SexlikeWarning) as warned:
        catalogs = search(image, load_config(None, keywords, origin="argument"))
    assert [str(one.message) for one in warned if "so that no pixel has a weight" in str(one.message)]
    assert len(catalogs) == 3
    assert catalogs[0].objects > 0
    assert catalogs[2].objects > 0
