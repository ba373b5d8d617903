"""How much more extended than the PSF objects are: a comparison of two models, the PSF and a small disk (SPREAD_MODEL).

Desai et al. 2012, ApJ 757, 83: a linear discriminant of the two.
"""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import slices
from ..psf.resampling import room_for
from ..registry import quantity
from . import pointtwin
from .batches import ModelBatch, ModelScene, for_batches
from .components import Components
from .convolution import convolved, on_square
from .disk import exponential_disk, reach_of_disk
from .fits import ModelFits
from .psfraster import apodised

DISK_SCALES = 16  # the FWHM of the PSF is so many scale lengths of the disk
SAMPLES_AT_A_TIME = 1 << 19  # that are convolved


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
def extendedness(model_scene: ModelScene, point_sources: ModelFits, model_components: Components) -> Extendedness:
    """Compare the PSF and a small disk, both at the position of the fitted point source.

    As in SExtractor, there is nothing to compare where too few pixels count for the model of the run.
    """
    sums, enough = np.zeros((len(point_sources), 7)), np.zeros(len(point_sources), bool)

    def compare(batch: np.ndarray, data: ModelBatch) -> None:
        enough[batch] = np.count_nonzero(data.stamps.weights, axis=(1, 2)) >= len(model_components.parameters)
        sums[batch] = compared(data, broadened(data, model_scene.psf.fwhm), point_sources.vector[batch, :2])

    for_batches(compare, model_scene)
    spread, error = discriminant(sums)
    fitted = point_sources.fitted & enough
    return Extendedness(np.where(fitted, spread, 0), np.where(fitted, error, 0))


def broadened(data: ModelBatch, fwhm: float) -> np.ndarray:
    """The PSF, convolved with a small disk.

    Parameters
    ----------
    data : ModelBatch
        Of k objects.
    fwhm : float
        Of the PSF, pixels.

    Returns
    -------
    ndarray of float32, shape (k, s, s)
        Around their central samples, as far as there is light.
    """
    psfs, rasters = apodised(data.psfs, data.windows, fwhm), data.windows.raster
    scale = fwhm / DISK_SCALES / data.windows.step[0]
    reach = np.minimum(reach_of_disk(scale), rasters // 2 - 1).astype(np.int64)  # a wide disk ends with the raster
    side = np.minimum(max(psfs.shape[1:]) + 2 * reach, rasters)
    largest = max(side.max(), *psfs.shape[1:])
    broad = np.zeros((len(psfs), largest, largest), np.float32)
    for (most, length), which in alike(reach, side):
        disk = exponential_disk(scale, most)
        for some in slices(len(which), max(SAMPLES_AT_A_TIME // length**2, 1)):
            broad[which[some]] = on_square(convolved(psfs[which[some]], disk, length), largest)
    return broad


def alike(*values: np.ndarray) -> list[tuple[tuple[int, ...], np.ndarray]]:
    """The different rows of columns, whole numbers of shape (k,), and the indices of each."""
    rows, which = np.unique(np.column_stack(values), axis=0, return_inverse=True)
    return [(tuple(row), np.flatnonzero(which.ravel() == k)) for k, row in enumerate(rows.tolist())]


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
