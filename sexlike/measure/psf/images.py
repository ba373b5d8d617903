"""The PSF as an image, or as a cube of images at known positions: arrays, FITS files (STPSF's), models of photutils."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import SexlikeError
from ...images.files.cards import card_value, number
from .grid import PsfGrid, on_grid
from .model import Psf, PsfModel
from .samples import as_flux_per_pixel, centred, checked, checked_step, width_of

STEP_CARDS = ("PSF_SAMP",)  # steps in pixels
OVERSAMPLING_CARDS = ("OVERSAMP", "DET_SAMP")  # steps per pixel
SCALE_CARD = "PIXELSCL"  # arcsec
PAIR = re.compile(r"\(?\s*([-+.\deE]+)\s*,\s*([-+.\deE]+)\s*\)?")


def psf_of_images(
    samples: np.ndarray,
    name: str,
    step: float = 1.0,
    positions: np.ndarray | None = None,
    origin: Sequence[float] | None = None,
    scale: float = 0.0,
) -> Psf:
    """The model of the PSF that an image, or a cube of images, stands for.

    Parameters
    ----------
    samples : ndarray, shape (h, w) or (n, h, w)
    name : str
        What it is, for messages.
    step : float
        Distance of the samples, in pixels of the image.
    positions : ndarray of float64, shape (n, 2), optional
        Where each PSF of a cube is: x and y, from 0.
    origin : two floats, optional
        Sample of the centre along x and y, from 0; the middle by default.
    scale : float
        Distance of the samples, or of the pixels, in arcsec; 0 where it is not known.

    Returns
    -------
    Psf

    Raises
    ------
    SexlikeError
        It is no PSF.
    """
    step = checked_step(step, name)
    planes, shifted = centred(checked(samples, name), origin)
    planes, scaled = as_flux_per_pixel(planes, step)
    fwhm = width_of(planes.mean(axis=0)) * step
    notes = tuple(filter(None, (name, shifted, scaled)))
    planes = planes.astype(np.float32)
    if positions is None and len(planes) == 1:
        return PsfModel(planes, step, fwhm, notes=notes, sample_scale=scale)
    if positions is None:
        text = f"{name} holds {len(planes)} images and does not tell where each is"
        raise SexlikeError(text, where="PSF_NAME", hint="STPSF has cards DET_YX0, DET_YX1, ...; photutils grid_xypos.")
    grid, x, y = on_grid(planes, np.asarray(positions, np.float64) + 1, name)
    return PsfGrid(grid, x, y, step, fwhm, notes=notes, sample_scale=scale)


def psf_of_hdu(hdu: Any, name: str, step: float | None = None) -> Psf:
    """The model of the PSF in an image HDU: an image, or a cube with cards DET_YX0, DET_YX1, ... as STPSF writes it.

    Parameters
    ----------
    hdu : image HDU of astropy
    name : str
        For messages.
    step : float, optional
        Distance of the samples in pixels; that of PSF_SAMP, or 1 / OVERSAMP, of the header by default.
    """
    header, samples = hdu.header, np.asarray(hdu.data)
    scale = number(card_value(header, SCALE_CARD))
    return psf_of_images(samples, name, step or step_of(header), positions_of(header, samples), scale=scale)


def step_of(header: Any) -> float:
    """The distance of samples in pixels of the image that a header tells, or 1."""
    for key in STEP_CARDS:
        if number(card_value(header, key)) > 0:
            return number(card_value(header, key))
    for key in OVERSAMPLING_CARDS:
        if number(card_value(header, key)) > 0:
            return 1 / number(card_value(header, key))
    return 1.0


def positions_of(header: Any, samples: np.ndarray) -> np.ndarray | None:
    """Positions x and y, from 0, of the images of a cube, from the cards DET_YX0 and so on; None if there are none."""
    if samples.ndim != 3 or "DET_YX0" not in header:
        return None
    cards = [PAIR.fullmatch(str(card_value(header, f"DET_YX{k}", "")).strip()) for k in range(len(samples))]
    return np.array([[float(card[2]), float(card[1])] for card in cards if card]).reshape(-1, 2)


def psf_of_model(model: Any, name: str, step: float | None = None) -> Psf:
    """The model of the PSF that an ImagePSF or a GriddedPSFModel of photutils, or a NDData for one, stands for.

    Parameters
    ----------
    model : object
        With `data`, and maybe `oversampling`, `grid_xypos` and `origin`, as attributes or in its `meta`.
    name, step
        See `psf_of_hdu`.
    """
    meta = getattr(model, "meta", None) or {}
    oversampling = np.unique(np.asarray(getattr(model, "oversampling", meta.get("oversampling", 1)), np.float64))
    if len(oversampling) != 1:
        raise SexlikeError(f"{name} has another oversampling in x than in y", where="PSF_NAME")
    samples = masked_data(model, name)
    origin = None if samples.ndim == 3 else getattr(model, "origin", None)
    positions = getattr(model, "grid_xypos", meta.get("grid_xypos"))
    positions = None if positions is None or samples.ndim != 3 else np.asarray(positions, np.float64)
    return psf_of_images(samples, name, step or 1 / float(oversampling[0]), positions, origin)


def masked_data(model: Any, name: str) -> np.ma.MaskedArray:
    """The array of an object that may have a mask, which is that of the array if it is None.

    Raises
    ------
    SexlikeError
        The mask has another shape.
    """
    mask = getattr(model, "mask", None)
    try:
        return np.ma.masked_array(model.data, np.ma.nomask if mask is None else mask)
    except np.ma.MaskError:
        raise SexlikeError(f"{name}: its mask has another shape than its data", where="PSF_NAME") from None
