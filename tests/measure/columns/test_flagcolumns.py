from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.columns.flagcolumns import crowded
from sexlike.measure.registry import COLUMNS, make_request, required

from .. import plain

flags = COLUMNS["FLAGS"].function
APERTURES = ("aperture", "kron", "petrosian", "growth", "windowed")


def nothing_wrong(**changes):
    """What FLAGS looks at, for two objects."""
    no = np.zeros(2, bool)
    objects = plain.Objects(x=np.zeros(2), deblended=no, truncated=no, overflowed=no, incomplete=no)
    given = {
        "image": SimpleNamespace(saturation=100.0),
        "objects": objects,
        "isophotal": SimpleNamespace(peak=np.float32([10, 10])),
        "background_level": np.float32([50, 50]),
        "crowded": no,
    }
    for name, value in changes.items():
        if hasattr(objects, name):
            setattr(objects, name, value)
        else:
            given[name] = value
    return given


@pytest.mark.parametrize(
    ("name", "value", "bit"),
    [
        ("crowded", np.array([False, True]), 1),
        ("deblended", np.array([False, True]), 2),
        ("background_level", np.float32([50, 90]), 4),
        ("truncated", np.array([False, True]), 8),
        ("windowed", SimpleNamespace(clipped=np.array([False, True])), 16),
        *(
            (name, SimpleNamespace(clipped=np.array([False, True])), 16)
            for name in ("aperture", "kron", "petrosian", "growth")
        ),
        ("overflowed", np.array([False, True]), 64),
    ],
)
def test_each_difficulty_has_its_bit(name, value, bit):
    np.testing.assert_array_equal(flags(**nothing_wrong(**{name: value})), [0, bit])


def test_bits_add_up():
    yes = np.ones(2, bool)
    np.testing.assert_array_equal(flags(**nothing_wrong(crowded=yes, deblended=yes, truncated=yes)), [11, 11])


def test_either_aperture_may_be_crowded():
    objects = plain.objects([1, 2, 3], [1, 2, 3])
    first, last = (SimpleNamespace(crowded=np.arange(3) == k) for k in (0, 2))
    np.testing.assert_array_equal(crowded(objects), [False, False, False])
    np.testing.assert_array_equal(crowded(objects, kron=first), [True, False, False])
    np.testing.assert_array_equal(crowded(objects, kron=first, petrosian=last), [True, False, True])


def test_flags_alone_make_no_photometry():
    measured = make_request({"FLAGS": ()}).quantities
    assert not measured & {"aperture", "kron", "petrosian", "growth", "windowed"}


@pytest.mark.parametrize(
    ("column", "needed", "spared"),
    [
        ("XWIN_IMAGE", {"windowed", "growth", "kron"}, {"petrosian", "aperture"}),
        ("FLUX_RADIUS", {"growth", "kron"}, {"windowed"}),
        ("FLUX_GROWTH", {"growth"}, {"kron"}),
        ("MAG_BEST", {"kron", "isophotal_corrected"}, {"growth", "petrosian"}),
        ("CLASS_STAR", {"isophotal"}, {"kron", "growth"}),
    ],
)
def test_what_is_measured_follows_from_the_columns(column, needed, spared):
    found = required(COLUMNS[column].needs)
    assert needed <= found
    assert not spared & found
