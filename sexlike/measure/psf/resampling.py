"""Maps of samples, such as the PSF, at the pixels of windows: Lanczos-4 interpolation, first along x, then along y."""

import numpy as np

from ... import loops
from ...constants import PSF_TAPS
from .lanczos import Taps, place_taps


def resample(
    maps: np.ndarray,
    shift: np.ndarray,
    step: float,
    size: tuple[int, int],
    whole: bool = False,
    slipped: bool = False,
) -> np.ndarray:
    """Maps of samples at the pixels of windows.

    What a map becomes does not depend on the others. Threads are up to the caller.

    Parameters
    ----------
    maps : ndarray of float32, shape (k, h, w)
    shift : ndarray of float64, shape (k, 2)
        Where the centre of each map is, seen from that of its window: pixels, x and y. The centres are the sample
        (h // 2, w // 2) and the pixel (height // 2, width // 2).
    step : float
        Distance of the samples, in pixels.
    size : (int, int)
        Height and width of the windows.
    whole, slipped : bool
        How maps end, and along x how they begin; see `place_taps`.

    Returns
    -------
    ndarray of float32, shape (k, height, width)
        0 where there are no samples.
    """
    if loops.resample_maps is None:
        across, along = axis_taps(maps, shift, step, size, whole, slipped=slipped)
        return interpolated(maps, across, along)
    windows = np.empty((len(maps), *size), np.float32)
    maps, shift = np.ascontiguousarray(maps), np.ascontiguousarray(shift)
    loops.resample_maps(maps, shift, step, whole, slipped, *room_for(maps, size), windows, 0, len(maps))
    return windows


def room_for(maps: np.ndarray, size: tuple[int, int], more: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Arrays in which loops interpolate a map, and keep so many numbers more."""
    height, width = size
    _, rows, columns = maps.shape
    number = PSF_TAPS * (height + width) + rows * (columns + 2 * width) + more
    return np.empty(height + width, np.int64), np.empty(number, np.float32)


def axis_taps(
    maps: np.ndarray,
    shift: np.ndarray,
    step: float,
    size: tuple[int, int],
    whole: bool = False,
    centre: np.ndarray | None = None,
    slipped: bool = False,
) -> tuple[Taps, Taps]:
    """The taps along x, and along y, see `resample`; int64 of shape (k, 2) are other central pixels of windows."""
    _, rows, columns = maps.shape
    height, width = size
    x, y = (None, None) if centre is None else centre.T
    return (
        place_taps(columns, width, shift[:, 0], step, whole, x, slipped),
        place_taps(rows, height, shift[:, 1], step, whole, y),
    )


def interpolated(maps: np.ndarray, across: Taps, along: Taps) -> np.ndarray:
    """What `resample` returns, from numpy: taps along x and y."""
    (columns,) = interpolated_rows(turned(maps), across.sample, across.weight)
    (windows,) = interpolated_rows(turned(columns), along.sample, along.weight)
    return windows


def turned(maps: np.ndarray) -> np.ndarray:
    """Maps whose rows are columns, contiguous: (k, h, w) -> (k, w, h)."""
    return np.ascontiguousarray(maps.transpose(0, 2, 1))


def interpolated_rows(maps: np.ndarray, sample: np.ndarray, *weights: np.ndarray) -> list[np.ndarray]:
    """Sums of rows of maps, tap by tap, so that they are those of the loop.

    Parameters
    ----------
    maps : ndarray of float32, shape (k, h, w)
    sample : ndarray of int64, shape (k, n, 8)
        The rows that each of n new ones is made of.
    *weights : ndarray of float32, shape (k, n, 8)

    Returns
    -------
    list of ndarray of float32, shape (k, n, w)
        One for each of the weights.
    """
    count, rows, width = maps.shape
    row = sample + rows * np.arange(count)[:, None, None]
    sums = [np.zeros((*sample.shape[:2], width), np.float32) for _ in weights]
    taken, product = np.empty((2, *sample.shape[:2], width), np.float32)
    for k in range(PSF_TAPS):
        np.take(maps.reshape(-1, width), row[..., k], axis=0, out=taken, mode="clip")  # all are within; it is faster
        for total, weight in zip(sums, weights, strict=True):
            total += np.multiply(taken, weight[..., k, None], out=product)
    return sums
