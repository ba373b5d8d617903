"""Columns that SExtractor leaves 0 where their partner is missing."""

import logging
from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.leftempty import FILLED_WITH, emptied, left_empty, tell_of_empty_columns
from sexlike.measure.registry import COLUMNS, Request

SEXTRACTOR, NONE = (SimpleNamespace(COMPATIBILITY=word) for word in ("SEXTRACTOR", "NONE"))


def request(*names):
    return Request(dict.fromkeys(names, ()))


@pytest.mark.parametrize(
    ("name", "partners", "others"),
    [
        ("MAGERR_WIN", ["FLUXERR_WIN", "SNR_WIN", "ERRCXXWIN_WORLD"], ["MAG_WIN", "FLUX_WIN", "ERRX2_IMAGE"]),
        ("YPEAK_FOCAL", ["XPEAK_FOCAL"], ["YPEAK_WORLD", "X_FOCAL"]),
        ("X_MAMA", ["Y_FOCAL", "ALPHA_B1950", "ERRB_WORLD", "THETAWIN_J2000"], ["XPEAK_WORLD", "FWHM_WORLD"]),
        ("Y_MAMA", ["X_WORLD", "THETA_SKY", "POLAR_WORLD"], ["POLARWIN_WORLD", "THETAWIN_SKY", "ALPHAWIN_J2000"]),
        ("FLUX_GROWTHSTEP", ["FLUX_GROWTH"], ["MAG_GROWTH", "FLUX_RADIUS"]),
        ("MAG_GROWTHSTEP", ["MAG_GROWTH"], ["FLUX_GROWTH"]),
    ],
)  # fmt: skip
def test_with_what_a_column_is_filled(name, partners, others):
    assert left_empty(request(name), SEXTRACTOR) == [name]
    assert left_empty(request(*others, name), SEXTRACTOR) == [name]
    assert left_empty(request(name), NONE) == []
    for partner in partners:
        assert left_empty(request(name, partner), SEXTRACTOR) == []


def test_all_of_them_are_columns():
    assert FILLED_WITH.keys() <= COLUMNS.keys()


def test_empty_columns_keep_shape_and_type_and_are_told(caplog):
    wanted = request("NUMBER", "FLUX_GROWTHSTEP")
    values = {"NUMBER": np.array([1, 2], "i4"), "FLUX_GROWTHSTEP": np.array([3.5, 4], "f4")}
    with caplog.at_level(logging.INFO, "sexlike"):
        tell_of_empty_columns(wanted, NONE)
        assert not caplog.messages
        tell_of_empty_columns(wanted, SEXTRACTOR)
    assert caplog.messages[0].startswith("FLUX_GROWTHSTEP is 0")
    found = emptied(values, wanted, SEXTRACTOR)
    assert found["FLUX_GROWTHSTEP"].tolist() == [0, 0]
    assert found["FLUX_GROWTHSTEP"].dtype == "f4"
    assert found["NUMBER"].tolist() == [1, 2]
    assert emptied(values, wanted, NONE) is not values
    np.testing.assert_array_equal(emptied(values, wanted, NONE)["FLUX_GROWTHSTEP"], [3.5, 4])
