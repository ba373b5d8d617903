"""Pixels above the threshold."""

import numpy as np

from ... import loops
from ...arrays import offsets


def pixels_above(
    pixels: np.ndarray, threshold: float | np.floating | np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """List the pixels above the threshold, row by row.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
        What is not a number is not above.
    threshold : float, or ndarray of float32, shape (height, width)

    Returns
    -------
    x, y : ndarray of int32, shape (p,)
    light : ndarray of float32, shape (p,)
    """
    image, limits = (np.ascontiguousarray(np.atleast_2d(values), np.float32) for values in (pixels, threshold))
    counts = np.empty(len(image), np.int64)
    count = loops.count_above or count_above
    count(image, limits, counts, 0, len(image))
    start = offsets(counts)
    x, y = np.empty((2, start[-1]), np.int32)
    light = np.empty(start[-1], np.float32)
    fill = loops.list_above or list_above
    fill(image, limits, start, x, y, light, 0, len(image))
    return x, y, light


def count_above(pixels: np.ndarray, threshold: np.ndarray, counts: np.ndarray, first: int, stop: int) -> None:
    """Write how many there are in each of the rows `first` to `stop`; the threshold is a map, or of shape (1, 1)."""
    counts[first:stop] = np.count_nonzero(above_in_rows(pixels, threshold, first, stop), axis=1)


def list_above(
    pixels: np.ndarray,
    threshold: np.ndarray,
    start: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    light: np.ndarray,
    first: int,
    stop: int,
) -> None:
    """Write what `pixels_above` returns for these rows; the list of each row begins at `start`, int64 (height + 1,)."""
    here = slice(start[first], start[stop])
    y[here], x[here] = np.nonzero(above_in_rows(pixels, threshold, first, stop))
    y[here] += first
    light[here] = pixels[y[here], x[here]]


def above_in_rows(pixels: np.ndarray, threshold: np.ndarray, first: int, stop: int) -> np.ndarray:
    """Which pixels of the rows `first` to `stop` are above the threshold."""
    return pixels[first:stop] > np.broadcast_to(threshold, pixels.shape)[first:stop]
