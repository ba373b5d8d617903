"""Images of the PSF are brought to the form of PSFEx's: centred on a sample, flux per pixel, with a width."""

from collections.abc import Sequence
from math import log, pi, sqrt

import numpy as np

from ...errors import SexlikeError

FINE = 8  # parts of a step in which the width is measured
MARGIN = 4  # samples around the core
USUAL = 2.0  # an image whose sum differs by more than this factor from 1 has a unit of its own
NEAR_CENTRE = 1e-3  # samples
ROUNDING = 1e-6  # of the sum of samples, compared with that of their sizes


def checked(samples: np.ndarray, name: str) -> np.ndarray:
    """Samples as float64 of shape (n, h, w), from (h, w) or (n, h, w).

    Raises
    ------
    SexlikeError
        They are no images, or hold what is no number.
    """
    array = np.asarray(samples)
    if array.dtype.kind not in "iuf" or array.ndim not in (2, 3) or not array.size:
        text = f"{name} is no PSF: its shape is {array.shape} and its type {array.dtype}"
        raise SexlikeError(text, where="PSF_NAME", hint="A PSF is an image, or a cube with a position for each image.")
    masked = int(np.ma.getmaskarray(samples).sum())
    if masked:
        hint = "Give them values, such as those on the other side of the centre."
        raise SexlikeError(f"{name}: {masked} of its {array.size} samples are masked", where="PSF_NAME", hint=hint)
    array = np.array(array, np.float64, ndmin=3)
    bad = array.size - int(np.isfinite(array).sum())
    if bad:
        raise SexlikeError(f"{name}: {bad} of its {array.size} samples are no numbers", where="PSF_NAME")
    total, size = array.sum(axis=(1, 2)), np.abs(array).sum(axis=(1, 2))
    if not (total > ROUNDING * size).all():
        but_for = ", but for rounding errors" if (total > 0).all() else ""
        raise SexlikeError(f"{name} is no PSF: the sum of its samples is not positive{but_for}", where="PSF_NAME")
    return array


def checked_step(step: float, name: str) -> float:
    """The distance of samples in pixels, in single precision.

    Raises
    ------
    SexlikeError
        It is not positive.
    """
    if not 0 < step < np.inf:
        raise SexlikeError(f"{name}: the step of its samples is {step:g} pixels", where="PSF_NAME")
    return float(np.float32(step))


def centred(samples: np.ndarray, origin: Sequence[float] | None = None) -> tuple[np.ndarray, str]:
    """Samples shifted so that the centre of the PSF is the sample (h // 2, w // 2).

    Parameters
    ----------
    samples : ndarray of float64, shape (n, h, w)
    origin : two floats, optional
        Sample of the centre along x and y, from 0; the middle of the image by default.

    Returns
    -------
    samples : ndarray of float64, shape (n, h, w)
        Both sizes are odd if samples were shifted; the shift is by a cubic spline.
    note : str
        What was done, if anything.
    """
    height, width = samples.shape[1:]
    x, y = ((width - 1) / 2, (height - 1) / 2) if origin is None else origin
    if max(abs(width // 2 - x), abs(height // 2 - y)) < NEAR_CENTRE:
        return samples, ""
    from scipy import ndimage

    odd = np.pad(samples, ((0, 0), (0, 1 - height % 2), (0, 1 - width % 2)))
    shift = (0, odd.shape[1] // 2 - y, odd.shape[2] // 2 - x)
    note = f"shifted by {shift[2]:g} and {shift[1]:g} samples, so that its centre is on one"
    return np.stack([ndimage.shift(plane, shift[1:], order=3, mode="constant") for plane in odd]), note


def as_flux_per_pixel(samples: np.ndarray, step: float) -> tuple[np.ndarray, str]:
    """Samples in units of flux per pixel of the image, so that their sum times the square of the step is about 1.

    Both usual units are known: flux per pixel, and flux per sample, whose sum itself is 1. The one that is nearer is
    taken to be meant, and such a PSF keeps the small difference to 1. Anything else is divided by its sum.

    Parameters
    ----------
    samples : ndarray of float64, shape (n, h, w)
    step : float

    Returns
    -------
    samples : ndarray of float64, shape (n, h, w)
    note : str
        What was done, if anything.
    """
    total = float(np.median(samples.sum(axis=(1, 2))))
    per_pixel, per_sample = total * step**2, total
    nearest = min((per_pixel, per_sample), key=lambda value: abs(log(value)))
    if not 1 / USUAL <= nearest <= USUAL:
        return samples / per_pixel, f"divided by its sum, {per_pixel:.6g}"
    if nearest == per_pixel:
        return samples, ""
    return samples / step**2, "of flux per sample"


def width_of(samples: np.ndarray) -> float:
    """Full width at half maximum of a PSF: diameter of the disc with the area where it is above half of its maximum.

    Parameters
    ----------
    samples : ndarray, shape (h, w)

    Returns
    -------
    float
        In samples; measured between samples by a cubic spline.
    """
    from scipy import ndimage

    above = int((samples >= samples.max() / 2).sum())
    y, x = np.unravel_index(samples.argmax(), samples.shape)
    reach = int(2 * sqrt(above / pi)) + MARGIN
    offsets = np.arange(-reach * FINE, reach * FINE + 1) / FINE
    grid = np.meshgrid(y + offsets, x + offsets, indexing="ij")
    fine = ndimage.map_coordinates(samples.astype(np.float64), grid, order=3, mode="constant")
    area = int((fine >= fine.max() / 2).sum()) / FINE**2
    return 2 * sqrt(area / pi)
