"""The files of the check-images: CHECKIMAGE_TYPE, CHECKIMAGE_NAME."""

import re
from contextlib import ExitStack, contextmanager
from copy import copy

import numpy as np
from astropy.io import fits

from ...errors import SexlikeError
from ...images.files.cards import card_comment, card_value
from ..files.outputs import atomic_file
from ..fitshdu import primary_header, write_hdu
from ..namedfiles import named_files, refuse_repeated
from .checkimages import CHECK_IMAGES

ROWS_AT_ONCE = 512
REPLACED = {"BSCALE": 1.0, "BZERO": 0.0, "ORIGIN": "sexlike"}  # values of cards of the image
BITPIX = {"f4": -32, "i4": 32, "u1": 8}
STRUCTURE_KEYWORDS = {"SIMPLE", "XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "GROUPS"}
PRIMARY_KEYWORDS = {"EXTEND"}
EXTENSION_KEYWORDS = {"EXTNAME", "EXTVER", "EXTLEVEL"}
PIXEL_KEYWORDS = {"BLANK", "CHECKSUM", "DATASUM"}  # they describe the pixels of the image itself


def wanted_check_images(config):
    """The check-images that the configuration asks for.

    Returns
    -------
    list of (str, str)
        CHECKIMAGE_TYPE and CHECKIMAGE_NAME of each.

    Raises
    ------
    SexlikeError
        There are not as many names as types, or a type is there twice or is not made by sexlike.
    """
    wanted = named_files(config, "CHECKIMAGE")
    types = [kind for kind, _ in wanted]
    for kind in types:
        if kind not in CHECK_IMAGES:
            raise SexlikeError(
                f"CHECKIMAGE_TYPE {kind} is not made by sexlike", hint=f"These are: {', '.join(sorted(CHECK_IMAGES))}"
            )
    refuse_repeated("CHECKIMAGE_TYPE", types)
    return wanted


@contextmanager
def check_image_files(config, outputs=None):
    """Context in which the check-images that the configuration asks for are written, one extension after the other.

    A check-image of one extension is a primary HDU; those of several are extensions after an empty primary HDU. The
    files get their names at the end of the context, or with the others of the run.

    Parameters
    ----------
    config : Config
    outputs : Outputs, optional
        Files with which they get their names.

    Yields
    ------
    callable
        Takes an Extension and writes its check-images.

    Raises
    ------
    SexlikeError
        A file cannot be written.
    """
    wanted = wanted_check_images(config)
    with ExitStack() as stack:
        files = {kind: stack.enter_context(atomic_file(name, "CHECKIMAGE_NAME", outputs)) for kind, name in wanted}

        def write(extension):
            alone = extension.image.total == 1
            for kind, file in files.items():
                if extension.image.rank == 1 and not alone:
                    write_hdu(file, primary_header([("NEXTEND", extension.image.total, "number of extensions")]))
                pixels = CHECK_IMAGES[kind](extension)
                write_hdu(file, check_header(extension.image, pixels, alone), big_endian_rows(pixels))

        yield write


def check_header(image, pixels, alone):
    """Header of a check-image: that of the measurement image, adapted to its pixels.

    Parameters
    ----------
    image : Image
    pixels : ndarray, shape (height, width)
        The shape of the image, or a pixel for each background mesh.
    alone : bool
        Whether the check-image has one extension, and is therefore a primary HDU.

    Returns
    -------
    astropy.io.fits.Header
    """
    own = image.header
    height, width = pixels.shape
    cards = [("SIMPLE", True) if alone else ("XTENSION", "IMAGE"), ("BITPIX", BITPIX[pixels.dtype.str[1:]])]
    cards += [("NAXIS", 2), ("NAXIS1", width), ("NAXIS2", height)]
    cards += [] if alone else [("PCOUNT", 0), ("GCOUNT", 1)]
    header = fits.Header([(keyword, value, card_comment(own, keyword)) for keyword, value in cards])
    for card in own.cards:
        if card.keyword in REPLACED:
            header.append((card.keyword, REPLACED[card.keyword], card_comment(own, card.keyword)), end=True)
        elif _is_kept(card.keyword, alone):
            header.append(copy(card), end=True)
    if pixels.shape != image.shape:
        height, width = image.background.mesh
        enlarge_pixels(header, (width, height))
    return header


def enlarge_pixels(header, factors):
    """Adapt the linear part of a WCS to pixels that are larger by these factors along x and y (in place)."""
    for axis, factor in enumerate(factors, 1):
        if isinstance(center := card_value(header, f"CRPIX{axis}"), int | float):
            header[f"CRPIX{axis}"] = _rounded((center - 0.5) / factor + 0.5)
        for keyword in (f"CDELT{axis}", f"CD1_{axis}", f"CD2_{axis}"):
            if isinstance(step := card_value(header, keyword), int | float):
                header[keyword] = _rounded(step * factor)


def _rounded(value):
    """A value with the 13 digits that fit into a card."""
    return float(f"{value:.12e}")


def big_endian_rows(pixels):
    """Pixels in the byte order of FITS, some rows at a time."""
    for first in range(0, len(pixels), ROWS_AT_ONCE):
        yield np.ascontiguousarray(pixels[first : first + ROWS_AT_ONCE], pixels.dtype.newbyteorder(">"))


def _is_kept(keyword, alone):
    dropped = STRUCTURE_KEYWORDS | PIXEL_KEYWORDS | (EXTENSION_KEYWORDS if alone else PRIMARY_KEYWORDS)
    return keyword not in dropped and not re.fullmatch(r"NAXIS\d+", keyword)
