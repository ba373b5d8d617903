"""The catalog of a run, in the format of CATALOG_TYPE."""

import os
import sys

from ..errors import SexlikeError
from .ascii import write_ascii, write_ascii_head, write_skycat
from .files import whole
from .fitstable import write_fits_1_0, write_fits_ldac, write_fits_tpx


def _write_votable(file, extensions, config):
    from .votable import write_votable

    write_votable(file, extensions, config)


WRITERS = {
    "ASCII": write_ascii,
    "ASCII_HEAD": write_ascii_head,
    "ASCII_SKYCAT": write_skycat,
    "ASCII_VOTABLE": _write_votable,
    "FITS_LDAC": write_fits_ldac,
    "FITS_TPX": write_fits_tpx,
    "FITS_1.0": write_fits_1_0,
}


def write_catalog(extensions, config):
    """Write the objects of all extensions where CATALOG_NAME says.

    Parameters
    ----------
    extensions : list of Extension
        At least one; all with the same columns. Their objects may be none.
    config : Config
        CATALOG_TYPE, CATALOG_NAME, and for FITS the settings that are told in the headers.

    Raises
    ------
    SexlikeError
        If the file cannot be written; an older one is then untouched.
    """
    if config.CATALOG_TYPE == "NONE":
        return
    write = WRITERS[config.CATALOG_TYPE]
    if to_stdout(config):
        _write_stdout(write, extensions, config)
    else:
        with whole(config.CATALOG_NAME, "CATALOG_NAME") as file:
            write(file, extensions, config)


def to_stdout(config):
    """Whether the catalog goes to standard output; FITS makes a file of the name STDOUT, as in SExtractor."""
    return config.CATALOG_NAME == "STDOUT" and config.CATALOG_TYPE.startswith("ASCII")


def _write_stdout(write, extensions, config):
    sys.stdout.flush()
    try:
        write(sys.stdout.buffer, extensions, config)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, for example) has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise SexlikeError(f"CATALOG_NAME STDOUT: cannot write: {error.strerror or error}") from error
