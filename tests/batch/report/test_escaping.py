"""Names and headers cannot do harm: not in HTML, not as links, not in spreadsheets."""

import csv
import html
import io
import os
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest

from sexlike.batch.report.escaping import address, csv_cell, csv_lines, escaped


def test_html_is_text():
    assert escaped("""<b onclick="x('&')">""") == "&lt;b onclick=&quot;x(&#x27;&amp;&#x27;)&quot;&gt;"


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\x7f", "\x9b", "\u202e", "\udc80"])
def test_what_cannot_be_seen_is_told(letter):
    assert html.unescape(escaped(f"a{letter}b")) == f"a{ascii(letter)[1:-1]}b"


@pytest.mark.parametrize(
    "name", ["javascript:alert(1)", "a b.log", "100%.log", "x?y#z.log", "été.log", "\\\\host\\x", "a//b", "data:,x"]
)
def test_links_are_relative_and_lead_to_the_file(name, tmp_path):
    path = str(tmp_path / "logs" / name)
    link = urlsplit(address(path, str(tmp_path)))
    assert (link.scheme, link.netloc, link.query, link.fragment) == ("", "", "", "")
    assert os.path.normpath(tmp_path / unquote(link.path)) == os.path.normpath(path)


def test_bytes_that_are_no_text_are_linked_to(tmp_path):
    assert address(str(tmp_path / "a\udcff.log"), str(tmp_path)) == "./a%FF.log"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=cmd|'/c calc'!A1"])
def test_formulas_are_defused(text):
    (cell,) = next(csv.reader([csv_cell(text)]))
    assert cell.startswith("'")


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (-1.5, "-1.5"), (3, "3"), (np.nan, ""), (np.inf, "")])
def test_numbers_are_numbers(value, cell):
    assert csv_cell(value) == cell
    assert value is None or csv_cell(np.float64(value)).rstrip("0").rstrip(".") == cell


def test_a_table_comes_back():
    rows = [['a "quoted" name, with a comma', 3], ["two\nlines", -2.5]]
    read = list(csv.reader(io.StringIO(csv_lines(["name", "value"], rows))))
    assert read == [["name", "value"], [rows[0][0], "3"], [rows[1][0], "-2.5"]]
