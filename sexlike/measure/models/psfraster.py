"""The PSF as models have it: on their rasters, with a flux of 1."""

import numpy as np

from ..psf.model import Psf, local_psfs
from .windows import LARGEST_RASTER, ModelWindows

TAPS = np.arange(-2, 4)  # of the interpolation (Lanczos-3), as seen from the sample below a position
LANCZOS_ORDER = 3
CENTRED = 1e-5  # samples: nearer to one, it is taken as it is
MARGIN = 4  # samples that are 0 around a PSF: interpolation between pixels reaches so far
APODISED_SIGMAS = 3.0  # width of the rim on which the PSF goes to 0


def model_psfs(psf: Psf, contexts: np.ndarray, windows: ModelWindows) -> np.ndarray:
    """The PSF at k objects whose rasters have one step.

    Parameters
    ----------
    psf : Psf
    contexts : ndarray of float64, shape (k, v)
    windows : ModelWindows

    Returns
    -------
    ndarray of float32, shape (k, h, w)
        Flux per pixel, or binned pixel, of a source whose flux is 1. Around the samples of the PSF there are four
        that are 0.
    """
    step, binning = windows.step[0], windows.binning[0]
    samples = on_raster(local_psfs(psf, contexts), step / psf.step)
    total = samples.sum(axis=(1, 2), dtype=np.float64) * (step / binning) ** 2
    scale = np.divide(1, total, out=np.zeros_like(total), where=total > 0)
    samples = samples * scale.astype(np.float32)[:, None, None]
    return np.pad(samples, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))


def on_raster(psf: np.ndarray, ratio: float) -> np.ndarray:
    """A PSF on samples that are further apart by a ratio; 0 where its interpolation would need samples beyond it.

    Parameters
    ----------
    psf : ndarray of float32, shape (k, h, w)
    ratio : float
        1 leaves it as it is, but for the first two and last three rows and columns.

    Returns
    -------
    ndarray of float32, shape (k, h', w')
    """
    down, across = (interpolation(length, ratio) for length in psf.shape[1:])
    return (down @ psf @ across.T).astype(np.float32)


def interpolation(length: int, ratio: float) -> np.ndarray:
    """Weights of the samples of an axis for new ones, the central ones coincide; float32 of shape (new, length)."""
    number = min(int(np.ceil(length / ratio)) | 1, LARGEST_RASTER - 1) if ratio != 1 else length
    position = length // 2 + (np.arange(number) - number // 2) * ratio
    below = np.floor(position).astype(np.int64)
    sample = below[:, None] + TAPS
    distance = position[:, None] - sample
    at_tap = np.abs(distance) < CENTRED
    weight = np.where(at_tap, 1, np.sinc(distance) * np.sinc(distance / LANCZOS_ORDER))
    weight = np.where(at_tap.any(axis=1, keepdims=True), at_tap, weight)
    weights = np.zeros((number, length), np.float32)
    inside = (sample[:, 0] >= 0) & (sample[:, -1] < length)
    rows = np.flatnonzero(inside)
    weights[rows[:, None], sample[rows]] = weight[rows] / weight[rows].sum(axis=1, keepdims=True)
    return weights


def apodised(psf: np.ndarray, windows: ModelWindows, fwhm: float) -> np.ndarray:
    """A PSF that goes to 0 towards the edges of its raster, for convolutions; float32 of shape (k, h, w).

    Its flux is no longer 1: small windows lose wings of it, as in SExtractor.

    Parameters
    ----------
    psf : ndarray of float32, shape (k, h, w)
    windows : ModelWindows
        Of one step.
    fwhm : float
        Pixels.
    """
    rasters, which = np.unique(windows.raster, return_inverse=True)
    outer = rasters[:, None, None] / 2 - 1
    sigma = fwhm / windows.step[0]
    inner = outer - APODISED_SIGMAS * sigma
    y, x = (np.arange(length) - length // 2 for length in psf.shape[1:])
    r2 = (y[:, None] ** 2 + x**2)[None]
    rim = np.exp(-((np.sqrt(r2) - inner) ** 2) / (2 * sigma**2))
    factor = np.where(r2 <= inner**2, 1, np.where(r2 <= outer**2, rim, 0)).astype(np.float32)
    return psf * factor[which]
