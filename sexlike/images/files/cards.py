"""Values of header cards, read as SExtractor reads them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .cardtext import printable, text_of_card

if TYPE_CHECKING:
    from astropy.io.fits import Header


_LEADING_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][-+]?\d+)?)")


def number(value: Any, otherwise: float = 0.0) -> float:
    """Number at the beginning of a card's value; `otherwise` for what is none (a switch, a text, nothing)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    found = _LEADING_NUMBER.match(value) if isinstance(value, str) else None
    return float(found.group(1).upper().replace("D", "E")) if found else otherwise


def first_number(header: Header, key: str, default: float) -> float:
    """Number of the first card whose keyword begins with `key`.

    The order of the cards decides: GAIN2 is taken for GAIN if it comes before it. A ``?`` in `key` stands for any
    character. Keywords are in capitals, so a key that is not never matches.

    Parameters
    ----------
    header : astropy.io.fits.Header
    key : str
    default : float
        What is taken where no card matches.

    Returns
    -------
    float
    """
    if not key:
        return float(default)
    for index, keyword in enumerate(header):
        if len(keyword) <= 8 and fnmatchcase(keyword, key.replace("[", "[[]") + "*"):
            return number(card_value(header, index))
    return float(default)


def card_value(header: Header, key: str | int, default: Any = None) -> Any:
    """Value of a card (a keyword, or its index); the default where there is none or it cannot be understood.

    Characters that a header must not have are question marks in the value.
    """
    from astropy.io.fits import Card, VerifyError

    try:
        return header[key]
    except KeyError:
        return default
    except (VerifyError, ValueError):
        try:
            return Card.fromstring(printable(text_of_card(header.cards[key]))).value
        except (VerifyError, ValueError):
            return default


def card_comment(header: Header, keyword: str) -> str:
    """Comment of a card; empty where there is none or it cannot be understood."""
    from astropy.io.fits import VerifyError

    try:
        return printable(header.comments[keyword]) if keyword in header else ""
    except (VerifyError, ValueError):
        return ""


def card_text(header: Header, key: str | int, default: str = "") -> str:
    """Value of a card as text, without blanks at its ends; the default where it is none, or empty."""
    return stripped(card_value(header, key)) or default


def stripped(value: Any) -> str:
    """The text of a card's value, without blanks at its ends; empty for what is no text."""
    return value.strip() if isinstance(value, str) else ""
