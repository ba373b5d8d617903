"""What of the image is in memory when an object is measured."""

import warnings

import numpy as np
import pytest

import sexlike
from sexlike.detection.scanview import NEVER, Departures, ScanView, scan_view
from sexlike.errors import SexlikeWarning

DEPARTURES = Departures(*np.array([(0, 30, 2), (7, 44, 5), (60, NEVER, 9)]).T)


def test_objects_see_the_lines_of_the_buffer_and_what_is_blanked_by_then():
    view = scan_view(DEPARTURES, height=80, buffered_lines=20, blanking_delay=2)
    assert view.y_start.tolist() == [0, 7, 60]
    assert view.y_stop.tolist() == [20, 27, 80]
    assert view.scanned_stop.tolist() == [30, 44, NEVER]
    assert view.blanked_stop.tolist() == [29, 43, NEVER]
    assert view.arrived.tolist() == [2, 5, NEVER]


def test_without_a_kernel_blanking_does_not_lag_behind():
    view = scan_view(DEPARTURES, height=80, buffered_lines=20, blanking_delay=None)
    assert view.blanked_stop.tolist() == view.scanned_stop.tolist()


def test_the_whole_image_is_seen_when_all_is_done():
    view = ScanView.of_whole_image(2, 50)
    assert (view.y_start.tolist(), view.y_stop.tolist()) == ([0, 0], [50, 50])
    assert (view.blanked_stop == NEVER).all()


@pytest.fixture
def tower():
    """A bright star on an even sky in the middle of a tall image; its aperture is higher than a small buffer."""
    y, x = np.mgrid[:200, :80]
    light = 5e4 * np.exp(-((x - 40) ** 2 + (y - 100) ** 2) / (2 * 4.0**2)) / (2 * np.pi * 4.0**2)
    return (light + 5 + np.random.default_rng(3).normal(size=light.shape)).astype(np.float32)


def measured(image, **keywords):
    sky = {"BACK_TYPE": "MANUAL", "BACK_VALUE": 0}  # it stays in the image
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "array: BACK_TYPE MANUAL gives a background of 0", SexlikeWarning)
        table = sexlike.extract(image, params="FLAGS FLUX_APER", PHOT_APERTURES=60, DETECT_THRESH=30, **sky, **keywords)
    return table["FLAGS"][0], table["FLUX_APER"][0].value.item()


def test_a_small_buffer_cuts_apertures_where_sextractors_numbers_are_wanted(tower):
    flags, flux = measured(tower, COMPATIBILITY="SEXTRACTOR", MEMORY_BUFSIZE=1024)
    cut_flags, cut_flux = measured(tower, COMPATIBILITY="SEXTRACTOR", MEMORY_BUFSIZE=30)
    free_flags, free_flux = measured(tower, COMPATIBILITY="NONE", MEMORY_BUFSIZE=30)
    assert (flags & 16, cut_flags & 16, free_flags & 16) == (0, 16, 0)
    assert flux == pytest.approx(5e4 + 5 * np.pi * 30**2, rel=0.01)
    assert 5e4 < cut_flux < 5e4 + 5 * 30 * 60
    assert free_flux == flux


def test_python_and_toml_are_free_of_the_buffer_by_default(tower):
    assert measured(tower, MEMORY_BUFSIZE=30) == measured(tower, MEMORY_BUFSIZE=30, COMPATIBILITY="NONE")
