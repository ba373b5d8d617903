"""SExtractor's columns that are not offered."""

from collections import Counter

import pytest

from sexlike.errors import SexlikeError
from sexlike.measure.notoffered import NOT_OFFERED, hint_on_models, refuse
from sexlike.measure.order import ORDER


def test_order_is_whole():
    assert len(ORDER) == len(set(ORDER)) == 428


def test_how_many_and_why():
    needs = Counter(column.needs.split(" (")[0] for column in NOT_OFFERED.values())
    assert needs == {"a self-organising map": 6, "a map of displacements": 6}


def test_refusal_names_the_column_and_what_it_needs():
    refuse(["NUMBER", "FLUX_AUTO", "NO_SUCH_COLUMN", "FLUX_DISK"])
    with pytest.raises(
        SexlikeError, match=r"DGEOX_IMAGE, VECTOR_SOMFIT: this would need a map of dis.* and a self-org"
    ):
        refuse(["NUMBER", "DGEOX_IMAGE", "VECTOR_SOMFIT"])


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("FLUX_BAR", True), ("BAR_ASPECT_IMAGE", True), ("FLUXRATIO_ARMS", True), ("DISK_PATTERNVECTOR", True),
        ("CLASS_STAR_MODEL", True), ("X_BARYCENTRE", False), ("FLUX_ALARMS", False), ("DISK_SCALE", False),
    ],
)  # fmt: skip
def test_components_that_no_model_has(name, known):
    assert (hint_on_models(name) is not None) == known
