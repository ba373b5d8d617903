"""Cards of a FITS table for astropy and TOPCAT: descriptions of columns, and the configuration."""

import json

import numpy as np

from ...images.files.cardtext import printable
from ..tablemeta import lines_of
from .qtable import settings_told

BEGIN, END = "--BEGIN-ASTROPY-SERIALIZED-COLUMNS--", "--END-ASTROPY-SERIALIZED-COLUMNS--"
CHUNK = 70  # characters of YAML in a card; a backslash follows where the line goes on


def add_descriptions(header, columns, config):
    """Add cards to the header of a table.

    TOPCAT reads TCOMM. Astropy reads descriptions in YAML from comments, as it writes them itself, and leaves other
    comments in ``meta["comments"]``: there is one for each keyword, ``config.GAIN = 1.0``.

    Parameters
    ----------
    header : astropy.io.fits.Header
    columns : sequence of Column
        Those of the table, in order.
    config : Config
    """
    for index, column in enumerate(columns, 1):
        header.append((f"TCOMM{index}", printable(column.about)))
    for line in [*yaml_cards(columns), *(f"config.{line}" for line in lines_of(settings_told(config)))]:
        header.add_comment(printable(line))


def yaml_cards(columns):
    """Texts of the comments that give astropy the descriptions of columns."""
    about = [
        {"name": column.name, "datatype": np.dtype(column.type).name, "description": column.about} for column in columns
    ]
    lines = ["datatype:", *(f"- {json.dumps(one)}" for one in about), "meta: {__serialized_columns__: {}}"]
    return [BEGIN, *(chunk for line in lines for chunk in chunks(line)), END]


def chunks(line):
    """Parts of a line that fit into cards."""
    parts = [line[start : start + CHUNK] for start in range(0, len(line), CHUNK)]
    return [f"{part}\\" for part in parts[:-1]] + parts[-1:]
