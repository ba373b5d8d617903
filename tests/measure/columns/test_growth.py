import numpy as np
import pytest

from sexlike.measure.columns.growth import GrowthCurves, beyond_last_ring, growth, half_light_radius, radius_of, sampled
from sexlike.measure.registry import COLUMNS, Request

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
    config, request = (
        plain.config(PHOT_FLUXFRAC=(0.2, 0.8), COMPATIBILITY="SEXTRACTOR"),
        plain.request(FLUX_RADIUS=(3,)),
    )
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


def test_a_flux_that_is_never_reached_lies_within_the_limit():
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
    found = sampled(made_up(light), 16, 0.0)[0]
    np.testing.assert_allclose(found, (4 * np.arange(1, 17.0)) ** 2, rtol=2e-5)
    finest = sampled(made_up(light), 128, 0.0)[0]  # finer than the rings: within the first, in proportion
    assert finest[0] == pytest.approx(0.5 * light[0], rel=1e-4)


def test_light_is_that_of_the_sub_pixels_in_each_ring():
    pixels = np.random.default_rng(1).normal(10, 1, (40, 40))
    x, y, axis = 20.3137, 19.6211, 1.5  # a ring is 9 / 64 of a pixel wide: all pixels are divided
    found = curves(plain.image(pixels), plain.objects(x, y, axis, axis, shape=(40, 40)))
    steps = (np.arange(5) - 2) / 5
    row, column, j, i = np.meshgrid(np.arange(40), np.arange(40), steps, steps, indexing="ij")
    distance = np.hypot(row + j - y, column + i - x)
    light = np.broadcast_to(np.float32(pixels)[:, :, None, None] / 25, distance.shape)
    expected = [light[distance < limit].sum() for limit in 9 / 64 * np.arange(1, 65)]
    np.testing.assert_allclose(found.light[0], expected, rtol=1e-5)


def test_pixels_far_from_the_edges_of_rings_are_not_divided():
    pixels = np.zeros((200, 200))
    pixels[100, 103] = 10  # rings are 3 pixels wide, and 0.75 pixels on either side of an edge are divided
    pixels[100, 104] = 1
    found = curves(plain.image(pixels), plain.objects(100, 100, 32.0, 32.0, shape=(200, 200))).light[0]
    assert found[0] == pytest.approx(10 * 10 / 25)  # two of five columns lie within 3 pixels
    assert found[1] == pytest.approx(11)


def test_the_local_sky_counts_on_a_plate_only():
    image, at = plain.image(np.full((60, 60), 2.0)), plain.objects(30, 30, 2.0, 2.0, shape=(60, 60))
    sky = type("Sky", (), {"offset": np.float32([2.0])})
    ccd, plate = (plain.config(DETECT_TYPE=kind) for kind in ("CCD", "PHOTO"))
    assert growth(image, at, ccd, plain.masks(at, ccd), sky).light[0, -1] == pytest.approx(2 * np.pi * 144, rel=0.02)
    assert growth(image, at, plate, plain.masks(at, plate), sky).light[0, -1] == pytest.approx(0, abs=1e-3)


def test_columns_of_the_curve():
    curve = made_up(np.arange(1.0, 65) - 40)
    request = plain.request(FLUX_GROWTH=(16,), MAG_GROWTH=(2,))
    flux = COLUMNS["FLUX_GROWTH"].function(curve, plain.config(COMPATIBILITY="NONE"), request)[0]
    np.testing.assert_allclose(flux, 4 * np.arange(1, 17.0) - 40, atol=3e-4)
    magnitudes = COLUMNS["MAG_GROWTH"].function(curve, plain.config(MAG_ZEROPOINT=25.0, COMPATIBILITY="NONE"), request)[
        0
    ]
    np.testing.assert_allclose(magnitudes, [99, 25 - 2.5 * np.log10(24)], atol=2e-5)
    assert COLUMNS["FLUX_GROWTHSTEP"].function(curve, request)[0] == 4
    assert COLUMNS["MAG_GROWTHSTEP"].function(curve, request)[0] == 32
    assert COLUMNS["MAG_GROWTHSTEP"].function(curve, plain.request())[0] == 64


def test_beyond_the_last_ring():
    text = 64 * "12345678" + "FLUX_GRO" + "(4)"
    found = [
        beyond_last_ring(Request(sizes, text=text[:end]), plain.config(COMPATIBILITY=compatibility))
        for sizes in ({}, {"CLASS_STAR": ()})
        for end in (512, 523)
        for compatibility in ("NONE", "SEXTRACTOR")
    ]
    assert found == [0, 0, 0, np.frombuffer(b"FLUX_GRO", "<f8")[0], 0, 0, 0, 0]


def test_neighbours_do_not_count():
    pixels = np.ones((100, 100))
    pixels[:, 60:] = 1000
    blanked = np.where(pixels > 500, 2, 0)
    found = curves(plain.image(pixels), plain.objects(50, 50, 3.0, 3.0, blanked=blanked))
    assert found.light[0, -1] == pytest.approx(np.pi * 18**2, rel=0.02)
    assert (
        curves(plain.image(pixels), plain.objects(50, 50, 3, 3, blanked=blanked), MASK_TYPE="NONE").light[0, -1] > 1e4
    )


def test_the_limit_is_no_less_than_the_least_aperture_and_flagged_if_clipped():
    found = curves(plain.image(np.ones((100, 100))), plain.objects([50, 5], [50, 50]), PHOT_AUTOAPERS=(30.0, 0.0))
    np.testing.assert_array_equal(found.limit, 30)
    np.testing.assert_array_equal(found.clipped, [False, True])


def test_curves_are_clipped_if_the_image_ends_within_a_margin_beyond_the_limit():
    # The box of a circle of radius 18 + 1.5 begins at 20 + 0.5 - 19.5, rounded towards zero.
    found = curves(plain.image(np.ones((100, 100))), plain.objects([18.4, 17.9], [50, 50], 3, 3))
    np.testing.assert_array_equal(found.clipped, [False, True])
