"""Fluxes of fitted models: FLUX_MODEL, FLUX_POINTSOURCE, FLUX_HYBRID and their families. So far, models are points."""

import numpy as np

from ..fluxcolumns import FITTED_UCDS, FLUX, flux_columns
from ..models.fits import ModelFits
from ..models.light import PEAK_RASTER, POINT_ZOOM
from ..models.windows import ModelWindows
from ..registry import column, quantity
from .skylevel import SURFACE_BRIGHTNESS, surface_brightness

RATIO = "f4 %7.5f"
SURFACE_UCD = {"MAX": "stat.max;", "EFF": "", "MEAN": "stat.mean;"}


@quantity
def point_flux(point_sources: ModelFits) -> tuple[np.ndarray, np.ndarray]:
    """Fluxes of the point sources and their errors, float32 of shape (n,)."""
    error = np.sqrt(point_sources.covariance[:, 2, 2])
    return point_sources.vector[:, 2].astype(np.float32), error.astype(np.float32)


@quantity
def point_peak(point_flux: tuple[np.ndarray, np.ndarray], model_windows: ModelWindows) -> np.ndarray:
    """Flux per pixel of a point that fills a sample of SExtractor's raster for peaks; float64 of shape (n,)."""
    sample = model_windows.step * model_windows.raster * POINT_ZOOM / PEAK_RASTER
    return point_flux[0] / sample**2


flux_columns("MODEL", of=lambda point_flux: point_flux, about="of the model", ucds=FITTED_UCDS)
flux_columns("POINTSOURCE", of=lambda point_flux: point_flux, about="of the point source", ucds=FITTED_UCDS)
flux_columns("HYBRID", of=lambda hybrid_flux: hybrid_flux, about="in an ellipse, and beyond", ucds=FITTED_UCDS)


@column("FLUXRATIO_POINTSOURCE", RATIO, about="Share of the point source in the model", ucd="phot.count;arith.ratio")
def _(point_sources):
    return point_sources.fitted


@column("FLUXRATIOERR_POINTSOURCE", RATIO, about="Error of the share", ucd="stat.error;phot.count;arith.ratio")
def _(point_sources):
    return np.zeros(len(point_sources))


@column("NOISEAREA_MODEL", "f4 %12.2f pixel**2", about="Area of sky with the noise of the model", ucd="phys.area")
def _(noise_area):
    return noise_area


def surface_columns(name: str, about: str, share: float) -> None:
    """Declare the columns of a surface brightness: of the peak, at the effective radius, or within it."""
    ucd = f"phot.flux.sb;{SURFACE_UCD[name]}stat.fit.param"

    @column(f"FLUX_{name}_MODEL", FLUX, about=f"{about}, flux per pixel", ucd=ucd)
    def _(point_peak):
        return share * point_peak

    @column(f"MU_{name}_MODEL", SURFACE_BRIGHTNESS, about=about, ucd=ucd.replace("flux", "mag"))
    def _(point_peak, pixel_area, config):
        return surface_brightness(share * point_peak, pixel_area, config)


surface_columns("MAX", "Peak of the model", 1.0)
surface_columns("EFF", "The model at its effective radius", 0.5)  # SExtractor's mixture of the sample and nothing
surface_columns("MEAN", "The model within its effective radius", 1.0)
