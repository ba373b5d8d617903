"""The maps that panels of a picture show, made and rebinned some rows at a time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...detection.filtering import convolve
from ...images.image import BAD
from .segment_colours import NO_DATA, colour_image, colour_numbers
from .stretches import AUTOMATIC

ROWS_AT_ONCE = 256
LONGEST_SIDE = 1200  # of a panel, in pixels; larger maps are rebinned
MOST_OF_MAP = 100  # medians; pixels with a larger error, or weight, are dead, or marks
LEAST_CONTRAST = 0.02  # of the range of colours of weights and errors, compared with their values
ROUNDING = 1e-6  # of a value: what differs by less is all the same
STRETCH_SAMPLE = 200_000  # pixels from which the range of colours is found
LOWEST_SMOOTHED = BAD / 1e6  # convolution mixes bad pixels with good ones


def zscale(values):
    """Range of values that shows the sky and faint sources, as IRAF's zscale."""
    from astropy.visualization import ZScaleInterval

    return ZScaleInterval(n_samples=10_000).get_limits(values)


def central_range(values):
    """Range of the central 99 % of values."""
    return np.percentile(values, (0.5, 99.5))


def range_of_map(values):
    """The same for weights and errors, or more, so that a few parts in a hundred are no contrast: maps are rounded.

    The large errors that stand for dead pixels take no part.
    """
    median = np.median(values)
    low, high = central_range(values[values <= MOST_OF_MAP * median] if median > 0 else values)
    wider = max(0.5 * LEAST_CONTRAST * abs(low + high) - (high - low), 0.0) / 2
    return low - wider, high + wider


@dataclass(frozen=True)
class Layer:
    """A map that a panel shows.

    Attributes
    ----------
    title : str
    rows : callable
        (first, last) -> these rows of the map, an array of shape (last - first, width): float, NaN where there is no
        value; or numbers of objects, which are integers.
    stretch : callable
        Finite values -> range of colours. It is not used for numbers of objects.
    colours : str
        Name of a colour map of matplotlib.
    unit : str
        Unit of the values, for the colour bar.
    paint : callable, optional
        Numbers of objects -> colours, of shape (h, w, 3).
    marks : callable, optional
        Takes axes and a region, and draws something over the map.
    scale : str
        How values become colours: a word of `stretches`.
    is_image : bool
        Whether its values are those of an image: stars and galaxies over the sky, which may be stretched.
    as_first : bool
        Whether its values have the same colours as in the first map of the picture.
    """

    title: str
    rows: Callable
    stretch: Callable = zscale
    colours: str = "gray"
    unit: str = ""
    paint: Callable | None = None
    marks: Callable | None = None
    scale: str = "zscale"
    is_image: bool = False
    as_first: bool = False

    def values(self, region):
        """The map in a region, rebinned if it is large: means of pixels with a value, or largest numbers."""
        return rebinned(self.rows, region, -(-max(region.shape) // LONGEST_SIDE))


def rebinned(rows, region, factor):
    """A region of a map, rebinned some rows at a time; `rows` is that of a Layer."""
    step = -(-ROWS_AT_ONCE // factor) * factor
    parts = []
    for first in range(region.bottom, region.top, step):
        part = rows(first, min(first + step, region.top))
        parts.append(rebin(part[:, region.left : region.right], factor))
    return np.concatenate(parts)


def rebin(values, factor):
    """Bin factor x factor pixels into one; the last bins of rows and columns may be smaller.

    Parameters
    ----------
    values : ndarray, shape (h, w)
        Float, NaN for no value; or integers.
    factor : int

    Returns
    -------
    ndarray, shape (ceil(h / factor), ceil(w / factor))
        Means of the values that are not NaN, or the largest integers.
    """
    if factor == 1:
        return values
    if values.dtype.kind != "f":
        return _by_blocks(np.maximum, values, factor)
    good = np.isfinite(values)
    count = _by_blocks(np.add, good.astype(np.int32), factor)
    total = _by_blocks(np.add, np.where(good, values, 0), factor)
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _by_blocks(function, values, factor):
    """Combine blocks of factor x factor values; `reduceat` does the same and takes ten times as long."""
    for _ in range(2):  # rows, then columns
        blocks = values[::factor].copy()
        for offset in range(1, factor):
            part = values[offset::factor]
            function(blocks[: len(part)], part, out=blocks[: len(part)])
        values = blocks.T
    return values


def colour_range(values, stretch):
    """Range of colours of an array that may have NaN; it is never empty."""
    finite = values[np.isfinite(values)]
    low, high = stretch(finite[:: -(-finite.size // STRETCH_SAMPLE)]) if finite.size else (0.0, 1.0)
    narrow = high - low <= ROUNDING * max(abs(low), abs(high))
    return (low - 0.5 * (abs(low) or 1), low + 0.5 * (abs(low) or 1)) if narrow else (low, high)


def good_rows(image, values, first, last):
    """Rows of an image, NaN where a pixel has no value or no weight."""
    return np.where(is_good(image, first, last), values, np.float32(np.nan))


def is_good(image, first, last):
    """Whether the pixels of some rows have a value and a weight."""
    good = image.raw[first:last] > BAD
    if image.variance is not None:
        good &= image.variance[first:last] < image.worst_variance
    return good


def unit_of(image):
    """BUNIT of an image, shortened to fit a colour bar."""
    return str(image.header.get("BUNIT", "")).strip()[:24]


def image_layer(image, title, rows, **more):
    """Values that are those of an image, with the stretch that suits them."""
    return Layer(
        title,
        lambda a, b: good_rows(image, rows(a, b), a, b),
        unit=unit_of(image),
        scale=AUTOMATIC,
        is_image=True,
        **more,
    )


def raw_layer(image, title="Image", **more):
    """The pixels as they were read."""
    return image_layer(image, title, lambda a, b: image.raw[a:b], **more)


def subtracted_layer(image, title="Image without background", **more):
    """The pixels after the background was subtracted."""
    return image_layer(image, title, lambda a, b: image.pixels[a:b], **more)


def filtered_layer(image, kernel, **more):
    """The pixels after the background was subtracted and they were convolved."""
    margin = 0 if kernel is None else len(kernel) // 2

    def rows(first, last):
        low, high = max(first - margin, 0), min(last + margin, image.shape[0])
        smooth = convolve(image.pixels[low:high], kernel)[first - low : last - low]
        return np.where(smooth > LOWEST_SMOOTHED, smooth, np.float32(np.nan))

    return image_layer(image, "Image as it was searched", rows, as_first=True, **more)


def background_layer(image):
    """The background."""
    return sky_layer(image, "Background", image.background.rows)


def sky_noise_layer(image):
    """The noise of the background, as it was measured in the meshes: without that of sources."""
    return sky_layer(image, "Background noise", image.background.rms_rows)


def sky_layer(image, title, rows):
    """Values of the background, where the image has some."""
    return Layer(title, lambda a, b: good_rows(image, rows(a, b), a, b), central_range, "cividis", unit_of(image))


def noise_layer(image):
    """The noise of the sky: from the weight map if there is one, else from the background."""
    if image.variance is None:
        return Layer("Noise", image.background.rms_rows, central_range, "cividis", unit_of(image))
    return error_layer(image, "Noise")


def error_layer(image, title="Error"):
    """The noise of each pixel, from the weight map."""

    def rows(first, last):
        return good_rows(image, np.sqrt(image.variance[first:last]), first, last)

    return Layer(title, rows, range_of_map, "cividis", unit_of(image))


def weight_layer(image, title="Weight"):
    """The weight map in its own units."""
    scale = np.float32(image.weight_scale or 1) ** 2  # the variance is scale^2 / weight

    def rows(first, last):
        variance = image.variance[first:last]
        weight = np.divide(scale, variance, out=np.zeros_like(variance), where=variance > 0)
        return good_rows(image, weight, first, last)

    return Layer(title, rows, range_of_map, "cividis")


def objects_layer(detections, image, **more):
    """The segmentation map of an image, each object in a colour."""
    labels = detections.segmentation()
    colours = colour_numbers(labels, detections)

    def rows(first, last):
        part = labels[first:last]
        return np.where((part == 0) & ~is_good(image, first, last), np.int32(NO_DATA), part)

    return Layer("Objects", rows, paint=lambda part: colour_image(part, colours), **more)
