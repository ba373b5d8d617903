"""A round exponential disk on a raster, drawn as SExtractor draws it."""

import numpy as np

from ...constants import ALMOST_HALF_SAMPLE
from .shapes.core import CORE, RINGS, core_polynomial

FAINTEST_LOGARITHM = 21.0  # of the profile: beyond, it is below single precision


def reach_of_disk(scale: float) -> float:
    """Samples from its centre to where a disk of a scale length, in samples, is faint: below single precision."""
    return np.floor(max(FAINTEST_LOGARITHM * scale, CORE)) + 1


def exponential_disk(scale: float, reach: int | None = None) -> np.ndarray:
    """A round exponential disk.

    Parameters
    ----------
    scale : float
        Scale length, samples.
    reach : int, optional
        Samples from the centre within which it is drawn: `reach_of_disk` by default.

    Returns
    -------
    ndarray of float64, shape (2 reach + 1, 2 reach + 1)
        The flux in each sample; that of all is 1, but for what is beyond them.
    """
    m = int(reach_of_disk(scale)) if reach is None else reach
    y, x = np.mgrid[-m : m + 1, -m : m + 1]
    samples = np.hypot(x, y)
    radius = samples / scale
    limit = CORE / scale
    disk = np.where(radius < limit, core_at(radius, limit), np.exp(-radius))
    disk[samples > m] = 0
    add_rings(disk, limit, scale)
    farthest = m / scale
    return disk * (1 - (1 + farthest) * np.exp(-farthest)) / disk.sum()


def core_at(radius: np.ndarray, limit: float) -> np.ndarray:
    """The polynomial of the core, which ends at a limit, at these radii: scale lengths."""
    constant, square, cube = core_polynomial(1.0, 1.0, limit**2)
    return constant + (square + cube * radius) * radius**2


def add_rings(disk: np.ndarray, limit: float, scale: float) -> None:
    """Add what the polynomial misses, in rings of points; each goes to the nearest sample, if there is one."""
    radius = RINGS.radii[RINGS.radii < limit]
    light = (np.exp(-radius) - core_at(radius, limit)) * (radius * scale) ** 2 * RINGS.area
    centre = len(disk) // 2
    for direction in (1, -1):
        x, y = (
            (centre + ALMOST_HALF_SAMPLE + direction * scale * radius[:, None] * part).astype(np.int64)
            for part in RINGS.directions.T
        )
        inside = (x >= 0) & (x < len(disk)) & (y >= 0) & (y < len(disk))
        np.add.at(disk, (y[inside], x[inside]), np.broadcast_to(light[:, None], x.shape)[inside])
