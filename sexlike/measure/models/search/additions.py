"""Starts of fits of a spheroid and a disk: the spheroid is fitted alone, and the disk is what improves that most."""

from typing import NamedTuple

import numpy as np

from ..components import DISK_FLUX, SERSIC_INDEX, SPHEROID_FLUX
from ..minimiser import diagonal, minimise, solved
from ..modelslopes import ModelCost
from .candidates import Candidates, candidates_of
from .methods import ROUGH
from .parts import without_disk

DAMPING = 0.03  # of the variables of the component that is there, which may change when another is added
LEAST_DAMPING = 1e-6
LONGEST_STEP = 0.5  # of these variables
LEAST_CURVATURE = 1e-6  # of a candidate that differs from what is there, of that of the candidate by itself
FAINTEST, BRIGHTEST = 30.0, 1.5  # flux at first: so much above and below its bounds
INDEX = 2.5  # of a spheroid alone, at first


class Start(NamedTuple):
    """Where fits of k objects may begin.

    Attributes
    ----------
    variables : ndarray of float64, shape (k, p)
    promised : ndarray of float64, shape (k,)
        The cost that is expected for small changes.
    """

    variables: np.ndarray
    promised: np.ndarray


def additions(model: ModelCost, start: np.ndarray) -> list[Start]:
    """Starts with the best disk of each class, the spheroid being fitted alone; start: parameters (k, p)."""
    part, places = without_disk(model)
    alone = start[:, places]
    alone[:, part.canvas.components.parameters.index(SPHEROID_FLUX)] *= 2
    index = part.canvas.components.place(SERSIC_INDEX)
    if index is not None:
        alone[:, index] = INDEX
    found = minimise(part.trial, part.parameters.variables(alone), ROUGH)
    candidates = candidates_of(model, start)
    steps, amount, gain = improvements(part, found.variables, candidates.maps)
    starts = []
    for group in np.unique(candidates.classes):
        best = np.where(candidates.classes == group, gain, -1).argmax(axis=1)
        variables = started(model, start, candidates, best, amount)
        moved = np.take_along_axis(steps, best[:, None, None], axis=2)[..., 0]
        variables[:, places] = found.variables + np.clip(moved, -LONGEST_STEP, LONGEST_STEP)
        starts.append(Start(variables, found.cost - gain[np.arange(len(best)), best]))
    return starts


def started(
    model: ModelCost, start: np.ndarray, candidates: Candidates, best: np.ndarray, amount: np.ndarray
) -> np.ndarray:
    """Variables (k, p) that are those of the start, but for the flux and the shapes of the best candidates."""
    everyone, vector = np.arange(len(best)), start.copy()
    vector[:, candidates.places] = candidates.shapes[everyone, best]
    place = model.canvas.components.parameters.index(DISK_FLUX)
    low, high = (np.exp(bound[:, place]) for bound in (model.parameters.low, model.parameters.high))
    vector[:, place] = np.clip(amount[everyone, best], FAINTEST * low, high / BRIGHTEST)
    return model.parameters.variables(vector)


def improvements(part: ModelCost, variables: np.ndarray, maps: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What adding each of c layers to models would give, if residuals changed in proportion.

    Parameters
    ----------
    part : ModelCost
    variables : ndarray of float64, shape (k, p)
    maps : ndarray of float32, shape (k, c, side, side)

    Returns
    -------
    ndarray of float64, shape (k, p, c)
        By how much the variables would change.
    ndarray of float64, shape (k, c)
        How much of each layer there would be.
    ndarray of float64, shape (k, c)
        By how much the cost would be lower; 0 if there would be less than nothing of the layer.
    """
    p = variables.shape[1]
    sums = part.layered(variables, np.arange(len(variables))).with_more(maps).sums()
    part.add_prior(sums, variables)
    stiffness = diagonal(sums[:, :p, :p])
    stiffness = DAMPING * stiffness + LEAST_DAMPING * stiffness.max(axis=1, keepdims=True) + np.finfo(float).tiny
    normal = sums[:, :p, :p] + stiffness[:, :, None] * np.eye(p)
    shared, gradient = sums[:, :p, p:-1], sums[:, :p, -1:]
    by_layer, by_gradient = solved(normal, shared), solved(normal, gradient)
    curvature = diagonal(sums[:, p:-1, p:-1])
    left = curvature - (shared * by_layer).sum(axis=1)
    slope = sums[:, p:-1, -1] - (shared * by_gradient).sum(axis=1)
    differs = (left > LEAST_CURVATURE * curvature) & (slope < 0)
    amount = np.divide(-slope, left, out=np.zeros_like(slope), where=differs)
    return -(by_gradient + by_layer * amount[:, None]), amount, -slope * amount
