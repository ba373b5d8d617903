"""Models of galaxies against SExtractor 2.25.0: how well its own models fit, and whether ours fit better."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.models import galaxies
from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.components import Components
from sexlike.measure.models.galaxies import best_minimum
from sexlike.measure.models.layers import Canvas
from sexlike.measure.models.minimiser import minimise
from sexlike.measure.models.modelslopes import ModelCost
from sexlike.measure.models.parameters import FARTHEST
from sexlike.measure.registry import QUANTITIES, Quantity

from .reference.make_psf_reference import BASE, SERSIC, SETTINGS, write_field

REFERENCE = Path(__file__).parent / "reference"
STARTS = 5


@pytest.fixture(scope="module")
def theirs():
    """SExtractor's catalog."""
    with gzip.open(REFERENCE / "sersic.fits.gz") as file:
        return np.array(fits.getdata(file))


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    """What models are fitted to in the field, from where, and what comes out: of a run of sexlike."""
    folder, seen, declared = tmp_path_factory.mktemp("field"), {}, QUANTITIES["model_fits"]
    write_field(folder)

    def model_fits(**given):
        seen.update(given, found=declared.function(**given))
        return seen["found"]

    settings = SETTINGS | {"PSF_NAME": str(folder / "field.psf"), "COMPATIBILITY": "SEXTRACTOR"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(QUANTITIES, "model_fits", Quantity("model_fits", model_fits, declared.needs, ()))
        seen["table"] = sexlike.extract(str(folder / "field.fits"), params=[*BASE, *SERSIC], **settings)
    assert seen["model_components"] == Components(spheroid=True, sersic=True)
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


def cost_at(fit, vectors):
    """The costs of vectors."""

    def cost(model, batch):
        return model.cost(variables_of(model, vectors[batch]), np.arange(len(batch)))

    return each(fit, cost)


def test_cost_of_their_models(fit, theirs):
    vectors = theirs["VECTOR_MODEL"].astype(float)

    def reduced(model, batch):
        variables = variables_of(model, vectors[batch])
        number = np.count_nonzero(model.canvas.data.stamps.weights, axis=(1, 2))
        return (model.cost(variables, np.arange(len(batch))) - variables[:, 4] ** 2) / (number - 7)

    gap = np.abs(each(fit, reduced) / theirs["CHI2_MODEL"] - 1)
    assert np.median(gap) < 1e-5
    assert np.percentile(gap, 95) < 1e-3


def test_fits_are_near_the_lowest_cost(fit, theirs):
    """... of SExtractor's fit, of ours, and of a search from five places."""
    ours, start = cost_at(fit, fit["found"].vector), fit["model_start"]
    lowest = np.minimum(ours, cost_at(fit, theirs["VECTOR_MODEL"].astype(float)))
    random = np.random.default_rng(1)
    for _ in range(STARTS):
        moved = random.normal(0, 0.5, start.shape)

        def search(model, batch, moved=moved):
            return minimise(model.slopes, model.parameters.variables(start[batch]) + moved[batch], model.cost).cost

        lowest = np.minimum(lowest, each(fit, search))
    assert np.mean(ours > lowest + 1) <= 0.15


def test_values_and_errors(fit, theirs):
    found = fit["found"]
    error = theirs["FLUXERR_MODEL"]
    gap = np.abs(found.vector[:, 2] - theirs["FLUX_MODEL"]) / error
    assert np.median(gap) < 0.6
    assert np.median(np.abs(found.vector[:, 0] - theirs["VECTOR_MODEL"][:, 0])) < 0.02
    assert 0.8 < np.median(np.sqrt(found.covariance[:, 2, 2]) / error) < 1.25
    assert 0.8 < np.median(found.covariance[:, 0, 0] / theirs["MATRIX_MODELERR"][:, 0, 0]) < 1.25
    assert np.mean(found.flags == theirs["FLAGS_MODEL"]) > 0.8


def test_the_best_of_several_minima_is_taken(fit):
    """What `best_minimum` gives is what the columns hold."""

    def cost(model, batch):
        return best_minimum(model, fit["model_start"][batch]).cost

    assert np.allclose(each(fit, cost), cost_at(fit, fit["found"].vector), rtol=1e-4)
