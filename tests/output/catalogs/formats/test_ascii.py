import time

import numpy as np
import pytest
from astropy.table import Table

from sexlike.errors import SexlikeError
from sexlike.output.catalogs.catalog import write_catalog


def written(config, *catalogs):
    write_catalog(list(catalogs), config)
    with open(config.CATALOG_NAME[0]) as file:
        return file.read()


def test_rows_are_as_printf_prints_them(make_catalog, configure):
    names = ("NUMBER", "X_IMAGE", "DELTA_J2000", "FLUX_APER", "IMAFLAGS_ISO", "FLAGS")
    values = {
        "NUMBER": np.array([1, 1234567890], "i4"),
        "X_IMAGE": np.array([1.00005, -123456.75], "f4"),
        "DELTA_J2000": np.array([2.5, -89.99999999]),
        "FLUX_APER": np.array([[1e-9, 1234567.8, -1e30], [np.nan, np.inf, 0]], "f4"),
        "IMAFLAGS_ISO": np.array([[1, -1], [0, 65535]], "i4"),
        "FLAGS": np.array([0, 128], "i2"),
    }
    text = written(configure(CATALOG_TYPE="ASCII"), make_catalog(names, 2, values=values))
    assert text.splitlines() == [
        "         1      1.0000  +2.5000000        1e-09      1234568       -1e+30         1 4294967295   0",
        "1234567890 -123456.7500 -90.0000000          nan          inf            0         0     65535 128",
    ]


def test_header_has_the_number_of_the_first_element(make_catalog, configure):
    names = ("NUMBER", "FLUX_APER", "MU_MAX", "VIGNET", "FLAGS")
    lines = written(configure(CATALOG_TYPE="ASCII_HEAD"), make_catalog(names)).splitlines()
    assert lines[:5] == [
        "#   1 NUMBER                 Number of the object, from 1                              ",
        "#   2 FLUX_APER              Flux in circular apertures                                 [count]",
        "#   5 MU_MAX                 Surface brightness of the peak                             [mag * arcsec**(-2)]",
        "#   6 VIGNET                 Pixels around the object                                   [count]",
        "#  12 FLAGS                  Flags of the extraction                                   ",
    ]
    assert len(lines) == 10


def test_astropy_reads_what_was_written(catalog, configure):
    config = configure(CATALOG_TYPE="ASCII_HEAD")
    written(config, catalog)
    table = Table.read(config.CATALOG_NAME[0], format="ascii.sextractor")
    assert str(table["FLUX_APER"].unit) == "ct"
    assert str(table["MU_MAX"].unit) == "mag / arcsec2"
    assert np.allclose(table["X_IMAGE"], catalog.values["X_IMAGE"], atol=1e-4)
    assert np.allclose(table["FLUX_APER_2"], catalog.values["FLUX_APER"][:, 2], rtol=1e-6)
    flattened = catalog.values["VIGNET"].reshape(5, 6)
    names = ["VIGNET", *(f"VIGNET_{k}" for k in range(1, 6))]
    assert np.allclose(np.transpose([table[name] for name in names]), flattened, rtol=1e-6)


def test_extensions_share_a_file_and_a_header(make_catalog, configure):
    text = written(configure(), make_catalog(count=3), make_catalog(count=2, rank=2))
    assert text.count("NUMBER                 N") == 1
    assert len([line for line in text.splitlines() if not line.startswith("#")]) == 5


def test_nothing_found(make_catalog, configure):
    assert written(configure(CATALOG_TYPE="ASCII"), make_catalog(count=0)) == ""
    assert len(written(configure(), make_catalog(count=0)).splitlines()) == 12


def test_skycat(make_catalog, configure):
    names = ("NUMBER", "ALPHA_J2000", "DELTA_J2000", "FLUX_APER", "FLAGS")
    values = {
        "NUMBER": np.array([1]),
        "ALPHA_J2000": np.array([150.5]),
        "DELTA_J2000": np.array([2.5]),
        "FLUX_APER": np.array([[1.5, 2.5, 3.5]]),
        "FLAGS": np.array([3]),
    }
    config = configure(CATALOG_TYPE="ASCII_SKYCAT")
    lines = written(config, make_catalog(names, 1, values=values)).split("\n")
    assert lines[:2] == ["QueryResult", ""]
    assert lines[8:] == [
        "",
        "id\tra\tdec\tmag\tFLAGS",
        "------------------",
        "         1 \t150.5000000 \t +2.5000000 \t         1.5 \t         2.5 \t         3.5 \t  3",
        "[EOD]",
    ]
    with pytest.raises(SexlikeError, match="ASCII_SKYCAT"):
        written(config, make_catalog(names[:2]))
    assert written(config, make_catalog(names[:3], 1, values=values)).split("\n")[9] == "id\tra\tdec\tmag"


def test_many_objects_take_little_time(make_catalog, configure):
    config, many = configure(), make_catalog(count=30_000)
    start = time.perf_counter()
    text = written(config, many)
    assert time.perf_counter() - start < 5
    assert text.count("\n") == 30_012
    last = text.splitlines()[-1].split()
    assert float(last[6]) == pytest.approx(many.values["FLUX_APER"][-1, 0], rel=1e-6)
