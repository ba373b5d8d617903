import numpy as np
import pytest
from astropy import units
from astropy.table import QTable, Table

from sexlike.output.catalogs.catalog import write_catalog


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_ecsv_there_and_back(make_catalog, configure):
    catalogs = [make_catalog(rank=1), make_catalog(rank=2, count=3)]
    write_catalog(
        catalogs, configure(CATALOG_TYPE="ECSV", CATALOG_NAME="a.ecsv", PHOT_APERTURES=(4, 8, 10), DETECT_THRESH=1.6)
    )
    table = QTable.read("a.ecsv")
    assert table.colnames == list(catalogs[0].values)
    for name in table.colnames:
        expected = np.concatenate([catalog.values[name] for catalog in catalogs])
        found = np.asarray(table[name])
        assert found.shape == expected.shape
        assert found.dtype.kind == expected.dtype.kind
        np.testing.assert_array_equal(found.astype(expected.dtype), expected)
    assert table["MU_MAX"].unit == units.mag / units.arcsec**2
    assert table["VIGNET"].info.description == "Pixels around the object"
    assert table.meta["config"]["PHOT_APERTURES"] == [4, 8, 10]
    assert table.meta["config"]["DETECT_THRESH"] == [1.6]
    assert [one["extracted"] for one in table.meta["extensions"]] == [5, 3]


def test_vector_of_one_is_a_number_in_ecsv(make_catalog, configure):
    catalog = make_catalog(("NUMBER", "FLUX_APER"), values={"NUMBER": np.arange(5), "FLUX_APER": np.ones((5, 1))})
    write_catalog([catalog], configure(CATALOG_TYPE="ECSV", CATALOG_NAME="a.ecsv"))
    assert Table.read("a.ecsv")["FLUX_APER"].shape == (5,)


def test_empty_ecsv(make_catalog, configure):
    write_catalog([make_catalog(count=0)], configure(CATALOG_TYPE="ECSV", CATALOG_NAME="a.ecsv"))
    table = Table.read("a.ecsv")
    assert len(table) == 0
    assert "FLUX_APER" in table.colnames
