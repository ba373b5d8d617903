"""Warnings of keywords that have no effect."""

import warnings

import pytest

from sexlike.config.config import load_config
from sexlike.config.ineffective import warn_of_ineffective_keywords
from sexlike.errors import SexlikeWarning


@pytest.mark.parametrize(("name", "value"), [("DGEO_TYPE", "PIXEL")])
def test_value_without_effect(name, value):
    with pytest.warns(SexlikeWarning, match=rf"^{name} has no effect in sexlike \(command line\): ") as caught:
        warn_of_ineffective_keywords(load_config(None, {name: value}))
    assert len(caught) == 1


@pytest.mark.parametrize("overrides", [{}, {"NTHREADS": "4"}, {"DGEO_TYPE": "NONE"}])
def test_value_that_asks_for_what_is_done_anyway(overrides):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_ineffective_keywords(load_config(None, overrides))


@pytest.mark.parametrize("number", [2000, -2000])
def test_threads_by_the_thousand(number):
    with pytest.warns(SexlikeWarning, match=rf"^NTHREADS {number} \(command line\): 2000 threads on \d+ cores"):
        warn_of_ineffective_keywords(load_config(None, {"NTHREADS": str(number)}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_ineffective_keywords(load_config(None, {"NTHREADS": "16"}))
