"""Flags of the objects from flag maps: IMAFLAGS_ISO, NIMAFLAGS_ISO.

Pixels of value 0 are not flagged, and do not count.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...arrays import run_starts
from ...config.config import Config
from ...detection.detections import Detections, Merging
from ...images.image import Image
from ..families import FLAG_MAP_COLUMNS
from ..registry import Request, column, quantity

EVERY_BIT = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True)
class FlaggedPixels:
    """The flagged pixels of m detections in one map: p pixels, in the order of SExtractor's lists.

    Attributes
    ----------
    detection : ndarray of int64, shape (p,)
        Ascending.
    flag : ndarray of uint32, shape (p,)
    number : int
        m
    """

    detection: np.ndarray
    flag: np.ndarray
    number: int

    @property
    def count(self) -> np.ndarray:
        """Flagged pixels of each detection, shape (m,)."""
        return np.bincount(self.detection, minlength=self.number)

    def take(self, chosen: np.ndarray) -> "FlaggedPixels":
        """Some of the pixels, by a mask of shape (p,)."""
        return FlaggedPixels(self.detection[chosen], self.flag[chosen], self.number)

    def reduced(self, operation: np.ufunc, start: int | np.unsignedinteger) -> np.ndarray:
        """The flags of each detection, combined by a ufunc from a start; 0 where there are none; uint32 (m,)."""
        value = np.full(self.number, start, np.uint32)
        operation.at(value, self.detection, self.flag)
        return np.where(self.count > 0, value, np.uint32(0))


@quantity
def external_flags(image: Image, detections: Detections, config: Config, request: Request) -> np.ndarray:
    """Flags of the objects, and the number of pixels that they come from; uint32 of shape (2, n, number of maps)."""
    footprints, wanted = detections.raw.footprints, request.longest(*FLAG_MAP_COLUMNS)
    found = np.zeros((2, len(detections.objects), wanted), np.uint32)
    types = config.FLAG_TYPE + ("OR",) * wanted
    combinations = COMBINATIONS | without_partner(request, config)
    for k, flag_map in enumerate(image.flag_maps[:wanted]):
        flag = flag_map[footprints.y, footprints.x].astype(np.uint32)
        pixels = FlaggedPixels(footprints.owner[flag > 0], flag[flag > 0], len(detections.raw))
        found[:, :, k] = combinations[types[k]](pixels, detections.merging)
    return found


Combined = tuple[np.ndarray, np.ndarray]  # flags of the n objects, and numbers of pixels
Combination = Callable[[FlaggedPixels, Merging], Combined]


def any_bits(pixels: FlaggedPixels, merging: Merging) -> Combined:
    """OR: the bits of any flagged pixel; the number is that of all."""
    value = merging.reduce(np.bitwise_or, pixels.reduced(np.bitwise_or, 0))
    return value, merging.reduce(np.add, pixels.count)


def common_bits(pixels: FlaggedPixels, merging: Merging) -> Combined:
    """AND: the bits that all flagged pixels have; the number is theirs. (SExtractor always finds 0.)"""
    count = merging.reduce(np.add, pixels.count)
    value = np.where(pixels.count > 0, pixels.reduced(np.bitwise_and, EVERY_BIT), EVERY_BIT)
    return np.where(count > 0, merging.reduce(np.bitwise_and, value), 0), count


def extreme(operation: np.ufunc, start: int | np.unsignedinteger, compared: bool = True) -> Combination:
    """MIN or MAX: the number is that of the pixels that have it. A merged detection without flags counts as 0.

    If the values are not `compared` in merging, each detection adds the number of its own extreme.
    """

    def combine(pixels: FlaggedPixels, merging: Merging) -> Combined:
        own = pixels.reduced(operation, start)
        number = np.bincount(pixels.detection[pixels.flag == own[pixels.detection]], minlength=pixels.number)
        value = merging.reduce(operation, own)
        counts = own == np.append(value, 0)[merging.holder] if compared else True
        return value, merging.reduce(np.add, np.where(counts, number, 0))

    return combine


def most_frequent(pixels: FlaggedPixels, merging: Merging) -> Combined:
    """MOST: the value that most pixels of one of the object's detections have; of several, the first."""
    value, number = np.zeros((2, len(merging.own)), np.uint32)
    pixels = pixels.take(merging.holder[pixels.detection] >= 0)
    order = np.lexsort((pixels.flag, pixels.detection))
    start = run_starts(pixels.detection[order], pixels.flag[order])
    # Of each value in each detection: how many pixels have it, and which is the first.
    count, first = np.diff(start, append=len(order)), order[start]
    detection, flag = pixels.detection[first], pixels.flag[first]
    holder = merging.holder[detection]
    merged = merging.own[holder] != detection
    best = np.lexsort((first, merged, -count, holder))
    best = best[run_starts(holder[best])]
    value[holder[best]], number[holder[best]] = flag[best], count[best]
    return value, number


def most_frequent_of_own(pixels: FlaggedPixels, merging: Merging) -> Combined:
    """MOST, when numbers are not compared in merging: the object's own detection decides."""
    return most_frequent(pixels.take(np.isin(pixels.detection, merging.own)), merging)


COMBINATIONS = {
    "OR": any_bits,
    "AND": common_bits,
    "MIN": extreme(np.minimum, EVERY_BIT),
    "MAX": extreme(np.maximum, 0),
    "MOST": most_frequent,
}
# SExtractor merges values and numbers as if the column that is not asked for were 0. Of these two the one is missing:
WITHOUT: dict[str, dict[str, Combination]] = {
    "IMAFLAGS_ISO": {
        "MIN": extreme(np.minimum, EVERY_BIT, compared=False),
        "MAX": extreme(np.maximum, 0, compared=False),
    },
    "NIMAFLAGS_ISO": {"MOST": most_frequent_of_own},
}


def without_partner(request: Request, config: Config) -> dict[str, Combination]:
    """The combinations that are others where one of the two columns is missing, and SExtractor's numbers are wanted."""
    missing = [name for name in WITHOUT if name not in request.sizes]
    return WITHOUT[missing[0]] if config.COMPATIBILITY == "SEXTRACTOR" and missing else {}


@column(
    "IMAFLAGS_ISO", "i4 %9u", about="Flags of the pixels in the flag maps, combined", ucd="meta.code.qual", dimensions=1
)
def _(external_flags, request):
    return external_flags[0, :, : request.sizes["IMAFLAGS_ISO"][0]].view(np.int32)


@column("NIMAFLAGS_ISO", "i4 %9d", about="Number of pixels that these flags come from", ucd="meta.number", dimensions=1)
def _(external_flags, request):
    return external_flags[1, :, : request.sizes["NIMAFLAGS_ISO"][0]].view(np.int32)
