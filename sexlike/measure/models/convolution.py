"""Maps of samples around their centres: convolutions by Fourier transforms."""

import numpy as np


def convolved(maps: np.ndarray, kernel: np.ndarray, side: int) -> np.ndarray:
    """Maps, convolved with a kernel.

    Parameters
    ----------
    maps : ndarray, shape (k, h, w)
    kernel : ndarray, shape (h', w')
    side : int
        Samples along the sides of what is returned. If that is less than the extent of the light, what goes out at
        one side comes in at the other, as in SExtractor.

    Returns
    -------
    ndarray of float64, shape (k, side, side)
        The central samples are those of the indices h // 2, h' // 2 and side // 2.
    """
    rows, columns = (a + b - 1 for a, b in zip(maps.shape[1:], kernel.shape, strict=True))
    length = fast_length(side) if side >= max(rows, columns) else side
    shape = (length, length)
    around_first = np.roll(on_square(kernel[None], length)[0], -(length // 2), axis=(0, 1))
    transforms = np.fft.rfft2(on_square(maps, length)) * np.fft.rfft2(around_first)
    return on_square(np.fft.irfft2(transforms, shape), side)


def fast_length(least: int) -> int:
    """The next length that has no other prime factors than 2, 3 and 5, of which transforms are fast."""
    length, rest = least, least
    while rest > 1:
        factor = next((prime for prime in (2, 3, 5) if rest % prime == 0), None)
        length, rest = (length, rest // factor) if factor else (length + 1, length + 1)
    return length


def on_square(maps: np.ndarray, side: int) -> np.ndarray:
    """Maps with more or fewer samples around their centres: (k, h, w) -> float64 (k, side, side)."""
    square = np.zeros((len(maps), side, side))
    (rows, from_rows), (columns, from_columns) = (shared_samples(length, side) for length in maps.shape[1:])
    square[:, rows, columns] = maps[:, from_rows, from_columns]
    return square


def shared_samples(length: int, side: int) -> tuple[slice, slice]:
    """The samples of an axis of `side`, and those of one of `length`, that are in the same places."""
    first = side // 2 - length // 2
    low, high = max(first, 0), min(first + length, side)
    return slice(low, high), slice(low - first, high - first)
