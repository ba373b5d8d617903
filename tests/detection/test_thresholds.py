"""From settings to thresholds."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.thresholds import global_threshold, thresholds
from sexlike.errors import SexlikeError


def no_scale():
    raise AssertionError("the scale of pixels is not needed")


def test_relative_thresholds_are_in_units_of_the_noise():
    found = global_threshold("DETECT_THRESH", (1.5,), "RELATIVE", 4.0, no_scale)
    assert found == 6
    assert found.dtype == np.float32


def test_absolute_thresholds_are_not():
    assert global_threshold("DETECT_THRESH", (1.5,), "ABSOLUTE", 4.0, no_scale) == 1.5


@pytest.mark.parametrize("kind", ["RELATIVE", "ABSOLUTE"])
def test_two_values_are_a_surface_brightness_and_its_zero_point(kind):
    """A pixel of 0.4 arcsec holds 0.16 of the light of a square arcsec: 5 mag below the zero-point that is 0.0016."""
    assert global_threshold("DETECT_THRESH", (25.0, 20.0), kind, 4.0, lambda: 0.4) == pytest.approx(0.0016, rel=1e-6)


def test_surface_brightnesses_far_from_the_zero_point():
    for brightness in (-70.0, 70.0):
        assert global_threshold("DETECT_THRESH", (brightness, 0.0), "RELATIVE", 1.0, lambda: 1.0) > 0
        with pytest.raises(SexlikeError, match=r"ANALYSIS_THRESH .*,0: .* more than 70 mag apart") as caught:
            global_threshold("ANALYSIS_THRESH", (brightness * 1.01, 0.0), "RELATIVE", 1.0, no_scale, "run.toml")
        assert "run.toml" in str(caught.value)


def test_what_counts_is_the_distance_from_the_zero_point():
    threshold = global_threshold("DETECT_THRESH", (95.0, 30.0), "RELATIVE", 1.0, lambda: 1.0)
    assert threshold == pytest.approx(1e-26, rel=1e-6)


@pytest.mark.parametrize("value", [0.0, -1.5, float("nan")])
def test_thresholds_must_be_positive(value):
    with pytest.raises(
        SexlikeError, match=r"DETECT_THRESH .* \(run.toml\) makes a threshold of .*: it must be positive"
    ):
        global_threshold("DETECT_THRESH", (value,), "RELATIVE", 1.0, no_scale, "run.toml")
    with pytest.raises(SexlikeError, match=r"DETECT_THRESH [^(]* makes a threshold of"):
        global_threshold("DETECT_THRESH", (value,), "RELATIVE", 1.0, no_scale)


def image(noise):
    return SimpleNamespace(background=SimpleNamespace(sigma=noise))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("RELATIVE",), (3.0, 20.0)),
        (("ABSOLUTE",), (1.5, 2.0)),
        (("RELATIVE", "ABSOLUTE"), (3.0, 2.0)),
        (("ABSOLUTE", "RELATIVE"), (1.5, 20.0)),
    ],
)
def test_detection_is_on_one_image_and_analysis_on_the_other(kinds, expected):
    config = SimpleNamespace(
        THRESH_TYPE=kinds, DETECT_THRESH=(1.5,), ANALYSIS_THRESH=(2.0,), origin=lambda name: "default"
    )
    assert thresholds(config, image(2.0), image(10.0)) == expected


def test_surface_brightnesses_need_the_scale_of_the_image_that_is_measured():
    config = SimpleNamespace(
        THRESH_TYPE=("RELATIVE",),
        DETECT_THRESH=(20.0, 20.0),
        ANALYSIS_THRESH=(2.0,),
        PIXEL_SCALE=3.0,
        origin=lambda name: "default",
    )
    assert thresholds(config, image(2.0), image(10.0)) == (9.0, 20.0)
