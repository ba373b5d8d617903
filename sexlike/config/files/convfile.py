"""The .conv format: a convolution kernel."""

import logging

import numpy as np
from numpy.typing import NDArray

from ...errors import SexlikeError, warn
from .finding import find_file, is_packaged
from .kernels import MOST_PIXELS, normalise, standard_kernel
from .textfile import Path, data_lines, parse_numbers, read_text

log = logging.getLogger("sexlike")


def find_kernel(name: str, folder: str | None = None) -> NDArray[np.float32]:
    """The kernel that FILTER_NAME names: that of a file, or one of SExtractor's standard kernels.

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
        There is neither a file nor a standard kernel of this name, or the file holds no kernel.
    """
    try:
        path = find_file(name, folder, "FILTER_NAME")
    except SexlikeError:
        kernel = standard_kernel(name)
        if kernel is None:
            raise
        log.info("There is no file %s: the kernel is computed from its name", name)
        return kernel
    if is_packaged(path):
        log.info("No %s in the current folder: sexlike's own is used", name)
    return read_kernel(path)


def read_kernel(path: Path) -> NDArray[np.float32]:
    """Read a kernel.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    ndarray of float32, shape (height, width)
        The first row of the file is that of lowest y. Divided by the sum of its absolute values unless the file says
        NONORM.

    Raises
    ------
    SexlikeError
        The file cannot be read, or holds no kernel.

    Warns
    -----
    SexlikeWarning
        The kernel has no central pixel, or the file says neither NORM nor NONORM.
    """
    text, name = read_text(path, "a text with a convolution kernel (retina filters are not offered)")
    first, _, rest = text.partition("\n")
    if not first.startswith("CONV"):
        raise SexlikeError(f"not a suitable filter in {name}", hint="Its first line must begin with CONV NORM.")
    kernel = kernel_of_rows([parse_numbers(words, where) for where, words in data_lines("\n" + rest, name)], name)
    if "NONORM" in first:
        return kernel
    if "NORM" not in first:
        warn(f"{name} says neither NORM nor NONORM: NORM is assumed")
    if not kernel.any():
        raise SexlikeError(f"not a suitable filter in {name}: all its numbers are 0")
    return normalise(kernel)


def kernel_of_rows(rows: list[list[float]], name: str) -> NDArray[np.float32]:
    """Turn rows of numbers into a kernel; `name` is that of the file, for messages."""
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
        text = (
            f"{name}: a kernel of {width} x {height} pixels has no central pixel: "
            "detections are shifted by half a pixel to higher x or y"
        )
        warn(text)
    return kernel
