"""Compiled loops and their twins of numpy."""

from contextlib import contextmanager
from dataclasses import fields

import numpy as np
import pytest

from sexlike import loops

COMPILED = [name for name, value in vars(loops).items() if getattr(value, "__qualname__", "").endswith("<locals>.loop")]


@contextmanager
def numpy_alone():
    """Nothing compiled is used."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LIBRARY", *COMPILED):
            patch.setattr(loops, name, None)
        yield


def both(function, *arguments):
    """What a function returns with compiled loops, and with numpy."""
    compiled = function(*arguments)
    with numpy_alone():
        return compiled, function(*arguments)


def assert_same(function, *arguments):
    """Both give the same arrays."""
    compiled, numpy = both(function, *arguments)
    assert len(compiled)
    np.testing.assert_array_equal(compiled, numpy, strict=True)


def assert_same_fields(function, *arguments, least):
    """Both give a dataclass with the same arrays, one of which (its name) has so many elements -> it."""
    compiled, numpy = both(function, *arguments)
    name, number = least
    assert len(getattr(compiled, name)) >= number
    for field in fields(compiled):
        np.testing.assert_array_equal(getattr(compiled, field.name), getattr(numpy, field.name), strict=True)
    return compiled
