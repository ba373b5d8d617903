"""Fluxes of fitted models: FLUX_MODEL, FLUX_POINTSOURCE, FLUX_BACKOFFSET, FLUX_HYBRID and their families."""

import numpy as np

from ..componentcolumns import brightness_columns, component_flux_columns
from ..fluxcolumns import FLUX, MODEL_UCDS, flux_columns
from ..models.components import OFFSET, POINT_FLUX, Components
from ..models.fits import ModelFits
from ..models.shapes.fluxes import Brightness, total_flux
from ..models.shapes.peaks import drawn_brightness
from ..models.windows import ModelWindows
from ..registry import column, quantity

OFFSET_UCD = "instr.skyLevel;arith.diff;stat.fit.param"


@quantity
def model_flux(model_fits: ModelFits, model_components: Components) -> tuple[np.ndarray, np.ndarray]:
    """Fluxes of the models and their errors, float32 of shape (n,)."""
    flux, error = total_flux(model_fits.vector, model_fits.covariance, model_components)
    return flux.astype(np.float32), error.astype(np.float32)


@quantity
def model_brightness(model_fits: ModelFits, model_components: Components, model_windows: ModelWindows) -> Brightness:
    """Flux per pixel of the models, without the PSF."""
    return drawn_brightness(model_fits.vector, model_fits.fitted, model_components, model_windows)


flux_columns("MODEL", of=lambda model_flux: model_flux, about="of the model", ucds=MODEL_UCDS)
flux_columns("HYBRID", of=lambda hybrid_flux: hybrid_flux, about="in an ellipse, and beyond", ucds=MODEL_UCDS)
component_flux_columns("POINTSOURCE", POINT_FLUX, about="the point source")
brightness_columns("MODEL", of=lambda model_brightness: model_brightness, about="the model")


@column("FLUX_BACKOFFSET", FLUX, about="Level of the sky that is fitted too", ucd=OFFSET_UCD)
def _(model_fits, model_components):
    return model_components.values(model_fits.vector, OFFSET)


@column("FLUXERR_BACKOFFSET", FLUX, about="Error of FLUX_BACKOFFSET", ucd=f"stat.error;{OFFSET_UCD}")
def _(model_fits, model_components):
    return model_components.values(model_fits.errors, OFFSET)


@column("NOISEAREA_MODEL", "f4 %12.2f pixel**2", about="Area of sky with the noise of the model", ucd="phys.area")
def _(noise_area):
    return noise_area
