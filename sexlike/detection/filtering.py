"""Smoothing of the detection image, in the arithmetic of SExtractor."""

import numpy as np

from .. import loops
from ..images.scratch import frame
from ..images.window import rows_of
from ..threads import in_slices

ROWS_AT_A_TIME = 32  # their sums stay in the processor's cache
LEAST_ROWS = 64  # for a thread


def convolve(pixels: np.ndarray, kernel: np.ndarray | None) -> np.ndarray:
    """Correlate an image with a detection kernel.

    Pixels outside the image count as zero, and the kernel is not flipped: its first row acts on the neighbour of
    lower y. Sums are in float32, element after element, so the result is SExtractor's to the last bit.

    Parameters
    ----------
    pixels : ndarray of float32, shape (height, width)
    kernel : ndarray of float32, shape (h, w), or None
        Normalised as it is to be used; None leaves the image as it is.

    Returns
    -------
    ndarray of float32, shape (height, width)
        Rows that are not worked on are 0.
    """
    if kernel is None:
        return pixels
    here = rows_of(len(pixels))
    pixels, kernel = (np.ascontiguousarray(values, np.float32) for values in (pixels, kernel))
    smoothed = frame(pixels.shape)
    convolve_band = loops.convolve_rows or convolve_rows

    def convolve_rows_of(first: int, stop: int) -> None:
        convolve_band(pixels, kernel, smoothed, here.start + first, here.start + stop)

    in_slices(convolve_rows_of, here.stop - here.start, LEAST_ROWS)
    return smoothed


def convolved_rows(pixels: np.ndarray, kernel: np.ndarray | None, first: int, stop: int) -> np.ndarray:
    """The rows `first` to `stop` (exclusive) of what `convolve` returns: float32, shape (rows, width)."""
    if kernel is None:
        return pixels[first:stop]
    margin = len(kernel) // 2
    low, high = max(first - margin, 0), min(stop + margin, len(pixels))
    part, kernel = (np.ascontiguousarray(values, np.float32) for values in (pixels[low:high], kernel))
    smoothed = np.empty_like(part)
    (loops.convolve_rows or convolve_rows)(part, kernel, smoothed, first - low, stop - low)
    return smoothed[first - low : stop - low]


def convolve_rows(pixels: np.ndarray, kernel: np.ndarray, smoothed: np.ndarray, first: int, stop: int) -> None:
    """Rows `first` to `stop` of what `convolve` returns, written to `smoothed`."""
    (height, width), (rows, columns) = pixels.shape, kernel.shape
    product = np.empty((ROWS_AT_A_TIME, width), np.float32)
    for start in range(first, stop, ROWS_AT_A_TIME):
        end = min(start + ROWS_AT_A_TIME, stop)
        smoothed[start:end] = 0
        for j, i in np.argwhere(kernel):
            dy, dx = j - rows // 2, i - columns // 2
            low, high = np.clip((start, end), -dy, max(height - dy, -dy))
            here, there = overlap(dx, width)
            part = product[: high - low, here]
            np.multiply(pixels[low + dy : high + dy, there], kernel[j, i], out=part)
            smoothed[low:high, here] += part


def overlap(shift: int, size: int) -> tuple[slice, slice]:
    """Slices of the pixels that have a neighbour `shift` away along an axis, and of these neighbours."""
    stop = max(size - abs(shift), 0)
    low, high = slice(0, stop), slice(abs(shift), abs(shift) + stop)
    return (low, high) if shift >= 0 else (high, low)
