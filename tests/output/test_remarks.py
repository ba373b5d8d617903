"""What is said of the objects that were found."""

import logging
import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.errors import SexlikeWarning
from sexlike.output.remarks import describe_written, remark_on_search

IMAGE = SimpleNamespace(name="a.fits", shape=(10, 20))
CONFIG = SimpleNamespace(CLEAN_PARAM=1.5, COMPATIBILITY="NONE")


class Detections(SimpleNamespace):
    def __len__(self):
        return len(self.footprints.count)


def found(*areas, objects):
    raw = Detections(footprints=SimpleNamespace(count=np.array(areas, int)))
    return SimpleNamespace(raw=raw, objects=range(objects))


@pytest.mark.parametrize(("detected", "left", "told"), [(9, 6, False), (9, 5, True), (5, 1, False), (60, 39, True)])
def test_cleaning_that_removes_more_than_a_third(caplog, detected, left, told):
    with caplog.at_level(logging.INFO, "sexlike"):
        remark_on_search(found(*[1] * detected, objects=left), IMAGE, CONFIG)
    assert bool(caplog.messages) == told
    if told:
        removed = (
            f"      Cleaning removed {detected - left} of {detected} detections, which could be wings of brighter ones"
        )
        assert caplog.messages == [f"{removed}: CLEAN_PARAM above 1.5 keeps more of them, CLEAN N all"]


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ([180], r"^a.fits: 1 detection covers 90% of the image\n  The sky itself seems to be above the threshold"),
        ([100, 50, 2], r"^a.fits: 3 detections cover 76% of the image, the largest 50%\n"),
    ],
)
def test_objects_that_cover_the_image(areas, words):
    with pytest.warns(SexlikeWarning, match=words):
        remark_on_search(found(*areas, objects=len(areas)), IMAGE, CONFIG)


@pytest.mark.parametrize("areas", [[], [120], [60, 60]])
def test_objects_with_sky_between_them(areas):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        remark_on_search(found(*areas, objects=len(areas)), IMAGE, CONFIG)


def test_files():
    assert describe_written(["a.cat", "s.fits"]) == "      Written: a.cat, s.fits"
