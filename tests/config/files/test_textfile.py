"""Text files in any encoding, and numbers in them."""

import pytest

from sexlike.config.files.textfile import data_lines, decode_text, parse_numbers, read_text
from sexlike.errors import SexlikeError


@pytest.mark.parametrize("data", ["5 µm".encode(), "5 µm".encode("latin-1"), "5 µm".encode("utf-8-sig")])
def test_encodings(data):
    assert decode_text(data, "a.txt") == "5 µm"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"SIMPLE  =   T", "a.txt is a FITS file, not a list"),
        ("text".encode("utf-16"), "a.txt is a binary file, not a list"),
    ],
)
def test_what_is_not_a_text(data, message):
    with pytest.raises(SexlikeError, match=message):
        decode_text(data, "a.txt", "a list")


def test_text_and_name(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    assert read_text(tmp_path / "a.txt") == ("hello", "a.txt")
    with pytest.raises(SexlikeError, match=r"can't read .*b\.txt: No such file"):
        read_text(tmp_path / "b.txt")


def test_lines_with_data():
    lines = list(data_lines("# one\n\n 1 2 # three\n4\n", "k.conv"))
    assert lines == [("k.conv:3", ["1", "2"]), ("k.conv:4", ["4"])]


def test_numbers():
    assert parse_numbers(["1", "-2.5e3"], "k.conv:3") == [1, -2500]
    with pytest.raises(SexlikeError, match=r"k\.conv:3: 'nan' is not a number$"):
        parse_numbers(["1", "nan"], "k.conv:3")
    with pytest.raises(SexlikeError, match="'1,2' is not a number\n  Numbers are separated by blanks"):
        parse_numbers(["1,2"], "k.conv:3")
