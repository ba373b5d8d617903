"""The meta of a table: what files tell of it, and as cards of a FITS header, which can hold no mappings."""

import os
from collections.abc import Mapping

FITS_ENDINGS = (".fits", ".fit", ".fts")
FLAT_ENDINGS = (".csv", ".rdb", ".tex", ".html")
FLAT_FORMATS = ("ascii", "csv", "pandas.", "latex", "mrt")
ECSV = "ascii.ecsv"
VOTABLE_ENDINGS = (".vot", ".xml", ".votable")
OWN_ENDINGS = {".parquet": "parquet", ".reg": "region"}  # of formats that sexlike writes itself
NOT_TOLD = ("ext_number", "wcs")  # of extensions: for what is drawn and computed in memory


def own_format(target, form):
    """The format that sexlike writes itself, ``parquet`` or ``region``; None for those of astropy."""
    if form is not None:
        return form if form in OWN_ENDINGS.values() else None
    return next((own for ending, own in OWN_ENDINGS.items() if has_ending(target, (ending,))), None)


def told(meta):
    """The meta of a table as files tell it: without what only calls from Python need, and everything once.

    Tables that astropy has stacked, or joined, have their lists appended to each other, also where they are equal.

    Parameters
    ----------
    meta : mapping

    Returns
    -------
    dict
    """
    known = dict(meta)
    if isinstance(meta.get("config"), Mapping):
        known["config"] = settings_once(meta["config"])
    if isinstance(meta.get("extensions"), list):
        known["extensions"] = [
            {name: value for name, value in one.items() if name not in NOT_TOLD} for one in once(meta["extensions"])
        ]
    return known


def settings_once(config):
    """The settings of a table, each once; those of tables with other settings stay appended to each other."""
    times = min((len(value) for value in config.values() if isinstance(value, tuple) and value), default=1)
    return {name: part_of(value, times) if isinstance(value, tuple) else value for name, value in config.items()}


def part_of(values, times):
    """One of so many equal parts of a tuple; all of it if they are not equal."""
    part = values[: len(values) // times]
    return part if part * times == values else values


def once(members):
    """The members of a list, without repetitions."""
    return [one for index, one in enumerate(members) if one not in members[:index]]


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
    return form is not None and form.startswith(FLAT_FORMATS) and form != ECSV


def is_ecsv(target, form):
    """Whether astropy will write ECSV."""
    return form == ECSV if form is not None else has_ending(target, (".ecsv",))


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
