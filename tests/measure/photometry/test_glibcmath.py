import ctypes
import platform

import numpy as np
import pytest

from sexlike.measure.photometry.glibcmath import COSINE, POWER_OF_TWO, SINE, exponential, polynomial, sine


@pytest.fixture
def numbers():
    return np.random.default_rng(1).uniform(-13, 13, 20_000).astype(np.float32)


@pytest.mark.parametrize(("ours", "exact"), [(exponential, np.exp), (sine, np.sin)])
def test_functions_are_right_to_the_last_bit_or_so(ours, exact, numbers):
    found, expected = ours(numbers), exact(numbers.astype(np.float64))
    assert found.dtype == np.float32
    assert (np.abs(found - expected) <= 0.57 * np.spacing(np.abs(expected).astype(np.float32))).all()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
@pytest.mark.parametrize(("ours", "name"), [(exponential, "expf"), (sine, "sinf")])
def test_functions_are_those_of_the_c_library(ours, name, numbers):
    function = getattr(ctypes.CDLL("libm.so.6"), name)
    function.restype, function.argtypes = ctypes.c_float, [ctypes.c_float]
    expected = np.float32([function(x) for x in numbers.tolist()])
    np.testing.assert_array_equal(ours(numbers), expected)


def test_exponentials_beyond_the_range():
    np.testing.assert_array_equal(exponential(np.float32([-1e30, -200, 0, 200])), [0, 0, 1, np.inf])
    assert len(exponential(np.empty(0, np.float32))) == 0


@pytest.mark.parametrize(
    ("error", "highest", "free"),
    [
        (lambda x: (1 + x * polynomial(POWER_OF_TWO, x)) / 2**x - 1, 1 / 64, len(POWER_OF_TWO)),
        (lambda x: (x + x**3 * polynomial(SINE, x**2) - np.sin(x)) / x, np.pi / 4, len(SINE)),
        (lambda x: 1 + x**2 * polynomial(COSINE, x**2) - np.cos(x), np.pi / 4, len(COSINE)),
    ],
    ids=["2^x", "sin", "cos"],
)
def test_polynomials_are_minimax(error, highest, free):
    # The error of the best approximation reaches its maximum once for each coefficient, to either side in turn.
    x = np.linspace(-highest, highest, 40_000)
    found = error(x if highest < 0.1 else x[x > 0])
    swings = np.split(found, np.flatnonzero(np.diff(np.sign(found))) + 1)
    reached = np.array([np.abs(swing).max() for swing in swings])
    assert np.count_nonzero(reached > 0.97 * reached.max()) >= free
