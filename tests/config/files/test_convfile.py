"""Kernels from files."""

import numpy as np
import pytest

from sexlike.config.files.convfile import find_kernel, read_kernel
from sexlike.errors import SexlikeError, SexlikeWarning


def kernel(tmp_path, text):
    path = tmp_path / "k.conv"
    path.write_text(text)
    return read_kernel(path)


def test_norm(tmp_path):
    pixels = kernel(tmp_path, "CONV NORM\n# a pyramid\n\n1 2 1\n2\t4 2  # centre\n-1 2 1\n")
    assert pixels.dtype == np.float32
    np.testing.assert_allclose(pixels, np.array([[1, 2, 1], [2, 4, 2], [-1, 2, 1]]) / 16, rtol=1e-7)


def test_nonorm(tmp_path):
    np.testing.assert_array_equal(kernel(tmp_path, "CONV NONORM\r\n1 2 1\r\n"), [[1, 2, 1]])


def test_neither(tmp_path):
    with pytest.warns(SexlikeWarning, match="neither NORM nor NONORM"):
        assert kernel(tmp_path, "CONV\n0 2 0\n").sum() == 1


def test_even_size(tmp_path):
    with pytest.warns(SexlikeWarning, match=r"k.conv: a kernel of 2 x 1 pixels(.|\n)*shifted"):
        np.testing.assert_array_equal(kernel(tmp_path, "CONV NORM\n1 3\n"), [[0.25, 0.75]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a suitable filter in k.conv"),
        ("# comment\nCONV NORM\n1\n", "not a suitable filter in k.conv"),
        ("conv norm\n1\n", "not a suitable filter"),
        ("CONV NORM\n", "it has no numbers"),
        ("CONV NORM\n0 0 0\n", "all its numbers are 0"),
        ("CONV NORM\n1 2 1\n2 4\n1 2 1\n", "mask width in k.conv: rows of 2 to 3"),
        ("CONV NORM\n1,2,1\n", "k.conv:2: '1,2,1' is not a number(.|\n)*blanks"),
        ("CONV NORM\n1 x 1\n", "k.conv:2: 'x' is not a number"),
        ("CONV NORM\n1 nan 1\n", "'nan' is not a number"),
        ("CONV NORM\n1 1e300 1\n", "too large"),
        ("CONV NORM\n" + "1 " * 1025, "Convolution mask too large"),
        ("SIMPLE  =                    T", "retina filters are not offered"),
    ],
)
def test_no_kernel(tmp_path, text, message):
    with pytest.raises(SexlikeError, match=message):
        kernel(tmp_path, text)


def test_missing_file(tmp_path):
    with pytest.raises(SexlikeError, match=r"no.conv"):
        read_kernel(tmp_path / "no.conv")
    with pytest.raises(SexlikeError, match=r"FILTER_NAME: can't read no.conv"):
        find_kernel("no.conv")


def test_lookup(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_kernel("default.conv").shape == (3, 3)
    assert find_kernel("gauss_3.0_7x7.conv").shape == (7, 7)
    folder = tmp_path / "beside"
    folder.mkdir()
    (folder / "gauss_3.0_7x7.conv").write_text("CONV NORM\n1 2 3\n")
    assert find_kernel("gauss_3.0_7x7.conv", folder).shape == (1, 3)
