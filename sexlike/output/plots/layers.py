"""What the panels of a picture show: maps of an image, read some rows at a time and rebinned as they come."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...detection.filtering import convolve
from ...images.image import BAD
from .segment_colours import colour_numbers, painted

ROWS_AT_ONCE = 256
MOST_SHOWN = 1200  # pixels along a side of a panel; more are rebinned
SAMPLE = 200_000  # pixels that the range of colours is found from
BEYOND_REASON = BAD / 1e6  # smoothing mixes bad pixels with good ones


def zscale(values):
    """The range of grey that shows the sky and faint sources, as IRAF finds it."""
    from astropy.visualization import ZScaleInterval

    return ZScaleInterval(n_samples=10_000).get_limits(values)


def central_range(values):
    """The range of nearly all values."""
    return np.percentile(values, (0.5, 99.5))


@dataclass(frozen=True)
class Layer:
    """A map to be shown.

    Attributes
    ----------
    title : str
    rows : callable
        (first, last) -> ndarray, shape (last - first, width): float with NaN where nothing is to be shown, or the
        numbers of objects (integers).
    stretch : callable
        Finite values -> the range of colours; of no account for numbers.
    colours : str
        Name of the colour map.
    unit : str
        Of the values, for the colour bar.
    paint : callable, optional
        Rebinned numbers -> colours, of shape (h, w, 3).
    marks : callable, optional
        (axes, region): draws something over it.
    """

    title: str
    rows: Callable
    stretch: Callable = zscale
    colours: str = "gray"
    unit: str = ""
    paint: Callable | None = None
    marks: Callable | None = None

    def values(self, region):
        """The map in a region, rebinned if it is large: means of the good pixels, largest of the numbers."""
        factor = -(-max(region.shape) // MOST_SHOWN)
        step = -(-ROWS_AT_ONCE // factor) * factor
        parts = []
        for first in range(region.bottom, region.top, step):
            rows = self.rows(first, min(first + step, region.top))
            parts.append(rebin(rows[:, region.left : region.right], factor))
        return np.concatenate(parts)


def rebin(values, factor):
    """Blocks of factor x factor pixels made one; those at the ends may be smaller.

    Parameters
    ----------
    values : ndarray, shape (h, w)
        Float (NaN: no value) or integers.
    factor : int

    Returns
    -------
    ndarray, shape (ceil(h / factor), ceil(w / factor))
        Means of what is not NaN, or the largest of the integers.
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
    for axis in (0, 1):
        values = function.reduceat(values, np.arange(0, values.shape[axis], factor), axis=axis)
    return values


def shown_range(values, stretch):
    """The range of colours for an array with NaN, never empty."""
    finite = values[np.isfinite(values)]
    low, high = stretch(finite[:: -(-finite.size // SAMPLE)]) if finite.size else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5 * (abs(low) or 1), low + 0.5 * (abs(low) or 1))


def good_rows(image, values, first, last):
    """Rows of values of an image, with NaN where a pixel has no value or no weight."""
    good = image.raw[first:last] > BAD
    if image.variance is not None:
        good &= image.variance[first:last] < image.worst_variance
    return np.where(good, values, np.float32(np.nan))


def unit_of(image):
    """BUNIT, if it is one that fits beside a picture."""
    return str(image.header.get("BUNIT", "")).strip()[:24]


def raw_layer(image, title="Image", **more):
    """The pixels as they were read."""
    return Layer(title, lambda a, b: good_rows(image, image.raw[a:b], a, b), unit=unit_of(image), **more)


def subtracted_layer(image, title="Image without background", **more):
    """The pixels without their background."""
    return Layer(title, lambda a, b: good_rows(image, image.pixels[a:b], a, b), unit=unit_of(image), **more)


def filtered_layer(image, kernel, **more):
    """The pixels as they were searched."""
    margin = 0 if kernel is None else len(kernel) // 2

    def rows(first, last):
        low, high = max(first - margin, 0), min(last + margin, image.shape[0])
        smooth = convolve(image.pixels[low:high], kernel)[first - low : last - low]
        smooth = np.where(smooth > BEYOND_REASON, smooth, np.float32(np.nan))
        return good_rows(image, smooth, first, last)

    return Layer("Image as it was searched", rows, unit=unit_of(image), **more)


def background_layer(image):
    """The background."""
    return Layer("Background", image.background.rows, central_range, "cividis", unit_of(image))


def noise_layer(image):
    """The noise of the background: that of the weight map, or that of the background's meshes."""
    if image.variance is None:
        return Layer("Background noise", image.background.rms_rows, central_range, "cividis", unit_of(image))
    return error_layer(image, "Background noise")


def error_layer(image, title="Error"):
    """The noise of each pixel, from the weight map."""

    def rows(first, last):
        return good_rows(image, np.sqrt(image.variance[first:last]), first, last)

    return Layer(title, rows, central_range, "cividis", unit_of(image))


def weight_layer(image):
    """The weight map in its own units."""
    scale = np.float32(image.weight_scale or 1) ** 2  # the variance is scale^2 / weight

    def rows(first, last):
        variance = image.variance[first:last]
        weight = np.divide(scale, variance, out=np.zeros_like(variance), where=variance > 0)
        return good_rows(image, weight, first, last)

    return Layer("Weight", rows, central_range, "cividis")


def objects_layer(detections, **more):
    """The objects, each in a colour of its own."""
    labels = detections.segmentation()
    colours = colour_numbers(labels, detections)
    return Layer("Objects", lambda a, b: labels[a:b], paint=lambda part: painted(part, colours), **more)
