"""Association: objects are matched with the positions of a list, and those that match may be all that is kept."""

import warnings
from dataclasses import dataclass

import numpy as np

from ...arrays import Rows
from ...constants import LIGHT_PER_MAGNITUDE, NEARLY_HALF, NO_MAGNITUDE
from ...errors import SexlikeWarning
from ...magnitudes import magnitude

NEED_WEIGHTS = ("MEAN", "MAG_MEAN", "MIN", "MAX")
SMALLEST_WEIGHT = 1e-30


@dataclass(frozen=True)
class Association(Rows):
    """What a list of positions says of n objects.

    Attributes
    ----------
    number : ndarray of int, shape (n,)
        Positions that match; 1 with ASSOC_TYPE FIRST.
    values : ndarray of float64, shape (n, k)
        The list's numbers for VECTOR_ASSOC; 0 where nothing matches.
    """

    number: np.ndarray
    values: np.ndarray


@dataclass(frozen=True)
class Matches:
    """Pairs of an object and a position: p of them, sorted by object, those of an object by the position's y.

    Attributes
    ----------
    object : ndarray of int, shape (p,)
    distance2 : ndarray of float64, shape (p,)
        Squared, in pixels.
    weight : ndarray of float64, shape (p,), or None
    data : ndarray of float64, shape (p, k)
    objects : int
        How many objects there are, n.
    """

    object: np.ndarray
    distance2: np.ndarray
    weight: np.ndarray | None
    data: np.ndarray
    objects: int

    @property
    def number(self):
        """How many positions match each object, shape (n,)."""
        return np.bincount(self.object, minlength=self.objects)

    def sum(self, values):
        """Sums over the matches of each object: (p, k) -> (n, k)."""
        total = np.zeros((self.objects, values.shape[1]))
        np.add.at(total, self.object, values)
        return total

    def data_of_least(self, key):
        """The data of the match of the smallest key for each object, 0 without: (p,) -> (n, k)."""
        order = np.lexsort((key, self.object))
        best = order[np.diff(self.object, prepend=-1) != 0]
        values = np.zeros((self.objects, self.data.shape[1]))
        values[self.object[best]] = self.data[best]
        return values


def associate(detections, positions, config, height):
    """Match the objects with the positions of a list, and keep those that ASSOCSELEC_TYPE wants.

    Parameters
    ----------
    detections : Detections
    positions : Positions
    config : Config
    height : int
        Rows of the image.

    Returns
    -------
    Detections
        Those that are kept, with their `association`.
    """
    number, values = combine(match(detections.objects, positions, config.ASSOC_RADIUS, height), config.ASSOC_TYPE)
    wanted = {"ALL": number >= 0, "MATCHED": number > 0, "-MATCHED": number == 0}
    kept = np.flatnonzero(wanted[config.ASSOCSELEC_TYPE])
    return detections.keep(kept, Association(number, values).take(kept))


def match(objects, positions, radius, height):
    """Find the positions within a radius of the objects -> Matches.

    No object whose centre is beyond the middle of the last row matches: so it is in SExtractor.
    """
    from scipy.spatial import cKDTree

    x, y = objects.x + 1, objects.y + 1
    eligible = np.flatnonzero((y + NEARLY_HALF).astype(np.int64) < height)
    if len(eligible) and len(positions.x):
        tree = cKDTree(np.c_[positions.x, positions.y])
        near = tree.query_ball_point(np.c_[x, y][eligible], radius * (1 + 1e-9), return_sorted=True)
        owner = np.repeat(eligible, [len(found) for found in near])
        index = np.concatenate(near).astype(np.int64)
    else:
        owner = index = np.zeros(0, np.int64)
    distance2 = (x[owner] - positions.x[index]) ** 2 + (y[owner] - positions.y[index]) ** 2
    within = distance2 < radius**2
    owner, index = owner[within], index[within]
    weight = None if positions.weight is None else positions.weight[index]
    return Matches(owner, distance2[within], weight, positions.data[index], len(x))


def combine(matches, kind):
    """What several matches of one object come to, by ASSOC_TYPE.

    Returns
    -------
    number : ndarray of int, shape (n,)
    values : ndarray of float64, shape (n, k)
    """
    if matches.weight is None and kind in NEED_WEIGHTS:
        text = "ASSOC_PARAMS #3 missing, reverting to ASSOC_TYPE FIRST"
        warnings.warn(f"{text}: {kind} needs a column of weights or magnitudes", SexlikeWarning, stacklevel=2)
        kind = "FIRST"
    if kind == "FIRST":
        return np.minimum(matches.number, 1), matches.data_of_least(np.zeros(len(matches.object)))
    if kind in ("NEAREST", "MIN", "MAX"):
        key = {"NEAREST": matches.distance2, "MIN": matches.weight, "MAX": matches.weight}[kind]
        return matches.number, matches.data_of_least(-key if kind == "MAX" else key)
    if kind == "SUM":
        return matches.number, matches.sum(matches.data)
    if kind == "MAG_SUM":
        sums = magnitude(matches.sum(light(matches.data)), -0.0)  # the magnitude of light 1 has a sign, in SExtractor
        return matches.number, np.where(matches.number[:, None] > 0, sums, 0)
    return mean(matches, light(matches.weight) if kind == "MAG_MEAN" else matches.weight)


def mean(matches, weight):
    """Weighted means, as `combine`; where the weights are nothing, sums of an object that nothing matches."""
    total = matches.sum(weight[:, None])
    weighty = total >= SMALLEST_WEIGHT
    values = matches.sum(weight[:, None] * matches.data) / np.where(weighty, total, 1)
    return np.where(weighty[:, 0], matches.number, 0), values


def light(magnitudes):
    """Light of magnitudes, 0 for 99."""
    known = np.abs(magnitudes) < NO_MAGNITUDE
    return np.where(known, np.exp(-LIGHT_PER_MAGNITUDE * np.where(known, magnitudes, 0)), 0)
