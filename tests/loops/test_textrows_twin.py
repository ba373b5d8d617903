"""Numbers that the compiled loop writes are those of Python's % operator."""

import locale

import numpy as np
import pytest

from sexlike.output.catalogs.textloop import can_format, format_in_loop
from sexlike.output.catalogs.textrows import format_in_python
from sexlike.threads import use_threads

pytestmark = pytest.mark.needs_loops

FORMATS = ["%12.7g", "%#12.7g", "%+.3g", "%g", "%.1g", "%#g", "%.0g", "%17.17g", "%.16g", "%#.15g"]
FORMATS += ["%10.4f", "%+12.7f", "%.0f", "%#.0f", "%f", "%14.10f", "%.16f", "%30.20f"]
FORMATS += ["%12.5e", "%18.10e", "%+.0e", "%#.0e", "%e", "%.16e", "%25.19e"]


def numbers():
    """Random ones of all sizes, ties, powers of 10 and their neighbours, and those that are none."""
    random = np.random.default_rng(4)
    size = 10 ** random.uniform(-30, 30, 3000) * random.choice([-1, 1], 3000)
    near = 10 ** random.uniform(-6, 9, 6000)
    ties = random.integers(0, 2**26, 4000) / 2.0 ** random.integers(0, 26, 4000)
    powers = 10.0 ** np.arange(-30, 31)
    odd = [0, -0.0, np.nan, -np.nan, np.inf, -np.inf, 5e-324, 1.7e308, -1e30, 99.0, 9.9999995, 0.00099999995, 2**52]
    parts = [size, near, near.astype(np.float32), ties, powers, np.nextafter(powers, 0), np.nextafter(powers, 1e300)]
    return np.concatenate([*parts, 0.5 + np.arange(100), odd]).astype(np.float64)


@pytest.mark.parametrize("text", FORMATS)
def test_all_formats(text):
    column = numbers()[:, None]
    assert can_format(text)
    assert format_in_loop(column, text + "\n").split(b"\n") == format_in_python(column, text + "\n").split(b"\n")


@pytest.mark.parametrize("threads", [1, 3])
def test_rows(threads):
    whole = np.random.default_rng(5).integers(-1000, 1000, (3000, 1)) * [[1.0, 1e6]]
    whole[0] = -0.0, 2.0**40
    table = np.hstack([whole, np.random.default_rng(6).normal(0, 1e4, (3000, 2))])
    template = "<TR> %10d\t%3d<TD>%.3f%12.5e</TD>\n"
    use_threads(threads)
    try:
        assert format_in_loop(table, template) == format_in_python(table, template)
        assert format_in_loop(table, "%d%d%d%d") == format_in_python(np.trunc(table), "%d%d%d%d")
    finally:
        use_threads(1)


def test_what_is_longer_than_expected():
    long = np.full((7, 3), 1e300)
    assert format_in_loop(long, "%f %f %f\n") == format_in_python(long, "%f %f %f\n")


@pytest.mark.parametrize("text", ["%-5d", "%05.1f", "% d", "%s", "%d %%"])
def test_other_formats_are_python_s(text):
    assert not can_format(text)


def test_where_the_system_writes_commas_python_formats(monkeypatch):
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": ","})
    assert not can_format("%d")
