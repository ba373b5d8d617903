"""Barycentre, moments and ellipse of detections, from the pixels of their footprints.

Terms are formed in float32 and summed in float64, in list order, as SExtractor does: near-zero cross moments and the
last digits of positions depend on it.
"""

from dataclasses import dataclass

import numpy as np

from .. import loops
from ..constants import PIXEL_VARIANCE, SMALLEST_DETERMINANT
from ..threads import in_slices
from .footprints import LEAST_FOOTPRINTS, Footprints, pixels_of_some
from .moments import Moments, ellipse

NEARLY_FLAT = 0.99  # ratio of threshold and half-way level where the peak is no higher than the threshold


@dataclass(frozen=True)
class Shapes(Moments):
    """Where detections are, and what they look like in the filtered image; arrays of shape (m,).

    Attributes
    ----------
    x, y : ndarray of float64
        Barycentre, 0-based.
    singular : ndarray of bool
        The moments were too small for an ellipse, and a pixel's own was added.
    flux, peak : ndarray of float32
        Sum and maximum.
    x_min, x_max, y_min, y_max, x_peak, y_peak : ndarray of int32
        Bounding box (inclusive) and pixel of the maximum.
    """

    x: np.ndarray
    y: np.ndarray
    singular: np.ndarray
    flux: np.ndarray
    peak: np.ndarray
    x_min: np.ndarray
    x_max: np.ndarray
    y_min: np.ndarray
    y_max: np.ndarray
    x_peak: np.ndarray
    y_peak: np.ndarray


def measure_shapes(
    footprints: Footprints,
    filtered: np.ndarray,
    seed_x: np.ndarray | None = None,
    seed_y: np.ndarray | None = None,
) -> Shapes:
    """Moments of the filtered light in each footprint.

    Parameters
    ----------
    footprints : Footprints
        Of m detections.
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at their pixels.
    seed_x, seed_y : ndarray of float64, shape (m,), optional
        Barycentres of the seeds of deblended objects, NaN for the others: they stay the objects' positions, and the
        moments are about them.

    Returns
    -------
    Shapes
    """
    x_min, x_max, y_min, y_max = footprints.bounds()
    flux, mean_x, mean_y, mean_xx, mean_yy, mean_xy = means(footprints, filtered, x_min, y_min)
    from_seed = np.zeros(len(footprints), bool) if seed_x is None else ~np.isnan(seed_x)
    x = np.where(from_seed, 0 if seed_x is None else seed_x - x_min, mean_x)
    y = np.where(from_seed, 0 if seed_y is None else seed_y - y_min, mean_y)
    x2, y2, xy = moments_about(x, y, mean_x, mean_y, mean_xx, mean_yy, mean_xy, from_seed)
    x, y, x2, y2, xy = finite_or(((x_max - x_min) / 2, (y_max - y_min) / 2, 0, 0, 0), x, y, x2, y2, xy)
    singular = x2 * y2 - xy * xy < SMALLEST_DETERMINANT
    x2, y2 = x2 + PIXEL_VARIANCE * singular, y2 + PIXEL_VARIANCE * singular
    peak = footprints.largest(filtered)
    first = first_at_peak(footprints, filtered, peak)
    position = {"x": x + x_min, "y": y + y_min, "x_peak": footprints.x[first], "y_peak": footprints.y[first]}
    box = {"x_min": x_min, "x_max": x_max, "y_min": y_min, "y_max": y_max}
    moments = {"x2": x2, "y2": y2, "xy": xy, **ellipse(x2, y2, xy), "singular": singular}
    return Shapes(**position, **box, **moments, flux=flux.astype(np.float32), peak=peak)


def finite_or(others, *values):
    """Values of each detection; others where one of them is not finite, as the sums of huge pixels are not."""
    finite = np.logical_and.reduce([np.isfinite(value) for value in values])
    return [np.where(finite, value, other) for value, other in zip(values, others, strict=True)]


def means(footprints, filtered, x_min, y_min):
    """Sum of the light, and the light-weighted means of dx, dy, dx^2, dy^2 and dx dy from the corner of each box."""
    sums = np.empty((len(footprints), 6))
    add_up = loops.add_up_moments or add_up_moments
    corner = (np.ascontiguousarray(lowest, np.int32) for lowest in (x_min, y_min))
    arrays = *footprints.for_loops(), np.ascontiguousarray(filtered, np.float32), *corner, sums
    in_slices(lambda first, stop: add_up(*arrays, first, stop), len(footprints), LEAST_FOOTPRINTS, "detections")
    flux, *others = sums.T.copy()
    return flux, *(total / flux for total in others)


def add_up_moments(x, y, start, filtered, x_min, y_min, sums, first, stop):
    """The sums of light times 1, dx, dy, dx^2, dy^2 and dx dy in the footprints `first` to `stop`: `sums`, (m, 6)."""
    pixels, owner = pixels_of_some(start, first, stop)
    light = filtered[pixels]
    dx = (x[pixels] - x_min[first:stop][owner]).astype(np.float32)
    dy = (y[pixels] - y_min[first:stop][owner]).astype(np.float32)
    cx, cy = light * dx, light * dy
    for k, term in enumerate((light, cx, cy, cx * dx, cy * dy, cx * dy)):
        sums[first:stop, k] = np.bincount(owner, term, stop - first)


def moments_about(x, y, mean_x, mean_y, mean_xx, mean_yy, mean_xy, from_seed):
    """Second moments about a position: the barycentre, or for some that of the seed -> x2, y2, xy.

    Each is in the order of operations that gives SExtractor's last digit.
    """
    x2 = np.where(from_seed, mean_xx + x * x - 2 * mean_x * x, mean_xx - mean_x * mean_x)
    y2 = np.where(from_seed, mean_yy + y * y - 2 * mean_y * y, mean_yy - mean_y * mean_y)
    xy = np.where(from_seed, mean_xy + x * y - mean_x * y - x * mean_y, mean_xy - mean_x * mean_y)
    return x2, y2, xy


def first_at_peak(footprints, values, peak):
    """Index of the first pixel of each footprint, in list order, that holds its peak."""
    found, start = np.empty(len(footprints), np.int64), footprints.start

    def work(first: int, stop: int) -> None:
        some, owner = pixels_of_some(start, first, stop)
        at_peak = np.flatnonzero(values[some] == peak[first:stop][owner])
        found[first:stop] = start[first] + at_peak[np.searchsorted(at_peak, start[first:stop] - start[first])]

    in_slices(work, len(footprints), LEAST_FOOTPRINTS, "detections")
    return found


def width_factor(
    footprints: Footprints,
    unfiltered: np.ndarray | None,
    threshold: np.ndarray,
    shapes: Shapes,
) -> np.ndarray:
    """Factor on the second moments of the light that makes it fall off like a Gaussian; at most 1.

    The areas that the isophotes at the threshold and at the mean of threshold and peak enclose differ, for a Gaussian,
    by an amount that follows from its second moments. Light with steeper edges has less, and a factor below 1.

    Parameters
    ----------
    footprints : Footprints
        Of m detections.
    unfiltered : ndarray of float32, shape (p,), or None
        Detection image at their pixels; None where it has weights: the factor is 1 then.
    threshold : ndarray of float32, shape (m,)
    shapes : Shapes

    Returns
    -------
    ndarray of float32, shape (m,)
    """
    if unfiltered is None:
        return np.ones(len(footprints), np.float32)
    peak = footprints.largest(unfiltered)
    half = (threshold + peak) / np.float32(2)
    area, half_area = (footprints.number_above(unfiltered, level) for level in (threshold, half))
    change = np.where(half_area < area, half_area - area, -1.0)
    ratio = np.divide(threshold, half, out=np.zeros_like(half), where=half != 0).astype(np.float64)
    logarithm = np.log(np.where((ratio > 0) & (ratio < 1), ratio, NEARLY_FLAT))
    value = change / (2 * np.pi * logarithm * shapes.a.astype(np.float64) * shapes.b)
    return np.where((ratio <= 0) | (value > 1), 1, value).astype(np.float32)
