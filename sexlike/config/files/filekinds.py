"""What a file is that is given in place of another: a picture, a list of columns, a kernel; for messages."""

import re

from ..keywords import KEYWORDS

_LONGEST_START = 512  # bytes that tell what a file is
# Beginning of the file -> what it is.
_BEGINNINGS = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"\x89HDF\r\n", "an HDF5 file"),
    (b"#ASDF", "an ASDF file"),
    (b"XISF", "an XISF image"),
    (b"\x93NUMPY", "an array of numpy"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"SIMPLE  =", "a FITS file"),
    (b"version https://git-lfs", "a pointer to a file of Git LFS"),
)
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)
_XML = re.compile(rb"\s*<(\?xml|VOTABLE)")
_COLUMN = re.compile(r"[A-Z][A-Z0-9_]*\s*([(\[{]\s*\d[\d,\s]*[)\]}])?")
_NUMBERS = re.compile(r"[\d.,;:eE+\s-]+")
# First word of a text -> what it is, and the keyword that takes it.
_FIRST_WORDS = {"CONV": ("a convolution kernel", "FILTER_NAME"), "NNW": ("a neural network", "STARNNW_NAME")}


def kind_of_file(start: bytes) -> str | None:
    """What a file is, from its beginning: ``a PNG picture``; None for a text, and if it is not known."""
    start = start[:_LONGEST_START]
    if _WEB_PAGE.match(start):
        return "a web page"
    if _XML.match(start):
        return "an XML file"
    return next((kind for beginning, kind in _BEGINNINGS if start.startswith(beginning)), None)


def kind_of_text(text: str, name: str) -> tuple[str, str] | None:
    """What a text is that is none of the configurations.

    Parameters
    ----------
    text, name : str
        Of the file.

    Returns
    -------
    kind, keyword : str
        ``a list of columns``, and the keyword that takes it. Instead of both, None for what could be a configuration.
    """
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    words = [re.split(r"[\s=,;(\[{]", line, maxsplit=1)[0].strip('"') for line in lines]
    if not lines or any(word.upper() in KEYWORDS for word in words):
        return None
    if words[0] in _FIRST_WORDS:
        return _FIRST_WORDS[words[0]]
    if all(_NUMBERS.fullmatch(line) for line in lines):
        return "a list of numbers", "ASSOC_NAME"
    of_columns = name.lower().endswith(".param") or all(_COLUMN.fullmatch(line) for line in lines)
    return ("a list of columns", "PARAMETERS_NAME") if of_columns else None
