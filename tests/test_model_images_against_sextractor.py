"""Models as images, and models of the detection image, against SExtractor 2.25.0."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.output.checkimages.checkimages import CHECK_IMAGES
from sexlike.pipeline import run

from .reference import make_model_reference as reference
from .reference.make_psf_reference import BASE, SETTINGS, run_sextractor
from .test_models_against_sextractor import ours, take_their_parameters, theirs_of

CLOSE = 1e-4  # of a pixel, or of a tenth of the noise where it is fainter than that
KINDS = ["MODELS", "SPHEROIDS", "DISKS", "-MODELS", "-DISKS"]


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A folder with the fields and their PSFs."""
    folder = tmp_path_factory.mktemp("models")
    reference.write_fields(folder)
    return folder


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("masks", ["CORRECT", "NONE"])
def test_images_of_models(field, masks, monkeypatch):
    """With SExtractor's own parameters, the images are its images."""
    names = [f"{kind}.fits" for kind in KINDS]
    checks = {"CHECKIMAGE_TYPE": ",".join(KINDS), "CHECKIMAGE_NAME": ",".join(names), "MASK_TYPE": masks}
    columns = ["VECTOR_MODEL", "MATRIX_MODELERR", "FLAGS_MODEL", *reference.SPHEROID, *reference.DISK]
    theirs = np.array(fits.getdata(run_sextractor(field, columns, **checks), memmap=False))
    take_their_parameters(monkeypatch, theirs)
    settings = SETTINGS | {"PSF_NAME": str(field / "field.psf"), "COMPATIBILITY": "SEXTRACTOR", "MASK_TYPE": masks}
    settings["CHECKIMAGE_TYPE"] = ",".join(KINDS)
    (extension,) = run([str(field / "field.fits")], load_config(overrides=settings), parse_columns([*BASE, *columns]))
    assert len(theirs) > 30
    for kind, name in zip(KINDS, names, strict=True):
        found, expected = CHECK_IMAGES[kind](extension).astype(float), fits.getdata(field / name).astype(float)
        some = expected != 0
        assert some.mean() > 0.3
        gap = np.abs(found - expected) / np.maximum(np.abs(expected), 0.1 * extension.image.background.sigma)
        assert np.percentile(gap[some], 95) < CLOSE, kind


def test_models_of_the_detection_image(field):
    """Fits differ as much as SExtractor's own do; what follows from them hardly does."""
    theirs, found = theirs_of("det"), ours(field, "det", reference.DETECTION)
    assert np.array_equal(found["NUMBER"], theirs["NUMBER"])
    error = theirs["FLUXERR_DETMODEL"]
    gap = np.abs(found["FLUX_DETMODEL"] - theirs["FLUX_DETMODEL"]) / error
    assert (np.median(gap) < 0.6, np.percentile(gap, 95) < 6) == (True, True)
    for name, limit in (("FLUXERR_DETMODEL", 0.02), ("CHI2_DETMODEL", 5e-3), ("MAGERR_DETMODEL", 0.02)):
        assert np.median(np.abs(found[name] / theirs[name] - 1)) < limit
    assert np.mean(found["FLAGS_DETMODEL"] == theirs["FLAGS_DETMODEL"]) > 0.85


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("more", [{}, {"GAIN": "0", "BACKPHOTO_TYPE": "LOCAL"}, {"SATUR_LEVEL": "800"}])
def test_points_of_the_detection_image(field, more):
    """Fits of points mostly have one minimum, so that fluxes in the other image can be compared object by object."""
    columns = ["FLUX_POINTSOURCE", "FLUXERR_POINTSOURCE", "VECTOR_MODEL", *reference.DETECTION]
    theirs = fits.getdata(run_sextractor(field, columns, **reference.PAIR, **more))
    found = ours(field, "det", columns, **more)
    assert np.array_equal(found["NUMBER"], theirs["NUMBER"])
    gap = np.abs(found["FLUX_DETMODEL"] - theirs["FLUX_DETMODEL"]) / theirs["FLUXERR_DETMODEL"]
    assert (np.median(gap) < 0.01, np.percentile(gap, 75) < 0.1) == (True, True)
    for name, limit in (("FLUXERR_DETMODEL", 2e-4), ("CHI2_DETMODEL", 2e-3), ("MAGERR_DETMODEL", 2e-4)):
        assert np.percentile(np.abs(found[name] / theirs[name] - 1), 75) < limit, name
    assert np.array_equal(found["FLAGS_DETMODEL"], theirs["FLAGS_DETMODEL"])


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("thickness", ["8", "24"])
def test_bounds_of_the_level_follow_the_local_noise(field, thickness):
    """The sky is 50 too bright, 12 sigmas: levels are at their upper bounds, 6 sigmas of the sky around each object."""
    settings = {
        "BACKPHOTO_TYPE": "LOCAL",
        "BACKPHOTO_THICK": thickness,
        "BACK_TYPE": "AUTO,MANUAL",
        "BACK_VALUE": "0,150",
    }
    columns, images = ["VECTOR_MODEL", "FLUX_BACKOFFSET", "FLUX_DISK", "FLAGS_MODEL"], {"image": "deep.fits,field.fits"}
    theirs = fits.getdata(run_sextractor(field, columns, **images, **settings))
    found = ours(field, "sersic", columns, **images, **settings)
    both = (theirs["FLAGS_MODEL"] & found["FLAGS_MODEL"] & 16) > 0
    level, ratio = (of["VECTOR_MODEL"][both, 0] for of in (theirs, found))
    assert np.mean(both) > 0.6
    assert np.mean(np.abs(level / ratio - 1) < 2e-3) > 0.9
    assert np.std(level) > 0.02 * np.mean(level)
