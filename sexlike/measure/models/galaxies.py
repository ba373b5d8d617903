"""Fits of models of any components: the quantity that all columns of models take."""

from dataclasses import replace

import numpy as np

from ..registry import quantity
from .batches import ModelBatch, ModelScene, for_batches
from .components import Components
from .drawing import prior_of
from .fits import ModelFits, covariance_of, flags_of, reduced
from .layers import Canvas
from .minimiser import Minimum, diagonal, minimise
from .modelslopes import ModelCost
from .parameters import Parameters
from .pointsources import point_sources as fit_points
from .search.methods import LAST, METHOD
from .search.search import search

LEAST_NORMAL = 1e-6  # of a flux's variable: it may change a thousandfold, and the cost does not
MOST_OBJECTS = 16  # in a batch, so that their rasters stay near the processor


@quantity
def model_fits(
    model_scene: ModelScene,
    model_components: Components,
    model_start: np.ndarray,
    model_parameters: Parameters,
    point_sources: ModelFits | None = None,
) -> ModelFits:
    """Fit the model of the run to each object."""
    if model_components.is_point:
        if point_sources is not None:
            return point_sources
        return fit_points(model_scene, model_start, model_parameters)
    n, p = model_start.shape
    vector, covariance, chi2 = np.zeros((n, p)), np.zeros((n, p, p)), np.zeros(n)
    iterations, few, low, high = np.zeros(n, np.int64), np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, bool)

    def fit(batch: np.ndarray, data: ModelBatch) -> None:
        number = np.count_nonzero(data.stamps.weights, axis=(1, 2))
        few[batch] = number < p
        chosen = np.flatnonzero(number >= p)
        which = batch[chosen]
        if not len(which):
            return
        model = ModelCost(Canvas.of(model_components, data.take(chosen)), model_parameters.take(which))
        minimum = best_minimum(model, model_start[which])
        vector[which] = model.parameters.values(minimum.variables)
        freedom = number[chosen] - p
        chi2[which] = reduced(minimum.cost - prior_of(model_components, minimum.variables), freedom)
        priors = int(model_components.spheroid)
        covariance[which] = covariance_of(
            minimum.normal, model.parameters.slopes(minimum.variables), reduced(minimum.cost, freedom + priors)
        )
        iterations[which] = minimum.iterations
        low[which], high[which] = model.parameters.at_bounds(minimum.variables)
        low[which] |= unseen(minimum, model_components)

    for_batches(fit, model_scene, MOST_OBJECTS)
    return ModelFits(vector, covariance, chi2, iterations, flags_of(model_scene, few, low, high))


def unseen(minimum: Minimum, components: Components) -> np.ndarray:
    """Which of k models have light, but none at the pixels that count: negative light drives them away; bool (k,)."""
    if not components.fluxes:
        return np.zeros(len(minimum), bool)
    return np.all(diagonal(minimum.normal)[:, components.fluxes] < LEAST_NORMAL, axis=1)


def best_minimum(model: ModelCost, start: np.ndarray) -> Minimum:
    """The lowest minimum that is found of each object; start: parameters (k, p)."""
    components = model.canvas.components
    if not (components.spheroid and components.disk):
        return minimise(model.trial, model.parameters.variables(start), METHOD)
    found = search(replace(model, rough=True), start)
    last = minimise(model.trial, found.variables, LAST)
    return replace(last, iterations=found.iterations + last.iterations)
