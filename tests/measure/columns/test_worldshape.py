"""Shapes in the world."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.moments import Moments
from sexlike.measure.columns import worldshape
from sexlike.measure.columns.worldshape import (
    angle_in,
    angle_in_b1950,
    folded,
    in_world,
    polarisation,
    position_angle,
)
from sexlike.measure.registry import COLUMNS

from ..scene import gaussian_scene, measured, tan_header

SCALE = 0.5 / 3600


def moments(x2, y2, xy):
    return Moments.from_variances(*(np.atleast_1d(np.asarray(v, float)) for v in (x2, y2, xy)))


def jacobian(xx, xy, yx, yy):
    return np.array([[[xx], [xy]], [[yx], [yy]]], float)


def test_variances_follow_the_axes_of_the_world():
    found = in_world(moments(4, 1, 0.5), jacobian(-2, 0, 0, 3))
    assert (found.x2[0], found.y2[0], found.xy[0]) == (16, 9, -3)
    determinant = 16 * 9 - 9
    assert (found.cxx[0], found.cyy[0], found.cxy[0]) == pytest.approx(
        (9 / determinant, 16 / determinant, 6 / determinant)
    )
    eigenvalues = np.linalg.eigvalsh([[16, -3], [-3, 9]])
    assert (found.b[0], found.a[0]) == pytest.approx(tuple(np.sqrt(eigenvalues)))
    assert found.theta[0] == pytest.approx(np.degrees(np.arctan2(-6, 7)) / 2)


def test_mixed_products_count_once_in_the_variances_as_in_sextractor():
    found = in_world(moments(4, 1, 0.5), jacobian(1, 2, 3, 5))
    assert found.x2[0] == 1 * 4 + 4 * 1 + 2 * 0.5
    assert found.y2[0] == 9 * 4 + 25 * 1 + 15 * 0.5
    assert found.xy[0] == 1 * 3 * 4 + 2 * 5 * 1 + (1 * 5 + 2 * 3) * 0.5


def test_round_and_flat_ellipses():
    assert in_world(moments(2, 2, 0), jacobian(1, 0, 0, 1)).theta[0] == 45
    flat = in_world(moments(1e-4, 1e-4, 5e-5), jacobian(1, 0, 0, 1))
    assert flat.cxx[0] == pytest.approx(1e-4 / 1e-6)
    assert flat.cxy[0] == pytest.approx(-2 * 0.99999 * 5e-5 / 1e-6, rel=1e-9)


def test_angles_of_lines_are_between_minus_90_and_90():
    np.testing.assert_allclose(folded(np.array([90.5, -90.5, 180.0, 45.0, -270.0])), [-89.5, 89.5, 0, 45, -90])


def positions(longitude_axis=0, sky="sky", gain=0.0):
    """Where north is: the angle gained on the way to J2000 and B1950."""
    frames = {"to_j2000": "J2000", "to_b1950": "B1950", "nowhere_is_nan": False}
    projection = SimpleNamespace(sky=sky, longitude_axis=longitude_axis, **frames)
    projection.angle_gained = lambda transform, position, pole: {"J2000": gain, "B1950": 2 * gain}[transform] + position
    return SimpleNamespace(projection=projection, sky=np.zeros(2))


def angles(*degrees):
    return SimpleNamespace(theta=np.array(degrees, float))


def test_position_angles_are_counted_from_the_axis_of_the_latitude():
    np.testing.assert_array_equal(position_angle(angles(30, -30), positions()), [60, -60])
    np.testing.assert_array_equal(position_angle(angles(30, -30), positions(longitude_axis=1)), [30, -30])
    np.testing.assert_array_equal(position_angle(angles(30, -30), positions(sky=None)), [0, 0])


def test_position_angles_in_other_frames_gain_an_angle():
    np.testing.assert_array_equal(angle_in("j2000", angles(30, -30), positions(gain=40.0)), [-80, -20])
    np.testing.assert_array_equal(angle_in("b1950", angles(30, -30), positions(gain=5.0)), [70, -50])
    np.testing.assert_array_equal(angle_in("j2000", angles(30, -30), positions(sky=None, gain=5.0)), [0, 0])


@pytest.mark.parametrize(
    ("columns", "compatibility", "pole"),
    [
        (["THETAWIN_B1950", "THETA_J2000"], "SEXTRACTOR", 0.0),
        (["ERRTHETAWIN_B1950", "ERRTHETA_B1950"], "SEXTRACTOR", None),
        (["THETAWIN_B1950", "THETA_B1950"], "SEXTRACTOR", None),
        (["THETAWIN_B1950"], "NONE", None),
    ],
)
def test_sextractor_has_the_pole_of_b1950_at_the_origin_for_angles_in_windows_alone(columns, compatibility, pole):
    where = positions()
    where.projection.angle_gained = lambda transform, position, pole: 5 if pole is None else 95 + pole[0, 0]
    request, config = SimpleNamespace(sizes=dict.fromkeys(columns, ())), SimpleNamespace(COMPATIBILITY=compatibility)
    found = angle_in_b1950((angles(30), where), config, request)
    assert found == [65 if pole is None else -25]


def test_polarisation_of_ellipses_and_points():
    np.testing.assert_allclose(polarisation(moments(16, 1, 0)), [15 / 17])
    np.testing.assert_allclose(polarisation(moments(2, 2, 1)), [1 / 2])
    assert polarisation(SimpleNamespace(x2=np.zeros(1), y2=np.zeros(1), xy=np.zeros(1)))[0] == 0


@pytest.mark.parametrize("angle", [0, 90])
def test_axes_are_pixels_times_the_scale(angle):
    image = gaussian_scene(sources=[(79, 63, 1e5, 3.0, 1.5, 0.0)])
    columns = ["A_IMAGE", "A_WORLD", "B_IMAGE", "B_WORLD", "POLAR_WORLD", "POLAR_IMAGE"]
    got = {name: values[0] for name, values in measured(image, columns, tan_header(angle=angle)).items()}
    assert got["A_WORLD"] == pytest.approx(got["A_IMAGE"] * SCALE, rel=2e-3)
    assert got["B_WORLD"] == pytest.approx(got["B_IMAGE"] * SCALE, rel=2e-3)
    assert got["POLAR_WORLD"] == pytest.approx(got["POLAR_IMAGE"], rel=2e-3)


@pytest.mark.parametrize(("degrees", "position_angle"), [(90.0, 0.0), (0.0, 90.0), (120.0, 30.0), (45.0, -45.0)])
def test_position_angles_are_counted_from_north_to_east(degrees, position_angle):
    image = gaussian_scene(sources=[(79, 63, 1e6, 4.0, 2.0, degrees)])
    got = measured(image, ["THETA_SKY", "THETA_J2000", "THETAWIN_SKY"], tan_header())
    for name in got:
        gap = (got[name][0] - position_angle + 90) % 180 - 90
        assert abs(gap) < 0.5


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("X2_WORLD", ("world_moments", "world_barycentre")),
        ("ERRTHETA_J2000", ("world_position_error", "world_barycentre")),
        ("THETAWIN_SKY", ("world_windowed_moments", "world_window")),
        ("ERRBWIN_WORLD", ("world_windowed_error", "world_window")),
    ],
)
def test_columns_show_their_own_moments(name, needs):
    assert COLUMNS[name].needs == needs


def test_where_there_is_no_sky_sextractor_goes_on_with_the_object_before():
    change = np.arange(16.0).reshape(2, 2, 4)
    change[:, :, [0, 2]] = np.nan
    projection = SimpleNamespace(jacobian=lambda x, y: change)

    class Objects(SimpleNamespace):
        def __len__(self):
            return 4

    objects = Objects(x=None, y=None)
    found = worldshape.jacobian(projection, objects, SimpleNamespace(COMPATIBILITY="SEXTRACTOR"))
    assert found[1, 1].tolist() == [0, 13, 13, 15]
    np.testing.assert_array_equal(
        worldshape.jacobian(projection, objects, SimpleNamespace(COMPATIBILITY="NONE")), change
    )
