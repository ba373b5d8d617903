"""Standard kernels by their names."""

from pathlib import Path

import numpy as np
import pytest

from sexlike.config.files.convfile import find_kernel, read_kernel
from sexlike.config.files.finding import SEXTRACTOR_NAMES, SEXTRACTOR_PREFIXES
from sexlike.config.files.kernels import normalise, standard_kernel, standard_kernel_text

FOLDERS = [Path(prefix, "share", name) for prefix in SEXTRACTOR_PREFIXES for name in SEXTRACTOR_NAMES]
INSTALLED = sorted(path for folder in FOLDERS for path in folder.glob("*.conv"))


def test_values_of_sextractors_files():
    np.testing.assert_array_equal(standard_kernel("block_3x3.conv"), np.full((3, 3), 1 / 9, np.float32))
    rows = [[0, 0.22, 0.48, 0.22, 0], [0.22, 0.99, 1, 0.99, 0.22], [0.48, 1, 1, 1, 0.48]]
    disc = np.array(rows + rows[1::-1])
    np.testing.assert_allclose(standard_kernel("tophat_4.0_5x5"), disc / disc.sum(), rtol=1e-6)
    pixels = standard_kernel("gauss_1.5_3x3.conv")
    np.testing.assert_allclose(pixels[:2, 1] / pixels[1, 1], [0.300700 / 0.823102, 1], rtol=1e-6)
    hat = standard_kernel("mexhat_2.0_7x7")
    np.testing.assert_allclose(
        hat[3] / hat[3, 3], np.array([-1569, -28788, 23455, 356183, 23455, -28788, -1569]) / 356183, rtol=1e-6
    )
    assert abs(np.abs(hat).sum() - 1) < 1e-6


@pytest.mark.parametrize(
    "name",
    [
        "gauss_2.5_4x4.conv",
        "gauss_2.5_5x7.conv",
        "gauss_5x5",
        "block_2.0_3x3",
        "gauss_0.0_3x3",
        "gauss_9.0_99x99",
        "tophat_0.1_3x3",
        "x",
    ],
)
def test_unknown_names(name):
    assert standard_kernel(name) is None


@pytest.mark.parametrize("name", ["gauss_2.0_3x3", "mexhat_4.0_9x9", "tophat_2.5_3x3", "block_5x5"])
def test_kernels_are_symmetric_and_normalised(name):
    kernel = standard_kernel(name)
    np.testing.assert_array_equal(kernel, kernel.T)
    np.testing.assert_array_equal(kernel, kernel[::-1])
    assert np.abs(kernel).sum() == pytest.approx(1, abs=1e-6)


def test_normalisation_by_absolute_values():
    np.testing.assert_array_equal(normalise(np.array([[-1, 2, -1]], np.float32)), [[-0.25, 0.5, -0.25]])


@pytest.mark.skipif(not INSTALLED, reason="SExtractor's kernels are not installed")
@pytest.mark.parametrize("path", INSTALLED, ids=lambda path: path.name)
def test_every_kernel_that_sextractor_ships_is_found_by_name(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shipped = read_kernel(path)
    np.testing.assert_array_equal(find_kernel(path.name), shipped)
    if text := standard_kernel_text(path.name):
        copy = tmp_path / "copy.conv"
        copy.write_text(text)
        np.testing.assert_array_equal(read_kernel(copy), shipped)
    else:
        assert path.name == "default.conv"


def test_text_of_a_kernel():
    assert standard_kernel_text("block_3x3.conv").splitlines()[:2] == ["CONV NORM", "# Block, 3 x 3 pixels"]
    assert "\n# Gaussian, 5 x 5 pixels; FWHM: 2.5 pixels\n" in standard_kernel_text("gauss_2.5_5x5.conv")
    assert standard_kernel_text("mine.conv") is None
