"""Columns as lists for JSON."""

import json

import numpy as np
import pytest

from sexlike.page.tries.columnar import as_list, shortest


def test_what_is_no_finite_number_is_null():
    assert as_list(np.array([1.5, np.nan, np.inf, -np.inf])) == [1.5, None, None, None]
    assert as_list(np.array([[1, np.nan]], np.float32)) == [[1.0, None]]


def test_single_precision_has_its_own_digits():
    assert as_list(np.array([1.6, 0.1, 27.34138, 1e-30, -3e15], np.float32)) == [1.6, 0.1, 27.34138, 1e-30, -3e15]


def test_no_number_is_changed():
    random = np.random.default_rng(5)
    values = (random.normal(size=20_000) * 10.0 ** random.integers(-37, 38, 20_000)).astype(np.float32)
    assert np.array_equal(shortest(values.astype(np.float64)).astype(np.float32), values)
    assert np.mean([len(repr(value)) for value in as_list(values)]) < 15


def test_double_precision_stays():
    assert as_list(np.array([53.15485590018343])) == [53.15485590018343]


@pytest.mark.parametrize("values", [np.arange(3, dtype=np.int16), np.array(["a", "b"]), np.array([b"a", b"b"])])
def test_integers_and_texts_go_to_json(values):
    assert json.loads(json.dumps(as_list(values))) == [
        value if isinstance(value, int) else str(value)
        for value in (values.tolist() if values.dtype.kind != "S" else ["a", "b"])
    ]


def test_a_picture_needs_less_digits():
    assert as_list(np.array([123.456789, 0.0, 1e-9]), digits=4) == [123.5, 0.0, 1e-9]
