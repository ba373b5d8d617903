"""The cards of world coordinates (CTYPEi, CDi_j, PVi_j ...), read from a header and made a projection."""

from __future__ import annotations

import logging
import re
import warnings
import weakref
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import SexlikeWarning
from ..files.cards import card_text, card_value, number
from .projection import Projection
from .tnx import tnx_distortion

if TYPE_CHECKING:
    from astropy.io.fits import Header

log = logging.getLogger("sexlike")

_LONGITUDES = {"RA--": "R", "GLON": "G", "ELON": "E", "SLON": "S"}
_LATITUDES = {"DEC-": "R", "GLAT": "G", "ELAT": "E", "SLAT": "S"}
_OLD_CODES = {"GLS": "SFL"}
# Headers of which was warned, by their id and the message.
_warned: weakref.WeakValueDictionary[tuple[int, str], Header] = weakref.WeakValueDictionary()


def read_projection(header: Header) -> Projection:
    """How the pixels of an image map onto the world.

    As in SExtractor 2.25, CUNITi, SIP polynomials and axes beyond the second are ignored, and PVi_k of TAN and TPV are
    the polynomials that SCAMP writes.

    Parameters
    ----------
    header : astropy.io.fits.Header

    Returns
    -------
    Projection
        A linear one, if there is no pair of celestial axes.
    """
    reference_pixel, reference_value = _pair(header, "CRPIX", 1) - 1, _pair(header, "CRVAL", 0)
    matrix = _matrix(header)
    flat = Projection(reference_pixel, reference_value, matrix)
    if not np.isfinite([*reference_pixel, *reference_value, *matrix.ravel()]).all():
        _warn(header, "the world coordinates have infinite numbers in CRPIX, CRVAL, or their matrix: they are ignored")
        return Projection(np.zeros(2), np.zeros(2), np.eye(2))
    if np.linalg.det(matrix) == 0:
        _warn(header, "the matrix of the world coordinates is singular: they are ignored")
        return Projection(np.zeros(2), np.zeros(2), np.eye(2))
    ctypes = [card_text(header, f"CTYPE{axis}").upper() for axis in (1, 2)]
    longitude = _longitude_axis(ctypes)
    if longitude is None:
        return flat
    code = ctypes[longitude][5:8]
    if "SIP" in ctypes[longitude][8:]:
        log.info("SIP distortions are left out of the world coordinates, as SExtractor does")
    distort = None
    if code == "TNX":
        code = "TAN"
        try:
            distort = tnx_distortion(header)
        except ValueError:
            _warn(header, "the TNX polynomials in the cards WAT1_nnn and WAT2_nnn make no sense: they are left out")
    sky = _sky(header, ctypes, longitude, _OLD_CODES.get(code, code), reference_value)
    if sky is None:
        _warn(header, f"the projection of {ctypes[longitude]} is not known: world coordinates are linear")
        return flat
    frame = _LONGITUDES[ctypes[longitude][:4]]
    return replace(flat, sky=sky, longitude_axis=longitude, frame=frame, equinox=_equinox(header), distort=distort)


def _warn(header: Header, message: str) -> None:
    """Warn of what is odd about a header, once, however often it is read."""
    if _warned.get((id(header), message)) is not header:
        _warned[id(header), message] = header
        warnings.warn(message, SexlikeWarning, stacklevel=3)


def _pair(header: Header, name: str, default: float) -> np.ndarray:
    """The numbers of the cards of a name and of an axis, 1 and 2."""
    return np.array([number(card_value(header, f"{name}{axis}", default)) for axis in (1, 2)])


def _matrix(header: Header) -> np.ndarray:
    """From pixels to projected coordinates: CDi_j; or CDELTi with PCi_j, PC00i00j or CROTA2."""
    steps = _pair(header, "CDELT", 1)
    for form in ("CD{}_{}", "PC{}_{}", "PC{:03d}{:03d}"):
        names = [form.format(i, j) for i in (1, 2) for j in (1, 2)]
        missing = [name for name in names if name not in header]
        if len(missing) < 4:
            values = [number(card_value(header, *card)) for card in zip(names, (1, 0, 0, 1), strict=True)]
            matrix = np.reshape(values, (2, 2))
            if not form.startswith("CD"):
                return steps[:, None] * matrix
            if {"CD1_1", "CD2_2"} & set(missing):
                _warn(
                    header,
                    f"the header has no {' and '.join(missing)}: on the diagonal 1 is taken, as SExtractor does, which"
                    " makes world coordinates meaningless; a header file (HEADER_SUFFIX) can supply what is missing",
                )
            return matrix
    angle = np.radians(number(card_value(header, "CROTA2", 0)))
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * steps


def _longitude_axis(ctypes: Sequence[str]) -> int | None:
    """The axis of the longitude, if the two are longitude and latitude of one frame, with a projection; else None."""
    for longitude in (0, 1):
        first, second = ctypes[longitude], ctypes[1 - longitude]
        frame = _LONGITUDES.get(first[:4])
        if frame and frame == _LATITUDES.get(second[:4]) and len(first) > 5 and first[4:8] == second[4:8]:
            return longitude
    return None


def _equinox(header: Header) -> float:
    """EQUINOX, or EPOCH as it was called once; else 1950 for FK4, and 2000."""
    for keyword in ("EQUINOX", "EPOCH"):
        if keyword in header:
            return number(card_value(header, keyword))
    old = any(card_text(header, keyword).upper().startswith("FK4") for keyword in ("RADESYS", "RADECSYS"))
    return 1950.0 if old else 2000.0


def _sky(header: Header, ctypes: Sequence[str], longitude: int, code: str, reference_value: np.ndarray) -> Any:
    """From projected coordinates to the sky, an astropy.wcs.WCS; None for a projection that is not known."""
    from astropy.wcs import WCS

    terms = _terms(header)
    if code in ("TAN", "TPV"):
        bends = any(value for (_, degree), value in terms.items() if degree >= 1)
        code = "TPV" if bends else "TAN"
        # A coefficient that is missing is 0 for SExtractor, that of the linear term as well.
        terms = {(axis, 1): 0.0 for axis in (1, 2)} | terms if bends else {}
    else:
        terms = {(axis, degree): value for (axis, degree), value in terms.items() if axis == 2 - longitude}
    sky = WCS(naxis=2)
    sky.wcs.ctype = [f"{ctype[:5]}{code}" for ctype in ctypes]
    sky.wcs.crval, sky.wcs.crpix, sky.wcs.cdelt = reference_value, [1, 1], [1, 1]
    sky.wcs.set_pv([(axis, degree, value) for (axis, degree), value in terms.items()])
    for keyword in ("LONPOLE", "LATPOLE"):
        if keyword in header:
            setattr(sky.wcs, keyword.lower(), number(card_value(header, keyword)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sky.wcs.set()
    except ValueError:  # all of astropy's errors on coordinates are of this class
        return None
    return sky


def _terms(header: Header) -> dict[tuple[int, int], float]:
    """PVi_k of the two axes: {(axis, degree): value}."""
    names = (re.fullmatch(r"PV([12])_(\d{1,2})", keyword) for keyword in header)
    return {(int(name[1]), int(name[2])): number(card_value(header, name[0])) for name in names if name}
