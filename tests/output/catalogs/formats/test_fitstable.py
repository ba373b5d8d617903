import dataclasses
import subprocess

import numpy as np
import pytest
from astropy.table import Table

from sexlike.output.catalogs.formats.fitstable import display_format


def cards(hdu, data):
    text = data[hdu._header_offset : hdu._data_offset].decode()
    return [text[start : start + 80].rstrip() for start in range(0, len(text), 80) if text[start : start + 80].strip()]


def test_columns_are_described_and_nothing_else(make_catalog, written):
    catalog = make_catalog(("NUMBER", "FLUX_APER", "VIGNET", "MU_MAX", "FLAGS"))
    data, hdus = written("FITS_LDAC", catalog, COMPATIBILITY="SEXTRACTOR")
    assert cards(hdus[2], data) == [
        "XTENSION= 'BINTABLE'           / binary table",
        "BITPIX  =                    8 / bytes",
        "NAXIS   =                    2 / rows and columns",
        "NAXIS1  =                   46 / bytes in a row",
        "NAXIS2  =                    5 / number of rows",
        "PCOUNT  =                    0 / nothing after the table",
        "GCOUNT  =                    1 / one table",
        "TFIELDS =                    5 / number of columns",
        "EXTNAME = 'LDAC_OBJECTS'       / name of the table",
        "TTYPE1  = 'NUMBER  '           / Number of the object, from 1",
        "TFORM1  = '1J      '",
        "TDISP1  = 'I10     '",
        "TTYPE2  = 'FLUX_APER'          / Flux in circular apertures",
        "TFORM2  = '3E      '",
        "TUNIT2  = 'count   '",
        "TDISP2  = 'G12.7   '",
        "TTYPE3  = 'VIGNET  '           / Pixels around the object",
        "TFORM3  = '6E      '",
        "TDIM3   = '(3, 2)  '",
        "TUNIT3  = 'count   '",
        "TDISP3  = 'G12.7   '",
        "TTYPE4  = 'MU_MAX  '           / Surface brightness of the peak",
        "TFORM4  = '1E      '",
        "TUNIT4  = 'mag * arcsec**(-2)'",
        "TDISP4  = 'F8.4    '",
        "TTYPE5  = 'FLAGS   '           / Flags of the extraction",
        "TFORM5  = '1I      '",
        "TDISP5  = 'I3      '",
        "END",
    ]


@pytest.mark.parametrize(
    ("printf", "fits_format"),
    [("%10d", "I10"), ("%9u", "I9"), ("%+11.7f", "F11.7"), ("%18.10e", "E18.10"), ("%12.7g", "G12.7")],
)
def test_display_formats(printf, fits_format):
    assert display_format(printf) == fits_format


@pytest.mark.parametrize(("catalog_type", "index"), [("FITS_LDAC", 2), ("FITS_1.0", 1), ("FITS_TPX", 2)])
def test_values_survive(catalog, written, catalog_type, index):
    _, hdus = written(catalog_type, catalog)
    table = Table.read(hdus[index])
    for name, values in catalog.values.items():
        assert table[name].dtype.newbyteorder("=") == values.dtype
        assert table[name].shape == values.shape
        assert np.array_equal(table[name], values)


def test_long_descriptions_are_cut(make_catalog, written):
    catalog = make_catalog(("NUMBER",))
    column = dataclasses.replace(catalog.request.columns[0], about="word " * 30)
    catalog.request.columns = (column,)
    _, hdus = written("FITS_1.0", catalog)
    assert hdus[1].header.comments["TTYPE1"].startswith("word word")


def test_pairs_of_tables(make_catalog, written):
    parts = make_catalog(count=3), make_catalog(count=0, rank=2), make_catalog(count=2, rank=3)
    _, hdus = written("FITS_LDAC", *parts)
    assert [hdu.name for hdu in hdus] == ["PRIMARY", *["LDAC_IMHEAD", "LDAC_OBJECTS"] * 3]
    assert [len(hdu.data) for hdu in hdus[2::2]] == [3, 0, 2]
    assert list(hdus[0].header) == ["SIMPLE", "BITPIX", "NAXIS", "EXTEND"]
    _, hdus = written("FITS_1.0", *parts)
    assert [hdu.name for hdu in hdus] == ["PRIMARY", "OBJECTS", "OBJECTS", "OBJECTS"]
    assert all("EXTVER" not in hdu.header for hdu in hdus)


@pytest.mark.needs_fitsverify
@pytest.mark.parametrize("count", [5, 0])
@pytest.mark.parametrize(
    ("catalog_type", "known"),
    [
        ("FITS_LDAC", "contains character ' '"),
        ("FITS_TPX", "contains character ' '"),
        ("FITS_1.0", "EPOCH is deprecated"),
    ],
)
def test_fitsverify_has_nothing_new_to_say(make_catalog, written, configure, catalog_type, known, count):
    written(catalog_type, make_catalog(count=count))
    checked = subprocess.run(["fitsverify", "-l", configure().CATALOG_NAME[0]], capture_output=True, text=True)
    assert "and 0 error(s)" in checked.stdout
    assert all(known in line for line in checked.stdout.splitlines() if "*** Warning" in line)
