"""The part of an image that is looked at, ready to be searched: loaded once for all settings that do not change it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from ...commands.tuning import negative_of
from ...config.config import Config
from ...config.keywords import KEYWORDS
from ...images.files.source import Source
from ...images.image import Image
from ...images.loading import load_pair
from ...images.regions import Region, part_of
from ...images.weighting.interpolation import rows_below
from ...images.weighting.noise import noise_from
from ...images.weighting.noiseinparts import Noise, known
from ...images.window import only_rows
from ..refused import Refused

LONGEST_SIDE = 1024  # pixels of a region
MOST_PARTS = 4  # that are kept
# Keywords on which the pixels of a part and its noise do not depend.
OF_THE_SEARCH = ("DETECT_", "ANALYSIS_", "THRESH_", "FILTER", "DEBLEND_", "CLEAN", "MASK_TYPE", "PHOT_", "BACKPHOTO_")
OF_LOADING = tuple(name for name in KEYWORDS if not name.startswith(OF_THE_SEARCH))


class Sky(Protocol):
    """Who knows the background and noise of an extension, see `pictures.sky.Sky`."""

    def noise(self, config: Config) -> list[Noise] | None:
        """Those of the whole, or None as long as they are not there."""

    def noise_at(self, config: Config, region: Region) -> tuple[list[Noise], bool]:
        """Those for a region, and whether they are those of the whole."""


@dataclass(frozen=True)
class Part:
    """A region of an extension, with the background and noise of the whole.

    Attributes
    ----------
    region : Region
    image, detection_image : Image
        Of the region alone; their headers have the positions of its pixels.
    negative : Image
        The detection image with its sign changed.
    whole : bool
        The background is that of the whole image. If not, that of what is around the region.
    """

    region: Region
    image: Image
    detection_image: Image
    negative: Image
    whole: bool


class Field:
    """An extension of which parts are searched.

    Parameters
    ----------
    pair : tuple of Source
        The image that is measured, and the one that is searched.
    sky : Sky
    """

    def __init__(self, pair: tuple[Source, Source], sky: Sky) -> None:
        self.pair, self.sky = pair, sky
        self.shape = pair[1].shape
        self._parts: OrderedDict[tuple[Any, ...], Part] = OrderedDict()
        self._lock = threading.Lock()

    def part(self, config: Config, region: Region) -> Part:
        """A part of the extension, loaded with these settings.

        Raises
        ------
        SexlikeError
            It cannot be read, or a map does not fit.
        """
        key = (region, *(config.as_given[name] for name in OF_LOADING))
        with self._lock:
            part = self._parts.get(key)
        if part is None:
            part = load_part(self.pair, config, region, *self.sky.noise_at(config, region))
        elif not part.whole and (noise := self.sky.noise(config)) is not None:
            part = load_part(self.pair, config, region, noise)
        with self._lock:
            self._parts[key] = part
            self._parts.move_to_end(key)
            while len(self._parts) > MOST_PARTS:
                self._parts.popitem(last=False)
        return part


@np.errstate(all="ignore")
def load_part(
    pair: tuple[Source, Source], config: Config, region: Region, noise: list[Noise], whole: bool = True
) -> Part:
    """Load a region of an extension whose background and noise are known -> Part."""
    with only_rows(max(region.bottom - 1 - rows_below(config), 0), region.top), noise_from(known(noise)):
        image, detection_image = load_pair(*pair, config, keep_raw=False)
    part = in_its_place(part_of(image, region), region)
    searched = part if detection_image is image else in_its_place(part_of(detection_image, region), region)
    if detection_image.pixels is image.pixels:
        searched = replace(searched, pixels=part.pixels)
    return Part(region, part, searched, negative_of(searched), whole)


def in_its_place(image: Image, region: Region) -> Image:
    """A part of an image, with a header that gives its pixels their places on the sky."""
    header = image.header.copy()
    for card, first in (("CRPIX1", region.left), ("CRPIX2", region.bottom)):
        if f"CTYPE{card[-1]}" in header:
            with suppress(TypeError, ValueError):
                header[card] = float(header.get(card, 0.0)) - first
    return replace(image, header=header)


def region_of(given: Any, shape: tuple[int, int]) -> Region:
    """The region that the browser asks for, as far as it is on the image; of a large one its middle.

    Parameters
    ----------
    given : list of four numbers
        First and last x, first and last y, in the order x, y, x, y: the first pixel is 1, the last one is included.
    shape : tuple of int
        Height and width of the image.

    Raises
    ------
    Refused
        It is none, or beside the image.
    """
    height, width = shape
    try:
        numbers = [float(number) for number in given]
        left, bottom, right, top = (round(min(max(number, -1e9), 1e9)) for number in numbers)
    except (TypeError, ValueError, OverflowError):
        raise Refused(400, "The region is not [x0, y0, x1, y1] in pixels.") from None
    (left, right), (bottom, top) = middle(left, right, width), middle(bottom, top, height)
    if left >= right or bottom >= top:
        raise Refused(400, f"The region lies beside the image of {width} x {height} pixels.")
    return Region(left, right, bottom, top)


def corners_of(region: Region) -> list[int]:
    """A region as the browser has it, see `region_of`."""
    return [region.left + 1, region.bottom + 1, region.right, region.top]


def middle(first: int, last: int, length: int) -> tuple[int, int]:
    """Pixels from `first` to `last` (from 1, inclusive) as 0-based bounds, no more than a region may have."""
    low, high = max(first - 1, 0), min(last, length)
    spare = high - low - LONGEST_SIDE
    return (low + spare // 2, low + spare // 2 + LONGEST_SIDE) if spare > 0 else (low, high)
