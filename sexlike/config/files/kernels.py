"""SExtractor's standard convolution kernels, computed from their names: ``gauss_2.5_5x5.conv``."""

import os
import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

MOST_PIXELS = 1024  # of a kernel
STANDARD_NAME = re.compile(r"(block|gauss|tophat|mexhat)(?:_(\d\d?\.\d))?_(\d\d?)x\3(?:\.conv)?")
SUBPIXELS = 10  # along a side of a pixel: its value is the mean over them
DECIMALS = 6  # of the values in SExtractor's files
FWHM_PER_SIGMA = 2.35

Array = NDArray[np.float64]


def standard_kernel(name: str) -> NDArray[np.float32] | None:
    """One of SExtractor's standard kernels, divided by the sum of its absolute values.

    None if the name is not that of a kernel. See `standard_pixels`.
    """
    pixels = standard_pixels(name)
    if pixels is None or not pixels.any():  # a tophat may fall between the sub-pixels
        return None
    return normalise(pixels.astype(np.float32))


def standard_kernel_text(name: str) -> str | None:
    """One of SExtractor's standard kernels as a .conv file; None if the name is not that of a kernel."""
    pixels = standard_pixels(name)
    if pixels is None:
        return None
    rows = (" ".join(f"{value:.{DECIMALS}f}" for value in row) for row in pixels)
    shape, _, rest = os.path.basename(name).removesuffix(".conv").partition("_")
    about = f"{PROFILE_NAMES[shape]}, {len(pixels)} x {len(pixels)} pixels"
    width = f"; {'diameter' if shape == 'tophat' else 'FWHM'}: {rest.partition('_')[0]} pixels" if "_" in rest else ""
    return "\n".join(["CONV NORM", f"# {about}{width}", *rows]) + "\n"


def standard_pixels(name: str) -> Array | None:
    """Compute one of SExtractor's standard kernels.

    Parameters
    ----------
    name : str
        Profile, FWHM in pixels (diameter, for a tophat) and size; block has no FWHM, and ``.conv`` may be missing.
        SExtractor has files for some values of FWHM and size; here any FWHM and any odd size are allowed.

    Returns
    -------
    ndarray of float64, shape (size, size), or None
        Rounded as in SExtractor's files; None if the name is not that of a kernel.
    """
    match = STANDARD_NAME.fullmatch(os.path.basename(name))
    if match is None or (match[2] is None) != (match[1] == "block"):
        return None
    size = int(match[3])
    fwhm = float(match[2] or 1)
    if size % 2 == 0 or size**2 > MOST_PIXELS or fwhm == 0:
        return None
    x = (np.arange(size * SUBPIXELS) + 0.5) / SUBPIXELS - size / 2
    subpixels = PROFILES[match[1]](x**2 + x[:, None] ** 2, fwhm)
    return subpixels.reshape(size, SUBPIXELS, size, SUBPIXELS).mean(axis=(1, 3)).round(DECIMALS)


def normalise(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divide a kernel by the sum of its absolute values."""
    return (kernel / np.abs(kernel).sum(dtype=np.float64)).astype(np.float32)


def block(r2: Array, fwhm: float) -> Array:
    """A constant."""
    return np.ones_like(r2)


def tophat(r2: Array, diameter: float) -> Array:
    """A disc; 1e-9 keeps sub-pixels on its edge inside, whatever the rounding."""
    return (r2 <= diameter**2 / 4 + 1e-9).astype(float)


def gaussian(r2: Array, fwhm: float) -> Array:
    """A Gaussian of peak 1, at squared radii."""
    return np.exp(-r2 / (2 * (fwhm / FWHM_PER_SIGMA) ** 2))


def mexican_hat(r2: Array, fwhm: float) -> Array:
    """The difference of two Gaussians of equal flux, whose widths differ by a factor sqrt(2)."""
    narrow = round(fwhm / 2**0.5, 2)
    return gaussian(r2, narrow) - gaussian(r2, narrow * 2**0.5) / 2


PROFILES: dict[str, Callable[[Array, float], Array]] = {
    "block": block,
    "gauss": gaussian,
    "mexhat": mexican_hat,
    "tophat": tophat,
}
PROFILE_NAMES = {
    "block": "Block",
    "gauss": "Gaussian",
    "mexhat": "Mexican hat",
    "tophat": "Top-hat",
}
