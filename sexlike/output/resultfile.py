"""What the table's meta becomes in a FITS header, which holds neither mappings nor lists of them."""

import os
from collections.abc import Mapping

FITS_ENDINGS = (".fits", ".fit", ".fts")


def is_fits(target, form):
    """Whether astropy will write FITS."""
    if form is not None or not isinstance(target, str | os.PathLike):
        return form == "fits"
    return os.fspath(target).lower().removesuffix(".gz").endswith(FITS_ENDINGS)


def flat(meta):
    """Meta with text in place of what a FITS header cannot hold.

    Parameters
    ----------
    meta : mapping

    Returns
    -------
    dict
        Entries that are mappings, or lists of mappings, are lines ``NAME = value`` under ``comments``; the others are
        as they were.
    """
    kept, lines = {}, []
    for name, value in meta.items():
        members = value if isinstance(value, list) else [value]
        if all(isinstance(member, Mapping) for member in members):
            lines += [line for member in members for line in lines_of(member)]
        else:
            kept[name] = value
    return kept | {"comments": [*kept.get("comments", ()), *lines]}


def lines_of(entries):
    """``NAME = value``, a line for each entry."""
    return [f"{name} = {text_of(value)}" for name, value in entries.items()]


def text_of(value):
    """A value as a .sex file has it, in ASCII."""
    text = ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return text.encode("ascii", "backslashreplace").decode().replace("\n", " ")
