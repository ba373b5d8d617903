"""Connected pixels, labelled in bands of rows on several threads; the bands are joined where they touch."""

import numpy as np

from ...arrays import offsets
from ...threads import in_slices
from .runs import connected, label_pixels, touching

LEAST_PIXELS = 1 << 16  # for threads
LEAST_ROWS = 64  # in a band


def label_in_bands(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, int]:
    """Label 8-connected pixels.

    Parameters
    ----------
    x, y : ndarray of int32, shape (p,)
        Sorted by y and x.

    Returns
    -------
    label : ndarray of int64, shape (p,)
        From 0.
    number : int
        How many there are.
    """
    label, bands = np.empty(len(x), np.int64), []

    def label_rows(first: int, stop: int) -> None:
        start, end = pixels_of_rows(y, first, stop)
        label[start:end], number = label_pixels(x[start:end], y[start:end], np.zeros(end - start, np.int64))
        bands.append((first, start, end, number))

    rows = int(y[-1]) + 1 if len(y) else 1
    in_slices(label_rows, rows, LEAST_ROWS if len(x) >= LEAST_PIXELS else rows)
    return join_bands(x, y, label, sorted(bands))


def join_bands(
    x: np.ndarray, y: np.ndarray, label: np.ndarray, bands: list[tuple[int, int, int, int]]
) -> tuple[np.ndarray, int]:
    """Join the labels of bands, each with its first row, first pixel, the one after its last, and number of labels."""
    if len(bands) == 1:
        return label, bands[0][-1]
    base = offsets([number for *_, number in bands])
    pairs = [np.empty((2, 0), np.int64)]
    for k, (row, *_) in enumerate(bands[1:], 1):
        low, high = (slice(*pixels_of_rows(y, at, at + 1)) for at in (row - 1, row))
        i, j = touching(x[high], x[high], x[low], x[low])
        pairs.append(np.stack([label[high][i] + base[k], label[low][j] + base[k - 1]]))
    one, other = np.concatenate(pairs, axis=1)
    joined, number = connected(one, other, int(base[-1]))

    def rename(first: int, stop: int) -> None:
        for k in range(first, stop):
            _, start, end, _ = bands[k]
            label[start:end] = joined[base[k] + label[start:end]]

    in_slices(rename, len(bands), things="bands")
    return label, number


def pixels_of_rows(y: np.ndarray, first: int, stop: int) -> np.ndarray:
    """Index of the first pixel of the rows `first` to `stop`, and of the one after their last."""
    return np.searchsorted(y, np.array([first, stop], y.dtype))  # of another type, all of y would be converted
