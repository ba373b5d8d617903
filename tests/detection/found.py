"""Detections without an image, for the tests of what is done with them."""

import numpy as np

from sexlike.detection.detections import Detections, RawDetections
from sexlike.detection.footprints import Footprints
from sexlike.detection.moments import Moments
from sexlike.detection.objects import Objects
from sexlike.detection.scanview import ScanView
from sexlike.detection.shapes import Shapes


def shapes_at(x, y=None, **fields):
    """Round shapes of sigma 2 at some pixels, with boxes of one pixel; other fields as given."""
    x = np.array(x, np.int32)
    y = np.zeros_like(x) if y is None else np.array(y, np.int32)
    four, zeros = np.full(len(x), 4.0), np.zeros(len(x))
    position = {"x": x.astype(float), "y": y.astype(float), "singular": np.zeros(len(x), bool)}
    light = {"flux": np.full(len(x), 9, np.float32), "peak": np.full(len(x), 3, np.float32), "x_peak": x, "y_peak": y}
    box = {"x_min": x, "x_max": x, "y_min": y, "y_max": y}
    given = {name: np.array(value, (light | box)[name].dtype) for name, value in fields.items()}
    return Shapes(**vars(Moments.from_variances(four, four, zeros)), **position | light | box | given)


def detections_of(holder, own, x, y):
    """Detections of one pixel each, at x and y, on a map of 10 x 12; object i is detection ``own[i]``."""
    x, y, holder, own = (np.array(v) for v in (x, y, holder, own))
    footprints = Footprints.from_counts(x.astype(np.int32), y.astype(np.int32), np.ones(len(x), int))
    none = np.zeros(len(x), np.int64)
    raw = RawDetections(footprints, none.astype(np.float32), None, holder, none, none, none)
    false = np.zeros(len(own), bool)
    objects = Objects(
        **vars(shapes_at(x[own], y[own])),
        detection=own,
        area=np.ones(len(own), np.int32),
        threshold=np.ones(len(own), np.float32),
        parent=own.astype(np.int32) + 1,
        deblended=false,
        truncated=false,
        overflowed=false,
        incomplete=false,
        view=ScanView.of_whole_image(len(own), 10),
    )
    return Detections(objects, raw, np.zeros((10, 12), np.int32), 1.5, 1.5)


def assert_rows_are_the_same(some, all_of_them, chosen):
    """Every array of `some` has the chosen rows of the other."""
    arrays = {name: values for name, values in vars(some).items() if isinstance(values, np.ndarray)}
    assert len(arrays) > 20
    for name, values in arrays.items():
        np.testing.assert_array_equal(values, getattr(all_of_them, name)[chosen])
