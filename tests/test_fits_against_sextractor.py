"""Fits of the PSF, cell by cell against SExtractor 2.25.0: committed catalogs, and the program where it is there."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.models.fits import ModelFits
from sexlike.measure.registry import QUANTITIES, Quantity

from .reference import make_psf_reference
from .reference.make_psf_reference import BASE, POINT, SETTINGS, SPREAD, run_sextractor, write_field

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A folder with the field and its PSF."""
    folder = tmp_path_factory.mktemp("field")
    write_field(folder)
    return folder


def reference(name):
    """A committed catalog."""
    return fits.getdata(REFERENCE / f"{name}.fits.gz")


def ours(folder, columns, **settings):
    """The catalog of sexlike."""
    settings = SETTINGS | {"PSF_NAME": str(folder / "field.psf"), "COMPATIBILITY": "SEXTRACTOR"} | settings
    table = sexlike.extract(str(folder / "field.fits"), params=[*BASE, *columns], **settings)
    return {name: np.asarray(table[name]) for name in table.colnames}


def assert_spread_is_the_same(theirs, found):
    """Nearly all objects have the same SPREAD_MODEL, for the program starts its fit in another place."""
    assert np.array_equal(found["NUMBER"], theirs["NUMBER"])
    difference = np.abs(found["SPREAD_MODEL"] - theirs["SPREAD_MODEL"])
    assert np.mean(difference < 1e-5) >= 0.9
    assert np.mean(difference < 1e-4) >= 0.97
    assert np.mean(np.abs(found["SPREADERR_MODEL"] / theirs["SPREADERR_MODEL"] - 1) < 1e-3) >= 0.95


def test_spread(field):
    theirs = reference("spread")
    assert len(theirs) > 40
    assert_spread_is_the_same(theirs, ours(field, SPREAD))


def test_point_sources(field):
    theirs, found = reference("point"), ours(field, POINT)
    error = theirs["FLUXERR_POINTSOURCE"]
    assert np.percentile(np.abs(found["FLUX_POINTSOURCE"] - theirs["FLUX_POINTSOURCE"]) / error, 95) < 0.03
    assert np.percentile(np.abs(found["CHI2_MODEL"] / theirs["CHI2_MODEL"] - 1), 95) < 1e-4
    assert np.median(np.abs(found["FLUXERR_POINTSOURCE"] / error - 1)) < 1e-3
    assert np.array_equal(found["FLAGS_MODEL"], theirs["FLAGS_MODEL"])


def test_columns_that_follow_from_the_vector(field, monkeypatch):
    """With SExtractor's own vectors and covariances, all columns are its columns."""
    theirs, declared = reference("point"), QUANTITIES["model_fits"]

    def model_fits(**given):
        fitted = declared.function(**given)
        values, covariance = (theirs[name].astype(float) for name in ("VECTOR_MODEL", "MATRIX_MODELERR"))
        return ModelFits(values, covariance, fitted.chi2, fitted.iterations, fitted.flags)

    replaced = Quantity(declared.name, model_fits, declared.needs, declared.optional)
    monkeypatch.setitem(QUANTITIES, "model_fits", replaced)
    found = ours(field, POINT)
    wrong = {}
    for name in POINT:
        gap = np.abs(found[name].astype(float) - theirs[name])
        limit = 1e-4 if name == "CHI2_MODEL" else 2e-5
        share = np.mean(gap > limit * np.maximum(np.abs(theirs[name]), 1e-30))
        if share > 0.05:
            wrong[name] = share
    assert wrong == {}


@pytest.mark.needs_sextractor
@pytest.mark.parametrize(
    "settings",
    [
        {"DETECT_THRESH": "4", "MASK_TYPE": "BLANK"},
        {"BACKPHOTO_TYPE": "LOCAL", "GAIN": "0"},
        {"SATUR_LEVEL": "400", "CLEAN": "N", "MASK_TYPE": "NONE"},
        {"DEBLEND_MINCONT": "0.1", "SEEING_FWHM": "0"},
    ],
)
def test_spread_with_other_settings(field, settings):
    theirs = fits.getdata(run_sextractor(field, SPREAD, **settings))
    assert_spread_is_the_same(theirs, ours(field, SPREAD, **settings))


@pytest.mark.needs_sextractor
@pytest.mark.filterwarnings("ignore:.*less than 2 widths of the PSF")
@pytest.mark.parametrize("fwhm", [15, 60, 2000])
def test_spread_with_a_disk_that_ends_with_the_raster(field, tmp_path, fwhm):
    for name in ("field.fits", "field.psf"):
        shutil.copy(field / name, tmp_path)
    fits.setval(tmp_path / "field.psf", "PSF_FWHM", value=fwhm, ext=1)
    theirs, found = fits.getdata(run_sextractor(tmp_path, SPREAD)), ours(tmp_path, SPREAD)
    difference = np.abs(found["SPREAD_MODEL"] - theirs["SPREAD_MODEL"])
    assert np.median(difference) < 1e-5
    assert np.mean(difference < 1e-4) >= 0.8
    assert np.percentile(np.abs(theirs["SPREAD_MODEL"]), 80) > 20 * np.median(difference)


@pytest.mark.needs_sextractor
def test_spread_where_fewer_pixels_count_than_a_model_has_parameters(field):
    """All but the faintest pixels are saturated; a point would need three, the model that SExtractor fits seven."""
    columns, settings = [*SPREAD, "FLAGS_MODEL"], {"SATUR_LEVEL": "190.5"}
    theirs, found = fits.getdata(run_sextractor(field, columns, **settings)), ours(field, columns, **settings)
    none = theirs["FLAGS_MODEL"] & 4 > 0
    assert 5 < none.sum() < len(theirs) - 5
    assert np.array_equal(theirs["SPREAD_MODEL"][none], np.zeros(none.sum()))
    assert np.array_equal(found["SPREAD_MODEL"] == 0, none)


@pytest.mark.needs_sextractor
def test_without_a_fit(field):
    """All pixels are saturated: what is left of the columns."""
    columns = [name for name in POINT if not name.endswith(("_WORLD", "_SKY", "_J2000", "_B1950"))]
    theirs = fits.getdata(run_sextractor(field, columns, SATUR_LEVEL="-1000"))
    found = ours(field, columns, SATUR_LEVEL="-1000")
    wrong = [name for name in columns if not np.allclose(found[name], theirs[name], atol=1e-5)]
    assert (len(theirs) > 40, wrong) == (True, [])


def test_the_script_names_all_catalogs():
    assert all((REFERENCE / f"{name}.fits.gz").is_file() for name in make_psf_reference.RUNS)
