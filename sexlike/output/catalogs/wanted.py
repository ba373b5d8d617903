"""Which catalogs a run writes: CATALOG_TYPE, CATALOG_NAME."""

from ..namedfiles import named_files, refuse_repeated


def wanted_catalogs(config):
    """The catalogs that the configuration asks for.

    Returns
    -------
    list of (str, str)
        CATALOG_TYPE and CATALOG_NAME of each.

    Raises
    ------
    SexlikeError
        There are not as many names as types, or two catalogs have the same name.
    """
    wanted = named_files(config, "CATALOG")
    names = [name for _, name in wanted]
    refuse_repeated("CATALOG_NAME", names, "Each of CATALOG_TYPE needs a file of its own.")
    return wanted


def to_stdout(kind, name):
    """Whether a catalog goes to standard output; FITS makes a file of the name STDOUT, as in SExtractor."""
    return name == "STDOUT" and not kind.startswith("FITS")
