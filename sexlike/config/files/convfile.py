"""The .conv format: a convolution kernel; and the kernels that SExtractor brings, by their names."""

import logging
import os
import re
import warnings

import numpy as np

from ...errors import SexlikeError, SexlikeWarning
from .finding import find_file, is_packaged
from .textfile import meaningful_lines, numbers_of, read_text

log = logging.getLogger("sexlike")

MOST_PIXELS = 1024
KNOWN_NAME = re.compile(r"(block|gauss|tophat|mexhat)(?:_(\d\d?\.\d))?_(\d\d?)x\3(?:\.conv)?")
SUBPIXELS = 10  # the known kernels are means over this many sub-pixels along a pixel's side


def read_kernel(path):
    """Read a kernel.

    The first row of the file acts on the lowest y.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    ndarray of float32, shape (height, width)
        Divided by the sum of its absolute values unless the file says NONORM.

    Raises
    ------
    SexlikeError
        If the file cannot be read, or holds no kernel.
    """
    text, name = read_text(path, "a text with a convolution kernel (retina filters are not offered)")
    first, _, rest = text.partition("\n")
    if not first.startswith("CONV"):
        raise SexlikeError(f"not a suitable filter in {name}", hint="Its first line must begin with CONV NORM.")
    rows = [numbers_of(words, where) for where, words in meaningful_lines("\n" + rest, name)]
    kernel = as_array(rows, name)
    if "NONORM" in first:
        return kernel
    if "NORM" not in first:
        warnings.warn(f"{name} says neither NORM nor NONORM: taken as NORM", SexlikeWarning, stacklevel=2)
    return normalised(kernel, name)


def find_kernel(name, folder=None):
    """The kernel that FILTER_NAME names: a file, or else one of SExtractor's by its name.

    Parameters
    ----------
    name : str
    folder : str, optional
        Folder of the configuration file.

    Returns
    -------
    ndarray of float32, shape (height, width)

    Raises
    ------
    SexlikeError
        If there is neither, or the file holds no kernel.
    """
    try:
        path = find_file(name, folder, "FILTER_NAME")
    except SexlikeError:
        kernel = known_kernel(name)
        if kernel is None:
            raise
        log.info("%s is no file: the kernel of this name is made", name)
        return kernel
    if is_packaged(path):
        log.info("No %s in the current folder: the one of sexlike is used", name)
    return read_kernel(path)


def as_array(rows, name):
    """Rows of numbers as a kernel."""
    if not rows:
        raise SexlikeError(f"not a suitable filter in {name}: it has no numbers")
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise SexlikeError(
            f"unappropriate convolution mask width in {name}: rows of {min(widths)} to {max(widths)} numbers"
        )
    with np.errstate(over="ignore"):
        kernel = np.array(rows).astype(np.float32)
    if kernel.size > MOST_PIXELS:
        raise SexlikeError(f"Convolution mask too large in {name}: {kernel.size} numbers (allowed: {MOST_PIXELS})")
    if not np.isfinite(kernel).all():
        raise SexlikeError(f"unappropriate convolution mask line in {name}: a number is too large")
    height, width = kernel.shape
    if height % 2 == 0 or width % 2 == 0:
        warnings.warn(
            f"{name}: a kernel of {width} x {height} pixels has no central pixel: "
            "what is detected is shifted by half a pixel to higher x or y",
            SexlikeWarning,
            stacklevel=3,
        )
    return kernel


def normalised(kernel, name):
    """A kernel divided by the sum of its absolute values."""
    total = np.abs(kernel).sum(dtype=np.float64)
    if total == 0:
        raise SexlikeError(f"not a suitable filter in {name}: all its numbers are 0")
    return (kernel / total).astype(np.float32)


def known_kernel(name):
    """A kernel of SExtractor's by the name of its file, as ``gauss_2.5_5x5.conv``, or None.

    The name holds the FWHM in pixels (the diameter of a tophat). Any FWHM and any odd size will do.

    Parameters
    ----------
    name : str
        Without a folder; ``.conv`` may be missing.

    Returns
    -------
    ndarray of float32, shape (size, size), or None
    """
    match = KNOWN_NAME.fullmatch(os.path.basename(name))
    if match is None or (match[2] is None) != (match[1] == "block"):
        return None
    size = int(match[3])
    fwhm = float(match[2] or 1)
    if size % 2 == 0 or size**2 > MOST_PIXELS or fwhm == 0:
        return None
    side = (np.arange(size * SUBPIXELS) + 0.5) / SUBPIXELS - size / 2
    pixels = PROFILES[match[1]](side**2 + side[:, None] ** 2, fwhm)
    values = pixels.reshape(size, SUBPIXELS, size, SUBPIXELS).mean(axis=(1, 3))
    return normalised(values.round(6).astype(np.float32), name)


def gaussian(r2, fwhm):
    """A Gaussian, of peak 1, at squared radii."""
    return np.exp(-r2 / (2 * (fwhm / 2.35) ** 2))


def mexican_hat(r2, fwhm):
    """The difference of two Gaussians of the same flux, whose widths differ by a factor sqrt(2)."""
    narrow = round(fwhm / 2**0.5, 2)
    return gaussian(r2, narrow) - gaussian(r2, narrow * 2**0.5) / 2


PROFILES = {
    "block": lambda r2, fwhm: np.ones_like(r2),
    "gauss": gaussian,
    "mexhat": mexican_hat,
    "tophat": lambda r2, diameter: (r2 <= diameter**2 / 4 + 1e-9).astype(float),
}
