"""Positions in the world."""

from types import SimpleNamespace

import numpy as np
import pytest
from astropy.wcs import WCS

from sexlike.measure.columns.world import WorldPositions, world_barycentre, world_peak, world_window
from sexlike.measure.registry import COLUMNS

from ..scene import gaussian_scene, measured, tan_header

SCALE = 0.5 / 3600


def test_positions_are_those_of_astropy():
    header = tan_header(angle=20)
    columns = ["X_IMAGE_DBL", "Y_IMAGE_DBL", "ALPHA_J2000", "DELTA_J2000", "X_WORLD", "Y_WORLD", "ALPHA_SKY"]
    got = measured(gaussian_scene(), columns, header)
    alpha, delta = WCS(header).all_pix2world(got["X_IMAGE_DBL"], got["Y_IMAGE_DBL"], 1)
    for name in ("ALPHA_J2000", "X_WORLD", "ALPHA_SKY"):
        np.testing.assert_allclose(got[name], alpha, rtol=0, atol=1e-9)
    for name in ("DELTA_J2000", "Y_WORLD"):
        np.testing.assert_allclose(got[name], delta, rtol=0, atol=1e-9)


def test_peaks_and_windows_have_positions_too():
    header = tan_header()
    columns = ["XPEAK_IMAGE", "YPEAK_IMAGE", "ALPHAPEAK_J2000", "ALPHAWIN_J2000", "ALPHA_J2000"]
    got = measured(gaussian_scene(), columns, header)
    alpha, _ = WCS(header).all_pix2world(got["XPEAK_IMAGE"], got["YPEAK_IMAGE"], 1)
    np.testing.assert_allclose(got["ALPHAPEAK_J2000"], alpha, atol=1e-9)
    np.testing.assert_allclose(got["ALPHAWIN_J2000"], got["ALPHA_J2000"], atol=0.1 * SCALE)


class Projection:
    """What is known of where the positions of a projection come from."""

    def told(self, position, on_sky=True):
        return position

    def focal(self, x, y):
        return np.array([x, y]) + 0.25

    def world(self, x, y):
        return np.array([x, y]) + 0.5

    def position(self, x, y):
        return np.array([y, x]) + 0.75

    def to_j2000(self, position):
        return position + 100

    def to_b1950(self, position):
        return position + 200


def test_each_column_shows_its_own_kind_frame_and_axis():
    for kind, xy in (("", (3.0, 5.0)), ("PEAK", (4.0, 6.0)), ("WIN", (7.0, 9.0))):
        positions = WorldPositions(Projection(), *(np.array([v]) for v in xy))
        names = [f"{axis}{kind}_{frame}" for frame in ("FOCAL", "WORLD") for axis in "XY"]
        names += [f"{angle}{kind}_{frame}" for frame in ("SKY", "J2000", "B1950") for angle in ("ALPHA", "DELTA")]
        found = [COLUMNS[name].function(**{COLUMNS[name].needs[0]: positions})[0] for name in names]
        (x, y), sky = xy, np.array(xy[::-1]) + 0.75
        assert found == [x + 0.25, y + 0.25, x + 0.5, y + 0.5, *sky, *(sky + 100), *(sky + 200)]


def test_the_kinds_of_positions():
    objects = SimpleNamespace(x=1, y=2, x_peak=3, y_peak=4)
    assert (world_barycentre(None, objects).x, world_barycentre(None, objects).y) == (1, 2)
    assert (world_peak(None, objects).x, world_peak(None, objects).y) == (3, 4)
    assert (world_window(None, objects).x, world_window(None, objects).y) == (1, 2)
    assert [COLUMNS[f"ALPHA{kind}_J2000"].needs for kind in ("", "PEAK", "WIN")] == [
        ("world_barycentre",),
        ("world_peak",),
        ("world_window",),
    ]


def test_areas_are_pixels_times_the_scale():
    columns = ["ISOAREA_IMAGE", "ISOAREA_WORLD", "ISOAREAF_IMAGE", "ISOAREAF_WORLD", "FWHM_IMAGE", "FWHM_WORLD"]
    image = gaussian_scene(sources=[(79, 63, 1e5, 3.0, 1.5, 0.0)])
    got = {name: values[0] for name, values in measured(image, columns, tan_header(), PIXEL_SCALE=0).items()}
    assert got["ISOAREA_IMAGE"] != got["ISOAREAF_IMAGE"]
    assert got["ISOAREA_WORLD"] == pytest.approx(got["ISOAREA_IMAGE"] * SCALE**2, rel=1e-4)
    assert got["ISOAREAF_WORLD"] == pytest.approx(got["ISOAREAF_IMAGE"] * SCALE**2, rel=1e-4)
    assert got["FWHM_WORLD"] == pytest.approx(got["FWHM_IMAGE"] * SCALE, rel=1e-4)


def test_pixel_scale_wins_over_the_header():
    got = measured(gaussian_scene(), ["FWHM_IMAGE", "FWHM_WORLD"], tan_header(), PIXEL_SCALE=2)
    assert got["FWHM_WORLD"][0] == pytest.approx(got["FWHM_IMAGE"][0] * 2 / 3600, rel=1e-5)


def test_without_a_header_the_world_is_flat():
    got = measured(gaussian_scene(), ["X_IMAGE_DBL", "X_WORLD", "ALPHA_J2000", "DELTA_J2000", "THETA_J2000"])
    np.testing.assert_allclose(got["X_WORLD"], got["X_IMAGE_DBL"] - 1)
    for name in ("ALPHA_J2000", "DELTA_J2000", "THETA_J2000"):
        np.testing.assert_array_equal(got[name], [np.nan])


def test_the_frame_of_mama_is_half_a_pixel_off_stretched_and_turned():
    header = tan_header(angle=20)
    got = measured(gaussian_scene(), ["X_IMAGE_DBL", "Y_IMAGE_DBL", "X_MAMA", "Y_MAMA"], header)
    alpha, delta = WCS(header).all_pix2world(got["X_IMAGE_DBL"] - 0.5, got["Y_IMAGE_DBL"] - 0.5, 1)
    np.testing.assert_allclose(got["X_MAMA"], 1.000033 * delta, rtol=0, atol=1e-9)
    np.testing.assert_allclose(got["Y_MAMA"], 1.000033 * alpha, rtol=0, atol=1e-9)


def test_an_empty_catalog_has_all_columns():
    flat = np.zeros((50, 50), np.float32)
    flat[::2] = 1
    got = measured(flat, ["ALPHA_J2000", "A_WORLD", "THETA_B1950", "X_FOCAL"], tan_header(), DETECT_THRESH=1e5)
    assert all(len(values) == 0 for values in got.values())
