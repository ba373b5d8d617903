"""The width of the PSF at the objects: FWHMPSF_IMAGE, FWHMPSF_WORLD."""

import numpy as np

from ...arrays import slices
from ...images.sky.pixelscale import pixel_scale
from ..psf.model import Psf, local_psfs, widths
from ..registry import column, quantity

OBJECTS_AT_A_TIME = 256


@quantity
def psf_fwhm(psf_model: Psf, psf_contexts: np.ndarray) -> np.ndarray:
    """Full width at half maximum of the PSF at each object, pixels; float64 of shape (n,)."""
    fwhm = np.zeros(len(psf_contexts))
    for some in slices(len(fwhm), OBJECTS_AT_A_TIME):
        fwhm[some] = widths(local_psfs(psf_model, psf_contexts[some]), psf_model.step)
    return fwhm


@quantity
def shown_fwhm(image, config, objects, psf_fwhm=None):
    """What FWHMPSF_IMAGE shows: the seeing in pixels, or as in SExtractor in arcsec; float64 of shape (n,)."""
    scale = pixel_scale(image, config)
    if psf_fwhm is None:
        seeing = np.full(len(objects), config.SEEING_FWHM)
        return seeing if config.COMPATIBILITY == "SEXTRACTOR" else seeing / scale
    return psf_fwhm * scale if config.COMPATIBILITY == "SEXTRACTOR" else psf_fwhm


@column("FWHMPSF_IMAGE", "f4 %8.3f pixel", about="FWHM of the PSF", ucd="phys.size.diameter;instr.det.psf")
def _(shown_fwhm):
    return shown_fwhm


@column("FWHMPSF_WORLD", "f4 %12.7g deg", about="FWHM of the PSF", ucd="phys.angSize;instr.det.psf")
def _(shown_fwhm, pixel_area):
    return shown_fwhm.astype(np.float32) * np.sqrt(pixel_area)
