"""The distortions of IRAF's TNX projection: polynomials in the cards WAT1_nnn and WAT2_nnn.

http://iraf.noao.edu/projects/ccdmosaic/tnx.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..files.cards import card_value
from .celestial import Transform

if TYPE_CHECKING:
    from astropy.io.fits import Header

_KINDS = _CHEBYSHEV, _LEGENDRE, _POWERS = 1, 2, 3
_MIXED_TERMS = _NONE, _FULL, _HALF = 0, 1, 2  # which of them there are
_ORDERS = set(range(1, 51))  # IRAF's own fits have some ten at most
_AXES = (("WAT1", "lngcor"), ("WAT2", "latcor"))


def tnx_distortion(header: Header) -> Transform | None:
    """The function that distorts projected coordinates, (2, n) -> (2, n); None if the header has no polynomials.

    Raises
    ------
    ValueError
        The header has some, and they make no sense.
    """
    corrections = [_correction(_attribute(header, cards, name)) for cards, name in _AXES]
    if not any(corrections):
        return None
    return lambda focal: focal + [correct(*focal) if correct else np.zeros(focal.shape[1]) for correct in corrections]


def _attribute(header: Header, cards: str, name: str) -> str:
    """An attribute in quotes, of a text that runs over several cards; empty if it is not there."""
    keywords = sorted(keyword for keyword in header if re.fullmatch(rf"{cards}_\d\d\d", keyword))
    whole = "".join(str(card_value(header, keyword, "")).ljust(68) for keyword in keywords)
    found = re.search(rf'{name}\s*=\s*"([^"]*)"', whole)
    return found[1] if found else ""


def _correction(attribute: str) -> Callable[[np.ndarray, np.ndarray], np.ndarray] | None:
    """The polynomial that an attribute describes, a function of two coordinates; None if it describes none."""
    numbers = [float(word) for word in attribute.split()]
    if len(numbers) < 8:
        return None
    if not np.isfinite(numbers).all():
        raise ValueError("infinite numbers")
    kind, columns, rows, mixed = (int(value) for value in numbers[:4])
    if kind not in _KINDS or mixed not in _MIXED_TERMS or not {columns, rows} <= _ORDERS:
        raise ValueError("there is no such polynomial")
    limits, terms = np.array(numbers[4:8]).reshape(2, 2), _terms(columns, rows, mixed)
    values = numbers[8 : 8 + len(terms)]
    if len(values) < len(terms) or (kind != _POWERS and (limits[:, 0] == limits[:, 1]).any()):
        raise ValueError("coefficients are missing, or an axis has no extent")
    coefficients = np.zeros((columns, rows))
    coefficients[tuple(np.transpose(terms))] = values

    def correct(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        if kind == _POWERS:
            return np.polynomial.polynomial.polyval2d(x, y, coefficients)
        x, y = ((2 * values - low - high) / (high - low) for values, (low, high) in zip((x, y), limits, strict=True))
        evaluate = np.polynomial.legendre.legval2d if kind == _LEGENDRE else np.polynomial.chebyshev.chebval2d
        return evaluate(x, y, coefficients)

    return correct


def _terms(columns: int, rows: int, mixed: int) -> list[tuple[int, int]]:
    """Powers (i, j) of the terms, in their order."""
    limit = {_FULL: columns + rows, _HALF: max(columns, rows)}
    return [
        (i, j)
        for j in range(rows)
        for i in range(columns)
        if (i + j < limit[mixed] if mixed in limit else i == 0 or j == 0)
    ]
