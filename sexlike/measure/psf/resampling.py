"""Maps of samples, such as the PSF, at the pixels of windows: Lanczos-4 interpolation, first along x, then along y."""

import numpy as np

from ... import loops
from ...constants import PSF_TAPS
from .lanczos import Taps, place_taps


def resample(
    maps: np.ndarray, shift: np.ndarray, step: float, size: tuple[int, int], whole: bool = False
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
    whole : bool
        How maps end; see `place_taps`.

    Returns
    -------
    ndarray of float32, shape (k, height, width)
        0 where there are no samples.
    """
    if loops.resample_maps is None:
        across, along = axis_taps(maps, shift, step, size, whole)
        return interpolated(maps, across, along)
    windows = np.empty((len(maps), *size), np.float32)
    maps, shift = np.ascontiguousarray(maps), np.ascontiguousarray(shift)
    loops.resample_maps(maps, shift, step, whole, *room_for(maps, size), windows, 0, len(maps))
    return windows


def room_for(maps: np.ndarray, size: tuple[int, int], more: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Arrays in which loops interpolate a map, and keep so many numbers more."""
    height, width = size
    number = PSF_TAPS * (height + width) + maps.shape[1] * width + more
    return np.empty(height + width, np.int64), np.empty(number, np.float32)


def axis_taps(
    maps: np.ndarray,
    shift: np.ndarray,
    step: float,
    size: tuple[int, int],
    whole: bool = False,
    centre: np.ndarray | None = None,
) -> tuple[Taps, Taps]:
    """The taps along x, and along y, see `resample`; int64 of shape (k, 2) are other central pixels of windows."""
    _, rows, columns = maps.shape
    height, width = size
    x, y = (None, None) if centre is None else centre.T
    return (
        place_taps(columns, width, shift[:, 0], step, whole, x),
        place_taps(rows, height, shift[:, 1], step, whole, y),
    )


def interpolated(maps: np.ndarray, across: Taps, along: Taps) -> np.ndarray:
    """What `resample` returns, from numpy: taps along x and y; tap by tap, so that sums are those of the loop."""
    rows = np.zeros((*maps.shape[:2], across.sample.shape[1]), np.float32)
    for k in range(PSF_TAPS):
        rows += across.weight[:, None, :, k] * np.take_along_axis(maps, across.sample[:, None, :, k], axis=2)
    windows = np.zeros((len(maps), along.sample.shape[1], rows.shape[2]), np.float32)
    for k in range(PSF_TAPS):
        windows += along.weight[:, :, None, k] * np.take_along_axis(rows, along.sample[:, :, None, k], axis=1)
    return windows
