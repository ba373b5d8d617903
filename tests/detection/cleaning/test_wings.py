"""The Moffat wings of bright detections, and what they explain."""

import numpy as np
import pytest

from sexlike.detection.cleaning.wings import Contamination

from .stars import stars

HEIGHT = 1000 / (2 * np.pi * 2**2)  # of a Gaussian with the flux and the sigma of `stars`


def wing_light(distance, exponent=1.0, dy=0.0, **properties):
    """Light of a star's wings at some distance of its centre."""
    return Contamination(stars([0, distance], [0, dy], **properties), exponent).wing_light(0, 1)


@pytest.mark.parametrize("exponent", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("width", [0.4, 1.0])
def test_profile_meets_the_threshold_where_its_area_ends(exponent, width):
    edge = np.sqrt(80 / np.pi)
    assert wing_light(edge, exponent, area=80, threshold=3, width=width) == pytest.approx(3, rel=1e-5)


def test_profile_of_an_ellipse_meets_the_threshold_on_an_ellipse():
    scale = np.sqrt(80 / (np.pi * 4 * 2))
    ellipse = {"sigma": 4, "sigma_y": 2, "area": 80, "threshold": 3}
    assert wing_light(4 * scale, **ellipse) == pytest.approx(3, rel=1e-5)
    assert wing_light(0, dy=2 * scale, **ellipse) == pytest.approx(3, rel=1e-5)
    both = 4 * scale * np.cos(1), 2 * scale * np.sin(1)
    assert wing_light(both[0], dy=both[1], **ellipse) == pytest.approx(3, rel=1e-5)


def test_profile_of_a_turned_ellipse():
    candidates = stars([0, 0, 5, 5], [0, 10, 5, -5], sigma=4, sigma_y=2)
    candidates.shapes.cxy = np.full(4, 0.1, np.float32)
    along, across = (Contamination(candidates, 1.0).wing_light(0, other) for other in (3, 2))
    assert along > across


@pytest.mark.parametrize("exponent", [0.5, 1.0, 3.0])
def test_profile_is_a_moffat(exponent):
    """Light^(-1/exponent) grows in proportion to the squared distance, from that of the centre."""
    distance = np.array([1.0, 2, 7, 20])
    root = np.array([wing_light(d, exponent, area=60, threshold=2) for d in distance]) ** (-1 / exponent)
    slopes = (root - HEIGHT ** (-1 / exponent)) / distance**2
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-4)
    assert slopes[0] > 0


def test_light_that_is_narrower_than_its_moments_is_higher():
    near = [wing_light(0.01, width=width) for width in (1, 0.5)]
    assert near == pytest.approx([HEIGHT, 2 * HEIGHT], rel=1e-3)


def test_a_profile_that_does_not_fall_has_no_wings():
    assert wing_light(3, threshold=HEIGHT * 1.01) == 0
    assert wing_light(3, threshold=HEIGHT * 0.99) > 0.9 * HEIGHT
    assert wing_light(0) == 0
    assert wing_light(3, flux=-5) == 0


def test_there_is_no_light_where_the_base_of_the_profile_is_ten_to_the_ten():
    """It falls off so slowly that there would be a third of the central light."""
    base = 1e10
    exponent = 0.05
    growth = ((HEIGHT / 1) ** (1 / exponent) - 1) * np.pi / 50 * 4
    distance = np.sqrt(base / growth) * 2
    assert wing_light(0.99 * distance, exponent) == pytest.approx(HEIGHT * base**-exponent, rel=1e-2)
    assert wing_light(1.01 * distance, exponent) == 0


def test_pairs_and_single_ones_are_computed_alike():
    several = Contamination(stars([0, 10, 25], flux=[1000, 300, 500]), 1.0)
    bright, faint = np.array([0, 2, 0]), np.array([1, 1, 2])
    one_by_one = [several.wing_light(*pair) for pair in zip(bright.tolist(), faint.tolist(), strict=True)]
    np.testing.assert_allclose(several.wing_light(bright, faint), one_by_one, rtol=1e-14)


def pair(depth, flux=(1000, 100), distance=10, **properties):
    """A bright star (or a faint one, by its flux), then another, with their depths."""
    return Contamination(stars([0, distance], flux=flux, depth=depth, **properties), 1.0)


def test_contaminated_is_what_does_not_rise_above_the_wings():
    light = wing_light(10)
    first, second = np.array([0]), np.array([1])
    for depth, expected in ((light * 0.999, True), (light * 1.001, False)):
        contaminated, newcomer_is_brighter = pair([9, depth]).compare(first, second)
        assert (contaminated.tolist(), newcomer_is_brighter.tolist()) == ([expected], [False])
        contaminated, newcomer_is_brighter = pair([depth, 9], flux=(100, 1000)).compare(0, 1)
        assert (contaminated, newcomer_is_brighter) == (expected, True)


def test_of_two_equal_ones_the_first_is_the_brighter():
    contaminated, newcomer_is_brighter = pair([0, 9], flux=(1000, 1000)).compare(0, 1)
    assert (contaminated, newcomer_is_brighter) == (False, False)


def test_a_faint_newcomer_is_absorbed():
    found = pair([9, 0.1])
    assert found.possible.tolist() == [False, True]
    assert found.resolve(1, {0: 0}) == (0, [1])
    assert found.flux.tolist() == [1100, 100]
    assert found.area.tolist() == [100, 50]
    assert found.brightened == {0}


def test_a_bright_newcomer_absorbs():
    found = pair([0.1, 9], flux=(100, 1000))
    assert found.resolve(1, {0: 0}) == (1, [0])
    assert found.flux.tolist() == [100, 1100]
    assert found.area.tolist() == [50, 100]
    assert found.brightened == {1}


def test_what_rises_above_the_wings_stays():
    found = pair([9, 9])
    assert not found.possible.any()
    assert found.resolve(1, {0: 0}) == (1, [])
    assert found.flux.tolist() == [1000, 100]
    assert found.brightened == set()


def test_what_has_left_the_list_absorbs_nothing():
    assert pair([9, 0.1]).resolve(1, {}) == (1, [])


def test_ten_times_the_sum_of_the_major_axes_is_too_far():
    """The wings of a very bright star reach beyond; its neighbours are not compared with it all the same."""
    bright = {"depth": [9, 0.001], "flux": (1e6, 100), "sigma": 2, "sigma_y": 1}
    assert pair(**bright, distance=39.9).resolve(1, {0: 0}) == (0, [1])
    assert pair(**bright, distance=40.1).resolve(1, {0: 0}) == (1, [])


def test_several_are_absorbed_by_slots_the_last_first():
    found = Contamination(stars([-10, 0, 10, 0], [0, 10, 0, 0], flux=[100, 100, 100, 2000], depth=[0.1, 0.1, 9, 9]), 1)
    assert found.resolve(3, {0: 2, 1: 0, 2: 1}) == (3, [0, 1])
    assert found.flux.tolist() == [100, 100, 100, 2200]


def test_the_first_slot_that_explains_a_newcomer_absorbs_it():
    """What it would have absorbed itself stays."""
    candidates = stars([-10, 10, 0, 0], [0, 0, 8, 0], flux=[1000, 1000, 50, 100], depth=[9, 9, 0.01, 0.1])
    assert Contamination(candidates, 1.0).resolve(3, {0: 1, 1: 2, 2: 0}) == (0, [3])
    assert Contamination(candidates, 1.0).resolve(3, {0: 2, 1: 1, 2: 0}) == (1, [3])
    assert Contamination(candidates, 1.0).resolve(3, {2: 0}) == (3, [2])


def test_a_brightened_absorber_is_compared_anew():
    """The third star is not explained by the first alone, but is when this one has absorbed the second."""
    alone, with_second = (wing_light(12, flux=flux, area=area) for flux, area in ((1000, 50), (1900, 100)))
    depth = (alone + with_second) / 2
    assert alone < depth < with_second
    found = Contamination(stars([0, -8, 12], flux=[1000, 900, 100], depth=[9, 0.1, depth]), 1.0)
    assert found.possible.tolist() == [False, True, False]
    assert found.resolve(2, {0: 0, 1: 1}) == (2, [])
    assert found.resolve(1, {0: 0}) == (0, [1])
    assert found.possible.tolist() == [False, True, True]
    assert found.resolve(2, {0: 0}) == (0, [2])
    assert found.flux[0] == 2000
    assert found.area[0] == 150


def test_a_brightened_one_may_become_the_brighter_of_two():
    """Alone, the first would be absorbed by the third; with the second it absorbs the third."""
    candidates = stars([0, -8, 8], flux=[1000, 900, 1500], depth=[0.1, 0.1, 0.1])
    assert Contamination(candidates, 1.0).resolve(2, {0: 0}) == (2, [0])
    found = Contamination(candidates, 1.0)
    assert found.resolve(1, {0: 0}) == (0, [1])
    assert found.resolve(2, {0: 0}) == (0, [2])


def test_it_is_the_distance_that_is_rounded_to_single_precision():
    """Positions far from the origin would lose some digits, and with them, now and then, a merger (1 of 784 here)."""
    far, near = (
        Contamination(stars([x, x + 1.472814875060], [3000.3, 3000.3]), 1.0).wing_light(0, 1) for x in (3280.27125, 0)
    )
    assert far == near
