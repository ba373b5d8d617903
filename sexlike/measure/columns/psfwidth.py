"""The width of the PSF at the objects: FWHMPSF_IMAGE, FWHMPSF_WORLD."""

import numpy as np

from ...arrays import slices
from ...images.sky.pixelscale import pixel_scale
from ..psf.model import Psf, local_psfs
from ..registry import column, quantity

OBJECTS_AT_A_TIME = 256


@quantity
def psf_fwhm(psf_model: Psf, psf_contexts: np.ndarray) -> np.ndarray:
    """Diameter of the disc with the area in which the PSF is above half of its maximum, pixels; float64 (n,)."""
    above = np.zeros(len(psf_contexts))
    for some in slices(len(above), OBJECTS_AT_A_TIME):
        psf = local_psfs(psf_model, psf_contexts[some])
        above[some] = (psf >= psf.max(axis=(1, 2), keepdims=True) / 2).sum(axis=(1, 2))
    return 2 * np.sqrt(above / np.pi) * psf_model.step


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
