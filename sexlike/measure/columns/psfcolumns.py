"""Columns of PSF photometry: FLUX_PSF and its family, positions, errors, CHI2_PSF, NITER_PSF."""

import numpy as np

from ...detection.moments import Moments
from ...images.sky.projection import Projection
from ..fluxcolumns import FITTED_UCDS, flux_columns
from ..momentcolumns import moment_columns
from ..photometry.response import sky_variance
from ..positioncolumns import fitted_position_columns
from ..registry import column, quantity
from .world import WorldPositions, position_columns
from .worldshape import in_world, world_shape_columns

PARAMETERS = 3  # of a fit

flux_columns("PSF", of=lambda psf_flux: psf_flux, about="of the PSF fit", ucds=FITTED_UCDS)
moment_columns("ERR{}PSF", of=lambda psf_error: psf_error, about="the PSF fit's error", error=True)


@quantity
def world_psf(projection: Projection, psf_positions: np.ndarray) -> WorldPositions:
    """Positions of the PSF fits in the world."""
    return WorldPositions(projection, *psf_positions)


@quantity
def world_psf_error(psf_error: Moments, jacobian: np.ndarray) -> Moments:
    """Errors of the positions of the PSF fits in the world, see `in_world`."""
    return in_world(psf_error, jacobian)


fitted_position_columns("PSF", of=lambda psf_positions: psf_positions, about="the PSF fit")
position_columns("PSF", of=lambda world_psf: world_psf, about="the PSF fit", fitted=True)
world_shape_columns(
    "ERR{}PSF",
    of=lambda world_psf_error, world_psf: (world_psf_error, world_psf),
    about="the PSF fit's error",
    error=True,
)


@column("NITER_PSF", "i2 %3d", about="Iterations of the PSF fit", ucd="meta.number")
def _(psf_fits):
    return psf_fits.iterations


@column("CHI2_PSF", "f4 %9.4g", about="Residuals of the PSF fit, over flux and noise squared", ucd="stat.fit.chi2")
def _(psf_fits, psf_windows, local_background, objects, image):
    freedom = psf_windows.area - PARAMETERS
    scatter = local_background.sigma[objects.detection]
    variance = np.where(scatter > 0, scatter * scatter, sky_variance(image)).astype(np.float64)
    succeeded = psf_fits.succeeded
    return np.where(succeeded, psf_fits.chi2, 0) / np.where(succeeded, freedom * variance, 1)
