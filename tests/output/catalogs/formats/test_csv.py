import csv

import numpy as np
import pytest
from astropy.table import Table

from sexlike.output.catalogs.catalog import write_catalog


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def written(catalogs, configure):
    write_catalog(catalogs, configure(CATALOG_TYPE="CSV", CATALOG_NAME="a.csv"))
    return Table.read("a.csv")


def test_values_are_those_of_all_extensions(make_catalog, configure):
    catalogs = [make_catalog(rank=1), make_catalog(rank=2, count=3)]
    table = written(catalogs, configure)
    assert len(table) == 8
    for name, rounding in (("NUMBER", 0), ("X_IMAGE", 1e-4), ("DELTA_J2000", 1e-7), ("FLAGS", 0)):
        expected = np.concatenate([catalog.values[name] for catalog in catalogs])
        np.testing.assert_allclose(table[name], expected, rtol=0, atol=rounding)


def test_arrays_take_several_columns(make_catalog, configure):
    catalog = make_catalog(("FLUX_APER", "VIGNET", "IMAFLAGS_ISO"))
    table = written([catalog], configure)
    vignets = ["VIGNET", *(f"VIGNET_{index}" for index in range(1, 6))]
    assert table.colnames == ["FLUX_APER", "FLUX_APER_1", "FLUX_APER_2", *vignets, "IMAFLAGS_ISO", "IMAFLAGS_ISO_1"]
    np.testing.assert_allclose(table["FLUX_APER_2"], catalog.values["FLUX_APER"][:, 2], rtol=1e-6)
    np.testing.assert_allclose(table["VIGNET_4"], catalog.values["VIGNET"].reshape(5, 6)[:, 4], rtol=1e-6)


def test_cells_are_plain(make_catalog, configure):
    written([make_catalog()], configure)
    with open("a.csv", newline="") as file:
        rows = list(csv.reader(file))
    assert all(cell == cell.strip() and cell and "+" not in cell.split("e")[0] for row in rows for cell in row)


def test_nothing_found_is_a_line_of_names(make_catalog, configure):
    table = written([make_catalog(count=0)], configure)
    assert len(table) == 0
    assert "FLUX_APER_2" in table.colnames
