import numpy as np
import pytest
from astropy import units
from astropy.table import Column, MaskedColumn, QTable, Table

from sexlike.output.catalogs.flat import flat_names, flattened


def a_table(kind):
    return kind(
        [
            Column(np.arange(6.0).reshape(2, 3), "FLUX_APER", unit="mJy", description="flux", format="%5.1f"),
            Column([1, 2], "NUMBER"),
            Column(np.arange(8).reshape(2, 2, 2), "VIGNET"),
            MaskedColumn(np.ones((2, 2)), "SEEN", mask=[[True, False], [False, False]]),
        ],
        meta={"config": {"DETECT_THRESH": 2}},
    )


def test_names_of_elements():
    assert flat_names("FLUX_APER", 3) == ["FLUX_APER", "FLUX_APER_1", "FLUX_APER_2"]
    assert flat_names("NUMBER", 1) == ["NUMBER"]


@pytest.mark.parametrize("kind", [Table, QTable])
def test_each_element_is_a_column(kind):
    table = a_table(kind)
    flat = flattened(table)
    assert type(flat) is kind
    vignets = ["VIGNET", "VIGNET_1", "VIGNET_2", "VIGNET_3"]
    assert flat.colnames == ["FLUX_APER", "FLUX_APER_1", "FLUX_APER_2", "NUMBER", *vignets, "SEEN", "SEEN_1"]
    np.testing.assert_array_equal(np.asarray(flat["FLUX_APER_2"]), [2.0, 5.0])
    np.testing.assert_array_equal(flat["VIGNET_2"], [2, 6])
    info = flat["FLUX_APER_1"].info
    assert (info.unit, info.description, info.format) == (units.mJy, "flux", "%5.1f")
    assert list(flat["SEEN"].mask) == [True, False]
    assert not flat["SEEN_1"].mask.any()
    assert flat.meta == table.meta


def test_the_table_itself_stays_as_it_is():
    table = a_table(QTable)
    flattened(table)
    assert table.colnames == ["FLUX_APER", "NUMBER", "VIGNET", "SEEN"]
    assert table["FLUX_APER"].shape == (2, 3)


def test_a_table_without_rows_has_all_columns():
    assert flattened(a_table(QTable)[:0]).colnames == flattened(a_table(QTable)).colnames
