"""How near fits of models are to the lowest cost that is known: costs of vectors, and searches from random places."""

from unittest.mock import patch

import numpy as np

import sexlike
from sexlike.measure.models import galaxies
from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.layers import Canvas
from sexlike.measure.models.minimiser import minimise
from sexlike.measure.models.modelslopes import ModelCost
from sexlike.measure.models.parameters import FARTHEST
from sexlike.measure.registry import QUANTITIES, Quantity

STARTS = 5
SCATTER = 0.5  # of the variables where a search begins
MARGIN = 1.0  # of the cost: a fit that is higher by more than this is not at the lowest


def fits_of(image, columns, **settings):
    """What models are fitted to, from where, and what comes out (`found`, and the `table`): of a run of sexlike."""
    seen, declared = {}, QUANTITIES["model_fits"]

    def model_fits(**given):
        seen.update(given, found=declared.function(**given))
        return seen["found"]

    with patch.dict(QUANTITIES, model_fits=Quantity("model_fits", model_fits, declared.needs, ())):
        seen["table"] = sexlike.extract(image, params=columns, **settings)
    return seen


def each(fit, function):
    """What a function of the models of a batch and the indices of its objects gives, of all objects."""
    values = np.zeros(len(fit["model_start"]))

    def work(batch, data):
        canvas = Canvas.of(fit["model_components"], data)
        values[batch] = function(ModelCost(canvas, fit["model_parameters"].take(batch)), batch)

    for_batches(work, fit["model_scene"], galaxies.MOST_OBJECTS)
    return values


def variables_of(model, vector):
    """The variables of vectors, also of those at the bounds."""
    bounds = model.parameters
    low, high = bounds.values(np.full(vector.shape, -FARTHEST)), bounds.values(np.full(vector.shape, FARTHEST))
    inside = np.clip(vector, low + 1e-7 * np.abs(low), high - 1e-7 * np.abs(high))
    return bounds.variables(np.where(bounds.free, vector, inside))


def costs_at(fit, vectors):
    """The costs of vectors."""

    def cost(model, batch):
        return model.cost(variables_of(model, vectors[batch]), np.arange(len(batch)))

    return each(fit, cost)


def lowest_of(fit, theirs):
    """The lowest costs of our fits, of other vectors, and of a search from five random places around the start."""
    start = fit["model_start"]
    lowest = np.minimum(costs_at(fit, fit["found"].vector), costs_at(fit, np.asarray(theirs, float)))
    random = np.random.default_rng(1)
    for _ in range(STARTS):
        moved = random.normal(0, SCATTER, start.shape)

        def search(model, batch, moved=moved):
            return minimise(model.trial, model.parameters.variables(start[batch]) + moved[batch]).cost

        lowest = np.fmin(lowest, each(fit, search))
    return lowest


def share_above(costs, lowest):
    """The share of the objects whose costs are higher than the lowest by more than 1."""
    return np.mean(costs > lowest + MARGIN)
