"""Which object it is, and where it is in the image."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.registry import COLUMNS

from .. import plain

FIELDS = {
    "X_IMAGE": "x",
    "Y_IMAGE": "y",
    "X_IMAGE_DBL": "x",
    "Y_IMAGE_DBL": "y",
    "XMIN_IMAGE": "x_min",
    "XMAX_IMAGE": "x_max",
    "YMIN_IMAGE": "y_min",
    "YMAX_IMAGE": "y_max",
    "XPEAK_IMAGE": "x_peak",
    "YPEAK_IMAGE": "y_peak",
}


@pytest.mark.parametrize(("name", "field"), FIELDS.items())
def test_pixels_are_counted_from_one(name, field):
    objects = SimpleNamespace(**{other: np.array([k, k + 1]) for k, other in enumerate(sorted(set(FIELDS.values())))})
    np.testing.assert_array_equal(COLUMNS[name].function(objects), getattr(objects, field) + 1)


def test_objects_are_counted_from_one():
    assert COLUMNS["NUMBER"].function(plain.objects([5, 5, 5], [1, 2, 3])).tolist() == [1, 2, 3]
    assert COLUMNS["NUMBER"].function(plain.objects([], [])).tolist() == []


def test_parent_and_extension():
    assert COLUMNS["ID_PARENT"].function(SimpleNamespace(parent=np.array([4, 2]))).tolist() == [4, 2]
    image = SimpleNamespace(rank=3)
    assert COLUMNS["EXT_NUMBER"].function(image, plain.objects([1, 2], [1, 2])).tolist() == [3, 3]


def test_the_time_is_shared_among_the_objects():
    column = COLUMNS["DURATION_ANALYSIS"].function
    assert column(plain.objects([1, 2], [1, 2]), lambda: 8.0).tolist() == [4, 4]
    assert column(plain.objects([], []), lambda: 8.0).tolist() == []
