"""External headers: text files beside an image whose cards override those of the image (HEADER_SUFFIX)."""

import os
from collections.abc import Iterable, Iterator

from astropy.io.fits import Card, Header, VerifyError

from ...errors import SexlikeError, warn
from .cardtext import CARD_LENGTH, printable

MOST_MISTAKES = 100  # lines that are no cards, in a file that is taken for a header
MOST_LINES, MOST_CARDS = 200_000, 4000  # of a file, and for an image
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

    Raises
    ------
    SexlikeError
        There is one, and it cannot be read, is longer than any header, or many of its lines are no cards.
    """
    path = head_path(image_path, suffix) if suffix else ""
    if not os.path.isfile(path) or os.path.samefile(path, image_path):
        return []
    blocks: list[list[Card]] = [[]]
    mistakes = 0
    for row, line in enumerate(_lines(path), 1):
        if row > MOST_LINES or len(blocks[-1]) > MOST_CARDS:
            found = (
                f"more than {MOST_LINES} lines" if row > MOST_LINES else f"more than {MOST_CARDS} cards for an image"
            )
            raise SexlikeError(f"{path} is no header: it has {found}")
        if line.rstrip() == "END":
            blocks.append([])
            continue
        try:
            if card := _card(line):
                blocks[-1].append(card)
        except Exception as mistake:  # astropy has no common class for what is no card
            mistakes += 1
            if mistakes > MOST_MISTAKES:
                raise SexlikeError(
                    f"{path} is no header: more than {MOST_MISTAKES} of its lines are no cards"
                ) from None
            text = f"{path}:{row}: not a FITS card, ignored: {line.strip()!r:.90} ({' '.join(str(mistake).split())})"
            warn(text)
    return blocks if blocks[-1] else blocks[:-1]


def _lines(path: str) -> Iterator[str]:
    """The lines of a file, at most as long as a card."""
    try:
        with open(path, encoding="latin-1") as file:
            yield from (printable(line.rstrip("\r\n").expandtabs())[:CARD_LENGTH] for line in file)
    except OSError as error:
        raise SexlikeError(f"can't read {path}, the external header (HEADER_SUFFIX): {error.strerror}") from None


def _card(line: str) -> Card | None:
    """The card on a line; None for a blank line, and for a card that is not overridden."""
    keyword = line[:8].rstrip()
    if not keyword or keyword in _STRUCTURE:
        return None
    if line[8:9] != "=" and keyword not in ("COMMENT", "HISTORY"):
        raise ValueError("no '=' in column 9")
    card = Card.fromstring(line)
    card.verify("exception")
    return Card(card.keyword, card.value, card.comment)  # numbers that are too large are refused here


def override(header: Header, cards: Iterable[Card]) -> None:
    """Put cards into a header (in place), instead of those with the same keyword or at the end."""
    for card in cards:
        if card.keyword == "COMMENT":
            header.add_comment(card.value)
        elif card.keyword == "HISTORY":
            header.add_history(card.value)
        else:
            try:
                header[card.keyword] = (card.value, card.comment)
            except (ValueError, VerifyError):  # the card in the header cannot be understood
                index = header.index(card.keyword)
                del header[index]
                header.insert(index, card)
