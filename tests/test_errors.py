"""Warnings that SExtractor does not have."""

import logging

import numpy as np
import pytest
from astropy import units

import sexlike
from sexlike.errors import SexlikeWarning, advise


def test_what_is_a_warning_and_what_a_line(caplog):
    caplog.set_level(logging.INFO, "sexlike")
    with pytest.warns(SexlikeWarning, match="^100% odd$"):
        advise("100% odd", "NONE")
    assert not caplog.messages
    advise("100% odd", "SEXTRACTOR")
    assert caplog.messages == ["100% odd"]


IMAGE = np.random.default_rng(1).normal(10, 1, (64, 64)).astype("f4")
IMAGE[30:33, 40:43] += 100


def write_circles():
    found = sexlike.extract(IMAGE, params="X_IMAGE Y_IMAGE")
    found.write("x.reg")


@pytest.mark.parametrize(
    "call",
    [
        lambda: sexlike.extract(IMAGE, params="FLUX_APER(3)", PHOT_APERTURES=5),
        lambda: sexlike.extract(IMAGE, params="NUMBER", BACK_TYPE="MANUAL", BACK_VALUE=-5),
        lambda: sexlike.extract(IMAGE, params="NUMBER", error=np.ones_like(IMAGE) * units.adu),
        lambda: sexlike.extract(IMAGE, params="NUMBER", CATALOG_NAME="x.cat"),
        lambda: sexlike.read_config(DGEO_TYPE="NONE") and sexlike.extract(IMAGE * units.nJy, params="MAG_AUTO"),
        write_circles,
    ],
)
def test_warnings_are_at_the_line_of_the_caller(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.warns(SexlikeWarning) as told:
        call()
    assert {warning.filename for warning in told} == {__file__}
    assert {warning.lineno for warning in told} <= {call.__code__.co_firstlineno, call.__code__.co_firstlineno + 2}
