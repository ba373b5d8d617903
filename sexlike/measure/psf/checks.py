"""Whether a model of the PSF may be that of an image: warnings where its pixels seem to have another size."""

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError, warn
from ...images.image import Image
from ...images.sky.pixelscale import scale_at_centre
from ...images.sky.wcscards import read_projection
from .grid import PsfGrid
from .model import Psf, PsfModel, widths

SAME_SCALE = 1.05  # the largest ratio of two sizes of pixels that are taken for one
FEWEST_OBJECTS = 20
SHARP, ORDINARY = 10, 30  # percentiles of the widths of objects
LEAST_EXTENT = 2  # of the samples, in units of the width of the PSF
LARGEST_EXTENT = 20_000  # pixels
LOST_BEFORE, LOST_AFTER = 2, 3  # samples that interpolation, over six, cannot reach at the edges
TOO_SHARP, TOO_WIDE = 0.65, 1.6  # widths of objects in units of that of the PSF


def check_scale(psf: Psf, image: Image, config: Config) -> None:
    """Warn if the PSF was made for pixels of another size than those of an image, and both are known in arcsec.

    Warns
    -----
    SexlikeWarning
    """
    of_sample = getattr(psf, "sample_scale", 0)
    if not of_sample:
        return
    projection = read_projection(image.header, config.COMPATIBILITY)
    scale = 0.0 if projection.sky is None else scale_at_centre(projection, image.shape)
    if not scale:
        return
    # Some programs write the size of a pixel of the detector, others that of a sample.
    if not any(1 / SAME_SCALE < size / scale < SAME_SCALE for size in (of_sample, of_sample / psf.step)):
        pixels = f"pixels of {of_sample / psf.step:.4g} arcsec, those of {image.name} are {scale:.4g}"
        warn(f"PSF_NAME: the PSF is for {pixels}")


def check_extent(psf: Psf) -> None:
    """Warn if the samples end within the core of the PSF, so that fits miss much of the light.

    Raises
    ------
    SexlikeError
        They reach farther than any star: what is said of their distance cannot be right.

    Warns
    -----
    SexlikeWarning
    """
    height, width = psf.shape
    samples = f"{width} x {height} samples of {psf.step:.3g} pixels"
    if max(height, width) * psf.step > LARGEST_EXTENT:
        hint = "Their distance is that of PSF_SAMP, or step: pixels of the image."
        raise SexlikeError(f"{samples} are more than {LARGEST_EXTENT} pixels wide", where="PSF_NAME", hint=hint)
    extent = min(height, width) * psf.step
    if extent < LEAST_EXTENT * psf.fwhm:
        text = f"PSF_NAME: {samples} are less than {LEAST_EXTENT} widths of the PSF (FWHM {psf.fwhm:.3g} pixels)"
        warn(f"{text}: fits miss its wings")


def check_centre(psf: Psf) -> None:
    """Warn if the light of the PSF is not at its centre, so that positions of fits are off.

    Warns
    -----
    SexlikeWarning
    """
    samples = mean_samples(psf)
    if samples is None or not samples.max() > 0:
        return
    core = np.argwhere(samples >= samples.max() / 2).mean(axis=0)  # of a ring, as of a disc, it is the middle
    y, x = (core - np.array(samples.shape) // 2) * psf.step
    if np.hypot(x, y) > psf.fwhm:
        text = f"PSF_NAME: the core of the PSF is {x:.3g} and {y:.3g} pixels from its centre along x and y"
        warn(f"{text}: positions of fits are those of its centre")


def check_light(psf: Psf) -> None:
    """Raise SexlikeError if fits of models find no light in the PSF, whose outermost samples they leave out."""
    samples = mean_samples(psf)
    if samples is None or samples[LOST_BEFORE:-LOST_AFTER, LOST_BEFORE:-LOST_AFTER].sum() > 0:
        return
    height, width = psf.shape
    source = (getattr(psf, "notes", ()) or (type(psf).__name__,))[0]
    text = f"PSF model is empty or negative: {source}, {width} x {height} samples"
    hint = (
        f"Fits of models leave out the first {LOST_BEFORE} and the last {LOST_AFTER} rows and columns: make it larger."
    )
    raise SexlikeError(text, where="PSF_NAME", hint=hint)


def mean_samples(psf: Psf) -> np.ndarray | None:
    """The PSF where its contexts have ordinary values, (h, w); None of a model that is not known."""
    if isinstance(psf, PsfModel):
        return psf.planes[0]
    return psf.samples.mean(axis=(0, 1)) if isinstance(psf, PsfGrid) else None


def check_width(psf: Psf, fwhm: np.ndarray, image: Image) -> None:
    """Warn if most objects are narrower than the PSF, or even the sharpest are wider: its pixels may have another size.

    Parameters
    ----------
    psf : Psf
    fwhm : ndarray, shape (n,)
        Widths of objects in pixels; 0 where it is unknown.
    image : Image

    Warns
    -----
    SexlikeWarning
    """
    fwhm = fwhm[fwhm > 0]
    if len(fwhm) < FEWEST_OBJECTS:
        return
    sharp, ordinary = np.percentile(fwhm, [SHARP, ORDINARY])
    # PSF_FWHM of PSFEx is twice the half-light radius, which is more than the width.
    width = min(widths(psf.planes[:1], psf.step)[0], psf.fwhm) if isinstance(psf, PsfModel) else psf.fwhm
    if ordinary < TOO_SHARP * width or sharp > TOO_WIDE * width:
        found = f"stars of {image.name} are about {sharp:.2g} pixels wide, the PSF is {width:.2g}"
        text = f"PSF_NAME: {found} (FWHM): is it that of an image with other pixels or another seeing?"
        warn(text)
