"""Fits of galaxies."""

import os
from dataclasses import replace

import numpy as np
import pytest

from sexlike.measure.flags import ModelFlag
from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.components import SPHEROID_FLUX, Components
from sexlike.measure.models.drawing import draw_models
from sexlike.measure.models.galaxies import unseen
from sexlike.measure.models.layers import Canvas
from sexlike.measure.models.minimiser import Minimum
from sexlike.measure.models.modelslopes import ModelCost

from .galaxies import bounds_of, fitted, sky_with_models, starts_of
from .sources import boxes, gaussian_psf, scene, sky_with

SERSIC, DISK = Components(spheroid=True, sersic=True), Components(disk=True)
BOTH, LEVEL = Components(spheroid=True, sersic=True, disk=True), Components(offset=True, point=True)
GALAXIES = np.array([[0.2, -0.3, 3000, 3.0, 0.5, 30, 2.0], [-0.4, 0.1, 5000, 2.5, 0.8, -60, 1.2]])
CENTRES = [(35, 40), (64, 60)]


def longer_first(vector):
    """Vectors of a Sersic profile or a disk whose first axis is the longer one."""
    x, y, flux, scale, aspect, angle, *index = vector.T
    ratio, turned = np.maximum(aspect, 1), np.where(aspect > 1, angle + 90, angle)
    return np.stack([x, y, flux, scale * ratio, aspect / ratio**2, turned, *index], axis=1)


def test_sersic_profiles():
    found = fitted(sky_with_models(SERSIC, GALAXIES, CENTRES), SERSIC, [2000, 7000])
    vector = longer_first(found.vector)
    assert np.allclose(vector[:, :5], GALAXIES[:, :5], rtol=0.03, atol=0.02)
    assert np.allclose(np.cos(np.radians(2 * (vector[:, 5] - GALAXIES[:, 5]))), 1, atol=1e-3)
    assert np.allclose(vector[:, 6], GALAXIES[:, 6], rtol=0.06)
    assert (found.flags == 0).all()


def test_disks():
    disks = np.array([[0.2, -0.3, 3000, 1.9, 0.5, 30], [-0.4, 0.1, 5000, 1.2, 0.8, -60]])
    found = fitted(sky_with_models(DISK, disks, CENTRES), DISK, [2000, 7000])
    assert np.allclose(longer_first(found.vector)[:, :5], disks[:, :5], rtol=0.02, atol=0.02)


def test_two_components():
    both = np.array([[0.1, 0.2, 2000, 1.5, 1.1, 0, 3.0, 4000, 4.0, 0.5, 60]])
    found = fitted(sky_with_models(BOTH, both, [(50, 50)], half=16), BOTH, [6500], radius=4.0)
    assert found.vector[0, [2, 7]].sum() == pytest.approx(6000, rel=0.03)
    assert found.vector[0, 7] == pytest.approx(4000, rel=0.2)


def test_a_point_on_a_level():
    point = np.array([[0.02, 0.1, 0.2, 2000.0]])
    found = fitted(sky_with_models(LEVEL, point, [(50, 50)]), LEVEL, [1500])
    assert np.allclose(np.abs(found.vector), point, rtol=0.02, atol=5e-3)


def test_pulls():
    """Parameters are as far from the truth as their errors tell: of 60 galaxies in noise of 1."""
    centres = [(x, y) for x in np.arange(10) * 60 + 40 for y in np.arange(6) * 60 + 40]
    truth = np.tile([0.2, -0.1, 4000, 3.0, 0.6, 30, 1.5], (60, 1))
    data = sky_with_models(SERSIC, truth, centres, shape=(400, 640), noise=1.0)
    found = fitted(data, SERSIC, np.full(60, 3500.0))
    errors = np.sqrt(found.covariance.diagonal(axis1=1, axis2=2))
    pulls = ((found.vector - truth) / errors)[:, [0, 1, 2, 3, 4, 6]]
    assert np.allclose(np.median(pulls, axis=0), 0, atol=0.5)
    assert ((np.abs(pulls) < 1).mean(axis=0) > 0.5).all()
    assert ((np.abs(pulls) < 1).mean(axis=0) < 0.85).all()


@pytest.mark.parametrize("components", [SERSIC, DISK, BOTH, LEVEL, Components(offset=True)])
def test_slopes(components):
    data = scene(sky_with(50.3, 49.8, 900, sigma=2.2, noise=1), boxes(50.3, 49.8))
    start = starts_of(components, [800.0])
    bounds = bounds_of(components, [800.0], start)
    variables = bounds.variables(start) + 0.05 + 0.02 * np.arange(start.shape[1])
    members, step = np.arange(1), 0.03

    def check(batch, batch_data):
        model = ModelCost(Canvas.of(components, batch_data), bounds)
        here = model.slopes(variables, members)
        assert here.cost == model.cost(variables, members)
        trial = model.trial(variables, members).of(members)
        assert all(np.array_equal(a, b) for a, b in zip(here, trial, strict=True))
        assert len(model.slopes(variables[:0], members[:0]).cost) == 0
        for k, name in enumerate(components.parameters):
            move = np.eye(start.shape[1])[k] * step
            change = model.cost(variables + move, members) - model.cost(variables - move, members)
            error = np.abs(here.gradient[0, k] - change[0] / (4 * step))
            assert error < 0.3 * np.sqrt(here.normal[0, k, k]) + 0.2 * np.abs(here.gradient[0, k]), name
        assert np.array_equal(here.normal, here.normal.swapaxes(1, 2))

    for_batches(check, data)


def test_parts_add_up_to_the_model():
    both = np.array([[0.1, 0.2, 2000, 1.5, 1.1, 0, 3.0, 4000, 4.0, 0.5, 60]])
    data = scene(np.zeros((100, 100), np.float32), boxes(50, 50))

    def check(batch, batch_data):
        whole, spheroid, disk = (
            draw_models(BOTH, batch_data, both, (71, 70), parts) for parts in (None, [SPHEROID_FLUX], ["disk flux"])
        )
        assert whole.shape == (1, 71, 70)
        assert np.allclose(whole, spheroid + disk, atol=1e-3)
        assert whole.argmax() == 35 * 70 + 35

    for_batches(check, data)


def test_rough_slopes_are_about_those_of_all_samples():
    """The cost is the same; derivatives of a galaxy that is larger than the PSF differ by little."""
    data = scene(sky_with(50.3, 49.8, 900, sigma=2.2, noise=1), boxes(50.3, 49.8), gaussian_psf(2.0, 0.8, 31))
    start = starts_of(BOTH, [800.0])
    bounds = bounds_of(BOTH, [800.0], start)
    start[:, [3, 4, 6]] = 1.5, 0.6, 2  # radius, axis ratio and index of a spheroid that is not round
    variables, members = bounds.variables(start) + 0.05, np.arange(1)

    def check(batch, batch_data):
        model = ModelCost(Canvas.of(BOTH, batch_data), bounds)
        assert model.canvas.sparser == 2
        fine, rough = (of.slopes(variables, members) for of in (model, replace(model, rough=True)))
        assert rough.cost == fine.cost
        sigmas = np.sqrt(fine.normal[0].diagonal())
        change = np.abs((rough.normal - fine.normal)[0] / np.outer(sigmas, sigmas))
        matters = sigmas > 1
        assert change[np.ix_(matters, matters)].max() < 0.1
        assert not np.array_equal(rough.normal, fine.normal)

    for_batches(check, data)


def test_no_pixels_no_fit():
    data = scene(sky_with(50, 50, 100), boxes([50, 20], [50, 20]), saturation=-1e30)
    found = fitted(data, SERSIC, [90, 90])
    assert found.flags.tolist() == [ModelFlag.TOO_FEW_PIXELS] * 2
    for values in (found.vector, found.covariance, found.chi2, found.iterations):
        assert not values.any()


@pytest.mark.parametrize(("components", "flagged"), [(SERSIC, True), (Components(offset=True), False)])
def test_models_that_no_pixel_sees_are_at_a_bound(components, flagged):
    number = len(components.parameters)
    normal = np.diag(np.where(np.isin(np.arange(number), components.fluxes), 0.0, 1.0))
    minimum = Minimum(np.zeros((1, number)), np.ones(1), normal[None], np.ones(1, np.int64))
    assert unseen(minimum, components).tolist() == [flagged]


def fuzzed(random, number):
    """Objects of all kinds of trouble: pixels, objects, saturation and fluxes."""
    shape = (160, 170)
    x, y = random.uniform(-2, 172, number), random.uniform(-2, 162, number)
    flux = random.normal(size=number) * 10 ** random.uniform(0, 6, number)
    sigma = 10 ** random.uniform(-0.3, 1.2)
    pixels = sky_with(x, y, flux, sigma=sigma, shape=shape, noise=10 ** random.uniform(-1, 1))
    pixels[random.random(shape) < random.choice([0, 0.02, 0.5, 0.98])] = -1e30
    objects = boxes(x, y, half=0, shape=shape)
    for low, high in ((objects.x_min, objects.x_max), (objects.y_min, objects.y_max)):
        low -= random.integers(0, 9, number, dtype=np.int32)
        high += random.integers(0, 9, number, dtype=np.int32)
    if random.random() < 0.1:
        objects.x_max[0] += 600
    return pixels, objects, 10 ** random.uniform(1, 6), flux


@pytest.mark.parametrize("components", [SERSIC, BOTH, Components(spheroid=True, disk=True)])
def test_trouble(components):
    """Whatever the pixels are, there is a value of each parameter."""
    rounds, number = (100, 20) if os.environ.get("CI_FULL") else (3, 8)
    for seed in range(rounds):
        random = np.random.default_rng([seed, len(components.parameters)])
        pixels, objects, saturation, flux = fuzzed(random, number)
        psf = gaussian_psf(random.uniform(0.6, 3), random.uniform(0.4, 1.5), int(random.integers(7, 40)))
        data = scene(pixels, objects, psf, saturation=saturation, gain=random.choice([0, 2.0]))
        found = fitted(data, components, flux, radius=10 ** random.uniform(-1, 2))
        for values in (found.vector, found.covariance, found.chi2):
            assert np.isfinite(values).all()
        none = (found.flags & ModelFlag.TOO_FEW_PIXELS) > 0
        assert not found.vector[none].any()
        assert (found.vector[~none][:, components.fluxes] > 0).all()
