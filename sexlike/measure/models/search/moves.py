"""From one minimum of a spheroid and a disk to where another one may be: starts that are made of what was found."""

import numpy as np

from ..components import DISK_FLUX, SERSIC_INDEX, SPHEROID_FLUX, SPHEROID_RADIUS, Components

FLAT, STEEP, BETWEEN = 1.3, 4.5, 2.5  # indices
STEEPER = {SPHEROID_FLUX: 1.4, SPHEROID_RADIUS: 2.2}  # what a steep spheroid has of a flat one's, about
FLATTER = {SPHEROID_FLUX: 0.7, SPHEROID_RADIUS: 0.5}
LEAST_SHARE = 0.15  # of the flux, from which on the index of a spheroid matters


def small_spheroid(components: Components, start: np.ndarray) -> np.ndarray:
    """A small, fainter spheroid in the disk of a start: (k, p) -> (k, p)."""
    return scaled(components, start, {SPHEROID_FLUX: 0.6, DISK_FLUX: 1.4, SPHEROID_RADIUS: 0.4, SERSIC_INDEX: 0.5})


def other_index(components: Components, vector: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steep spheroids in place of flat ones, and flat ones in place of steep ones.

    Parameters
    ----------
    components : Components
    vector : ndarray of float64, shape (k, p)
        Parameters that were found.

    Returns
    -------
    ndarray of float64, shape (k, p)
    ndarray of bool, shape (k,)
        Where it is worth a try.
    """
    place = components.place(SERSIC_INDEX)
    if place is None:
        return vector, np.zeros(len(vector), bool)
    flat = vector[:, place] < BETWEEN
    moved = np.where(flat[:, None], scaled(components, vector, STEEPER), scaled(components, vector, FLATTER))
    moved[:, place] = np.where(flat, STEEP, FLAT)
    spheroid, disk = (components.values(vector, name) for name in (SPHEROID_FLUX, DISK_FLUX))
    return moved, spheroid > LEAST_SHARE * (spheroid + disk)


def scaled(components: Components, vector: np.ndarray, factors: dict[str, float]) -> np.ndarray:
    """Parameters times factors."""
    return vector * np.array([factors.get(name, 1.0) for name in components.parameters])
