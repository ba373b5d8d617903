"""The picture of an image in a page: shades of grey on a scale that can be turned back into values."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isqrt

import numpy as np

from ...images.image import BAD, Image
from ...images.regions import whole_image
from ..plots.layers import good_rows, is_good, rebinned
from .png import png

SHADES = 255
SAMPLE = 400_000  # pixels from which the range of shades is found
BRIGHTEST, FAINTEST = 99.98, 0.5  # percentiles of the values
BELOW, SOFT, LEAST_ABOVE = 2.0, 5.0, 20.0  # sigmas: below the faintest; where the scale bends; from the sky to the end
MOST_PIXELS = 5000**2  # of a picture: a browser has to hold all of them
MOST_EXACT = 1000**2  # pixels of an image that is kept to the last shade
QUALITIES = (92, 80, 65)  # of a JPEG, the better one first
PNG_LEVEL = 9
NO_VALUE, NO_WEIGHT = 1, 2  # in `Picture.mask`
Writer = Callable[[np.ndarray, int], bytes]


@dataclass(frozen=True)
class Scale:
    """How values become shades: evenly in asinh((value - low) / soften), from `low` to `high`."""

    low: float
    high: float
    soften: float

    def steps(self, values: np.ndarray, top: int) -> np.ndarray:
        """Values as steps from 0 to `top`, float64 of the same shape; 0 for NaN."""
        with np.errstate(all="ignore"):
            share = np.arcsinh((values.astype(np.float64) - self.low) / self.soften)
            share /= np.arcsinh((self.high - self.low) / self.soften)
        return np.rint(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0).clip(0, 1) * top)

    def shades(self, values: np.ndarray) -> np.ndarray:
        """Values as shades from 0 to 255, of the same shape; 0 for NaN."""
        return self.steps(values, SHADES).astype(np.uint8)


@dataclass(frozen=True)
class Picture:
    """The picture of an image.

    Attributes
    ----------
    data : bytes
        A file, whose first row is that of the image.
    kind : {"png", "jpeg"}
    factor : int
        So many pixels of the image, along x and y, are one of the picture.
    mask : ndarray of uint8
        For each pixel of the picture 0; `NO_VALUE` where no pixel of the image has a value; `NO_WEIGHT`.
    scale : Scale
    """

    data: bytes
    kind: str
    factor: int
    mask: np.ndarray
    scale: Scale


def scale_of(image: Image) -> Scale:
    """The scale for an image: the sky's noise is some shades wide, and the brightest stars are not burnt out."""
    raw = raw_pixels(image)
    step = max(1, isqrt(-(-image.shape[0] * image.shape[1] // SAMPLE)))
    sample = np.concatenate(
        [good_rows(image, raw[row : row + 1], row, row + 1)[:, ::step] for row in range(0, image.shape[0], step)],
        axis=None,
    )
    values = sample[np.isfinite(sample)].astype(np.float64)
    if not values.size:
        return Scale(0.0, 1.0, 1.0)
    faintest, sky, brightest = np.percentile(values, (FAINTEST, 50, BRIGHTEST))
    sigma = float(image.background.sigma)
    if not 0 < sigma < np.inf:
        sigma = float(values.std()) or abs(sky) / 100 or 1.0
    low = faintest - BELOW * sigma
    return Scale(float(low), float(max(brightest, sky + LEAST_ABOVE * sigma)), SOFT * sigma)


def picture_of(image: Image, room: int) -> Picture:
    """Draw an image, as large as it fits.

    It is a JPEG, if Pillow is installed, or a PNG of half the resolution. Small images are PNGs in full. What does not
    fit is binned more.

    Parameters
    ----------
    image : Image
        With pixels as they were read.
    room : int
        Bytes that it may take, with its mask, which is compressed.

    Returns
    -------
    Picture
        Its `factor` tells how much it is binned.
    """
    scale, pixels = scale_of(image), image.shape[0] * image.shape[1]
    exact, jpeg = pixels <= MOST_EXACT, jpeg_writer()
    factor = max(
        -(-max(image.shape) // 32_000), isqrt(max(0, pixels - 1) // MOST_PIXELS) + 1, 1 if exact or jpeg else 2
    )
    while True:
        shades, mask = scale.shades(binned(image, factor)), mask_of(image, factor)
        left = room - len(zlib.compress(mask.tobytes(), 6))
        for kind, data in drawn(shades, exact, jpeg):
            if len(data) <= left or shades.size == 1:
                return Picture(data, kind, factor, mask, scale)
        factor = max(factor + 1, int(factor * ((len(data) + room - left) / room) ** 0.5))


def drawn(shades: np.ndarray, exact: bool, jpeg: Writer | None) -> Iterator[tuple[str, bytes]]:
    """A picture as files of falling size: their kind, and their bytes."""
    if exact or jpeg is None:
        yield "png", png(shades, PNG_LEVEL)
    if jpeg is not None:
        yield from (("jpeg", jpeg(shades, quality)) for quality in QUALITIES)


def raw_pixels(image: Image) -> np.ndarray:
    """The pixels of an image as they were read."""
    if image.raw is None:
        raise ValueError(f"the pixels of {image.name} as they were read were not kept")
    return image.raw


def binned(image: Image, factor: int) -> np.ndarray:
    """The pixels as they were read, binned: means of those with a value and a weight, NaN where there is none."""
    raw = raw_pixels(image)
    return rebinned(lambda a, b: good_rows(image, raw[a:b], a, b), whole_image(image.shape), factor)


def mask_of(image: Image, factor: int) -> np.ndarray:
    """What is not good in the bins of an image, see `Picture`."""
    region, raw = whole_image(image.shape), raw_pixels(image)

    def faults(first: int, last: int) -> np.ndarray:
        """-2 for no value, -1 for no weight, 0: the largest in a bin counts."""
        has_value = raw[first:last] > BAD
        return np.where(has_value, is_good(image, first, last).astype(np.int8) - 1, -2).astype(np.int8)

    worst = rebinned(faults, region, factor)
    return np.where(worst == -2, NO_VALUE, np.where(worst == -1, NO_WEIGHT, 0)).astype(np.uint8)


def jpeg_writer() -> Writer | None:
    """A function that makes a JPEG of shades and a quality, or None if Pillow is not installed."""
    try:
        from PIL import Image as PillowImage
    except ImportError:
        return None

    def jpeg(shades: np.ndarray, quality: int) -> bytes:
        buffer = io.BytesIO()
        PillowImage.fromarray(shades).save(buffer, "jpeg", quality=quality, optimize=False)
        return buffer.getvalue()

    return jpeg
