"""Starts of fits of two components."""

import numpy as np
import pytest

from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.components import Components
from sexlike.measure.models.layers import Canvas
from sexlike.measure.models.minimiser import minimise
from sexlike.measure.models.modelslopes import ModelCost
from sexlike.measure.models.search.additions import additions, improvements
from sexlike.measure.models.search.candidates import DISKS, candidates_of
from sexlike.measure.models.search.methods import METHOD
from sexlike.measure.models.search.parts import without_disk

from ..galaxies import bounds_of, sky_with_models, starts_of

BOTH = Components(offset=True, spheroid=True, sersic=True, disk=True)
# A small bright spheroid in a large, thin disk.
GALAXY = np.array([[0.0, 0.1, 0.2, 2000, 1.0, 1.1, 0, 1.5, 4000, 5.0, 0.15, 60]])


SMALL = 0.01  # part of a step, after which residuals have changed in proportion


def of_galaxy(function, components=BOTH):
    """What a function of models and their starts gives for the galaxy."""
    data = sky_with_models(BOTH, GALAXY, [(50, 50)], half=20, noise=0.5)
    start, results = starts_of(components, [5000.0], 3.0), []
    bounds = bounds_of(components, [5000.0], start, 3.0)

    def work(batch, batch_data):
        results.append(function(ModelCost(Canvas.of(components, batch_data), bounds), start))

    for_batches(work, data)
    return results[0]


def test_models_without_a_disk():
    def split(model, start):
        part, places = without_disk(model)
        assert part.canvas.components.parameters == tuple(BOTH.parameters[place] for place in places)
        variables = part.parameters.variables(start[:, places])
        assert np.array_equal(variables, model.parameters.variables(start)[:, places])
        return places

    assert of_galaxy(split) == [0, 1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("components", [BOTH, Components(spheroid=True, disk=True)])
def test_candidates_are_of_all_classes(components):
    found, step = of_galaxy(lambda model, start: (candidates_of(model, start), model.canvas.data.step), components)
    assert np.bincount(found.classes).tolist() == [len(group) for group in DISKS]
    assert found.shapes.shape == (1, len(found.classes), len(found.places))
    light = found.maps.sum(axis=(2, 3))[0] * step**2
    assert (light > 0.1).all()
    assert (light < 1.01).all()


def test_what_is_promised_is_what_the_layer_gives():
    """The cost after a small part of the step of the spheroid alone, and of the step with as much of a layer."""

    def check(model, start):
        part, places = without_disk(model)
        alone = minimise(part.slopes, part.parameters.variables(start[:, places]), METHOD)
        maps = candidates_of(model, start).maps
        nothing = np.zeros_like(maps[:, :1])
        steps, amount, gain = improvements(part, alone.variables, np.concatenate([maps, nothing], axis=1))
        best, costs = gain[0].argmax(), []
        for k, layer in ((-1, nothing), (best, maps[:, best : best + 1])):
            variables = alone.variables + SMALL * steps[..., k]
            layered = part.layered(variables, np.arange(1)).with_more(layer)
            layered.amounts[:, -1] = SMALL * amount[:, k]
            sums = layered.sums()
            part.add_prior(sums, variables)
            costs.append(sums[0, -1, -1])
        return *costs, gain[0, best]

    before, after, gain = of_galaxy(check)
    assert gain > 10
    assert before - after == pytest.approx(2 * SMALL * gain, rel=0.3)


def test_starts_have_the_disk_that_is_there():
    """The best candidate is thin and has the true angle."""

    def best(model, start):
        return min(additions(model, start), key=lambda found: found.promised[0]), model.parameters

    found, parameters = of_galaxy(best)
    vector = parameters.values(found.variables)[0]
    assert abs((vector[-1] - 60 + 90) % 180 - 90) < 20
    assert vector[-2] == pytest.approx(0.15)
    assert 1500 < vector[8] < 8000


def test_less_than_nothing_is_not_added():
    def of_nothing(model, start):
        part, places = without_disk(model)
        too_bright = start[:, places].copy()
        too_bright[:, 3] *= 30
        candidates = candidates_of(model, start)
        return improvements(part, part.parameters.variables(too_bright), candidates.maps)

    steps, amount, gain = of_galaxy(of_nothing)
    assert (amount >= 0).all()
    assert ((gain > 0) == (amount > 0)).all()
    assert np.isfinite(steps).all()
