"""Smoothing of the detection image, in the arithmetic of SExtractor."""

import numpy as np


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
    """
    if kernel is None:
        return pixels
    total = np.zeros_like(pixels)
    rows, columns = kernel.shape
    for j, i in np.argwhere(kernel):
        dy, dx = j - rows // 2, i - columns // 2
        here, there = overlap(dy, pixels.shape[0]), overlap(dx, pixels.shape[1])
        total[here[0], there[0]] += kernel[j, i] * pixels[here[1], there[1]]
    return total


def overlap(shift: int, size: int) -> tuple[slice, slice]:
    """Slices of the pixels that have a neighbour `shift` away along an axis, and of these neighbours."""
    stop = max(size - abs(shift), 0)
    low, high = slice(0, stop), slice(abs(shift), abs(shift) + stop)
    return (low, high) if shift >= 0 else (high, low)
