from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.deblending.tree import level_values
from sexlike.errors import SexlikeError
from sexlike.measure.columns.aperture import aperture
from sexlike.measure.columns.growth import growth
from sexlike.measure.photometry.response import check_densities, density_scale, intensity

from .. import plain

GAMMA = 100.0
SCALE = GAMMA / np.log(10)
PLATE = {"DETECT_TYPE": "PHOTO", "MAG_GAMMA": GAMMA}


def measure(image, objects, offset=0.0, **keywords):
    """Photometry in a circle of 10 pixels, and the growth curve."""
    config = plain.config(**PLATE | keywords)
    masks, sky = plain.masks(objects, config), SimpleNamespace(offset=np.full(len(objects), offset, np.float32))
    circle = aperture(image, objects, config, plain.request(FLUX_APER=(1,)), masks, sky)
    return circle, growth(image, objects, config, masks, sky)


def test_a_ccd_is_linear_and_a_plate_logarithmic():
    value = np.float32([0, GAMMA, 2 * GAMMA])
    assert density_scale(plain.config()) == 0
    assert intensity(value, 0) is value
    np.testing.assert_allclose(intensity(value, density_scale(plain.config(**PLATE))), [1, 10, 100])


def test_densities_that_overflow_are_infinite():
    assert intensity(np.float32([1e6]), 1.0)[0] == np.inf


def test_fluxes_are_light_above_that_of_the_sky():
    at, area = plain.objects(50, 50), aperture_area()
    circle, curve = measure(plain.image(np.full((100, 100), GAMMA)), at)
    assert circle.flux[0, 0] == pytest.approx(SCALE * 9 * area, rel=1e-6)
    assert curve.light[0, -1] == pytest.approx(9 * np.pi * 144, rel=0.01)
    circle, curve = measure(plain.image(np.full((100, 100), GAMMA)), at, offset=GAMMA)
    assert circle.flux[0, 0] == pytest.approx(0, abs=1e-3)
    assert curve.light[0, -1] == pytest.approx(0, abs=1e-2)


def aperture_area():
    """Area of the circle in sub-pixels."""
    image = plain.image(np.ones((100, 100)))
    return measure(image, plain.objects(50, 50), DETECT_TYPE="CCD")[0].flux[0, 0]


def test_errors_are_those_of_densities_in_light():
    image, at = plain.image(np.full((100, 100), GAMMA), sigma=2.0, gain=3.0), plain.objects(50, 50)
    circle, _ = measure(image, at)
    assert circle.flux_error[0, 0] == pytest.approx(np.sqrt(aperture_area() * 4) * 10 / SCALE, rel=1e-6)
    weighed = plain.image(image.pixels, sigma=2.0, gain=0.0, variance=np.full((100, 100), 4.0))
    np.testing.assert_allclose(measure(weighed, at)[0].flux_error, circle.flux_error, rtol=1e-6)


def test_levels_of_deblending_are_at_equal_steps():
    threshold, peak = np.float32([2]), np.float32([34])
    np.testing.assert_allclose(level_values(threshold, peak, 4, linear=True)[:, 0], [2, 10, 18, 26])
    np.testing.assert_allclose(level_values(threshold, peak, 4)[:, 0], 2 * 17 ** np.array([0, 0.25, 0.5, 0.75]))


def test_plates_too_dense_are_refused():
    background = SimpleNamespace(mean=1000.0, sigma=10.0)
    config = plain.config(**PLATE, origin=lambda name: "run.sex:3")
    check_densities(background, config)
    check_densities(background, plain.config())
    config.MAG_GAMMA = 4.0
    with pytest.raises(SexlikeError, match="MAG_GAMMA"):
        check_densities(background, config)
