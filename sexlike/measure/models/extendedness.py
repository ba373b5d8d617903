"""How much more extended than the PSF objects are: a comparison of two models, the PSF and a small disk (SPREAD_MODEL).

Desai et al. 2012, ApJ 757, 83: a linear discriminant of the two.
"""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...detection.filtering import convolve_rows
from ..psf.resampling import room_for
from ..registry import quantity
from . import pointtwin
from .batches import ModelBatch, ModelScene, for_batches
from .disk import exponential_disk
from .pointsources import PointSources
from .psfraster import apodised

NEGLIGIBLE = 1e-8  # share of the disk's light in a sample
DISK_SCALES = 16  # the FWHM of the PSF is so many scale lengths of the disk


@dataclass(frozen=True)
class Extendedness:
    """How much more extended than the PSF n objects are; float64 of shape (n,).

    Attributes
    ----------
    spread, error : ndarray
        0 for a point source; 1 where the PSF finds no light. 0 where there is no fit.
    """

    spread: np.ndarray
    error: np.ndarray


@quantity
def extendedness(model_scene: ModelScene, point_sources: PointSources) -> Extendedness:
    """Compare the PSF and a small disk, both at the position of the fitted point source."""
    sums = np.zeros((len(point_sources), 7))

    def compare(batch: np.ndarray, data: ModelBatch) -> None:
        sums[batch] = compared(data, broadened(data, model_scene.psf.fwhm), point_sources.values[batch, :2])

    for_batches(compare, model_scene)
    spread, error = discriminant(sums)
    fitted = point_sources.fitted
    return Extendedness(np.where(fitted, spread, 0), np.where(fitted, error, 0))


def broadened(data: ModelBatch, fwhm: float) -> np.ndarray:
    """The PSF, convolved with a small disk; float32 of shape (k, h + 2 m, w + 2 m)."""
    disk = exponential_disk(fwhm / DISK_SCALES / data.windows.step[0])
    reach = len(disk) // 2
    psfs = np.pad(apodised(data.psfs, data.windows, fwhm), ((0, 0), (reach, reach), (reach, reach)))
    column = np.ascontiguousarray(psfs.reshape(-1, psfs.shape[2]))  # the margins keep them apart
    kernel = np.ascontiguousarray(np.where(disk < NEGLIGIBLE, 0, disk)[::-1, ::-1], np.float32)
    smoothed = np.empty_like(column)
    (loops.convolve_rows or convolve_rows)(column, kernel, smoothed, 0, len(column))
    return smoothed.reshape(psfs.shape)


def compared(data: ModelBatch, broad: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """What `pointtwin.compare_maps` returns for a batch; shift: (k, 2), pixels of the image."""
    shift = np.ascontiguousarray(data.in_windows(shift))
    if loops.compare_maps is None:
        return pointtwin.compare_maps(data.psfs, broad, *data.stamps, shift, data.step)
    height, width = data.stamps.pixels.shape[1:]
    room, sums = room_for(broad, (height, width), 2 * height * width), np.empty((len(shift), 7))
    loops.compare_maps(data.psfs, broad, *data.stamps, shift, data.step, *room, sums, 0, len(shift))
    return sums


def discriminant(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """SPREAD_MODEL and its error of such sums, (n, 7) -> (n,), (n,)."""
    psf, disk, psf2, psf_disk, psf_variance, disk_variance, both_variance = sums.T
    light = psf > 0
    psf, psf2 = np.where(light, psf, 1), np.where(psf2 > 0, psf2, 1)
    error2 = disk_variance * psf**2 + psf_variance * disk**2 - 2 * both_variance * psf * disk
    known = light & (error2 > 0)
    spread = np.where(light, disk / psf - psf_disk / psf2, 1)
    return spread, np.where(known, np.sqrt(np.where(known, error2, 0)) / psf**2, 1)
