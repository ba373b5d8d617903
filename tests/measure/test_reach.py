"""Rows that apertures and vignettes need, and the columns that decide on them."""

import pytest

from sexlike.measure.families import APERTURE_COLUMNS, ASSOCIATION_COLUMNS, FLAG_MAP_COLUMNS
from sexlike.measure.reach import aperture_diameters, aperture_reach
from sexlike.measure.registry import COLUMNS

from . import plain

CONFIG = plain.config(PHOT_APERTURES=(5.0, 8.0, 21.0))


@pytest.mark.parametrize(
    ("family", "ending"),
    [(APERTURE_COLUMNS, "_APER"), (FLAG_MAP_COLUMNS, "IMAFLAGS_ISO"), (ASSOCIATION_COLUMNS, "_ASSOC")],
)
def test_families_are_whole(family, ending):
    assert set(family) == {name for name in COLUMNS if name.endswith(ending)}


@pytest.mark.parametrize("name", APERTURE_COLUMNS)
def test_no_more_apertures_are_measured_than_there_is_room_for(name):
    assert aperture_diameters(plain.request(**dict.fromkeys(APERTURE_COLUMNS, (1,)) | {name: (2,)}), CONFIG) == (
        5.0,
        8.0,
    )
    assert aperture_diameters(plain.request(**{name: (9,)}), CONFIG) == (5.0, 8.0, 21.0)
    assert aperture_diameters(plain.request(FLUX_AUTO=()), CONFIG) == ()


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [
        ({}, 0),
        ({"MAG_APER": (1,)}, 4),
        ({"MAG_APER": (2,)}, 5),
        ({"MAG_APER": (3,)}, 12),
        ({"VIGNET": (99, 20)}, 10),
        ({"VIGNET": (1, 21)}, 11),
        ({"VIGNET_SHIFT": (99, 20)}, 13),
        ({"VIGNET_SHIFT": (1, 21), "VIGNET": (1, 27)}, 14),
        ({"VIGNET_SHIFT": (1, 21), "MAG_APER": (3,)}, 14),
    ],
)
def test_rows_that_the_largest_measure_needs(sizes, rows):
    assert aperture_reach(plain.request(**sizes), CONFIG) == rows
