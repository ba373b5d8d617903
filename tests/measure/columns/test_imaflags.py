from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits

from sexlike.detection.detections import Merging
from sexlike.measure.columns.imaflags import COMBINATIONS, WITHOUT, FlaggedPixels, without_partner
from sexlike.measure.registry import Request

from ..scene import measured


def combined(kind, *flags, holders=None, own=None):
    """Combine the flags of detections, 0 for pixels without, that are held by the objects `holders`.

    An object's own detection is the first that it holds, unless they are given; a holder of -1 is none.
    """
    holder = np.arange(len(flags)) if holders is None else np.array(holders)
    if own is None:
        own = [holders.index(k) for k in range(max(holders) + 1)] if holders else holder
    owner = np.repeat(np.arange(len(flags)), [len(of) for of in flags])
    values = np.concatenate([np.array(of, np.uint32) for of in flags])
    pixels = FlaggedPixels(owner[values > 0], values[values > 0], len(flags))
    value, number = COMBINATIONS[kind](pixels, Merging(holder, np.array(own, np.int64)))
    return np.asarray(value).tolist(), np.asarray(number).tolist()


@pytest.mark.parametrize(
    ("kind", "value", "number"), [("OR", 7, 5), ("AND", 4, 5), ("MIN", 4, 2), ("MAX", 6, 2), ("MOST", 6, 2)]
)
def test_flags_of_one_object(kind, value, number):
    assert combined(kind, [0, 6, 5, 4, 0, 4, 6]) == ([value], [number])


@pytest.mark.parametrize("kind", sorted(COMBINATIONS))
def test_an_object_without_flags(kind):
    assert combined(kind, [0, 0], [3], [0]) == ([0, 3, 0], [0, 1, 0])
    assert combined(kind, [0], [0]) == ([0, 0], [0, 0])


def test_of_the_most_frequent_values_the_first_in_the_list_is_taken():
    assert combined("MOST", [5, 2, 2, 5, 9], [2, 5, 5, 2]) == ([5, 2], [2, 2])


def test_all_32_bits():
    assert combined("MAX", [1, 2**32 - 1, 2**31]) == ([2**32 - 1], [1])
    assert combined("AND", [2**32 - 1, 2**31]) == ([2**31], [2])


@pytest.mark.parametrize(
    ("kind", "value", "number"), [("OR", 7, 6), ("AND", 2, 6), ("MIN", 2, 1), ("MAX", 6, 2), ("MOST", 3, 3)]
)
def test_what_an_object_has_absorbed(kind, value, number):
    assert combined(kind, [6, 2, 6], [8], [3, 3, 3], holders=[0, 1, 0]) == ([value, 8], [number, 1])


def test_the_most_frequent_value_is_not_counted_over_several_detections():
    assert combined("MOST", [6, 6], [3], [3], [3, 3], holders=[0, 0, 0, 0]) == ([6], [2])
    assert combined("MOST", [3], [6, 6], [3], holders=[0, 0, 0]) == ([6], [2])


def test_of_two_detections_with_as_many_the_objects_own_is_first():
    assert combined("MOST", [6, 6], [3, 3], [2, 2], holders=[0, 0, 0], own=[1]) == ([3], [2])
    assert combined("MOST", [6, 6], [3], [2, 2], holders=[0, 0, 0], own=[1]) == ([6], [2])


def test_for_the_minimum_an_absorbed_detection_without_flags_counts_as_0_as_in_sextractor():
    assert combined("MIN", [4, 4], [0], holders=[0, 0]) == ([0], [0])
    assert combined("MAX", [4, 4], [0], holders=[0, 0]) == ([4], [2])


def without(column, kind, *flags):
    """Flags and numbers of one object whose first detection is its own, if SExtractor is asked for the other column."""
    owner = np.repeat(np.arange(len(flags)), [len(of) for of in flags])
    values = np.concatenate([np.array(of, np.uint32) for of in flags])
    pixels = FlaggedPixels(owner[values > 0], values[values > 0], len(flags))
    value, number = WITHOUT[column][kind](pixels, Merging(np.zeros(len(flags), np.int64), np.array([0])))
    return value.tolist(), number.tolist()


def test_sextractor_merges_what_is_not_asked_for_as_if_it_were_0():
    assert without("IMAFLAGS_ISO", "MIN", [4, 4, 6], [2], [0])[1] == [3]
    assert without("IMAFLAGS_ISO", "MAX", [4, 4, 6], [2, 2], [8])[1] == [4]
    assert without("NIMAFLAGS_ISO", "MOST", [4, 6], [2, 2, 2])[0] == [4]
    assert without("NIMAFLAGS_ISO", "MOST", [0, 0], [2, 2, 2])[0] == [0]


def test_which_of_the_two_is_missing():
    def combinations(columns, compatibility="SEXTRACTOR"):
        return without_partner(Request(dict.fromkeys(columns, (1,))), SimpleNamespace(COMPATIBILITY=compatibility))

    assert combinations(["IMAFLAGS_ISO"]) == WITHOUT["NIMAFLAGS_ISO"]
    assert combinations(["NIMAFLAGS_ISO"]) == WITHOUT["IMAFLAGS_ISO"]
    assert combinations(["IMAFLAGS_ISO", "NIMAFLAGS_ISO"]) == combinations(["IMAFLAGS_ISO"], "NONE") == {}


@pytest.mark.parametrize("kind", sorted(COMBINATIONS))
def test_detections_of_no_object(kind):
    assert combined(kind, [7, 7], [3, 3], holders=[-1, 0]) == ([3], [2])
    assert combined(kind, [7], holders=[-1]) == ([], [])


@pytest.fixture
def maps(tmp_path):
    """A square object of 9 x 9 pixels, and two flag maps: 4 in three of its columns, -1 in one of its pixels."""
    image = np.random.default_rng(1).normal(100, 1, (60, 70)).astype(np.float32)
    image[20:29, 30:39] += 100
    flags = np.zeros((2, *image.shape), np.int16)
    flags[0, :, 30:33], flags[1, 24, 34] = 4, -1
    names = [str(tmp_path / f"{k}.fits") for k in range(2)]
    for name, pixels in zip(names, flags, strict=True):
        fits.PrimaryHDU(pixels).writeto(name)
    return image, names


def catalog(image, columns, names, types="OR"):
    return measured(image, columns, FLAG_IMAGE=names, FLAG_TYPE=types, FILTER=False, DETECT_THRESH=20, BACK_SIZE=35)


def test_columns(maps):
    image, names = maps
    found = catalog(image, ["IMAFLAGS_ISO(2)", "NIMAFLAGS_ISO(2)", "ISOAREAF_IMAGE"], names, ["MAX", "OR"])
    assert found["ISOAREAF_IMAGE"].tolist() == [81]
    assert found["IMAFLAGS_ISO"].tolist() == [[4, 65535]]
    assert found["NIMAFLAGS_ISO"].tolist() == [[27, 1]]


def test_maps_that_are_missing_leave_0_and_those_not_wanted_are_left_alone(maps):
    image, names = maps
    found = catalog(image, ["IMAFLAGS_ISO(3)", "NIMAFLAGS_ISO"], names)
    assert found["IMAFLAGS_ISO"].tolist() == [[4, 65535, 0]]
    assert found["NIMAFLAGS_ISO"].ravel().tolist() == [27]
    found = catalog(image, ["NIMAFLAGS_ISO"], [names[1], "/nowhere/flags.fits"])
    assert found["NIMAFLAGS_ISO"].ravel().tolist() == [1]
