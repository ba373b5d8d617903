"""The sky under the objects."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.columns.skylevel import background_level
from sexlike.measure.registry import COLUMNS

from .. import plain


def test_the_background_is_that_of_the_nearest_pixel_and_the_local_one():
    background = SimpleNamespace(at=lambda x, y: 10.0 * x + y)
    local = SimpleNamespace(offset=np.float32([0.25, 0.5]))
    objects = plain.objects([3.4, 3.6], [7.6, 7.4])
    objects.detection = np.array([1, 0])
    level = background_level(SimpleNamespace(background=background), objects, local)
    np.testing.assert_array_equal(level, np.float32([38.5, 47.25]))
    assert COLUMNS["BACKGROUND"].function(level) is level


def test_both_thresholds_are_that_of_detection():
    objects = SimpleNamespace(threshold=np.float32([3]))
    assert COLUMNS["THRESHOLD"].function(objects) == COLUMNS["THRESHOLDMAX"].function(objects) == 3


@pytest.mark.parametrize(("name", "level"), [("MU_MAX", 100), ("MU_THRESHOLD", 4)])
def test_surface_brightness_is_per_square_arcsecond(name, level):
    isophotal = SimpleNamespace(peak=np.float32([100, -1]), threshold=np.float32([4, 0]))
    area = np.full(2, (0.5 / 3600) ** 2)
    found = COLUMNS[name].function(isophotal, area, plain.config(MAG_ZEROPOINT=25.0))
    np.testing.assert_allclose(found, [25 - 2.5 * np.log10(level / 0.25), 99])
