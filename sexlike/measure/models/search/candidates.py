"""Components that might be added to a model: small and large ones, round ones and elongated ones of many angles."""

from typing import NamedTuple

import numpy as np

from ..components import DISK_FLUX
from ..layers import shapes_of
from ..modelslopes import ModelCost
from .parts import places_of

ANGLES = range(0, 180, 18)  # degrees, of elongated ones
ELONGATED = 0.15  # axis ratio
# Classes of shapes, in units of the radius at first, axis ratio and angle; and n, which only spheroids have.
DISKS = (
    [(size, 1.0, 0.0) for size in (3.0, 8.0)],
    [(0.05, 1.0, 0.0), (0.3, 1.0, 0.0), (1.0, 1.0, 0.0)],
    [(size, ELONGATED, angle) for size in (0.5, 1.2) for angle in ANGLES],
    [(size, ELONGATED, angle) for size in (3.0, 7.0) for angle in ANGLES],
)
SPHEROIDS = (
    [(size, 1.0, 0.0, index) for size in (0.03, 0.15) for index in (1.2, 4.0)],
    [(size, 1.0, 0.0, index) for size in (0.5, 1.5, 5.0) for index in (1.2, 4.0)],
)


class Candidates(NamedTuple):
    """The same candidates for each of k objects.

    Attributes
    ----------
    places : list of int
        Of their s shapes in vectors.
    shapes : ndarray of float64, shape (k, c, s)
    classes : ndarray of int64, shape (c,)
        Of one class only the one is tried that promises most.
    maps : ndarray of float32, shape (k, c, side, side)
        With a flux of 1, blurred by the PSF.
    """

    places: list[int]
    shapes: np.ndarray
    classes: np.ndarray
    maps: np.ndarray


def candidates_of(model: ModelCost, start: np.ndarray, flux: str) -> Candidates:
    """Candidates for the disk or the spheroid of models that begin there: start (k, p)."""
    components, members = model.canvas.components, np.arange(len(start))
    groups = DISKS if flux == DISK_FLUX else SPHEROIDS
    places = places_of(tuple(shapes_of(components, flux)), components)
    library = np.array([shape[: len(places)] for group in groups for shape in group])
    shapes = np.tile(library, (len(start), 1, 1))
    shapes[:, :, 0] *= start[:, places[:1]]
    vector = np.repeat(start[:, None], len(library), axis=1)
    vector[:, :, places] = shapes
    drawn = model.canvas.drawn(flux, vector.reshape(-1, start.shape[1]), members.repeat(len(library)))
    maps = model.canvas.blurred(drawn.reshape(*shapes.shape[:2], *drawn.shape[1:]), members)
    classes = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return Candidates(places, shapes, classes, maps)
