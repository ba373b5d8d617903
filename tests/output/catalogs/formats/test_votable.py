import io

import numpy as np

from sexlike.output.catalogs import textrows
from sexlike.output.catalogs.formats.votable import write_votable


def test_values_survive(catalog, read_votable):
    table = read_votable([catalog]).get_table_by_id("Source_List").to_table(use_names_over_ids=True)
    assert table.colnames == list(catalog.values)
    for name, values in catalog.values.items():
        assert table[name].dtype == values.dtype
        assert table[name].shape == values.shape
        assert np.allclose(table[name], values, rtol=1e-6, atol=1e-4)
    assert str(table["MU_MAX"].unit) == "mag / arcsec2"


def test_fields(catalog, read_votable):
    fields = {field.name: field for field in read_votable([catalog]).get_table_by_id("Source_List").fields}
    assert (fields["FLUX_APER"].arraysize, fields["VIGNET"].arraysize, fields["NUMBER"].arraysize) == ("3", "3x2", None)
    assert fields["X_IMAGE"].ucd == "pos.cartesian.x;pos.barycenter;instr.det"
    assert fields["NUMBER"].description == "Number of the object, from 1"


def test_a_vector_of_one_is_a_number(make_catalog, read_votable):
    catalog = make_catalog(("NUMBER",), values={"NUMBER": np.arange(5), "FLUX_APER": np.ones((5, 1))})
    catalog.request.columns = make_catalog(("NUMBER", "FLUX_APER")).request.columns
    catalog.request.sizes = {"NUMBER": (), "FLUX_APER": (1,)}
    assert read_votable([catalog]).get_table_by_id("Source_List").array["FLUX_APER"].shape == (5,)


def test_several_extensions_are_one_table(make_catalog, read_votable):
    votable = read_votable([make_catalog(count=3), make_catalog(count=0, rank=2), make_catalog(count=2, rank=3)])
    assert len(votable.get_table_by_id("Source_List").array) == 5
    table = votable.get_table_by_id("Extension_Data").to_table(use_names_over_ids=True)
    assert list(table["NSextracted"]) == [3, 0, 2]
    assert list(table["Background_Mean"]) == [100.25] * 3
    assert list(table["Image_Ident"]) == ["O'Field"] * 3


def test_nothing_found(make_catalog, read_votable):
    assert len(read_votable([make_catalog(count=0)]).get_table_by_id("Source_List").array) == 0


def test_large_tables_are_written_in_parts(make_catalog, configure, monkeypatch):
    class Parts(io.BytesIO):
        def write(self, data):
            sizes.append(len(data))
            return super().write(data)

        def writelines(self, lines):
            for line in lines:
                self.write(line)

    sizes, file, catalog = [], Parts(), make_catalog(count=1000)
    monkeypatch.setattr(textrows, "CELLS_AT_ONCE", 300)
    write_votable(file, [catalog], configure())
    assert file.getvalue().count(b"<TD>") > 12 * 1000
    assert max(sizes) < 0.1 * sum(sizes)
