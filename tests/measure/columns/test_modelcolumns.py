"""Columns of fitted models: point sources of fields whose truth is known."""

import warnings

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.flags import ModelFlag
from sexlike.measure.registry import COLUMNS

from ..scene import tan_header
from .test_psfcolumns import TRUTH, measured, model, sorted_columns, stars

MODEL = sorted(
    name
    for name in COLUMNS
    if ("MODEL" in name and "SPREAD" not in name and "DETMODEL" not in name)
    or "HYBRID" in name
    or name in ("XFOCAL_WORLD", "YFOCAL_WORLD")
)
POINT = sorted(name for name in COLUMNS if "POINTSOURCE" in name)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """All columns of a field with a sky."""
    image = fits.PrimaryHDU(stars(*TRUTH), tan_header())
    settings = model(tmp_path_factory.mktemp("psf"))
    return sorted_columns(sexlike.extract(image, params=["X_IMAGE", *MODEL, *POINT], PIXEL_SCALE=0, **settings))


def test_how_many():
    assert (len(MODEL), len(POINT)) == (95, 6)


def test_fluxes_and_positions(table):
    x, y, flux = TRUTH
    for values, error, truth in (
        (table["XMODEL_IMAGE"], np.sqrt(table["ERRX2MODEL_IMAGE"]), x),
        (table["YMODEL_IMAGE"], np.sqrt(table["ERRY2MODEL_IMAGE"]), y),
        (table["FLUX_POINTSOURCE"], table["FLUXERR_POINTSOURCE"], flux),
    ):
        assert (np.abs(values - truth) < 4 * error + 1e-3 * truth).all()
    assert table["CHI2_MODEL"] == pytest.approx(0.87, abs=0.15)
    assert (table["NITER_MODEL"] > 1).all()


def test_a_point_is_the_whole_model(table):
    for kind in ("FLUX", "FLUXERR", "MAG", "MAGERR"):
        assert np.array_equal(table[f"{kind}_MODEL"], table[f"{kind}_POINTSOURCE"])
    assert (table["FLUXRATIO_POINTSOURCE"] == 1).all()
    assert np.allclose(table["FLUXRATIOERR_POINTSOURCE"], 0, atol=1e-9)


def test_vector(table):
    vector, matrix = table["VECTOR_MODEL"], table["MATRIX_MODELERR"]
    assert (vector.shape, matrix.shape) == ((4, 3), (4, 3, 3))
    assert np.array_equal(vector[:, 2], table["FLUX_MODEL"])
    assert np.allclose(np.sqrt(matrix.diagonal(axis1=1, axis2=2)), table["VECTOR_MODELERR"], rtol=1e-6)
    assert np.allclose(matrix[:, 0, 1], table["ERRXYMODEL_IMAGE"], rtol=1e-6)


def test_noise_area(table):
    """That of a Gaussian is 4 pi sigma^2."""
    assert np.allclose(table["NOISEAREA_MODEL"], 4 * np.pi * 1.8**2, rtol=0.01)


def test_hybrid_flux_is_the_whole_flux(table):
    assert np.allclose(table["FLUX_HYBRID"], TRUTH[2], rtol=0.05, atol=20)


def test_a_point_has_no_shape(table):
    for name in ("X2MODEL_IMAGE", "Y2MODEL_WORLD", "ELLIP1MODEL_IMAGE", "POLARCORRMODEL_WORLD", "AMODEL_WORLD"):
        assert not table[name].any()
    assert np.allclose(table["AMODEL_IMAGE"], np.sqrt(1 / 12), rtol=1e-5)
    assert (table["THETAMODEL_IMAGE"] == 45).all()


def test_surface_brightness(table):
    assert np.array_equal(table["FLUX_MAX_MODEL"], table["FLUX_MEAN_MODEL"])
    assert np.allclose(table["FLUX_EFF_MODEL"], table["FLUX_MAX_MODEL"] / 2)
    # SExtractor's raster of a window of int(int(x + 25 + 0.499) * 1.2 + 1) pixels, a hundredth of it on 201 samples
    raster = 0.01 / 201 * np.arange(30, 90, 2)
    samples = np.sqrt(table["FLUX_MODEL"] / table["FLUX_MAX_MODEL"])
    assert (np.abs(samples[:, None] / raster - 1).min(axis=1) < 1e-4).all()
    assert np.allclose(table["MU_MAX_MODEL"] - table["MU_EFF_MODEL"], -2.5 * np.log10(2), atol=1e-5)


def test_world(table):
    """North is up, and east to the left; 0.5 arcsec per pixel."""
    assert np.allclose(table["DELTAMODEL_J2000"] - 30, (table["YMODEL_IMAGE"] - 64) * 0.5 / 3600, atol=1e-6)
    assert np.array_equal(table["XMODEL_WORLD"], table["ALPHAMODEL_SKY"])
    assert np.allclose(table["XFOCAL_WORLD"], (80 - table["XMODEL_IMAGE"]) * 0.5 / 3600)
    assert np.allclose(table["ERRX2MODEL_WORLD"], table["ERRX2MODEL_IMAGE"] * (0.5 / 3600) ** 2, rtol=1e-3)


def test_without_a_fit(tmp_path):
    settings = model(tmp_path) | {"SATUR_LEVEL": -1e9}
    image = fits.PrimaryHDU(stars(*TRUTH), tan_header())
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        found = sexlike.extract(image, params=["X_IMAGE", *MODEL, *POINT], PIXEL_SCALE=0, **settings)
    for name in (*MODEL, *POINT):
        values = np.asarray(found[name])
        if name == "FLAGS_MODEL":
            assert (values == ModelFlag.TOO_FEW_PIXELS).all()
        elif name.startswith("MU_") or (name.startswith("MAG") and not name.startswith("MATRIX")):
            assert (values == 99).all(), name
        elif "THETA" in name:
            assert np.isfinite(values).all(), name
        elif not name.endswith(("_WORLD", "_SKY", "_J2000", "_B1950")):
            assert not values.any(), name


def test_neighbours_are_mirrored_in_hybrid_fluxes(tmp_path):
    image = stars([60, 68], [60, 60], [5000, 4000])
    params = ["FLUX_HYBRID", "FLUX_POINTSOURCE"]
    corrected, blank = (measured(image, tmp_path, params, MASK_TYPE=kind) for kind in ("CORRECT", "BLANK"))
    assert len(corrected["X_IMAGE"]) == 2
    assert (corrected["FLUX_HYBRID"] > blank["FLUX_HYBRID"]).all()
    assert np.allclose(corrected["FLUX_HYBRID"], [5000, 4000], rtol=0.1)


def test_no_objects(tmp_path):
    found = measured(stars([], [], []), tmp_path, [*MODEL, *POINT], DETECT_THRESH=100)
    assert found["MATRIX_MODELERR"].shape == (0, 3, 3)


def test_a_psf_that_is_larger_than_the_image(tmp_path):
    found = measured(stars([12.3], [11.6], [5000], shape=(24, 22)), tmp_path, ["FLUX_POINTSOURCE", "SPREAD_MODEL"])
    assert found["FLUX_POINTSOURCE"] == pytest.approx([5000], rel=0.02)
    assert found["SPREAD_MODEL"] == pytest.approx([0], abs=1e-3)


def test_stars_on_the_border_and_on_dead_weights(tmp_path):
    image = stars([1.0, 60.0, 120.0], [60.0, 60.0, 60.0], [5000] * 3)
    weights = np.ones_like(image)
    weights[:, 60:] = np.where(np.arange(100) < 40, 0, 1)
    paths = [tmp_path / "image.fits", tmp_path / "weights.fits"]
    for path, pixels in zip(paths, (image, weights), strict=True):
        fits.writeto(path, pixels)
    settings = model(tmp_path) | {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": str(paths[1]), "INTERP_TYPE": "NONE"}
    params = ["X_IMAGE", "FLUX_POINTSOURCE", "FLUXERR_POINTSOURCE", "SPREAD_MODEL", "FLAGS_MODEL"]
    found = sorted_columns(sexlike.extract(str(paths[0]), params=params, **settings))
    assert len(found["X_IMAGE"]) == 3
    assert (found["FLAGS_MODEL"] == 0).all()
    assert (np.abs(found["FLUX_POINTSOURCE"] - 5000) < 5 * found["FLUXERR_POINTSOURCE"]).all()
    assert found["FLUXERR_POINTSOURCE"][1] > 1.2 * found["FLUXERR_POINTSOURCE"][2]
    assert np.isfinite(found["SPREAD_MODEL"]).all()
