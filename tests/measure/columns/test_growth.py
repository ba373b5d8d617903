import numpy as np
import pytest

from sexlike.measure.columns.growth import GrowthCurves, growth, half_light_radius, radius_of, sampled
from sexlike.measure.registry import COLUMNS

from .. import plain

HALF = np.sqrt(2 * np.log(2))  # half-light radius of a Gaussian, sigmas


def curves(image, objects, **keywords):
    """Growth curves of some objects."""
    config = plain.config(**keywords)
    return growth(image, objects, config, plain.masks(objects, config), plain.NO_OFFSET)


def light_within(flux):
    """Photometry that found this flux."""
    return type("Photometry", (), {"flux": np.float32(flux)})


def made_up(light, reach=64.0):
    """A growth curve of this cumulated light."""
    return GrowthCurves(np.atleast_2d(np.asarray(light, float)), np.array([reach]), np.zeros(1, bool))


def test_on_a_uniform_image_light_grows_with_the_area():
    found = curves(plain.image(np.full((100, 100), 2.0)), plain.objects(50.2, 49.6, 3.0, 2.0))
    radii = found.limit[0] / 64 * np.arange(1, 65)
    assert found.limit[0] == 18
    np.testing.assert_allclose(found.light[0, 8:], 2 * np.pi * radii[8:] ** 2, rtol=0.02)
    assert not found.clipped[0]


@pytest.mark.parametrize("sigma", [2.0, 5.0, 20.0])
def test_half_light_radius_of_a_gaussian(sigma):
    # The largest has rings so wide that most pixels are not divided.
    side = int(sigma * 20)
    pixels = plain.gaussian(side / 2 + 0.3, side / 2 - 0.2, 1e4, sigma, sigma, shape=(side, side))
    at = plain.objects(side / 2 + 0.3, side / 2 - 0.2, sigma, sigma, shape=(side, side))
    found = curves(plain.image(pixels), at)
    assert half_light_radius(found, light_within([1e4]))[0] == pytest.approx(HALF * sigma, rel=0.02)
    assert found.light[0, -1] == pytest.approx(1e4, rel=1e-3)


def test_radii_of_several_fractions():
    pixels = plain.gaussian(50, 50, 1e4, 3.0, 3.0)
    at = plain.objects(50, 50, 3.0, 3.0)
    config, request = plain.config(PHOT_FLUXFRAC=(0.2, 0.8)), plain.request(FLUX_RADIUS=(3,))
    found = COLUMNS["FLUX_RADIUS"].function(
        growth=curves(plain.image(pixels), at), kron=light_within([1e4]), config=config, request=request
    )
    expected = 3 * np.sqrt(-2 * np.log([0.8, 0.2]))
    np.testing.assert_allclose(found[0, :2], expected, rtol=0.02)
    assert found[0, 2] == 0  # no third fraction is given


def test_radii_are_interpolated_between_rings():
    light = np.arange(1.0, 65)
    assert radius_of(made_up(light), np.float32([10.5]))[0] == pytest.approx(10.5)
    assert radius_of(made_up(light), np.float32([0.25]))[0] == pytest.approx(0.25)
    assert radius_of(made_up(light), np.float32([-3.0]))[0] == pytest.approx(-3)
    flat = np.r_[np.full(10, 5.0), np.full(54, 7.0)]
    assert radius_of(made_up(flat), np.float32([6.0]))[0] == pytest.approx(10.5)


def test_a_flux_that_is_never_reached_lies_within_the_reach():
    light = np.arange(1.0, 65)
    # SExtractor extrapolates from the two rings before the last, one ring further out.
    assert radius_of(made_up(light), np.float32([63.5]))[0] == 64
    assert radius_of(made_up(light), np.float32([1000]))[0] == 64
    fading = np.r_[np.arange(1.0, 63), 61.0, 60.0]
    assert radius_of(made_up(fading), np.float32([62.0]))[0] == 62


def test_the_half_light_radius_is_neither_negative_nor_tiny():
    light = np.arange(1.0, 65)
    assert half_light_radius(made_up(light), light_within([-20.0]))[0] == 10
    assert half_light_radius(made_up(light), light_within([0.1]))[0] == 0.5


def test_samples_of_the_curve():
    light = np.arange(1.0, 65) ** 2
    found = sampled(made_up(light), 16)[0]
    np.testing.assert_allclose(found, (4 * np.arange(1, 17.0)) ** 2, rtol=2e-5)
    finest = sampled(made_up(light), 128)[0]  # finer than the rings: within the first, in proportion
    assert finest[0] == pytest.approx(0.5 * light[0], rel=1e-4)


def test_neighbours_do_not_count():
    pixels = np.ones((100, 100))
    pixels[:, 60:] = 1000
    blanked = np.where(pixels > 500, 2, 0)
    found = curves(plain.image(pixels), plain.objects(50, 50, 3.0, 3.0, blanked=blanked))
    assert found.light[0, -1] == pytest.approx(np.pi * 18**2, rel=0.02)
    assert (
        curves(plain.image(pixels), plain.objects(50, 50, 3, 3, blanked=blanked), MASK_TYPE="NONE").light[0, -1] > 1e4
    )


def test_the_reach_is_no_less_than_the_least_aperture_and_its_end_is_told_of():
    found = curves(plain.image(np.ones((100, 100))), plain.objects([50, 5], [50, 50]), PHOT_AUTOAPERS=(30.0, 0.0))
    np.testing.assert_array_equal(found.limit, 30)
    np.testing.assert_array_equal(found.clipped, [False, True])
