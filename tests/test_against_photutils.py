"""A second opinion: photutils on our own field, from the same background, smoothed image and threshold."""

import re
import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial import cKDTree

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.pipeline import run

from .ourfield import EXAMPLES, SCIENCE, truth

COLUMNS = ["X_IMAGE", "Y_IMAGE", "FLUX_APER(2)", "FLUX_AUTO", "FLUX_RADIUS", "THRESHOLD"]
BAD = -1e29
DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "second_opinion.md").read_text()
NUMBER = r"[\d.]+(?:e-\d+)?"
TOLERANCES = {
    name: (float(half), float(most))
    for name, half, most in re.findall(
        rf"^\| ([\w\-, ]+?)(?: \(pixels\))? \|.*\| ({NUMBER}) \| ({NUMBER}) \|$", PAGE, re.MULTILINE
    )
}


class Field(NamedTuple):
    """What sexlike made of the field."""

    pixels: np.ndarray  # background subtracted, 0 where there are no data
    good: np.ndarray
    kernel: np.ndarray
    values: dict
    places: np.ndarray  # 0-based positions, shape (n, 2)


def sexlike_on_field(**keywords):
    """The example run, without cleaning, for photutils has none."""
    config = load_config(EXAMPLES / "run.toml", {"CLEAN": False} | keywords, origin="argument")
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


@pytest.fixture(scope="module")
def compared():
    """What docs/scripts/compare_photutils.py makes of the field with its weight and error maps."""
    pytest.importorskip("photutils")
    pytest.importorskip("skimage", reason="photutils deblends with scikit-image")
    sys.path.insert(0, str(DOCS / "scripts"))
    import compare_photutils

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # photutils' own
        maps = compare_photutils.our_field()
        ours = compare_photutils.by_sexlike(maps)
        alone = compare_photutils.isolated(maps, ours)
        same = compare_photutils.measured_by_photutils(maps, ours)
        apart = compare_photutils.deviations(maps, ours, same, alone)
        yield compare_photutils, maps, ours, alone, apart


def test_the_page_states_a_tolerance_for_every_measure(compared):
    *_, alone, apart = compared
    assert set(TOLERANCES) == set(apart)
    assert alone.sum() > 200
    assert all(np.isfinite(deviation).all() for deviation in apart.values())


@pytest.mark.parametrize("radius", [0.3, 2.0, 7.5])
def test_error_within_a_circle_is_that_of_its_area(compared, radius):
    aperture = pytest.importorskip("photutils.aperture")
    error = np.full((30, 40), 0.5, np.float32)
    within = sys.modules["compare_measures"].error_within(aperture.CircularAperture((20.3, 14.6), radius), error)
    assert within == pytest.approx(0.5 * np.sqrt(np.pi) * radius, rel=1e-6)


@pytest.mark.parametrize("name", TOLERANCES)
def test_isolated_sources_are_measured_alike(compared, name):
    half, most = np.percentile(compared[-1][name], [50, 95])
    assert half <= TOLERANCES[name][0]
    assert most <= TOLERANCES[name][1]


def test_circles_of_crowded_sources_are_alike_where_neighbours_are_not_masked(compared):
    compare, maps, *_ = compared
    unmasked = compare.by_sexlike(maps, MASK_TYPE="NONE")
    for name, deviation in compare.circles(maps, unmasked, slice(None)).items():
        assert np.percentile(deviation, 95) < TOLERANCES[name][1]


def test_the_same_pixels_are_detected(compared):
    compare, maps, ours, *_ = compared
    ours_detected = ours.result.segmentation > 0
    for threshold, least in ((compare.THRESHOLD * maps.noise, 0.99), (compare.smoothed_threshold(maps), 0.9995)):
        theirs = compare.objects_of(maps, ours.smoothed, threshold).data > 0
        assert (theirs & ours_detected).sum() >= least * (theirs | ours_detected).sum()


def test_photutils_alone_finds_no_more_truth(compared):
    compare, maps, ours, *_ = compared
    sky, _, theirs = compare.by_photutils(maps)
    off = (sky - ours.result.background)[maps.good] / np.median(maps.noise[maps.good])
    assert abs(np.median(off)) < 0.02
    assert off.std() < 0.1
    found, invented, bias = compare.judged(truth(), ours.places, ours.values["FLUX_AUTO"])
    their_found, their_invented, their_bias = compare.judged(truth(), np.asarray(theirs.centroid), theirs.kron_flux)
    assert found > their_found - 0.03  # photutils splits more with the same contrast
    assert invented < their_invented + 0.005
    assert abs(bias) < abs(their_bias) + 0.02
