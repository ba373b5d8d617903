"""Catalogs as comma-separated values: CSV."""

import re

import numpy as np

from ..flat import flat_names
from ..textrows import element_formats, text_rows
from ..writers import catalog_writer

WIDTH = re.compile(r"(?<=%)[+#]*\d*")


@catalog_writer("CSV")
def write_csv(file, catalogs, config):
    """A line of names, and a line for each object of all extensions, with no blanks; arrays take several columns.

    Units, descriptions and the configuration have no place there; ECSV has them.
    """
    request = catalogs[0].request
    names, formats = [], []
    for column in request.columns:
        size = request.sizes[column.name]
        names += flat_names(column.name, int(np.prod(size)))
        formats += [WIDTH.sub("", text) for text in element_formats(column, size)]
    file.write((",".join(names) + "\n").encode())
    for catalog in catalogs:
        file.writelines(text_rows(catalog, ",".join(formats) + "\n"))
