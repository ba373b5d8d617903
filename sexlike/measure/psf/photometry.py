"""PSF photometry: flux and position of the PSF that is fitted to each object."""

import numpy as np

from ...config.config import Config
from ...detection.moments import Moments
from ...detection.objects import Objects
from ...images.image import Image
from ...threads import in_slices
from ..photometry.localbackground import LocalBackground
from ..photometry.masking import Masking
from ..registry import quantity
from .fitting import NUMBERS, Fits, fit_psfs
from .model import Psf, local_psfs
from .stamps import Stamps, cut_stamps
from .windows import Windows

NO_ERROR = 999999  # where the variance is 0


@quantity
def psf_fits(
    image: Image,
    objects: Objects,
    config: Config,
    masking: Masking,
    psf_model: Psf,
    psf_contexts: np.ndarray,
    psf_windows: Windows,
    background_level: np.ndarray,
    local_background: LocalBackground,
) -> Fits:
    """The PSF is fitted to each object, groups of them on several threads."""
    groups, results = psf_windows.groups(), np.zeros((len(objects), NUMBERS))
    start = np.column_stack([objects.x, objects.y]) - psf_windows.centre
    offset = local_background.offset[objects.detection]
    saturation = np.float32(image.saturation) - background_level

    def fit_groups(first: int, stop: int) -> None:
        for chosen in groups[first:stop]:
            sizes, corner = psf_windows.size[chosen], psf_windows.corner[chosen]
            stack = tuple(sizes.max(axis=0).tolist())
            stamps = cut_stamps(image, masking.take(chosen), config, saturation[chosen], corner, stack)
            stamps = Stamps(stamps.pixels - offset[chosen, None, None], stamps.weights)
            psfs = local_psfs(psf_model, psf_contexts[chosen])
            results[chosen] = fit_psfs(psfs, psf_model.step, stamps, sizes, start[chosen])

    in_slices(fit_groups, len(groups), things="groups of objects", most=1)
    return Fits(*results.T)


@quantity
def psf_flux(psf_fits: Fits) -> tuple[np.ndarray, np.ndarray]:
    """Flux of the PSF and its error, 0 where the fit failed; float32 of shape (n,)."""
    error = np.sqrt(np.maximum(psf_fits.flux_variance, 0))
    error[(error == 0) & psf_fits.succeeded] = NO_ERROR
    return psf_fits.flux.astype(np.float32), error.astype(np.float32)


@quantity
def psf_positions(psf_fits: Fits, psf_windows: Windows, objects: Objects) -> np.ndarray:
    """Positions, 0-based: x and y; where the fit failed, those of the barycentres. float64 of shape (2, n)."""
    fitted = psf_windows.centre.T + np.stack([psf_fits.x, psf_fits.y])
    return np.where(psf_fits.succeeded, fitted, np.stack([objects.x, objects.y]))


@quantity
def psf_error(psf_fits: Fits) -> Moments:
    """Errors of the positions; 0 where the fit failed."""
    succeeded = psf_fits.succeeded
    square = np.where(succeeded, psf_fits.flux, 1) ** 2
    x2, y2 = (np.where(succeeded, v / square, 1) for v in (psf_fits.x_variance, psf_fits.y_variance))
    moments = Moments.from_variances(x2, y2, psf_fits.covariance / square)
    return Moments(**{name: np.where(succeeded, value, 0) for name, value in vars(moments).items()})
