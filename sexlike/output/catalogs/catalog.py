"""The catalogs of a run, in the formats of CATALOG_TYPE."""

from ...errors import SexlikeError
from ..wholefiles import standard_output, whole
from .ascii import write_ascii, write_ascii_head, write_skycat
from .fitstable import write_fits_1_0, write_fits_ldac, write_fits_tpx


def _write_votable(file, catalogs, config):
    from .votable import write_votable

    write_votable(file, catalogs, config)


def _write_ecsv(file, catalogs, config):
    from .ecsv import write_ecsv

    write_ecsv(file, catalogs, config)


WRITERS = {
    "ASCII": write_ascii,
    "ASCII_HEAD": write_ascii_head,
    "ASCII_SKYCAT": write_skycat,
    "ASCII_VOTABLE": _write_votable,
    "FITS_LDAC": write_fits_ldac,
    "FITS_TPX": write_fits_tpx,
    "FITS_1.0": write_fits_1_0,
    "ECSV": _write_ecsv,
}


def wanted_catalogs(config):
    """The catalogs that the configuration asks for.

    Returns
    -------
    list of (str, str)
        CATALOG_TYPE and CATALOG_NAME of each.

    Raises
    ------
    SexlikeError
        There are not as many names as types, or two catalogs would have one name.
    """
    kinds, names = config.CATALOG_TYPE, config.CATALOG_NAME
    if set(kinds) <= {"NONE"}:
        return []
    if len(kinds) != len(names):
        origins = (f"{keyword}: {config.origin(keyword)}" for keyword in ("CATALOG_TYPE", "CATALOG_NAME"))
        raise SexlikeError(
            f"CATALOG_NAME(s) and CATALOG_TYPE(s) are not in equal number: {', '.join(names)} for {', '.join(kinds)}",
            hint=f"Set both. They come from {', '.join(origins)}.",
        )
    wanted = [(kind, name) for kind, name in zip(kinds, names, strict=True) if kind != "NONE"]
    places = [name for _, name in wanted]
    if twice := next((name for place, name in enumerate(places) if name in places[:place]), None):
        raise SexlikeError(f"CATALOG_NAME has {twice} twice", hint="Each of CATALOG_TYPE needs a file of its own.")
    return wanted


def write_catalog(catalogs, config):
    """Write the objects of all extensions where CATALOG_NAME says, once for each CATALOG_TYPE.

    Parameters
    ----------
    catalogs : list of ExtensionCatalog
        At least one; all with the same columns. Their objects may be none.
    config : Config
        CATALOG_TYPE, CATALOG_NAME, and for FITS the settings that are told in the headers.

    Raises
    ------
    SexlikeError
        If a file cannot be written; an older one is then untouched.
    """
    for kind, name in wanted_catalogs(config):
        if to_stdout(kind, name):
            with standard_output("CATALOG_NAME STDOUT") as output:
                output.flush()
                WRITERS[kind](output.buffer, catalogs, config)
        else:
            with whole(name, "CATALOG_NAME") as file:
                WRITERS[kind](file, catalogs, config)


def to_stdout(kind, name):
    """Whether a catalog goes to standard output; FITS makes a file of the name STDOUT, as in SExtractor."""
    return name == "STDOUT" and not kind.startswith("FITS")
