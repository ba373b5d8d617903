"""The parts of a FITS file (HDUs): where they are and what they hold, from their headers alone.

What headers claim is checked here, before anything is done with it.
"""

import math
import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from astropy.io.fits import Card, VerifyError

from ...config.files.filekinds import kind_of_file
from ...errors import SexlikeError
from ...memory import require_memory
from .cardtext import CARD_LENGTH
from .contents import Contents

BLOCK = 2880
BYTES = {8: 1, 16: 2, 32: 4, 64: 8, -32: 4, -64: 8}  # of a number, by BITPIX
_LONGEST_HEADER = 32 << 20  # bytes
_MOST_AXES = 999
_START = 512  # bytes that tell what a file is
_STRUCTURE = re.compile(
    rb"(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|GROUPS|TFIELDS|EXTNAME|EXTVER"
    rb"|Z(IMAGE|BITPIX|NAXIS\d*|TILE\d+|NAME\d+|VAL\d+)) *="
)
_INTERRUPTED = "Was the download or the copy interrupted?"


@dataclass(frozen=True)
class HDU:
    """A part of a FITS file.

    Attributes
    ----------
    index : int
        In the file, 0 for the primary.
    where : str
        Its header, for messages.
    cards : bytes
        Its header as it is in the file, without END.
    structure : dict
        Values of the cards that tell of its structure.
    offset, length : int
        Where its data begin, and how many bytes they are.
    """

    index: int
    where: str
    cards: bytes
    structure: dict[str, Any]
    offset: int
    length: int

    @property
    def name(self) -> str:
        """EXTNAME; that of the first is PRIMARY if it has none."""
        return str(self.structure.get("EXTNAME", "" if self.index else "PRIMARY")).strip()

    @property
    def version(self) -> int:
        """EXTVER, or 1."""
        version = self.structure.get("EXTVER")
        return version if isinstance(version, int) else 1

    @property
    def tiled(self) -> bool:
        """Whether it is an image that is compressed tile by tile, in a table."""
        return self.structure.get("ZIMAGE") is True and _kind(self.structure) in ("BINTABLE", "A3DTABLE")

    @property
    def is_image(self) -> bool:
        """Whether it holds an image, or nothing."""
        return self.tiled or (_kind(self.structure) in ("PRIMARY", "IMAGE") and not _is_groups(self.structure))

    @property
    def bits(self) -> int:
        """BITPIX of the image."""
        return self.structure["ZBITPIX" if self.tiled else "BITPIX"]

    @property
    def axes(self) -> tuple[int, ...]:
        """Lengths of the axes of the image, NAXIS1 first."""
        prefix = "Z" if self.tiled else ""
        return tuple(self.structure[f"{prefix}NAXIS{axis}"] for axis in range(1, self.structure[f"{prefix}NAXIS"] + 1))

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width) of the image, of each of its planes if it has several."""
        return self.axes[1], self.axes[0]


def read_hdus(contents: Contents) -> list[HDU]:
    """Find the parts of a FITS file.

    Parameters
    ----------
    contents : Contents

    Returns
    -------
    list of HDU
        What follows the last extension is no part of the file.

    Raises
    ------
    SexlikeError
        It is no FITS file, a header has no end or makes no sense, or the file ends before its last pixel.
    """
    hdus: list[HDU] = []
    offset = 0
    while contents.read(offset, 8).startswith(b"XTENSION" if hdus else b"SIMPLE"):
        hdus.append(_read_hdu(contents, len(hdus), offset))
        offset = hdus[-1].offset + -(-hdus[-1].length // BLOCK) * BLOCK
    if not hdus:
        raise SexlikeError(
            f"{contents.path} is not a FITS file", hint=_beginning(contents.read(0, _START), contents.path)
        )
    return hdus


def _read_hdu(contents: Contents, index: int, offset: int) -> HDU:
    """The part that begins at an offset."""
    cards = _read_cards(contents, index, offset)
    data = offset + -(-(len(cards) + CARD_LENGTH) // BLOCK) * BLOCK
    where = f"the {f'header of extension {index}' if index else 'primary header'} of {contents.path}"
    structure = _structure(cards)
    _check_structure(structure, where)
    length = _length(structure)
    if contents.packed:
        require_memory(length, f"the data that {where} describes")
    if contents.length(data + length) < data + length:
        text = f"{contents.path} is truncated: {contents.length(0)} bytes instead of at least {data + length}"
        raise SexlikeError(text, hint=_INTERRUPTED)
    return HDU(index, where, cards, structure, data, length)


def _read_cards(contents: Contents, index: int, offset: int) -> bytes:
    """The header that begins at an offset, without END."""
    blocks: list[bytes] = []
    while len(blocks) * BLOCK < _LONGEST_HEADER:
        block = contents.read(offset + len(blocks) * BLOCK, BLOCK)
        for first in range(0, len(block) - 7, CARD_LENGTH):
            if block[first : first + 8].rstrip(b" \0") == b"END":
                return b"".join(blocks) + block[:first]
        if len(block) < BLOCK:
            break
        blocks.append(block)
    where = f"header of extension {index}" if index else "primary header"
    raise SexlikeError(f"{contents.path} is truncated, or broken, in the {where}: it has no END", hint=_INTERRUPTED)


def _structure(cards: bytes) -> dict[str, Any]:
    """Values of the cards that tell of the structure; None for what is no value."""
    structure: dict[str, Any] = {}
    for first in range(0, len(cards), CARD_LENGTH):
        line = cards[first : first + CARD_LENGTH]
        keyword = line[:8].rstrip().decode("latin-1")
        if _STRUCTURE.match(line) and keyword not in structure:
            try:
                structure[keyword] = Card.fromstring(line).value
            except (VerifyError, ValueError):
                structure[keyword] = None
    return structure


def _check_structure(structure: dict[str, Any], where: str) -> None:
    """Raise SexlikeError if the values are none that a header can have."""
    if "XTENSION" not in structure and structure.get("SIMPLE") is not True:
        raise SexlikeError(f"SIMPLE is not T in {where}: it does not keep to the FITS standard")
    for prefix in ("", "Z") if structure.get("ZIMAGE") is True else ("",):
        require_card(structure, f"{prefix}BITPIX", where, tuple(BYTES))
        require_card(structure, f"{prefix}NAXIS", where, range(_MOST_AXES + 1))
        for axis in range(1, structure[f"{prefix}NAXIS"] + 1):
            require_card(structure, f"{prefix}NAXIS{axis}", where, range(1 << 63))
    for keyword in ("PCOUNT", "GCOUNT"):
        if keyword in structure:
            require_card(structure, keyword, where, range(1 << 63))


def require_card(structure: dict[str, Any], keyword: str, where: str, allowed: Container[int]) -> None:
    """Raise SexlikeError if a value is none of the whole numbers that are allowed."""
    value = structure.get(keyword)
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        said = f"is {value!r:.40}" if value is not None else "has no value" if keyword in structure else "is missing"
        raise SexlikeError(f"{keyword} {said} in {where}")


def _length(structure: dict[str, Any]) -> int:
    """Bytes of the data that a header describes."""
    axes = [structure[f"NAXIS{axis}"] for axis in range(1, structure["NAXIS"] + 1)]
    if not axes:
        return 0
    if _is_groups(structure):
        axes = axes[1:]
    numbers = structure.get("GCOUNT", 1) * (structure.get("PCOUNT", 0) + math.prod(axes))
    return BYTES[structure["BITPIX"]] * numbers


def _is_groups(structure: dict[str, Any]) -> bool:
    """Whether it is of random groups, of radio interferometers."""
    return structure.get("GROUPS") is True and structure.get("NAXIS1") == 0


def _kind(structure: dict[str, Any]) -> str:
    return str(structure.get("XTENSION", "PRIMARY")).strip()


def _beginning(start: bytes, path: str) -> str:
    """A hint on a file that is not FITS, from its beginning."""
    if not start:
        return "The file is empty."
    kind = kind_of_file(start)
    if kind == "a web page":
        return "It is a web page: the server that it was downloaded from sent it in place of the file."
    if kind == "an array of numpy":
        return "It is an array of numpy: in Python, sexlike.extract takes what numpy.load returns."
    if kind:
        return f"It is {kind}; images must be FITS."
    if path.lower().endswith((".toml", ".sex")):
        return f"A configuration is given by -c {path}."
    return f"It begins with {start[:6]!r}; a FITS file begins with SIMPLE."
