"""PSFEx's ``.psf`` files: a table PSF_DATA for each image extension, with the samples and what they depend on."""

from math import comb, isfinite, prod
from typing import Any

import numpy as np
from astropy.io import fits

from ...errors import SexlikeError
from ...images.files.cards import card_text, card_value, number
from .model import PsfModel

TABLE, SAMPLES = "PSF_DATA", "PSF_MASK"
DEFAULT_FWHM, DEFAULT_STEP = 3.0, 1.0  # pixels, where the header does not tell
SHORTEST, LONGEST = 1e-6, 1e6  # pixels
MOST_CONTEXTS = 16
REMEDY = (
    "PSFEx makes it: sexlike image.fits -c psfex writes a catalog, psfex_catalog.fits (FITS_LDAC with VIGNET(45,45) "
    "and the columns that psfex reads); psfex psfex_catalog.fits writes psfex_catalog.psf, the name for PSF_NAME."
)


def read_table(table: fits.BinTableHDU, where: str) -> PsfModel:
    """Read the model of a table PSF_DATA.

    Parameters
    ----------
    table : astropy.io.fits.BinTableHDU
    where : str
        File and index of the table, for messages.

    Returns
    -------
    PsfModel

    Raises
    ------
    SexlikeError
        Cards are missing or do not fit, or samples are missing or are no numbers.
    """
    header = table.header
    variables = range(1, whole_number(header, "POLNAXIS", where, 0, MOST_CONTEXTS) + 1)
    names = tuple(required_text(header, f"POLNAME{i}", where) for i in variables)
    zeros, scales = (
        np.array([required_number(header, f"{key}{i}", where) for i in variables]) for key in ("POLZERO", "POLSCAL")
    )
    if not scales.all():
        raise unusable(where, "POLSCAL of a context is 0")
    count = whole_number(header, "POLNGRP", where, 0, MOST_CONTEXTS) if names else 0
    groups = tuple(whole_number(header, f"POLGRP{i}", where, 1, count) for i in variables)
    degrees = tuple(whole_number(header, f"POLDEG{group}", where, 0, 100) for group in range(1, count + 1))
    planes = read_planes(table, where)
    terms = prod(comb(groups.count(group) + degree, degree) for group, degree in enumerate(degrees, 1))
    if terms != len(planes):
        raise unusable(
            where, f"a polynomial of {terms} terms (POLDEG) does not go with {len(planes)} planes (PSFAXIS3)"
        )
    step = length_of_card(header, "PSF_SAMP", DEFAULT_STEP, where)
    step = step if step > 0 else DEFAULT_STEP
    fwhm = length_of_card(header, "PSF_FWHM", DEFAULT_FWHM, where)
    if fwhm <= 0:
        raise unusable(where, f"PSF_FWHM is {fwhm:g} (allowed: more than 0; it is in pixels of the image)")
    return PsfModel(planes, step, fwhm, names, zeros, scales, groups, degrees, (f"PSFEx's model {where}",))


def read_planes(table: fits.BinTableHDU, where: str) -> np.ndarray:
    """The samples of a table PSF_DATA, checked; float32 of shape (n, h, w)."""
    header = table.header
    axes = whole_number(header, "PSFNAXIS", where, 2, 3)
    shape = [whole_number(header, f"PSFAXIS{axis}", where, 1, 1 << 31) for axis in range(axes, 0, -1)]
    shape = shape if axes == 3 else [1, *shape]
    try:
        samples = np.asarray(table.data[SAMPLES][0], np.float32).ravel()
    except Exception:  # astropy has no common class for what it finds in damaged tables
        raise unusable(where, f"its {SAMPLES} cannot be read; the file may be cut short") from None
    if prod(shape) != len(samples):
        given = " x ".join(map(str, reversed(shape)))
        raise unusable(where, f"PSFAXIS says {given} samples, but {SAMPLES} holds {len(samples)}")
    bad = len(samples) - int(np.isfinite(samples).sum())
    if bad:
        raise unusable(where, f"{bad} of its {len(samples)} samples are no numbers")
    if not samples.any():
        raise unusable(where, "all its samples are 0")
    return samples.reshape(shape)


def whole_number(header: Any, key: str, where: str, low: int, high: int) -> int:
    """The number of a card, which must be a whole one within limits. POLNAXIS and POLNGRP may be left out."""
    value = required_number(header, key, where) if key not in ("POLNAXIS", "POLNGRP") else number(header.get(key))
    if value != int(value) or not low <= value <= high:
        raise unusable(where, f"{key} is {value:g} (allowed: {f'{low} to {high}' if high > low else low})")
    return int(value)


def required_number(header: Any, key: str, where: str) -> float:
    """The number of a card that must be there."""
    value = number(card_value(header, key), float("nan"))
    if not isfinite(value):
        found = card_value(header, key)
        shown = isinstance(found, str | bool | float)
        raise unusable(where, f"the card {key} is {f'{found!r}, which is no number' if shown else 'missing or empty'}")
    return value


def length_of_card(header: Any, key: str, default: float, where: str) -> float:
    """The pixels that a card tells, in single precision, or a default without the card."""
    length = required_number(header, key, where) if key in header else default
    if 0 < length < SHORTEST or length > LONGEST:
        raise unusable(where, f"{key} is {length:g} pixels")
    return float(np.float32(length))


def required_text(header: Any, key: str, where: str) -> str:
    """The text of a card that must be there."""
    text = card_text(header, key)
    if not text:
        raise unusable(where, f"the card {key} is missing or empty")
    return text


def unusable(where: str, problem: str) -> SexlikeError:
    """Make the error for a table that holds no model; the words in front are SExtractor's."""
    text = f"Incorrect or obsolete PSF data in {where}: {problem}"
    return SexlikeError(text, where="PSF_NAME", hint="Make the file anew with psfex.")
