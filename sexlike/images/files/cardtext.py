"""The text of header cards: 80 characters each, copied as they are in a file, whatever they are."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astropy.io.fits import Card, Header

CARD_LENGTH = 80


def printable(text: str) -> str:
    """A text that a header can hold: question marks replace control characters and what is not ASCII."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in text)


def card_lines(header: Header) -> list[str]:
    """The cards of a header, without END.

    Parameters
    ----------
    header : astropy.io.fits.Header

    Returns
    -------
    list of str
        80 characters each, those of the bytes in the file (Latin-1). A card that has been changed is written anew.
    """
    texts = [text_of_card(card) for card in header.cards]
    return [text[start : start + CARD_LENGTH] for text in texts for start in range(0, len(text), CARD_LENGTH)]


def header_bytes(header: Header) -> bytes:
    """The cards of a header and END, as they are written to a file, but for the blanks at its end."""
    lines = [*card_lines(header), "END".ljust(CARD_LENGTH)]
    return "".join(lines).encode("latin-1", "replace")


def text_of_card(card: Card) -> str:
    """The text of a card; of one with CONTINUE several lines."""
    # What is in the file is known to astropy alone: its public attributes mend a card that bends the rules, or fail.
    stored = card._image
    if stored is not None and not card._modified:
        return stored.ljust(-(-len(stored) // CARD_LENGTH) * CARD_LENGTH)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on values that are cut to the length of a card
        return str(card)
