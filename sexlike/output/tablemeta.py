"""The meta of a table as cards of a FITS header, which can hold neither mappings nor lists of them."""

import os
from collections.abc import Mapping

FITS_ENDINGS = (".fits", ".fit", ".fts")
FLAT_ENDINGS = (".csv", ".rdb", ".tex")
FLAT_FORMATS = ("ascii", "csv", "pandas.", "latex", "mrt")
FORMATS_OF_ARRAYS = ("ascii.ecsv", "ascii.html")
VOTABLE_ENDINGS = (".vot", ".xml", ".votable")


def is_fits(target, form):
    """Whether astropy will write FITS."""
    return form == "fits" if form is not None else has_ending(target, FITS_ENDINGS)


def is_votable(target, form):
    """Whether astropy will write a VOTable."""
    return form == "votable" if form is not None else has_ending(target, VOTABLE_ENDINGS)


def has_ending(target, endings):
    """Whether a target is the name of a file with one of these endings, compressed or not."""
    is_name = isinstance(target, str | os.PathLike)
    return is_name and os.fspath(target).lower().removesuffix(".gz").endswith(endings)


def is_flat(target, form):
    """Whether astropy will write a format that has no arrays: text of columns."""
    if form is None and isinstance(target, str | os.PathLike):
        return os.fspath(target).lower().endswith(FLAT_ENDINGS)
    return form is not None and form.startswith(FLAT_FORMATS) and form not in FORMATS_OF_ARRAYS


def fits_meta(meta):
    """Meta that a FITS header can hold.

    Parameters
    ----------
    meta : mapping

    Returns
    -------
    dict
        In ``comments`` a mapping becomes lines ``config.GAIN = 1.0``, which begin with its name, and a list of mappings
        lines ``background = 3.0``. Other entries stay as they are.
    """
    kept, lines = {}, []
    for name, value in meta.items():
        members = value if isinstance(value, list) else [value]
        if isinstance(value, Mapping):
            lines += [f"{name}.{line}" for line in lines_of(value)]
        elif all(isinstance(member, Mapping) for member in members):
            lines += [line for member in members for line in lines_of(member)]
        else:
            kept[name] = value
    return kept | {"comments": [*kept.get("comments", ()), *lines]}


def lines_of(entries):
    """A line ``NAME = value`` for each entry of a mapping."""
    return [f"{name} = {text_of(value)}" for name, value in entries.items()]


def text_of(value):
    """A value in the form of a .sex file, in ASCII."""
    text = ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return text.encode("ascii", "backslashreplace").decode().replace("\n", " ")
