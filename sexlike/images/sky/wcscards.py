"""The cards of world coordinates (CTYPEi, CDi_j, PVi_j ...), read from a header and made a projection."""

from __future__ import annotations

import logging
import re
import warnings
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import warn, warning_text
from ..files.cards import card_text, card_value, number
from .celestial import SAME_EQUINOX, Transform, unit_vectors
from .oldcodes import CODES, Nowhere, old_terms
from .projection import Projection
from .sip import sip_distortion
from .tnx import tnx_distortion
from .wcslib import wcslib

if TYPE_CHECKING:
    from astropy.io.fits import Header

log = logging.getLogger("sexlike")

_LONGITUDES = {"RA--": "R", "GLON": "G", "ELON": "E", "SLON": "S"}
_LATITUDES = {"DEC-": "R", "GLAT": "G", "ELAT": "E", "SLAT": "S"}
_TODAYS_CODES = {"GLS": "SFL", "TNX": "TAN"}
_FIRST_OF_FK5 = 1984.0  # an earlier equinox is of FK4, unless RADESYS tells otherwise
_ERROR_OF_FK4 = 0.9  # arcsec, over the sky, against astropy
_ENDLESS = ("CAR", "MER", "CEA")  # there is sky beyond 180 degrees
# Headers of which something was said, by their id and the message.
_said: weakref.WeakValueDictionary[tuple[int, str], Header] = weakref.WeakValueDictionary()


def read_projection(header: Header, compatibility: str = "NONE") -> Projection:
    """How the pixels of an image map onto the world.

    As in SExtractor 2.25, CUNITi and axes beyond the second are ignored, and PVi_k of TAN and TPV are the polynomials
    that SCAMP writes.

    Parameters
    ----------
    header : astropy.io.fits.Header
    compatibility : {"NONE", "SEXTRACTOR"}
        COMPATIBILITY. With SEXTRACTOR, SIP polynomials are left out, codes that SExtractor does not know (SFL) make
        the world linear, and parameters are as in `oldcodes`.

    Returns
    -------
    Projection
        A linear one, if there is no pair of celestial axes.
    """
    reference_pixel, reference_value = _pair(header, "CRPIX", 1) - 1, _pair(header, "CRVAL", 0)
    matrix = _matrix(header)
    old = compatibility == "SEXTRACTOR"
    flat = Projection(reference_pixel, reference_value, matrix, nowhere_is_nan=not old)
    if not np.isfinite([*reference_pixel, *reference_value, *matrix.ravel()]).all():
        _warn(header, "the world coordinates have infinite numbers in CRPIX, CRVAL, or their matrix: they are ignored")
        return Projection(np.zeros(2), np.zeros(2), np.eye(2), nowhere_is_nan=not old)
    if np.linalg.det(matrix) == 0:
        _warn(header, "the matrix of the world coordinates is singular: they are ignored")
        return Projection(np.zeros(2), np.zeros(2), np.eye(2), nowhere_is_nan=not old)
    ctypes = [card_text(header, f"CTYPE{axis}").upper() for axis in (1, 2)]
    longitude = _longitude_axis(ctypes)
    if longitude is None:
        return flat
    code = ctypes[longitude][5:8]
    if old and code not in CODES:
        _log(header, f"SExtractor does not know the projection of {ctypes[longitude]}: world coordinates are linear")
        return flat
    sky = _sky(header, ctypes, longitude, reference_value, old)
    if sky is None:
        _warn(header, f"the projection of {ctypes[longitude]} is not known: world coordinates are linear")
        return flat
    projection = replace(
        flat,
        sky=sky,
        longitude_axis=longitude,
        frame=_LONGITUDES[ctypes[longitude][:4]],
        equinox=_equinox(header),
        distort=_distortion(header, code, longitude),
    )
    _warn_of_old_system(header, projection, always=old)
    if "SIP" not in ctypes[longitude][8:]:
        return projection
    bent = replace(projection, bend=_polynomials(header, "SIP", sip_distortion))
    if not old:
        return bent
    if bent.bend:
        _warn(header, f"SIP distortions are left out, as in SExtractor: {_error_at_corners(header, projection, bent)}")
    return projection


def _distortion(header: Header, code: str, longitude: int) -> Transform | None:
    """What changes projected coordinates before they are taken to the sky: TNX; more than one turn around it."""
    if code == "TNX":
        return _polynomials(header, "TNX", tnx_distortion)
    if code not in _ENDLESS:
        return None

    def within_a_turn(focal: np.ndarray) -> np.ndarray:
        turns = np.zeros_like(focal)
        turns[longitude] = np.rint(focal[longitude] / 360)
        return focal - 360 * turns

    return within_a_turn


def _polynomials(header: Header, name: str, read: Callable[[Header], Transform | None]) -> Transform | None:
    """The distortion that a function reads from a header; None, and a warning, where that makes no sense."""
    try:
        return read(header)
    except ValueError:
        cards = {"TNX": "WAT1_nnn and WAT2_nnn", "SIP": "A_i_j and B_i_j"}[name]
        _warn(header, f"the {name} polynomials in the cards {cards} make no sense: they are left out")
        return None


def _error_at_corners(header: Header, found: Projection, true: Projection) -> str:
    """By how much positions are wrong at the corners of an image, in words."""
    right, top = (number(card_value(header, f"NAXIS{axis}", 1)) - 1 for axis in (1, 2))
    corners = np.array([0, right, 0, right]), np.array([0, 0, top, top])
    there = [unit_vectors(projection.position(*corners)) for projection in (found, true)]
    error = np.degrees(2 * np.arcsin(np.linalg.norm(there[0] - there[1], axis=1) / 2)) * 3600
    return (
        f"positions are wrong by up to {error.max():.3g} arcsec at the corners of the image; COMPATIBILITY NONE applies"
        " them"
    )


def _is_new(header: Header, message: str) -> bool:
    """Whether this is said of a header for the first time."""
    known = _said.get((id(header), message)) is header
    _said[id(header), message] = header
    return not known


def _warn(header: Header, message: str) -> None:
    """Warn of what is odd about a header, once, however often it is read."""
    if _is_new(header, message):
        warn(message)


def _log(header: Header, message: str) -> None:
    """Log what is odd about a header, and SExtractor says nothing of, once."""
    if _is_new(header, message):
        log.info(message)


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
    return 1950.0 if any(system.startswith("FK4") for system in _reference_systems(header)) else 2000.0


def _reference_systems(header: Header) -> list[str]:
    """RADESYS, and RADECSYS as it was called once, where the header has them: FK4, FK5, ICRS."""
    return [text for name in ("RADESYS", "RADECSYS") if (text := card_text(header, name).upper())]


def _warn_of_old_system(header: Header, projection: Projection, always: bool) -> None:
    """Warn of positions in FK4 that are precessed as if they were in FK5; SExtractor does so of all in FK4."""
    systems = _reference_systems(header)
    is_old = systems[0].startswith("FK4") if systems else projection.equinox < _FIRST_OF_FK5
    precessed = projection.frame == "R" and abs(projection.equinox - 2000) > SAME_EQUINOX
    if is_old and (precessed or always):
        text = "FK4 precession formulae not yet implemented:\n            Astrometry may be slightly inaccurate"
        hint = f"The header has equinox {projection.equinox:g}. Its positions are precessed as those of FK5: "
        hint += f"*_J2000 and *_B1950 are off by up to {_ERROR_OF_FK4} arcsec."
        _warn(header, warning_text(text, hint=hint if precessed else None))


def _sky(header: Header, ctypes: Sequence[str], longitude: int, reference_value: np.ndarray, old: bool) -> Any:
    """From projected coordinates to the sky, an astropy.wcs.Wcsprm; None for a projection that is not known.

    If it is as in `old` SExtractor, one whose parameters are wrong is `Nowhere`.
    """
    library = wcslib()
    code, terms, latitude = ctypes[longitude][5:8], _terms(header), 2 - longitude
    code = _TODAYS_CODES.get(code, code)
    if code in ("TAN", "TPV"):
        bends = any(value for (_, degree), value in terms.items() if degree >= 1)
        code = "TPV" if bends else "TAN"
        # A coefficient that is missing is 0 for SExtractor, that of the linear term as well.
        terms = {(axis, 1): 0.0 for axis in (1, 2)} | terms if bends else {}
    else:
        terms = {(axis, degree): value for (axis, degree), value in terms.items() if axis == latitude}
        terms = old_terms(code, terms, latitude) if old else terms
    sky = library.Wcsprm(naxis=2)
    sky.ctype = [f"{ctype[:5]}{code}" for ctype in ctypes]
    sky.crval, sky.crpix, sky.cdelt = reference_value, [1, 1], [1, 1]
    sky.set_pv([(axis, degree, value) for (axis, degree), value in terms.items()])
    for keyword, attribute in (("LONGPOLE", "lonpole"), ("LONPOLE", "lonpole"), ("LATPOLE", "latpole")):
        if keyword in header:
            setattr(sky, attribute, number(card_value(header, keyword)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sky.set()
    except ValueError as error:  # all of astropy's errors on coordinates are of this class
        return Nowhere() if old and not isinstance(error, library.InvalidTransformError) else None
    return sky


def _terms(header: Header) -> dict[tuple[int, int], float]:
    """PVi_k of the two axes: {(axis, degree): value}."""
    names = (re.fullmatch(r"PV([12])_(\d{1,2})", keyword) for keyword in header)
    return {(int(name[1]), int(name[2])): number(card_value(header, name[0])) for name in names if name}
