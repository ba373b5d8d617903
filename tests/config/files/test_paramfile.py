"""Lists of columns."""

import logging

import pytest

from sexlike.config.files.paramfile import find_columns, parse_columns, read_columns
from sexlike.errors import SexlikeError


def read(tmp_path, text):
    path = tmp_path / "my.param"
    path.write_text(text)
    return [(column.name, column.size) for column in read_columns(path)]


@pytest.mark.parametrize(
    ("line", "name", "size"),
    [
        ("NUMBER", "NUMBER", ()),
        ("  X_IMAGE          # a comment after the name\r", "X_IMAGE", ()),
        ("NUMBER X_IMAGE Y_IMAGE", "NUMBER", ()),
        ("FLUX_APER(3)", "FLUX_APER", (3,)),
        ("FLUX_APER[3]", "FLUX_APER", (3,)),
        ("FLUX_APER{3}", "FLUX_APER", (3,)),
        ("FLUX_APER 3", "FLUX_APER", (3,)),
        ("FLUX_APER( 3 ) in three circles", "FLUX_APER", (3,)),
        ("VIGNET(35,33)", "VIGNET", (35, 33)),
        ("VIGNET 35 33", "VIGNET", (35, 33)),
        ("MAG_APER                 Fixed aperture magnitude vector(s)        [mag]", "MAG_APER", ()),
        ("MAG_APER (s) of all apertures", "MAG_APER", ()),
        ("FLUX_RADIUS 50 % of the light", "FLUX_RADIUS", (50,)),
        ("FLUX_RADIUS 3pix", "FLUX_RADIUS", ()),
        ("number", "number", ()),
        ("NUMBER#x", "NUMBER", ()),
    ],
)
def test_line(tmp_path, line, name, size):
    assert read(tmp_path, line) == [(name, size)]


def test_comments_and_order(tmp_path):
    text = "# my parameters\n\nNUMBER\n#MAG_ISO\n   # more\nX_IMAGE\nFLUX_APER(2)"
    assert read(tmp_path, text) == [("NUMBER", ()), ("X_IMAGE", ()), ("FLUX_APER", (2,))]


def test_repeated_name(tmp_path):
    """One column: in the place of the first, of the size of the last."""
    text = "FLUX_APER(2)\nNUMBER\nFLUX_APER(5)\n"
    assert read(tmp_path, text) == [("FLUX_APER", (5,)), ("NUMBER", ())]


@pytest.mark.parametrize(
    "line", ["FLUX_APER(0)", "FLUX_APER(x)", "FLUX_APER()", "FLUX_APER(-1)", "X(2,)", "VIGNET(9999999999)"]
)
def test_wrong_size(tmp_path, line):
    with pytest.raises(SexlikeError, match=r"my.param:2: wrong array syntax for keyword"):
        read(tmp_path, "NUMBER\n" + line)


def test_not_a_name(tmp_path):
    with pytest.raises(SexlikeError, match=r"my.param:1"):
        read(tmp_path, "(3)")


def test_where(tmp_path):
    path = tmp_path / "my.param"
    path.write_text("\nNUMBER\n")
    assert read_columns(path)[0].where == "my.param:2"


def test_names_in_python():
    columns = parse_columns(["NUMBER", "FLUX_APER(3)"])
    assert [(column.name, column.size) for column in columns] == [("NUMBER", ()), ("FLUX_APER", (3,))]
    for bad in ("", 3, None, "# x"):
        with pytest.raises(SexlikeError, match="params"):
            parse_columns(["NUMBER", bad])


def test_missing_and_empty(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SexlikeError, match=r"PARAMETERS_NAME: can't read no.param: no such file in the current folder"):
        find_columns("no.param")
    (tmp_path / "empty.param").write_text("#NUMBER\n")
    with pytest.raises(SexlikeError, match=r"empty.param: no key to print(.|\n)*begin with # are comments"):
        find_columns("empty.param")


def test_packaged_list(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    with caplog.at_level(logging.INFO, "sexlike"):
        columns = find_columns("default.param")
    assert len(columns) > 10
    assert "default.param" in caplog.text
    (tmp_path / "default.param").write_text("NUMBER\n")
    assert [column.name for column in find_columns("default.param")] == ["NUMBER"]
