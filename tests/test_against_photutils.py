"""A second opinion: photutils on our own field, from the same background, smoothed image and threshold."""

from typing import NamedTuple

import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial import cKDTree

from sexlike.config.columnfile import parse_columns
from sexlike.config.config import read_config
from sexlike.pipeline import run

from .ourfield import EXAMPLES, SCIENCE

COLUMNS = ["X_IMAGE", "Y_IMAGE", "FLUX_APER(2)", "FLUX_AUTO", "FLUX_RADIUS", "THRESHOLD"]
BAD = -1e29


class Field(NamedTuple):
    """What sexlike made of the field."""

    pixels: np.ndarray  # background subtracted, 0 where there are no data
    good: np.ndarray
    kernel: np.ndarray
    values: dict
    places: np.ndarray  # 0-based positions, shape (n, 2)


def sexlike_on_field(**keywords):
    """The example run, without cleaning, for photutils has none."""
    config = read_config(EXAMPLES / "run.toml", {"CLEAN": False} | keywords, origin="argument")
    (extension,) = run([SCIENCE], config, parse_columns(COLUMNS))
    pixels, values = extension.image.pixels, extension.values
    good = pixels > BAD
    places = np.column_stack([values["X_IMAGE"], values["Y_IMAGE"]]) - 1.0
    return Field(np.where(good, pixels, 0).astype(float), good, extension.kernel, values, places)


@pytest.fixture(scope="module")
def field():
    """With neighbours replaced by the opposite pixels, which photutils does by default, too."""
    return sexlike_on_field(MASK_TYPE="CORRECT")


@pytest.fixture(scope="module")
def second_opinion(field):
    """SourceCatalog of photutils; its deblending (32 levels, contrast 0.001) and Kron parameters are like ours."""
    segmentation = pytest.importorskip("photutils.segmentation")
    pytest.importorskip("skimage", reason="photutils deblends with scikit-image")
    smoothed = ndimage.correlate(field.pixels, field.kernel.astype(float), mode="constant")
    near_bad = ndimage.binary_dilation(~field.good, np.ones(field.kernel.shape))
    blobs = segmentation.detect_sources(smoothed, float(field.values["THRESHOLD"][0]), 5, mask=near_bad)
    objects = segmentation.deblend_sources(smoothed, blobs, 5)
    return segmentation.SourceCatalog(field.pixels, objects, convolved_data=smoothed, mask=~field.good)


@pytest.fixture(scope="module")
def matches(field, second_opinion):
    """Our row, and theirs, of the detections that lie within half a pixel of each other."""
    distance, theirs = cKDTree(np.asarray(second_opinion.centroid)).query(field.places)
    ours = np.flatnonzero(distance < 0.5)
    return ours, theirs[ours]


def test_both_find_the_same(field, second_opinion, matches):
    assert len(matches[0]) >= 0.97 * len(field.places)
    assert len(second_opinion.centroid) == pytest.approx(len(field.places), rel=0.03)


def test_circular_fluxes():
    aperture = pytest.importorskip("photutils.aperture")
    unmasked = sexlike_on_field(MASK_TYPE="NONE")
    for column, radius in enumerate((4.0, 8.0)):
        circles = aperture.CircularAperture(unmasked.places, radius)
        ours = unmasked.values["FLUX_APER"][:, column]
        for method, middle, nearly_all in (("exact", 1e-3, 1e-2), ("subpixel", 1e-6, 1e-5)):
            table = aperture.aperture_photometry(unmasked.pixels, circles, method=method, subpixels=5)
            deviation = np.abs(np.asarray(table["aperture_sum"]) / ours - 1)
            assert np.median(deviation) < middle
            assert np.percentile(deviation, 97) < nearly_all


def test_kron_fluxes(field, second_opinion, matches):
    ours, theirs = matches
    ratio = np.asarray(second_opinion.kron_flux)[theirs] / field.values["FLUX_AUTO"][ours]
    assert np.median(ratio) == pytest.approx(1, abs=0.005)
    assert np.median(np.abs(ratio - 1)) < 0.01


def test_half_light_radii(field, second_opinion, matches):
    ours, theirs = matches
    radius_of = getattr(second_opinion, "flux_radius", None) or second_opinion.fluxfrac_radius  # named so before 3.0
    ratio = np.asarray(radius_of(0.5))[theirs] / field.values["FLUX_RADIUS"].ravel()[ours]
    assert np.nanmedian(ratio) == pytest.approx(1, abs=0.01)
    assert np.nanmedian(np.abs(ratio - 1)) < 0.03
