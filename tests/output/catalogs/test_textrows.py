import numpy as np
import pytest

from sexlike.output.catalogs import textrows
from sexlike.output.catalogs.textrows import element_formats, text_rows

from ..madeup import COLUMNS


@pytest.mark.parametrize(("name", "size", "count"), [("NUMBER", (), 1), ("FLUX_APER", (3,), 3), ("VIGNET", (3, 2), 6)])
def test_a_format_for_each_element(name, size, count):
    assert element_formats(COLUMNS[name], size) == [COLUMNS[name].format] * count


@pytest.mark.parametrize("cells", [1, 7, 100, 500_000])
def test_rows_do_not_depend_on_how_many_are_formatted_at_once(make_catalog, monkeypatch, cells):
    catalog = make_catalog(("NUMBER", "FLUX_APER"), count=11)
    monkeypatch.setattr(textrows, "CELLS_AT_ONCE", cells)
    parts = list(text_rows(catalog, "%d %g %g %g\n"))
    assert len(parts) == -(-11 // max(1, cells // 4))
    rows = zip(catalog.values["NUMBER"], catalog.values["FLUX_APER"], strict=True)
    assert b"".join(parts).decode() == "".join(f"{number} {a:g} {b:g} {c:g}\n" for number, (a, b, c) in rows)


def test_unsigned_integers(make_catalog):
    values = {"IMAFLAGS_ISO": np.array([[-1, 0], [1, -2]], "i4")}
    catalog = make_catalog(("IMAFLAGS_ISO",), 2, values=values)
    template = " ".join(element_formats(COLUMNS["IMAFLAGS_ISO"], (2,))) + "\n"
    (text,) = text_rows(catalog, template)
    assert text == b"4294967295         0\n        1 4294967294\n"
