"""What the log says of the PSF: what it was recognised as, and warnings where it does not fit the image."""

import logging

import numpy as np

from ...config.config import Config
from ..registry import Request
from .contexts import MODEL, ranks_needed
from .finding import find_psfs
from .grid import PsfGrid
from .model import Psf, PsfModel

log = logging.getLogger("sexlike")


def tell_of_psf(request: Request, config: Config) -> None:
    """Log which model of the PSF is used, if one is."""
    if MODEL in request.quantities:
        for rank in ranks_needed(config, request.sizes):
            models = find_psfs(config, rank).models
            more = f" (and those of {len(models) - 1} more extensions)" if len(models) > 1 else ""
            log.info("PSF_NAME: %s%s", describe(models[0]), more)


def describe(psf: Psf) -> str:
    """A model in words: where it comes from, samples, width, and on what it depends."""
    height, width = psf.shape
    notes = getattr(psf, "notes", ()) or (type(psf).__name__,)
    parts = [f"{width} x {height} samples of {psf.step:.4g} pixels", f"FWHM {psf.fwhm:.3g} pixels", variation(psf)]
    return f"{notes[0]}, {', '.join(parts)}{''.join(f'; {note}' for note in notes[1:])}"


def variation(psf: Psf) -> str:
    """How a PSF varies, in words."""
    names = ", ".join(psf.contexts)
    if isinstance(psf, PsfGrid):
        return f"interpolated between {np.prod(psf.samples.shape[:2])} positions"
    if isinstance(psf, PsfModel) and names:
        return f"polynomial of degree {', '.join(map(str, psf.degrees))} of {names}"
    return f"depends on {names}" if names else "the same everywhere"
