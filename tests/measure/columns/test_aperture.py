import numpy as np
import pytest

from sexlike.measure.columns.aperture import aperture

from .. import plain


def measure(image, objects, diameters=(10.0,), **keywords):
    """AperturePhotometry of some objects."""
    config = plain.config(PHOT_APERTURES=diameters, **keywords)
    request = plain.request(FLUX_APER=(len(diameters),))
    return aperture(image, objects, config, request, plain.masks(objects, config), plain.NO_OFFSET)


def test_on_a_uniform_image_the_flux_is_the_area():
    found = measure(plain.image(np.full((100, 100), 3.0)), plain.objects([50.2, 30.7], [40.4, 60.1]), (3.0, 7.0, 30.0))
    area = np.pi * np.array([3.0, 7.0, 30.0]) ** 2 / 4
    # A sub-pixel is in or out: the rim of the smallest crosses some 50 of them.
    np.testing.assert_allclose(found.flux, np.tile(3 * area, (2, 1)), rtol=0.04)
    np.testing.assert_allclose(found.flux[:, 1:], np.tile(3 * area[1:], (2, 1)), rtol=0.015)
    assert not found.clipped.any()


def test_light_of_a_gaussian():
    diameters = (8.0, 16.0, 50.0)
    found = measure(plain.image(plain.gaussian(50.3, 40.6, 1000.0, 5.0, 5.0)), plain.objects(50.3, 40.6), diameters)
    expected = 1000 * (1 - np.exp(-(np.array(diameters) ** 2) / 4 / 50))
    np.testing.assert_allclose(found.flux[0], expected, rtol=7e-3)


def test_errors_are_sky_noise_and_photons():
    pixels = plain.gaussian(50, 50, 1000.0, 2.0)
    quiet = measure(plain.image(pixels, sigma=0.5), plain.objects(50, 50))
    area = measure(plain.image(np.ones((100, 100))), plain.objects(50, 50)).flux
    np.testing.assert_allclose(quiet.flux_error, np.sqrt(area * 0.25), rtol=1e-6)
    noisy = measure(plain.image(pixels, sigma=0.5, gain=2.0), plain.objects(50, 50))
    np.testing.assert_allclose(noisy.flux_error, np.sqrt(area * 0.25 + noisy.flux / 2), rtol=1e-6)


def test_weights_give_each_pixel_its_variance():
    pixels, variance = np.ones((100, 100)), np.full((100, 100), 4.0)
    variance[:, 50:] = 16.0
    found = measure(plain.image(pixels, variance=variance), plain.objects(49.5, 50))
    np.testing.assert_allclose(found.flux_error**2, found.flux * 10, rtol=1e-6)


def test_the_gain_may_follow_the_weights():
    pixels, variance = np.full((100, 100), 3.0), np.full((100, 100), 4.0)
    image, at = plain.image(pixels, sigma=1.0, gain=2.0, variance=variance), plain.objects(50, 50)
    plainly = measure(image, at, WEIGHT_GAIN=False)
    area = plainly.flux / 3
    np.testing.assert_allclose(plainly.flux_error**2, area * 4 + plainly.flux / 2, rtol=1e-6)
    following = measure(image, at, WEIGHT_GAIN=True)
    # The photons of all pixels that the circle's box holds near the rim count in full: 88 of them for a radius of 5.
    photons = following.flux_error**2 - area * 4
    pixels_counted = photons / (3 / 2 * 4)
    assert pixels_counted[0, 0] == pytest.approx(round(pixels_counted[0, 0]), abs=1e-6)
    assert np.pi * 25 < pixels_counted[0, 0] < np.pi * 5.75**2


def test_photons_of_pixels_in_the_box_count_even_without_a_part_inside():
    variance = np.full((100, 100), 4.0)
    image, at = plain.image(np.ones((100, 100)), gain=1.0, variance=variance), plain.objects(50, 50)
    found = measure(image, at, (10.0,))
    # All pixels nearer than the radius and 0.75 whose box is that of the circle: -5 to 6 - that is to say, to 5.
    row, column = np.mgrid[-6:7, -6:7]
    counted = np.count_nonzero((np.hypot(row, column) < 5.75) & (abs(row) <= 5) & (abs(column) <= 5))
    assert found.flux_error[0, 0] ** 2 == pytest.approx(found.flux[0, 0] * 4 + 4 * counted, rel=1e-6)


def test_a_local_background_is_subtracted():
    image, at = plain.image(np.full((100, 100), 3.0)), plain.objects(50, 50)
    config, request = plain.config(), plain.request(FLUX_APER=(1,))
    offset = plain.NO_OFFSET.offset + np.float32(3)
    found = aperture(image, at, config, request, plain.masks(at, config), type("Sky", (), {"offset": offset}))
    np.testing.assert_allclose(found.flux, 0, atol=1e-5)


def test_a_neighbour_is_replaced_by_the_other_side():
    both = plain.gaussian(50, 50) + plain.gaussian(57, 50)
    blanked = np.zeros(both.shape, int)
    blanked[both > 0.01] = 1
    blanked[:, 53:] = np.where(blanked[:, 53:], 2, 0)
    at = plain.objects([50, 57], [50, 50], blanked=blanked)
    alone = measure(plain.image(plain.gaussian(50, 50)), plain.objects(50, 50)).flux[0, 0]
    errors = {
        kind: abs(measure(plain.image(both), at, MASK_TYPE=kind).flux[0, 0] - alone)
        for kind in ("NONE", "BLANK", "CORRECT")
    }
    assert errors["CORRECT"] < 0.3 * min(errors["NONE"], errors["BLANK"])


def test_apertures_that_leave_the_image_are_flagged():
    found = measure(plain.image(np.ones((100, 100))), plain.objects([50, 3], [50, 50]), (2.0, 10.0))
    np.testing.assert_array_equal(found.clipped, [False, True])
    assert found.flux[1, 1] < 0.95 * found.flux[0, 1]
