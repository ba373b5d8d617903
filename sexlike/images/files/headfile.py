"""External headers: text files beside an image whose cards override those of the image (HEADER_SUFFIX)."""

import os
import warnings
from collections.abc import Iterable

from astropy.io.fits import Card, Header

from ...errors import SexlikeWarning

_COMPRESSED = (".fz", ".gz", ".bz2")
# Cards that describe the pixels in the file are not overridden.
_STRUCTURE = {
    "SIMPLE",
    "XTENSION",
    "BITPIX",
    "NAXIS",
    "NAXIS1",
    "NAXIS2",
    "NAXIS3",
    "PCOUNT",
    "GCOUNT",
    "BSCALE",
    "BZERO",
}


def head_path(image_path: str, suffix: str) -> str:
    """Path of the external header of an image: ``night/m31.fits.fz`` with ``.head`` gives ``night/m31.head``."""
    stem, extension = os.path.splitext(image_path)
    if extension.lower() in _COMPRESSED:
        stem = os.path.splitext(stem)[0]
    return stem + suffix


def read_heads(image_path: str, suffix: str) -> list[list[Card]]:
    """Read the external header of an image, if there is one.

    Cards are in FITS's fixed columns (``=`` in column 9), a line each; an END line separates extensions.

    Parameters
    ----------
    image_path : str
    suffix : str
        HEADER_SUFFIX; no header is looked for if it is empty.

    Returns
    -------
    list of list of astropy.io.fits.Card
        Cards of the first, second, ... image of the file.
    """
    path = head_path(image_path, suffix) if suffix else ""
    if not os.path.isfile(path) or os.path.samefile(path, image_path):
        return []
    blocks: list[list[Card]] = [[]]
    with open(path, encoding="latin-1") as lines:
        for row, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            if line.rstrip() == "END":
                blocks.append([])
            elif card := _card(line, f"{path}:{row}"):
                blocks[-1].append(card)
    return blocks if blocks[-1] else blocks[:-1]


def _card(line: str, where: str) -> Card | None:
    """The card on a line; None for a blank line, and, with a warning, for anything else that is no card."""
    line = "".join(letter if " " <= letter <= "~" else "?" for letter in line.expandtabs())[:80]
    keyword = line[:8].rstrip()
    if not keyword:
        return None
    try:
        if line[8:9] != "=" and keyword not in ("COMMENT", "HISTORY"):
            raise ValueError("no '=' in column 9")
        card = Card.fromstring(line)
        card.verify("exception")
        card.value  # noqa: B018 (parsed here, where a mistake can be told with its line)
    except Exception as mistake:
        text = f"{where}: not a FITS card, ignored: {line.strip()!r} ({' '.join(str(mistake).split())})"
        warnings.warn(text, SexlikeWarning, stacklevel=2)
        return None
    return None if keyword in _STRUCTURE else card


def override(header: Header, cards: Iterable[Card]) -> None:
    """Put cards into a header (in place), instead of those with the same keyword or at the end."""
    for card in cards:
        if card.keyword == "COMMENT":
            header.add_comment(card.value)
        elif card.keyword == "HISTORY":
            header.add_history(card.value)
        else:
            header[card.keyword] = (card.value, card.comment)
