"""Images that are compressed tile by tile (``.fz``): astropy unpacks them."""

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from astropy.io import fits
from astropy.io.fits import VerifyError

from ...errors import SexlikeError
from .cardtext import CARD_LENGTH, printable, text_of_card
from .contents import Contents
from .hdus import BLOCK, HDU, require_card

_MOST_FIELDS = 999
_LONGEST_AXIS = (1 << 31) - 1
_SETTINGS = {"BLOCKSIZE": range(1, 1 << 16), "BYTEPIX": (1, 2, 4, 8)}  # of Rice's method


def tiled_header(hdu: HDU) -> fits.Header:
    """The header of the image that is in the tiles; other cards than those that tell of the tiles are in it as well."""
    cards, odd = _without_odd(hdu.cards)
    with _in_astropy(replace(hdu, cards=cards), b"") as unpacked:
        header = unpacked.header
        return fits.Header([odd.get(card.value, card) if card.keyword == "COMMENT" else card for card in header.cards])


def tiled_bands(
    contents: Contents, hdu: HDU, rows: int, wanted: slice | None = None
) -> Iterator[tuple[slice, np.ndarray]]:
    """The first plane of the image that is in the tiles, some rows at a time.

    Parameters
    ----------
    contents : Contents
        The file.
    hdu : HDU
    rows : int
        How many at a time; more if the tiles are higher.
    wanted : slice, optional
        Only these rows are yielded; all by default.

    Yields
    ------
    rows : slice
    numbers : ndarray, shape (rows, width)
        As they were before they were packed, BSCALE and BZERO not applied.
    """
    hdu, height = replace(hdu, cards=_without_odd(hdu.cards)[0]), hdu.shape[0]
    with _in_astropy(hdu, contents.read_all(hdu.offset, hdu.length)) as unpacked:
        plane = (0,) * (len(hdu.axes) - 2)
        tile = hdu.structure["ZTILE2"]
        step = -(-rows // tile) * tile
        first, stop = (0, height) if wanted is None else (wanted.start // tile * tile, wanted.stop)
        for start in range(first, stop, step):
            band = slice(max(start, wanted.start) if wanted else start, min(start + step, stop))
            yield band, unpacked.section[(*plane, band)]


@contextmanager
def _in_astropy(hdu: HDU, data: bytes) -> Iterator[fits.CompImageHDU]:
    """The HDU as astropy reads it, in a file of its own."""
    check_tiles(hdu)
    header = hdu.cards + b"END".ljust(CARD_LENGTH)
    primary = fits.PrimaryHDU().header.tostring().encode("ascii")
    header = header.ljust(-(-len(header) // BLOCK) * BLOCK)
    file = io.BytesIO(b"".join([primary, header, data, bytes(-len(data) % BLOCK)]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd cards
        with fits.open(file, do_not_scale_image_data=True, uint=False) as hdus:
            yield hdus[1]


def _without_odd(cards: bytes) -> tuple[bytes, dict[str, fits.Card]]:
    """The cards of a header, with comments in place of those that astropy does not understand.

    Returns
    -------
    cards : bytes
    odd : dict
        The text of each of these comments, and the card that was there.
    """
    lines: list[str] = []
    odd: dict[str, fits.Card] = {}
    for card in fits.Header.fromstring(cards).cards:
        text = text_of_card(card)
        if not _is_plain(card):
            mark = f"odd card {len(odd)} of {len(cards)} bytes"
            odd[mark] = fits.Card.fromstring(text)
            text = f"COMMENT {mark}".ljust(CARD_LENGTH)
        lines.append(text)
    return printable("".join(lines)).encode("ascii"), odd


def _is_plain(card: fits.Card) -> bool:
    """Whether astropy understands a card."""
    try:
        card.value  # noqa: B018 (it is parsed here)
    except (VerifyError, ValueError):
        return False
    return card.keyword != "CONTINUE"  # that of no text


def check_tiles(hdu: HDU) -> None:
    """Raise SexlikeError if a header cannot be that of an image in tiles."""
    structure = hdu.structure
    require_card(structure, "TFIELDS", hdu.where, range(1, _MOST_FIELDS + 1))
    for axis in range(1, len(hdu.axes) + 1):
        require_card(structure, f"ZTILE{axis}", hdu.where, range(1, _LONGEST_AXIS + 1))
    tiles = math.prod(-(-length // structure[f"ZTILE{axis}"]) for axis, length in enumerate(hdu.axes, 1))
    if tiles != structure["NAXIS2"]:
        raise SexlikeError(f"NAXIS2 is {structure['NAXIS2']}, not the number of tiles, {tiles}, in {hdu.where}")
    for keyword, name in structure.items():
        if keyword.startswith("ZNAME") and isinstance(name, str) and name.strip().upper() in _SETTINGS:
            require_card(structure, f"ZVAL{keyword[5:]}", hdu.where, _SETTINGS[name.strip().upper()])
