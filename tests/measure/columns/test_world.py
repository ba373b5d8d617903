import numpy as np
import pytest
from astropy.wcs import WCS

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


@pytest.mark.parametrize("angle", [0, 90])
def test_sizes_and_areas_are_pixels_times_the_scale(angle):
    columns = ["A_IMAGE", "A_WORLD", "B_IMAGE", "B_WORLD", "ISOAREA_IMAGE", "ISOAREA_WORLD", "FWHM_IMAGE", "FWHM_WORLD"]
    image = gaussian_scene(sources=[(79, 63, 1e5, 3.0, 1.5, 0.0)])
    table = measured(image, columns, tan_header(angle=angle), PIXEL_SCALE=0)
    got = {name: values[0] for name, values in table.items()}
    assert got["A_WORLD"] == pytest.approx(got["A_IMAGE"] * SCALE, rel=2e-3)
    assert got["B_WORLD"] == pytest.approx(got["B_IMAGE"] * SCALE, rel=2e-3)
    assert got["ISOAREA_WORLD"] == pytest.approx(got["ISOAREA_IMAGE"] * SCALE**2, rel=1e-4)
    assert got["FWHM_WORLD"] == pytest.approx(got["FWHM_IMAGE"] * SCALE, rel=1e-4)


def test_pixel_scale_wins_over_the_header():
    got = measured(gaussian_scene(), ["FWHM_IMAGE", "FWHM_WORLD"], tan_header(), PIXEL_SCALE=2)
    assert got["FWHM_WORLD"][0] == pytest.approx(got["FWHM_IMAGE"][0] * 2 / 3600, rel=1e-5)


@pytest.mark.parametrize(("degrees", "position_angle"), [(90.0, 0.0), (0.0, 90.0), (120.0, 30.0), (45.0, -45.0)])
def test_position_angles_are_counted_from_north_to_east(degrees, position_angle):
    image = gaussian_scene(sources=[(79, 63, 1e6, 4.0, 2.0, degrees)])
    got = measured(image, ["THETA_SKY", "THETA_J2000"], tan_header())
    for name in got:
        gap = (got[name][0] - position_angle + 90) % 180 - 90
        assert abs(gap) < 0.5


def test_without_a_header_the_world_is_flat():
    got = measured(gaussian_scene(), ["X_IMAGE_DBL", "X_WORLD", "ALPHA_J2000", "DELTA_J2000", "THETA_J2000"])
    np.testing.assert_allclose(got["X_WORLD"], got["X_IMAGE_DBL"] - 1)
    assert got["ALPHA_J2000"].tolist() == got["DELTA_J2000"].tolist() == got["THETA_J2000"].tolist() == [0]


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
