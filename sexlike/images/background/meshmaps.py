"""Maps with a value for each mesh: gaps filled, and the median filter of BACK_FILTERSIZE and BACK_FILTTHRESH."""

from collections.abc import Iterator

import numpy as np

from ...errors import warn, warning_text
from ..image import BAD


def fill_gaps(level: np.ndarray, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each mesh without a value the mean of the nearest meshes that have one.

    If no mesh has a value, level is 0 and sigma is 1 everywhere.

    Parameters
    ----------
    level, sigma : ndarray of float32, shape (ny, nx)
        -1e30 where there is no value.

    Returns
    -------
    level, sigma : ndarray of float32, shape (ny, nx)
    """
    bad = level <= BAD
    if not bad.any():
        return level, sigma
    if bad.all():
        return np.zeros_like(level), np.ones_like(sigma)
    from scipy.ndimage import distance_transform_edt

    distance = np.rint(distance_transform_edt(bad) ** 2).astype(np.int64)
    good = [np.where(bad, np.float32(0), values) for values in (level, sigma)]
    filled = level.copy(), sigma.copy()
    for square in np.unique(distance[bad]):
        y, x = np.nonzero(distance == square)
        total = np.zeros((3, len(y)), np.float32)
        for dy, dx in _steps_of_length(int(square)):
            inside = (y + dy >= 0) & (y + dy < bad.shape[0]) & (x + dx >= 0) & (x + dx < bad.shape[1])
            neighbour = y[inside] + dy, x[inside] + dx
            total[:, inside] += [~bad[neighbour], good[0][neighbour], good[1][neighbour]]
        for values, sums in zip(filled, total[1:], strict=True):
            values[y, x] = sums / total[0]
    return filled


def _steps_of_length(square: int) -> Iterator[tuple[int, int]]:
    """Integer steps (dy, dx) of a squared length, row by row from the lowest, each row from left to right."""
    reach = int(np.sqrt(square))
    dy, dx = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    at_distance = dy**2 + dx**2 == square
    return zip(dy[at_distance].tolist(), dx[at_distance].tolist(), strict=True)


def median_filter(
    level: np.ndarray, sigma: np.ndarray, size: tuple[int, int], least_change: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Filter both maps with a running median.

    The window is as large as `size` (height, width; rounded up to odd) and shrinks on both sides towards the edges. A
    mesh whose level differs from the median by less than `least_change` keeps its values.

    Parameters
    ----------
    level, sigma : ndarray of float32, shape (ny, nx)
    size : tuple of int
        BACK_FILTERSIZE: height and width, in meshes.
    least_change : float
        BACK_FILTTHRESH.

    Returns
    -------
    level, sigma : ndarray of float32, shape (ny, nx)
    """
    reach = [
        np.minimum(np.minimum(np.arange(n), np.arange(n)[::-1]), width // 2)
        for n, width in zip(level.shape, size, strict=True)
    ]
    medians = np.empty((2, *level.shape), np.float32)
    for half_height in np.unique(reach[0]):
        rows = np.flatnonzero(reach[0] == half_height)
        for half_width in np.unique(reach[1]):
            columns = np.flatnonzero(reach[1] == half_width)
            window = 2 * half_height + 1, 2 * half_width + 1
            corners = np.ix_(rows - half_height, columns - half_width)
            for median, values in zip(medians, (level, sigma), strict=True):
                windows = np.lib.stride_tricks.sliding_window_view(values, window)[corners]
                median[np.ix_(rows, columns)] = np.median(windows, axis=(2, 3))
    changed = np.abs(medians[0] - level) >= np.float32(least_change)
    return np.where(changed, medians[0], level), np.where(changed, medians[1], sigma)


def typical_values(level: np.ndarray, sigma: np.ndarray) -> tuple[np.float32, np.float32]:
    """Typical level and noise of an image: the medians of its maps."""
    noise = np.median(sigma)
    if not noise > 0:
        positive = sigma[sigma > 0]
        noise = np.median(positive) if len(positive) else np.float32(1)
        if not len(positive):
            text = "Image contains mainly constant data; I'll try to cope with that..."
            hint = "Its noise cannot be measured, and is taken as 1."
            warn(warning_text(text, hint=hint))
    return np.float32(np.median(level)), np.float32(noise)
