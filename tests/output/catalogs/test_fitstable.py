import dataclasses
import re
import subprocess

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table
from astropy.utils.exceptions import AstropyUserWarning

from sexlike.output.catalogs.fitstable import display_format
from sexlike.output.catalogs.runcards import pixel_scale_used

from ..madeup import made_up_image


def cards(hdu, data):
    text = data[hdu._header_offset : hdu._data_offset].decode()
    return [text[place : place + 80].rstrip() for place in range(0, len(text), 80) if text[place : place + 80].strip()]


def test_columns_are_described_and_nothing_else(make_catalog, written):
    data, hdus = written("FITS_LDAC", make_catalog(("NUMBER", "FLUX_APER", "VIGNET", "MU_MAX", "FLAGS")))
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


@pytest.mark.parametrize(("catalog_type", "place"), [("FITS_LDAC", 2), ("FITS_1.0", 1), ("FITS_TPX", 2)])
def test_values_survive(catalog, written, catalog_type, place):
    _, hdus = written(catalog_type, catalog)
    table = Table.read(hdus[place])
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


def image_header(hdu):
    """The cards that an LDAC_IMHEAD holds, as bytes."""
    data = hdu.data.tobytes()
    return [data[place : place + 80] for place in range(0, len(data), 80)]


def test_the_image_header_is_kept_card_by_card(catalog, written):
    _, hdus = written("FITS_LDAC", catalog)
    found = image_header(hdus[1])
    own = catalog.image.header
    for line, card in zip(found, own.cards, strict=False):
        if card.keyword != "SEXGAIN":
            assert line == str(card).encode()
    assert found[-1] == b"END".ljust(80)
    assert len(hdus[1].data) == 1
    assert hdus[1].columns[0].format == f"{80 * len(found)}A"
    assert hdus[1].columns[0].dim == f"(80, {len(found)})"
    assert all(32 <= byte < 127 for byte in b"".join(found))


def test_cards_of_the_run(catalog, written):
    _, hdus = written("FITS_LDAC", catalog, MAG_ZEROPOINT=25.3, BACK_SIZE=(32, 48), FILTER_NAME="/a/b.conv")
    lines = [line.decode().rstrip() for line in image_header(hdus[1])]
    values = [line.partition(" / ")[0].rstrip() for line in lines]
    for wanted in (
        "FITSFILE= 'field.fits'",
        "FITSEXT =                    1",
        "SEXBKGND=   1.002500000000E+02",
        "SEXTHLD =   7.500000000000E+00",
        "SEXATHLD=   7.250000000000E+00",
        "SEXNDET =                    7",
        "SEXNFIN =                    5",
        "SEXNPARA=                   12",
        "SEXFLTR =                    T",
        "SEXFILTN= 'b.conv  '",
        "SEXAPED1=           5.00000000",
        "SEXAPED4=           0.00000000",
        "SEXMGZPT=          25.29999924",
        "SEXBKGSX=                   32",
        "SEXBKGSY=                   48",
        "SEXMWSCL=   0.000000000000E+00",
    ):
        assert wanted in values
    # in the place of the image's own card, whose comment stays
    assert lines[6] == "SEXGAIN =   2.500000000000E+00 / a gain of another run"
    assert sum(line.startswith("SEXGAIN") for line in lines) == 1
    header = fits.Header.fromstring("".join(line.ljust(80) for line in lines))
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", header["SEXDATE"])
    assert header["SEXVERS"].startswith("sexlike ")
    assert header["OBJECT"] == "O'Field"


@pytest.mark.parametrize(
    ("names", "scale", "told"),
    [
        (("NUMBER", "MU_MAX"), 0, 0.18),
        (("NUMBER", "ALPHA_J2000"), 0, 0.18),
        (("NUMBER", "X_IMAGE"), 0, 0),
        (("NUMBER", "X_IMAGE"), 0.3, 0.3),
        (("NUMBER", "MU_MAX"), 0.3, 0.3),
    ],
)
def test_pixel_scale_is_the_one_used(make_catalog, configure, names, scale, told):
    assert pixel_scale_used(make_catalog(names, config=configure(PIXEL_SCALE=scale))) == pytest.approx(told)


def test_odd_headers_are_copied_as_they_are(make_catalog, written):
    odd = [
        "SIMPLE  =                    T",
        "ODD     = 1.5D3 / exponent of Fortran",
        "NOVALUE without an equals sign",
        "REPEATED=                    1",
        "REPEATED=                    2",
    ]
    with pytest.warns(AstropyUserWarning, match="NOVALUE"):
        header = fits.Header.fromstring("".join(line.ljust(80) for line in odd))
    _, hdus = written("FITS_LDAC", make_catalog(image=made_up_image(header=header)))
    assert [line.decode().rstrip() for line in image_header(hdus[1])][: len(odd)] == odd


def test_primary_header_of_fits_1_0(make_catalog, written):
    _, hdus = written("FITS_1.0", make_catalog(), make_catalog(count=2, rank=2), DETECT_THRESH=3)
    header = hdus[0].header
    assert len(header) == 53
    assert header["OBJECT"] == "O'Field"
    assert (header["SEXIMASX"], header["SEXIMASY"], header["SEXIMABP"]) == (40, 30, -32)
    assert (header["SEXBKTHD"], header["SEXTHLD"], header["SEXNFIN"], header["FITSNEXT"]) == (7.5, 3, 2, 2)


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
