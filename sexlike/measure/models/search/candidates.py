"""Disks that might be added to a model: small and large ones, round ones and elongated ones of many angles."""

from typing import NamedTuple

import numpy as np

from ..components import DISK_FLUX
from ..layers import profiles_of, shapes_of
from ..modelslopes import ModelCost

ANGLES = range(0, 180, 18)  # degrees, of elongated ones
ELONGATED = 0.15  # axis ratio
# Classes of shapes: scale length in units of that at first, axis ratio and angle.
DISKS = (
    [(size, 1.0, 0.0) for size in (3.0, 8.0)],
    [(0.05, 1.0, 0.0), (0.3, 1.0, 0.0), (1.0, 1.0, 0.0)],
    [(size, ELONGATED, angle) for size in (0.5, 1.2) for angle in ANGLES],
    [(size, ELONGATED, angle) for size in (3.0, 7.0) for angle in ANGLES],
)


class Candidates(NamedTuple):
    """The same candidates for each of k objects.

    Attributes
    ----------
    places : list of int
        Of their three shapes in vectors.
    shapes : ndarray of float64, shape (k, c, 3)
    classes : ndarray of int64, shape (c,)
        Of one class only the one is tried that promises most.
    maps : ndarray of float32, shape (k, c, side, side)
        With a flux of 1, blurred by the PSF.
    """

    places: list[int]
    shapes: np.ndarray
    classes: np.ndarray
    maps: np.ndarray


def candidates_of(model: ModelCost, start: np.ndarray) -> Candidates:
    """Candidates for the disks of models that begin there: start (k, p)."""
    canvas, components, members = model.canvas, model.canvas.components, np.arange(len(start))
    places = [components.parameters.index(name) for name in shapes_of(components, DISK_FLUX)]
    library = np.concatenate(DISKS)
    shapes = np.tile(library, (len(start), 1, 1))
    shapes[:, :, 0] *= start[:, places[:1]]
    vector = np.repeat(start[:, None], len(library), axis=1)
    vector[:, :, places] = shapes
    each = members.repeat(len(library))
    step = canvas.sparser * canvas.data.windows.step[each]
    profiles = profiles_of(components, DISK_FLUX, vector.reshape(len(each), -1), step)
    drawn = canvas.drawn_smooth(profiles, each, canvas.sparser)
    maps = canvas.blurred(drawn.reshape(*shapes.shape[:2], *drawn.shape[1:]), members)
    classes = np.repeat(np.arange(len(DISKS)), [len(group) for group in DISKS])
    return Candidates(places, shapes, classes, maps)
