"""SIP distortions: polynomials of pixels, in the cards A_i_j and B_i_j (Shupe et al. 2005, ASP Conf. Ser. 347, 491)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ..files.cards import card_value, number
from .celestial import Transform

if TYPE_CHECKING:
    from astropy.io.fits import Header

_HIGHEST_ORDER = 9


def sip_distortion(header: Header) -> Transform | None:
    """The function that distorts pixels, as seen from the reference pixel: (2, n) -> (2, n).

    Returns
    -------
    callable or None
        None if the header has no polynomials.

    Raises
    ------
    ValueError
        It has some, and they make no sense.
    """
    polynomials = [_coefficients(header, axis) for axis in "AB"]
    if not any(coefficients.any() for coefficients in polynomials):
        return None

    def distort(offset: np.ndarray) -> np.ndarray:
        u, v = offset
        return offset + [np.polynomial.polynomial.polyval2d(u, v, coefficients) for coefficients in polynomials]

    return distort


def _coefficients(header: Header, axis: str) -> np.ndarray:
    """Coefficients of the powers of both offsets, of the polynomial of one axis: (order + 1, order + 1)."""
    order = number(card_value(header, f"{axis}_ORDER", 0))
    if not 0 <= order <= _HIGHEST_ORDER or order % 1:
        raise ValueError("there is no such order")
    coefficients = np.zeros((int(order) + 1,) * 2)
    for name in filter(None, (re.fullmatch(rf"{axis}_(\d)_(\d)", keyword) for keyword in header)):
        powers = int(name[1]), int(name[2])
        if sum(powers) <= order:
            coefficients[powers] = number(card_value(header, name[0]))
    if not np.isfinite(coefficients).all():
        raise ValueError("infinite numbers")
    return coefficients
