"""Models of galaxies, cell by cell against SExtractor 2.25.0: what follows from the parameters that it fitted."""

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.models.fits import ModelFits
from sexlike.measure.registry import QUANTITIES, Quantity

from .reference import make_model_reference as reference
from .reference.make_psf_reference import BASE, SETTINGS

CLOSE = 1e-5  # of a value
# Samples that hold half of the light of small models are few. The brightest one is a sum of thousands of terms in
# single precision, and correlations are quotients of differences of what a catalog has in single precision.
LOOSE = dict.fromkeys(["FLUX_EFF_MODEL", "FLUX_MEAN_MODEL", "MU_EFF_MODEL", "MU_MEAN_MODEL"], 0.05)
LOOSE |= dict.fromkeys(["FLUX_MAX_MODEL", "MU_MAX_MODEL"], 2e-5)
LOOSE |= {f"{way}CORRMODEL_{frame}": 5e-5 for way in ("ELLIP", "POLAR") for frame in ("IMAGE", "WORLD")}
OF_FITS = ("CHI2_MODEL", "NITER_MODEL", "FLAGS_MODEL", "CHI2_DETMODEL", "NITER_DETMODEL", "FLAGS_DETMODEL")
# A column whose numbers nearly cancel -> those whose errors it has.
SCALES = {
    "XYMODEL_IMAGE": ("X2MODEL_IMAGE", "Y2MODEL_IMAGE"),
    "XYMODEL_WORLD": ("X2MODEL_WORLD", "Y2MODEL_WORLD"),
    "CXYMODEL_IMAGE": ("CXXMODEL_IMAGE", "CYYMODEL_IMAGE"),
    "CXYMODEL_WORLD": ("CXXMODEL_WORLD", "CYYMODEL_WORLD"),
    "ERRXYMODEL_IMAGE": ("ERRX2MODEL_IMAGE", "ERRY2MODEL_IMAGE"),
    "ERRXYMODEL_WORLD": ("ERRX2MODEL_WORLD", "ERRY2MODEL_WORLD"),
    "ERRCXYMODEL_IMAGE": ("ERRCXXMODEL_IMAGE", "ERRCYYMODEL_IMAGE"),
    "ERRCXYMODEL_WORLD": ("ERRCXXMODEL_WORLD", "ERRCYYMODEL_WORLD"),
}


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A folder with the fields and their PSFs."""
    folder = tmp_path_factory.mktemp("models")
    reference.write_fields(folder)
    return folder


def theirs_of(run):
    """A committed catalog."""
    return fits.getdata(reference.FOLDER / f"{run}.fits.gz")


def ours(folder, run, columns, **more):
    """The catalog of sexlike with the settings of a run."""
    settings = SETTINGS | reference.RUNS[run][1] | {"COMPATIBILITY": "SEXTRACTOR"} | more
    images = [str(folder / name) for name in settings.pop("image", "field.fits").split(",")]
    settings["PSF_NAME"] = ",".join(str(folder / name) for name in settings["PSF_NAME"].split(","))
    table = sexlike.extract(images[0] if len(images) == 1 else tuple(images), params=[*BASE, *columns], **settings)
    return {name: np.asarray(table[name]) for name in table.colnames}


def take_their_parameters(monkeypatch, theirs):
    """Let all columns be made of the parameters and covariances of a catalog."""
    declared = QUANTITIES["model_fits"]
    n = len(theirs)

    def model_fits(**given):
        vector, covariance = (theirs[name].astype(float) for name in ("VECTOR_MODEL", "MATRIX_MODELERR"))
        return ModelFits(
            vector, covariance.reshape(n, *vector.shape[1:] * 2), np.ones(n), np.ones(n, int), theirs["FLAGS_MODEL"]
        )

    monkeypatch.setitem(QUANTITIES, "model_fits", Quantity(declared.name, model_fits, ("model_scene",), ()))


def gap_of(name, found, theirs):
    """Deviations of a column in units of what is allowed; angles are compared as those of lines."""
    one, other = (np.asarray(of[name], float).reshape(len(theirs), -1) for of in (found, theirs))
    gap = np.abs(one - other)
    if "THETA" in name:
        return np.minimum(gap, np.abs(gap - 180)) / 1e-3
    if name.startswith(("ALPHA", "DELTA")) or name in ("XMODEL_WORLD", "YMODEL_WORLD", "XFOCAL_WORLD", "YFOCAL_WORLD"):
        return gap / 1e-8
    scale = np.abs(other)
    if name in SCALES:
        scale = np.sqrt(np.prod([np.abs(np.asarray(theirs[of], float)) for of in SCALES[name]], axis=0))[:, None]
    if name.startswith(("MAG", "MU_")):
        scale = np.maximum(scale, 1)
    if name.startswith(("ELLIP", "POLAR")):
        scale = np.maximum(scale, 0.1)
    return gap / (LOOSE.get(name, CLOSE) * np.maximum(scale, 1e-30))


@pytest.mark.parametrize("run", reference.RUNS)
def test_columns_that_follow_from_the_vector(run, field, monkeypatch):
    """With SExtractor's own vectors and covariances, all columns are its columns."""
    theirs = theirs_of(run)
    columns = [name for name in reference.RUNS[run][0] if name not in OF_FITS and "DETMODEL" not in name]
    take_their_parameters(monkeypatch, theirs)
    found = ours(field, run, columns)
    assert np.array_equal(found["NUMBER"], theirs["NUMBER"])
    assert len(theirs) > 30
    shares = {name: np.mean(gap_of(name, found, theirs) > 1) for name in columns}
    assert {name: share for name, share in shares.items() if share > 0.05} == {}
