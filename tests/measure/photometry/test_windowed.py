import numpy as np
import pytest

from sexlike.detection.moments import Moments
from sexlike.measure.columns.windowcolumns import windowed_error, windowed_flux, windowed_moments, windowed_positions
from sexlike.measure.photometry.windowed import windowed

from .. import plain

SIGMA = 3.0
HALF_LIGHT = np.sqrt(2 * np.log(2)) * SIGMA


def measure(image, objects, half_light=HALF_LIGHT, **keywords):
    """Windowed, and WindowedPositions, of some objects."""
    config = plain.config(**keywords)
    radius = np.full(len(objects), half_light, np.float32)
    found = windowed(image, objects, config, plain.masks(objects, config), radius)
    return found, windowed_positions(found, objects)


def isophotal(n, value=7.0):
    """Moments that stand in."""
    return Moments(*(np.full(n, value) for _ in range(9)))


def test_windows_find_the_centre():
    pixels = plain.gaussian(50.3, 49.8, 1e4, SIGMA, SIGMA)
    found, positions = measure(plain.image(pixels), plain.objects([50.9, 49.5], [49.2, 50.3], SIGMA, SIGMA))
    np.testing.assert_allclose(positions.x, 50.3, atol=1e-3)
    np.testing.assert_allclose(positions.y, 49.8, atol=1e-3)
    assert (found.iterations > 1).all()
    assert (found.iterations < 10).all()
    assert not positions.flags.any()


def test_moments_are_those_of_light_times_window():
    pixels = plain.gaussian(50, 50, 1e4, 4.0, 2.0)
    at = plain.objects(50, 50, 4.0, 2.0)
    _, positions = measure(plain.image(pixels), at)
    moments = windowed_moments(positions, isophotal(1))
    window = (2 * HALF_LIGHT / 2.35) ** 2
    assert moments.x2[0] == pytest.approx(1 / (1 / 16 + 1 / window), rel=0.01)
    assert moments.y2[0] == pytest.approx(1 / (1 / 4 + 1 / window), rel=0.01)
    assert moments.xy[0] == pytest.approx(0, abs=1e-3)
    assert moments.a[0] > moments.b[0]


def test_flux_and_noise_in_the_window():
    pixels = plain.gaussian(50, 50, 1e4, SIGMA, SIGMA)
    found, _ = measure(plain.image(pixels, sigma=2.0), plain.objects(50, 50, SIGMA, SIGMA))
    flux, error = windowed_flux(found)
    window2 = (2 * HALF_LIGHT / 2.35) ** 2
    assert flux[0] == pytest.approx(1e4 * window2 / (window2 + SIGMA**2), rel=0.01)
    # The sum of the squares of the weights exp(-r2 / 2 sigma2) is pi sigma2.
    assert error[0] == pytest.approx(2 * np.sqrt(np.pi * window2), rel=0.01)
    noisy, _ = measure(plain.image(pixels, sigma=2.0, gain=0.5), plain.objects(50, 50, SIGMA, SIGMA))
    assert windowed_flux(noisy)[1][0] > 3 * error[0]


def test_the_gain_may_follow_the_weights():
    pixels, variance = plain.gaussian(50, 50, 1e4, SIGMA, SIGMA), np.full((100, 100), 8.0)
    image = plain.image(pixels, sigma=2.0, gain=1.0, variance=variance)
    plainly, _ = measure(image, plain.objects(50, 50, SIGMA, SIGMA), WEIGHT_GAIN=False)
    following, _ = measure(image, plain.objects(50, 50, SIGMA, SIGMA))
    sky, _ = measure(plain.image(pixels, variance=variance), plain.objects(50, 50, SIGMA, SIGMA))
    assert (following.n - sky.n)[0] == pytest.approx(2 * (plainly.n - sky.n)[0])


def test_errors_of_positions():
    pixels = plain.gaussian(50, 50, 1e4, SIGMA, SIGMA)
    at = plain.objects(50, 50, SIGMA, SIGMA)
    found, positions = measure(plain.image(pixels), at)
    error = windowed_error(found, positions, isophotal(1), at, plain.request())
    window2 = (2 * HALF_LIGHT / 2.35) ** 2
    weights2, second = np.pi * window2, np.pi * window2 * window2 / 2
    expected = 4 * (second + 0.0833 * weights2) / found.s[0] ** 2
    assert error.x2[0] == pytest.approx(expected, rel=0.02)
    assert error.y2[0] == pytest.approx(expected, rel=0.02)


def test_windows_without_light_stay_where_they_are():
    found, positions = measure(plain.image(np.full((100, 100), -1.0)), plain.objects(50, 50, SIGMA, SIGMA))
    assert positions.flags[0] & 4
    assert found.iterations[0] == 1
    assert (found.x[0], found.y[0]) == (50, 50)


def test_windows_that_run_away_are_flagged():
    pixels = plain.gaussian(50, 50, 10.0, SIGMA, SIGMA) + plain.gaussian(58, 58, 1e5, SIGMA, SIGMA)
    _, positions = measure(plain.image(pixels), plain.objects(50, 50, 1.5, 1.5))
    assert positions.flags[0] == 8
    assert positions.x[0] == 50


def test_windows_that_leave_the_image_are_flagged():
    pixels = plain.gaussian(3, 50, 1e4, SIGMA, SIGMA) + plain.gaussian(50, 50, 1e4, SIGMA, SIGMA)
    found, _ = measure(plain.image(pixels), plain.objects([3, 50], [50, 50], SIGMA, SIGMA))
    np.testing.assert_array_equal(found.clipped, [True, False])


def test_many_objects_are_the_same_as_each_alone():
    rng = np.random.default_rng(2)
    x, y = rng.uniform(15, 85, (2, 40))
    pixels = sum(plain.gaussian(u, v, 1e3, SIGMA, SIGMA) for u, v in zip(x, y, strict=True))
    image = plain.image(pixels + rng.normal(size=pixels.shape))
    together, _ = measure(image, plain.objects(x, y, SIGMA, SIGMA))
    for k in (0, 17, 39):
        alone, _ = measure(image, plain.objects(x[k], y[k], SIGMA, SIGMA))
        for name in ("x", "y", "s", "sxx", "nxy", "iterations"):
            assert getattr(alone, name)[0] == pytest.approx(getattr(together, name)[k], rel=1e-9, abs=1e-9)
