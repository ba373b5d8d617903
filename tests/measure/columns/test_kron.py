import numpy as np
import pytest

from sexlike.measure.columns.kron import kron, kron_search
from sexlike.measure.columns.petrosian import petrosian, petrosian_search
from sexlike.measure.photometry.ellipses import is_crowded, scaled_ellipses

from .. import plain


def measure(image, objects, detection_image=None, **keywords):
    """Kron and Petrosian photometry of some objects."""
    config = plain.config(**keywords)
    masks = plain.masks(objects, config)
    measured = []
    for search, photometry in ((kron_search, kron), (petrosian_search, petrosian)):
        size = search(detection_image or image, objects, config, masks)
        measured.append(photometry(image, objects, config, masks, plain.NO_OFFSET, size))
    return measured


def exponential(radius):
    """A galaxy with the profile exp(-r)."""
    row, column = np.mgrid[:200, :200] - 100.0
    return 100 * np.exp(-np.hypot(row, column) / radius)


def test_kron_radius_of_a_gaussian():
    # Within 6 sigma the mean radius of a Gaussian, weighted with light, is sqrt(pi / 2) sigma.
    pixels = plain.gaussian(100.2, 99.7, 1e4, 6.0, 3.0, 25.0, shape=(200, 200))
    at = plain.objects(100.2, 99.7, 6.0, 3.0, 25.0, shape=(200, 200))
    auto, _ = measure(plain.image(pixels), at, PHOT_AUTOPARAMS=(2.5, 0.5))
    assert auto.radius[0] == pytest.approx(2.5 * np.sqrt(np.pi / 2), rel=1e-3)
    assert auto.flux[0] == pytest.approx(1e4 * (1 - np.exp(-(auto.radius[0] ** 2) / 2)), rel=2e-3)
    assert not auto.crowded[0]
    assert not auto.clipped[0]


def test_small_apertures_are_made_as_large_as_the_least():
    pixels = plain.gaussian(50, 50, 1e4, 3.0, 3.0)
    auto, petro = measure(
        plain.image(pixels), plain.objects(50, 50, 3, 3), PHOT_AUTOPARAMS=(1.0, 4.5), PHOT_PETROPARAMS=(0.5, 4.5)
    )
    assert auto.radius[0] == petro.radius[0] == 4.5
    assert auto.flux[0] == petro.flux[0]


def test_petrosian_radius_of_an_exponential():
    # For exp(-r / h) the local surface brightness at the Petrosian radius is a fifth of the mean within it.
    scale = 5.0
    r = np.linspace(0.01, 10, 2000)
    inner = 2 * (1 - (1 + r) * np.exp(-r)) / r**2
    expected = r[np.argmax(np.exp(-r) < 0.2 * inner)] * scale
    axis = 6.0
    at = plain.objects(100, 100, axis, axis, shape=(200, 200))
    _, petro = measure(plain.image(exponential(scale)), at, PHOT_PETROPARAMS=(1.0, 0.1))
    step = 6 / 20 * axis  # radii are tried in steps
    assert petro.radius[0] * axis == pytest.approx(expected, abs=1.5 * step)


def test_a_profile_that_never_fades_takes_the_last_ring():
    _, petro = measure(plain.image(np.ones((100, 100))), plain.objects(50, 50, 3, 3), PHOT_PETROPARAMS=(1.0, 0.1))
    assert petro.radius[0] == pytest.approx(16 * 1.1 * 6 / 20, rel=1e-6)


def test_objects_without_light_have_the_least_aperture_and_no_radius():
    auto, petro = measure(plain.image(np.full((100, 100), -1.0)), plain.objects(50, 50, 3, 3))
    for found in (auto, petro):
        assert found.flux[0] == pytest.approx(-np.pi * (3.5 * 3) ** 2, rel=0.02) or found is petro
        assert found.flux[0] < 0
        assert found.radius[0] == 0


def test_circles_take_the_place_of_small_ellipses():
    pixels = np.ones((100, 100))
    auto, _ = measure(plain.image(pixels), plain.objects(50, 50, 2, 1), PHOT_AUTOAPERS=(0.0, 40.0))
    assert auto.radius[0] == 0
    assert auto.flux[0] == pytest.approx(np.pi * 20**2, rel=0.01)
    ellipses, is_circle = scaled_ellipses(plain.objects([1, 1], [1, 1], 4, 4), np.float32([2, 3]), 20.0)
    np.testing.assert_array_equal(is_circle, [True, False])
    np.testing.assert_array_equal(ellipses.limit, [10, 3])


def test_the_size_is_looked_for_on_the_detection_image():
    wide, narrow = (plain.image(plain.gaussian(50, 50, 1e4, size, size)) for size in (4.0, 2.0))
    at = plain.objects(50, 50, 4, 4)
    one, _ = measure(narrow, at, wide, PHOT_AUTOPARAMS=(2.5, 0.5))
    other, _ = measure(wide, at, wide, PHOT_AUTOPARAMS=(2.5, 0.5))
    assert one.radius[0] == other.radius[0]
    assert one.flux[0] > other.flux[0]


def test_crowded_and_cut_apertures_are_told_of():
    pixels = plain.gaussian(50, 50, 1e4, 3.0, 3.0)
    blanked = np.zeros(pixels.shape, int)
    blanked[:, 56:] = 2
    auto, petro = measure(plain.image(pixels), plain.objects(50, 50, 3, 3, blanked=blanked))
    assert auto.crowded[0]
    assert petro.crowded[0]
    auto, petro = measure(plain.image(pixels), plain.objects([50, 95], [50, 50], 3, 3))
    np.testing.assert_array_equal(auto.clipped, [False, True])
    np.testing.assert_array_equal(petro.clipped, [False, True])


def test_a_tenth_hidden_is_many_in_single_precision():
    np.testing.assert_array_equal(is_crowded(np.array([25.0, 24, 0]), np.array([250.0, 250, 0])), [True, False, False])


def test_whole_pixels_have_the_error_of_their_number():
    pixels = plain.gaussian(50, 50, 1e4, 3.0, 3.0)
    auto, _ = measure(plain.image(pixels, sigma=2.0), plain.objects(50, 50, 3, 3), PHOT_AUTOPARAMS=(0.1, 3.0))
    row, column = np.mgrid[:100, :100] - 50
    assert auto.flux_error[0] == pytest.approx(2 * np.sqrt(np.count_nonzero(np.hypot(row, column) <= 9)))
