"""Warnings that SExtractor does not have."""

import logging

import pytest

from sexlike.errors import SexlikeWarning, advise


def test_what_is_a_warning_and_what_a_line(caplog):
    caplog.set_level(logging.INFO, "sexlike")
    with pytest.warns(SexlikeWarning, match="^100% odd$"):
        advise("100% odd", "NONE")
    assert not caplog.messages
    advise("100% odd", "SEXTRACTOR")
    assert caplog.messages == ["100% odd"]
