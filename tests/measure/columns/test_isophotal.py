"""What lies in the footprints."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.detections import Merging
from sexlike.detection.footprints import Footprints
from sexlike.measure.columns.isophotal import fwhm, isophotal, isophotal_corrected, isophotal_levels
from sexlike.measure.registry import COLUMNS

from .. import plain
from ..scene import NOISE, gaussian_scene, measured

FLUX = 20000.0
VALUES = [5.0, 7.0, 3.0, 9.0]
OFFSET = SimpleNamespace(offset=np.float32([0.5, 1.0]))


def sums(threshold=4.0, variance=None, values=VALUES, **keywords):
    """Isophotal of an object of three pixels that has absorbed a detection of one, on an image of sigma 2."""
    pixels = np.zeros((10, 10))
    pixels[2, 2:5], pixels[3, 4] = values[:3], values[3]
    footprints = Footprints(np.array([2, 3, 4, 4]), np.array([2, 2, 2, 3]), np.array([0, 3, 4]))
    merging = Merging(holder=np.array([0, 0]), own=np.array([0]))
    detections = SimpleNamespace(raw=SimpleNamespace(footprints=footprints), merging=merging)
    detections.analysis_threshold = threshold
    image = plain.image(pixels, sigma=2.0, variance=variance, **keywords)
    return isophotal(image, detections, plain.config(), OFFSET)


def test_light_is_that_of_all_detections_and_area_of_the_own():
    found = sums()
    assert found.flux[0] == sum(VALUES) - 3 * 0.5 - 1
    assert found.variance[0] == 4 * 2**2
    assert found.flux_error[0] == 4
    assert (found.peak[0], found.own_peak[0], found.threshold[0]) == (8, 6.5, 3.5)
    assert (found.area[0], found.area.dtype) == (2, np.int32)


def test_photons_add_to_the_variance_of_what_is_positive():
    assert sums(gain=4.0).variance[0] == pytest.approx(16 + (13.5 + 8) / 4)
    assert sums(gain=4.0, values=[*VALUES[:3], -2.0]).variance[0] == pytest.approx(16 + 13.5 / 4)


def test_weights_scale_the_threshold_with_the_noise():
    variance = np.full((10, 10), 4.0)
    variance[2, 3], variance[2, 4] = 16.0, 1.0  # thresholds 8 and 2
    found = sums(variance=variance)
    assert found.area[0] == 2
    assert found.threshold[0] == 2 - 0.5
    assert found.variance[0] == 4 + 16 + 1 + 4


def corrected(flux, variance=25.0, area=10, threshold=2.0):
    """Flux and error, corrected for the wings."""
    found = SimpleNamespace(flux=np.float32([flux]), variance=np.array([variance]))
    objects = SimpleNamespace(area=np.array([area]), threshold=np.float32([threshold]))
    return tuple(values[0] for values in isophotal_corrected(found, objects))


def test_wings_are_added_as_of_a_gaussian():
    flux, error = corrected(100.0)
    eta, relative = 10 * 2 / 100, 25 / 100**2
    assert flux == pytest.approx(100 / (1 - 0.196099 * eta - 0.751208 * eta**2))
    delta = eta * np.sqrt(relative + 1 / 10)
    delta = 0.196099 * delta + 0.751208 * 2 * eta * delta
    assert error == pytest.approx(100 * np.sqrt(relative + delta**2))
    # More cannot be missing than of a footprint that is flat.
    assert corrected(15.0)[0] == pytest.approx(15 / (1 - 0.196099 - 0.751208), rel=1e-5)
    assert corrected(-100.0) == (-100, 5)
    assert corrected(100.0, threshold=-1.0)[0] == 100


def levels(*values, threshold=1.0, peak=256.0, **keywords):
    """Areas of an object above the levels."""
    found = SimpleNamespace(threshold=np.float32([threshold]), own_peak=np.float32([peak]))
    pixels = plain.own_pixels([(k, 0, value) for k, value in enumerate(values)])
    return isophotal_levels(found, pixels, plain.config(**keywords))[0].tolist()


def test_levels_are_in_equal_ratios():
    assert levels(1.0, 1.5, 2.0, 2.5, 5.0, 200.0) == [5, 3, 2, 1, 1, 1, 1, 1]
    assert levels(5.0, 2.0, threshold=-1.0) == [2] * 8
    assert levels(5.0, -2.0, peak=-1.0) == [1] * 8


def test_levels_of_a_plate_are_at_equal_steps():
    values = (17.0, 33.0, 34.0, 100.0, 230.0)  # levels 1, 33, 65, 97 ...
    assert levels(*values, threshold=1.0, peak=257.0, DETECT_TYPE="PHOTO") == [5, 3, 2, 2, 1, 1, 1, 1]


def test_columns_of_the_levels():
    areas = np.arange(8.0)[None]
    assert [COLUMNS[f"ISO{k}"].function(areas)[0] for k in range(8)] == list(range(8))


def core(pixels, threshold=1.0, saturation=1e9, a=2.0, b=2.0, peak=None, sky=0.0):
    """FWHM of an object at (10, 10) with these pixels, on a background of 100 and a local one."""
    own_peak = np.float32([max(value for _, _, value in pixels) if peak is None else peak])
    found = SimpleNamespace(own_peak=own_peak, threshold=np.float32([threshold]))
    image = SimpleNamespace(saturation=saturation)
    local = SimpleNamespace(offset=np.float32([sky]))
    return fwhm(image, plain.objects(10, 10, a, b), found, plain.own_pixels(pixels), np.float32([100]), local)[0]


def gaussian_pixels(sigma=2.0, peak=1000.0):
    return [
        (x, y, peak * np.exp(-((x - 10) ** 2 + (y - 10) ** 2) / 2 / sigma**2))
        for y in range(5, 16)
        for x in range(5, 16)
    ]


def narrowed(width):
    """The width that SExtractor gives for the fitted one."""
    return width - 1 / (4 * width)


def test_fwhm_of_the_core():
    expected = pytest.approx(narrowed(1.6651 * np.sqrt(2) * 2.0), rel=1e-5)
    pixels = gaussian_pixels()
    assert core(pixels) == expected
    # Fainter than a fifth of the peak, or saturated: left out.
    altered = [(x, y, 199.0 if 100 < value < 200 else value) for x, y, value in pixels]
    assert core(altered) == expected
    capped = [(x, y, min(value, 800.0)) for x, y, value in pixels]
    assert core(capped, peak=1000.0) != expected
    assert core(capped, peak=1000.0, saturation=900.0) == expected
    assert core(pixels, threshold=2000.0) == 0
    assert core([(x, y, value + 50) for x, y, value in pixels], peak=1000.0, sky=50.0) == expected


def test_a_core_is_not_flatter_than_its_ellipse_allows():
    rising = [(10 + k, 10, 500.0 + 10 * k) for k in range(5)]
    assert core(rising, a=3.0, b=2.0) == pytest.approx(narrowed(1.6651 * np.sqrt(13 * 3 * 2)))


def test_a_core_of_one_pixel_has_no_width():
    assert core([(10, 10, 100.0)]) == 0


def test_flux_area_and_peak_of_a_bright_gaussian():
    image = gaussian_scene()
    columns = ["FLUX_ISO", "FLUXERR_ISO", "FLUX_ISOCOR", "ISOAREA_IMAGE", "FLUX_MAX", "BACKGROUND", "THRESHOLD"]
    got = measured(image, columns, CLEAN=False)
    assert len(got["FLUX_ISO"]) == 1
    peak = FLUX / (2 * np.pi * 3 * 1.5)
    area = 2 * np.pi * 3 * 1.5 * np.log(peak / (1.5 * NOISE))
    assert got["FLUX_ISO"][0] == pytest.approx(FLUX, rel=2e-3)
    assert got["ISOAREA_IMAGE"][0] == pytest.approx(area, rel=0.05)
    assert got["FLUX_MAX"][0] == pytest.approx(peak, rel=0.03)
    assert got["BACKGROUND"][0] == pytest.approx(100, abs=0.2)
    assert got["THRESHOLD"][0] == pytest.approx(1.5 * NOISE, rel=0.05)
    assert got["FLUXERR_ISO"][0] == pytest.approx(NOISE * np.sqrt(got["ISOAREA_IMAGE"][0]), rel=0.06)
    eta = got["ISOAREA_IMAGE"][0] * got["THRESHOLD"][0] / got["FLUX_ISO"][0]
    assert got["FLUX_ISOCOR"][0] == pytest.approx(got["FLUX_ISO"][0] * (1 + 0.196 * eta), rel=1e-3)


def test_isophotal_areas_fall_from_threshold_to_peak():
    got = measured(gaussian_scene(), [f"ISO{level}" for level in range(8)] + ["ISOAREA_IMAGE"])
    areas = np.array([got[f"ISO{level}"][0] for level in range(8)])
    assert areas[0] == got["ISOAREA_IMAGE"][0]
    # Of a Gaussian, areas above levels in equal ratios fall evenly.
    steps = -np.diff(areas) / areas[0]
    np.testing.assert_allclose(steps, 1 / 8, atol=0.03)


def test_saturated_pixels_are_left_out_of_the_fit_and_flagged():
    image = gaussian_scene(sources=[(50.3, 60.7, 1e5, 2.5, 2.5, 0)])
    saturated = np.minimum(image, 1500)
    assert measured(saturated, ["FLAGS"], SATUR_LEVEL=1e6)["FLAGS"][0] & 4 == 0
    got = measured(saturated, ["FWHM_IMAGE", "FLAGS"], SATUR_LEVEL=1400)
    assert got["FLAGS"][0] & 4
    assert got["FWHM_IMAGE"][0] == pytest.approx(2.3548 * 2.5, rel=0.06)


def test_absorbed_detections_give_their_light_to_the_object():
    radius = np.hypot(*(np.mgrid[:150, :150] - 75))
    image = (600 * np.exp(-(radius**2) / 32) + 400 / (1 + (radius / 4) ** 2)).astype(np.float32)
    image += np.random.default_rng(1).normal(size=image.shape).astype(np.float32)
    dirty, clean = (
        measured(image, ["FLUX_ISO", "ISOAREAF_IMAGE"], CLEAN=c, BACK_TYPE="MANUAL", THRESH_TYPE="ABSOLUTE")
        for c in (False, True)
    )
    assert len(clean["FLUX_ISO"]) < len(dirty["FLUX_ISO"])
    for name in clean:
        assert clean[name].sum() == pytest.approx(dirty[name].sum(), rel=1e-6)
