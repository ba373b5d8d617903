"""Association: objects are matched with the positions of a list, and those that match may be all that is kept."""

import warnings
from dataclasses import dataclass

import numpy as np

from ...errors import SexlikeWarning

NEED_WEIGHTS = ("MEAN", "MAG_MEAN", "MIN", "MAX")
NO_MAGNITUDE = 99.0
EXPONENT_OF_MAGNITUDE = 0.921034037196  # 0.4 ln 10, with SExtractor's digits
SMALLEST_WEIGHT = 1e-30
HALF = 0.499999


@dataclass(frozen=True)
class Association:
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
    number, values = combine(match(detections, positions, config.ASSOC_RADIUS, height), config.ASSOC_TYPE)
    wanted = {"ALL": number >= 0, "MATCHED": number > 0, "-MATCHED": number == 0}
    kept = np.flatnonzero(wanted[config.ASSOCSELEC_TYPE])
    return detections.only(kept, Association(number[kept], values[kept]))


def match(detections, positions, radius, height):
    """Find the positions within a radius of the objects -> Matches.

    No object whose centre is beyond the middle of the last row matches: so it is in SExtractor.
    """
    from scipy.spatial import cKDTree

    x, y = detections.x + 1, detections.y + 1
    objects = np.flatnonzero((y + HALF).astype(np.int64) < height)
    if len(objects) and len(positions.x):
        tree = cKDTree(np.c_[positions.x, positions.y])
        near = tree.query_ball_point(np.c_[x, y][objects], radius * (1 + 1e-9), return_sorted=True)
        owner = np.repeat(objects, [len(found) for found in near])
        place = np.concatenate(near).astype(np.int64)
    else:
        owner = place = np.zeros(0, np.int64)
    distance2 = (x[owner] - positions.x[place]) ** 2 + (y[owner] - positions.y[place]) ** 2
    within = distance2 < radius**2
    owner, place = owner[within], place[within]
    weight = None if positions.weight is None else positions.weight[place]
    return Matches(owner, distance2[within], weight, positions.data[place], len(x))


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
        sums = magnitudes(matches.sum(light(matches.data)))
        return matches.number, np.where(matches.number[:, None] > 0, sums, 0)
    return mean(matches, light(matches.weight) if kind == "MAG_MEAN" else matches.weight)


def mean(matches, weight):
    """Weighted means, as `combine`; where the weights are nothing, sums of an object that nothing matches."""
    total = matches.sum(weight[:, None])
    weighty = total >= SMALLEST_WEIGHT
    values = matches.sum(weight[:, None] * matches.data) / np.where(weighty, total, 1)
    return np.where(weighty[:, 0], matches.number, 0), values


def light(magnitude):
    """Light of magnitudes, 0 for 99."""
    known = np.abs(magnitude) < NO_MAGNITUDE
    return np.where(known, np.exp(-EXPONENT_OF_MAGNITUDE * np.where(known, magnitude, 0)), 0)


def magnitudes(flux):
    """Magnitudes of light, 99 for none."""
    return np.where(flux > 0, -2.5 * np.log10(np.where(flux > 0, flux, 1)), NO_MAGNITUDE)
