"""SExtractor's columns that are not offered."""

from collections import Counter

import pytest

from sexlike.errors import SexlikeError
from sexlike.measure.notoffered import not_offered, refuse
from sexlike.measure.order import ORDER


def test_order_is_whole():
    assert len(ORDER) == len(set(ORDER)) == 428


def test_how_many_and_why():
    needs = Counter(column.needs.split(" (")[0] for column in not_offered().values())
    assert (needs["a self-organising map"], needs["a map of displacements"]) == (6, 6)


@pytest.mark.parametrize(
    ("name", "about", "unit"),
    [
        ("FLUX_DISK", "Flux of the disk of the model", "count"),
        ("DISK_SCALEERR_WORLD", "Error of the scale length of the disk of the model (world)", "deg"),
        ("CHI2_DETMODEL", "Reduced chi2 of the fit of the detection's model", ""),
        ("ERROR_SOMFIT", "Badness of the best node of the map", ""),
        ("MU_MAX_SPHEROID", "Surface brightness at the peak of the spheroid of the model", "mag * arcsec**(-2)"),
    ],
)
def test_description(name, about, unit):
    assert not_offered()[name][:2] == (about, unit)


def test_refusal_names_the_column_and_what_it_needs():
    refuse(["NUMBER", "FLUX_AUTO", "NO_SUCH_COLUMN"])
    with pytest.raises(
        SexlikeError, match=r"FLUX_DISK, VECTOR_SOMFIT: this would need a fit of galaxy models .* and a self-org"
    ):
        refuse(["NUMBER", "FLUX_DISK", "VECTOR_SOMFIT"])
