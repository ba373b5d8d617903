"""Catalogs as binary FITS tables: FITS_LDAC, FITS_TPX, FITS_1.0."""

import re

import numpy as np
from astropy.io import fits

from ...fitshdu import primary_header, write_hdu
from ..describingcards import add_descriptions
from ..headercards import ldac_image_header, simple_header
from ..writers import catalog_writer

TYPE_LETTERS = {"u1": "B", "i2": "I", "i4": "J", "f4": "E", "f8": "D"}
DISPLAY_LETTERS = {"d": "I", "u": "I", "f": "F", "e": "E", "g": "G"}


@catalog_writer("FITS_LDAC")
def write_fits_ldac(file, catalogs, config):
    """For each extension a table whose one cell is the header of the image, and the table of its objects."""
    write_hdu(file, primary_header())
    for catalog in catalogs:
        cards = ldac_image_header(catalog, len(catalogs))
        write_hdu(
            file, _image_header_table("LDAC_IMHEAD", len(cards), rows=1), ["".join(cards).encode("latin-1", "replace")]
        )
        write_objects(file, "LDAC_OBJECTS", catalog, config)


@catalog_writer("FITS_TPX")
def write_fits_tpx(file, catalogs, config):
    """As FITS_LDAC, with other names, and a card of the image header in each row."""
    write_hdu(file, primary_header())
    for catalog in catalogs:
        cards = ldac_image_header(catalog, len(catalogs))
        write_hdu(
            file, _image_header_table("TPX_IMHEAD", 1, rows=len(cards)), ["".join(cards).encode("latin-1", "replace")]
        )
        write_objects(file, "TPX_OBJECTS", catalog, config)


@catalog_writer("FITS_1.0")
def write_fits_1_0(file, catalogs, config):
    """A primary HDU with cards on the run, and a table of objects for each extension."""
    write_hdu(file, simple_header(primary_header(), catalogs))
    for catalog in catalogs:
        write_objects(file, "OBJECTS", catalog, config)


def write_objects(file, name, catalog, config):
    """Write the objects of an extension as a binary table.

    With COMPATIBILITY NONE its header has whole descriptions of columns, and the configuration; SExtractor's has not.
    """
    rows = rows_of(catalog)
    columns = catalog.request.columns
    cards = [card for index, column in enumerate(columns, 1) for card in _column_cards(index, column, catalog)]
    header = table_header(name, rows.dtype.itemsize, len(rows), len(columns), cards)
    if config.COMPATIBILITY == "NONE":
        add_descriptions(header, columns, config)
    write_hdu(file, header, [rows])


def rows_of(catalog):
    """The objects as packed big-endian rows: structured ndarray of shape (n,), fields of shape () or (elements,)."""
    fields = []
    for column in catalog.request.columns:
        elements = int(np.prod(catalog.request.sizes[column.name]))
        fields.append((column.name, f">{column.type}", (elements,) if elements > 1 else ()))
    rows = np.empty(catalog.objects, fields)
    for column in catalog.request.columns:
        rows[column.name] = np.reshape(catalog.values[column.name], rows[column.name].shape)
    return rows


def table_header(name, row_bytes, rows, fields, cards):
    """Header of a binary table: its structure, then the cards on its columns."""
    return fits.Header(
        [
            ("XTENSION", "BINTABLE", "binary table"),
            ("BITPIX", 8, "bytes"),
            ("NAXIS", 2, "rows and columns"),
            ("NAXIS1", row_bytes, "bytes in a row"),
            ("NAXIS2", rows, "number of rows"),
            ("PCOUNT", 0, "nothing after the table"),
            ("GCOUNT", 1, "one table"),
            ("TFIELDS", fields, "number of columns"),
            ("EXTNAME", name, "name of the table"),
            *cards,
        ]
    )


def display_format(printf):
    """TDISP of a printf format: ``%+11.7f`` is F11.7, ``%9u`` is I9."""
    width, letter = re.fullmatch(r"%[-+ 0#]*([\d.]*)([dufeg])", printf).groups()
    return DISPLAY_LETTERS[letter] + width


def _column_cards(index, column, catalog):
    size = catalog.request.sizes[column.name]
    elements = int(np.prod(size))
    longest_comment = 80 - len("TTYPEnnn= ") - max(20, len(column.name) + 2) - len(" / ")
    yield f"TTYPE{index}", column.name, column.about[:longest_comment]
    yield f"TFORM{index}", f"{elements}{TYPE_LETTERS[column.type]}"
    if column.dimensions == 2:
        width, height = (*size, 1, 1)[:2]
        yield f"TDIM{index}", f"({width}, {height})"  # with a blank, as SExtractor writes it
    if column.unit:
        yield f"TUNIT{index}", column.unit
    yield f"TDISP{index}", display_format(column.format)


def _image_header_table(name, cards_in_row, rows):
    """Header of the table that holds the cards of the image."""
    cards = [("TTYPE1", "Field Header Card"), ("TFORM1", f"{80 * cards_in_row}A")]
    if cards_in_row > 1:
        cards.append(("TDIM1", f"(80, {cards_in_row})"))
    return table_header(name, 80 * cards_in_row, rows, 1, cards)
