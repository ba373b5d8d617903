"""Association: objects are matched with the positions of a list, and only those that match may be kept."""

from dataclasses import dataclass

import numpy as np

from ...arrays import run_starts
from ...config.config import Config
from ...constants import LIGHT_PER_MAGNITUDE, NEARLY_HALF, NO_MAGNITUDE
from ...errors import warn
from ...images.image import Image
from ...magnitudes import magnitude
from ...stages import stage
from ..detections import Detections
from .association import Association
from .positions import Positions
from .telling import tell_of_matches

NEED_WEIGHTS = ("MEAN", "MAG_MEAN", "MIN", "MAX")
SMALLEST_WEIGHT = 1e-30
LARGEST_KEY = 1e30


@dataclass(frozen=True)
class Matches:
    """Pairs of an object and a position that match, p of them.

    They are sorted by object, and those of one object by the position's y.

    Attributes
    ----------
    object, position : ndarray of int, shape (p,)
        Their indices.
    distance2 : ndarray of float64, shape (p,)
        Squared, in pixels.
    weight : ndarray of float64, shape (p,), or None
    data : ndarray of float64, shape (p, k)
    object_count : int
        How many objects there are, n.
    """

    object: np.ndarray
    position: np.ndarray
    distance2: np.ndarray
    weight: np.ndarray | None
    data: np.ndarray
    object_count: int

    @property
    def number(self) -> np.ndarray:
        """How many positions match each object, shape (n,)."""
        return np.bincount(self.object, minlength=self.object_count)

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sums over the matches of each object: (p, k) -> (n, k)."""
        total = np.zeros((self.object_count, values.shape[1]))
        np.add.at(total, self.object, values)
        return total

    def data_of_least(self, key: np.ndarray) -> np.ndarray:
        """The data of the match of the smallest key for each object, 0 without: (p,) -> (n, k).

        As in SExtractor no match has a key of NaN or of 1e30 and more.
        """
        order = np.lexsort((key, self.object))
        order = order[key[order] < LARGEST_KEY]
        best = order[run_starts(self.object[order])]
        values = np.zeros((self.object_count, self.data.shape[1]))
        values[self.object[best]] = self.data[best]
        return values


@stage("association")
def associate(detections: Detections, positions: Positions, config: Config, image: Image) -> Detections:
    """Match the objects with the positions of a list, and keep those that ASSOCSELEC_TYPE wants.

    Parameters
    ----------
    detections : Detections
    positions : Positions
    config : Config
    image : Image
        That which is measured.

    Returns
    -------
    Detections
        Those that are kept, with their `association`.
    """
    objects = detections.objects
    matches = match(objects.x, objects.y, positions, config.ASSOC_RADIUS, image.shape[0])
    tell_of_matches(matches.number, matches.position, positions, config, image)
    number, values = combine(matches, config.ASSOC_TYPE)
    wanted = {"ALL": number >= 0, "MATCHED": number > 0, "-MATCHED": number == 0}
    kept = np.flatnonzero(wanted[config.ASSOCSELEC_TYPE])
    return detections.keep(kept, Association(number, values).take(kept))


def match(x: np.ndarray, y: np.ndarray, positions: Positions, radius: float, height: int) -> Matches:
    """Find the positions within a radius of objects.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Centres of the objects, 0-based. None beyond the middle of the last row matches, as in SExtractor.
    positions : Positions
    radius : float
        Pixels.
    height : int
        Rows of the image.

    Returns
    -------
    Matches
    """
    from scipy.spatial import cKDTree

    x, y = x + 1, y + 1
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
    return Matches(owner, index, distance2[within], weight, positions.data[index], len(x))


def combine(matches: Matches, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Reduce the matches of each object to one value of each column, as ASSOC_TYPE says.

    Parameters
    ----------
    matches : Matches
        Of n objects.
    kind : str
        ASSOC_TYPE.

    Returns
    -------
    number : ndarray of int, shape (n,)
    values : ndarray of float64, shape (n, k)
        As those of `Association`.
    """
    if matches.weight is None and kind in NEED_WEIGHTS:
        text = "ASSOC_PARAMS #3 missing, reverting to ASSOC_TYPE FIRST"
        warn(f"{text}: {kind} needs a column of weights or magnitudes")
        kind = "FIRST"
    weight = np.ones(len(matches.object)) if matches.weight is None else matches.weight
    if kind == "FIRST":
        return np.minimum(matches.number, 1), matches.data_of_least(np.zeros(len(matches.object)))
    if kind in ("NEAREST", "MIN", "MAX"):
        key = {"NEAREST": matches.distance2, "MIN": weight, "MAX": weight}[kind]
        return matches.number, matches.data_of_least(-key if kind == "MAX" else key)
    if kind == "SUM":
        return matches.number, matches.sum(matches.data)
    if kind == "MAG_SUM":
        sums = magnitude(matches.sum(light(matches.data)), -0.0)  # the magnitude of light 1 has a sign, in SExtractor
        return matches.number, np.where(matches.number[:, None] > 0, sums, 0)
    return mean(matches, light(weight) if kind == "MAG_MEAN" else weight)


def mean(matches: Matches, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted means, as `combine`; an object whose weights add up to nothing counts as one without matches."""
    total = matches.sum(weight[:, None])
    weighty = ~(total < SMALLEST_WEIGHT)  # what is no number counts, as in SExtractor
    values = matches.sum(weight[:, None] * matches.data) / np.where(weighty, total, 1)
    return np.where(weighty[:, 0], matches.number, 0), values


def light(magnitudes: np.ndarray) -> np.ndarray:
    """Light of magnitudes, in units of magnitude 0; none for magnitude 99."""
    known = np.abs(magnitudes) < NO_MAGNITUDE
    return np.where(known, np.exp(-LIGHT_PER_MAGNITUDE * np.where(known, magnitudes, 0)), 0)
