from types import SimpleNamespace

import numpy as np

from sexlike.measure.registry import Request
from sexlike.output.verbose import describe_each_object


def test_a_line_per_object():
    x, flux = np.array([35.04, 1.0], "f4"), np.array([1251.88, 3], "f4")
    values = {"X_IMAGE": x, "Y_IMAGE": x + 95.3, "A_IMAGE": x / 17, "B_IMAGE": x / 18, "FLUX_ISO": flux}
    values |= {"FLAGS": np.array([3, 144], "i2")}
    extension = SimpleNamespace(values=values, request=Request(dict.fromkeys(values, ())))
    assert describe_each_object(extension).splitlines() == [
        "       1   35.0  130.3   2.1   1.9      1251.88 CM______",
        "       2    1.0   96.3   0.1   0.1            3 ____A__O",
    ]
