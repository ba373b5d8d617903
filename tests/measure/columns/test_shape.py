import numpy as np
import pytest

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


def test_position_error_is_the_scatter_of_positions():
    places = []
    for seed in range(60):
        image = gaussian_scene((48, 48), [(24.2, 23.9, 3000.0, 2.0, 2.0, 0)], seed=seed)
        got = measured(image, ["X_IMAGE", "ERRX2_IMAGE", "FLUX_MAX"], CLEAN=False, FILTER=False, BACK_SIZE=48)
        brightest = got["FLUX_MAX"].argmax()
        places.append((got["X_IMAGE"][brightest], got["ERRX2_IMAGE"][brightest]))
    x, variance = np.array(places).T
    assert np.std(x) == pytest.approx(np.sqrt(variance.mean()), rel=0.5)


def test_photons_make_positions_less_certain():
    image = gaussian_scene()
    columns = ["ERRX2_IMAGE", "ERRY2_IMAGE", "ERRA_IMAGE", "ERRB_IMAGE"]
    quiet, noisy = measured(image, columns), measured(image, columns, GAIN=1)
    assert all(noisy[name][0] > quiet[name][0] for name in columns)


def test_extent_and_peak_are_counted_from_one():
    image = gaussian_scene(sources=[(50.0, 60.0, 20000.0, 2.0, 2.0, 0)])
    columns = [f"{name}_IMAGE" for name in ("XPEAK", "YPEAK", "XMIN", "XMAX", "YMIN", "YMAX")]
    got = {name: values[0] for name, values in measured(image, columns).items()}
    assert (got["XPEAK_IMAGE"], got["YPEAK_IMAGE"]) == (51, 61)
    assert got["XMIN_IMAGE"] + got["XMAX_IMAGE"] == pytest.approx(102, abs=2)
    assert got["YMIN_IMAGE"] + got["YMAX_IMAGE"] == pytest.approx(122, abs=2)
