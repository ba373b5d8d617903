"""Images that are compressed tile by tile (``.fz``): astropy unpacks them."""

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from astropy.io import fits

from ...errors import SexlikeError
from .contents import Contents
from .hdus import BLOCK, CARD, HDU, require_card

_MOST_FIELDS = 999
_LONGEST_AXIS = (1 << 31) - 1
_SETTINGS = {"BLOCKSIZE": range(1, 1 << 16), "BYTEPIX": (1, 2, 4, 8)}  # of Rice's method


def tiled_header(hdu: HDU) -> fits.Header:
    """The header of the image that is in the tiles."""
    with _in_astropy(hdu, b"") as unpacked:
        return unpacked.header.copy()


def tiled_plane(contents: Contents, hdu: HDU) -> np.ndarray:
    """The first plane of the image that is in the tiles.

    Parameters
    ----------
    contents : Contents
        The file.
    hdu : HDU

    Returns
    -------
    ndarray, shape (height, width)
        Numbers as they were before they were packed, BSCALE and BZERO not applied.
    """
    with _in_astropy(hdu, contents.read_all(hdu.place, hdu.length)) as unpacked:
        planes = len(hdu.axes) - 2
        return unpacked.section[(0,) * planes] if planes else unpacked.section[...]


@contextmanager
def _in_astropy(hdu: HDU, data: bytes) -> Iterator[fits.CompImageHDU]:
    """The HDU as astropy reads it, in a file of its own."""
    check_tiles(hdu)
    header = _printable(hdu.cards) + b"END".ljust(CARD)
    primary = fits.PrimaryHDU().header.tostring().encode("ascii")
    header = header.ljust(-(-len(header) // BLOCK) * BLOCK)
    file = io.BytesIO(b"".join([primary, header, data, bytes(-len(data) % BLOCK)]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd cards
        with fits.open(file, do_not_scale_image_data=True, uint=False) as hdus:
            yield hdus[1]


def _printable(cards: bytes) -> bytes:
    """Cards with question marks in place of what astropy does not read."""
    return bytes(byte if 32 <= byte < 127 else 63 for byte in cards)


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
