"""Shapes of the objects, and the errors of their positions."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.footprints import Footprints
from sexlike.measure.columns.shape import own_pixels, position_error
from sexlike.measure.registry import COLUMNS

from .. import plain
from ..scene import gaussian_scene, measured


def test_shape_of_an_elliptical_gaussian():
    image = gaussian_scene(sources=[(50.25, 60.75, 1e6, 4.0, 2.0, 30.0)])
    columns = ["X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "THETA_IMAGE", "ELONGATION", "ELLIPTICITY", "POLAR_IMAGE"]
    got = {name: values[0] for name, values in measured(image, columns, FILTER=False).items()}
    assert (got["X_IMAGE"], got["Y_IMAGE"]) == pytest.approx((51.25, 61.75), abs=2e-3)
    assert (got["A_IMAGE"], got["B_IMAGE"]) == pytest.approx((4, 2), rel=0.01)
    assert got["THETA_IMAGE"] == pytest.approx(30, abs=0.2)
    assert got["ELONGATION"] == pytest.approx(2, rel=0.01)
    assert got["ELLIPTICITY"] == pytest.approx(0.5, rel=0.01)
    assert got["POLAR_IMAGE"] == pytest.approx(0.6, rel=0.01)


def test_moments_and_coefficients_describe_one_ellipse():
    columns = [f"{name}_IMAGE" for name in ("X2", "Y2", "XY", "CXX", "CYY", "CXY", "A", "B", "THETA")]
    got = {name.removesuffix("_IMAGE"): v[0] for name, v in measured(gaussian_scene(), columns).items()}
    matrix = np.array([[got["X2"], got["XY"]], [got["XY"], got["Y2"]]])
    inverse = np.array([[got["CXX"], got["CXY"] / 2], [got["CXY"] / 2, got["CYY"]]])
    np.testing.assert_allclose(matrix @ inverse, np.eye(2), atol=1e-5)
    np.testing.assert_allclose(np.sqrt(np.linalg.eigvalsh(matrix)[::-1]), [got["A"], got["B"]], rtol=1e-5)


def test_ratios_of_the_axes():
    objects = SimpleNamespace(a=np.float32([4]), b=np.float32([1]))
    ratios = [COLUMNS[name].function(objects)[0] for name in ("ELONGATION", "ELLIPTICITY", "POLAR_IMAGE")]
    assert ratios == pytest.approx([4, 0.75, 15 / 17])


def test_own_pixels_are_those_of_the_objects_own_detections():
    pixels = np.arange(20.0).reshape(4, 5)
    footprints = Footprints(np.array([1, 2, 0, 4]), np.array([0, 0, 1, 3]), np.array([0, 2, 3, 4]))
    raw = SimpleNamespace(footprints=footprints, filtered=np.float32([9, 8, 7, 6]))
    objects = SimpleNamespace(detection=np.array([2, 0]))
    found = own_pixels(plain.image(pixels), SimpleNamespace(raw=raw), objects)
    np.testing.assert_array_equal(found.index, [3, 0, 1])
    np.testing.assert_array_equal(found.value, [19, 1, 2])
    np.testing.assert_array_equal(found.filtered, [6, 9, 8])
    np.testing.assert_array_equal(found.footprints.count, [1, 2])


@np.errstate(all="ignore")
def error(*light, x=1.0, gain=0.0, singular=False, step=(1, 0)):
    """Moments of the error of an object's position, whose pixels lie in a row from (0, 0) on."""
    pixels = plain.own_pixels([(k * step[0], k * step[1], 1e9) for k in range(len(light))], filtered=light)
    objects = SimpleNamespace(x=np.array([x * step[0]]), y=np.array([x * step[1]]), singular=np.array([singular]))
    image, detection_image = plain.image(np.zeros((3, 3)), sigma=9.0, gain=gain), plain.image(np.zeros((3, 3)), 0.5)
    return position_error(image, detection_image, objects, pixels)


def test_errors_of_positions_are_those_of_the_noise_in_the_detection_image():
    found = error(1.0, 2.0, 1.0)
    assert (found.x2[0], found.y2[0], found.xy[0]) == (0.25 * 2 / 4**2, 0, 0)
    assert (found.a[0], found.b[0]) == pytest.approx((np.sqrt(2) / 8, 0))
    found = error(1.0, 2.0, 1.0, step=(1, 2))
    assert (found.x2[0], found.y2[0], found.xy[0]) == (1 / 32, 4 / 32, 2 / 32)


def test_the_square_of_the_light_is_formed_in_single_precision_as_in_sextractor():
    assert error(1e18, 2e18, 1e18).x2[0] == pytest.approx(0.25 * 2 / (4e18) ** 2, rel=1e-6)
    with np.errstate(over="ignore"):
        assert error(1e22, 2e22, 1e22).x2[0] == 0


def test_photons_of_the_positive_pixels_add_to_the_noise():
    noise = np.array([0.25 + 3 / 0.5, 0.25 + 2 / 0.5, 0.25])
    assert error(3.0, 2.0, -1.0, gain=0.5).x2[0] == pytest.approx((noise[0] + noise[2]) / 4**2)


def test_a_pixel_is_added_to_the_errors_of_objects_that_are_lines():
    floor = 0.08333 * 3 * 0.25 / 4**2
    found = error(1.0, 2.0, 1.0, singular=True)
    assert (found.x2[0], found.y2[0]) == pytest.approx((1 / 32 + floor, floor))
    wide = plain.own_pixels([(0, 0, 1), (2, 0, 1), (0, 2, 1), (2, 2, 1)])
    objects = SimpleNamespace(x=np.array([1.0]), y=np.array([1.0]), singular=np.array([True]))
    image = plain.image(np.zeros((3, 3)))
    assert position_error(image, image, objects, wide).y2[0] == 4 / 4**2


def test_errors_are_the_scatter_of_positions():
    found = []
    for seed in range(60):
        image = gaussian_scene((48, 48), [(24.2, 23.9, 3000.0, 2.0, 2.0, 0)], seed=seed)
        got = measured(image, ["X_IMAGE", "ERRX2_IMAGE", "FLUX_MAX"], CLEAN=False, FILTER=False, BACK_SIZE=48)
        brightest = got["FLUX_MAX"].argmax()
        found.append((got["X_IMAGE"][brightest], got["ERRX2_IMAGE"][brightest]))
    x, variance = np.array(found).T
    # The footprints change with the noise, too, which the errors leave out.
    assert np.std(x) == pytest.approx(np.sqrt(variance.mean()), rel=0.4)
