"""Lists of positions."""

import re

import numpy as np
import pytest

from sexlike.config.files.assocfile import read_assoc_list
from sexlike.errors import SexlikeError, SexlikeWarning


def test_list(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# x y name mag\n  1 10.5\t-2e1 star\n\n2 3\n3 4 5 6 7\n")
    np.testing.assert_array_equal(read_assoc_list(path), [[1, 10.5, -20, 0], [2, 3, 0, 0], [3, 4, 5, 6]])


def test_empty_and_missing(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# nothing\n")
    assert read_assoc_list(path).shape == (0, 0)
    with pytest.raises(SexlikeError, match=r"Assoc-list file not found: .*no.list"):
        read_assoc_list(tmp_path / "no.list")


def test_numbers_are_those_of_c(tmp_path):
    """As SExtractor 2.25 reads them: nan and inf are numbers, and so is what is hexadecimal."""
    path = tmp_path / "sky.list"
    path.write_text("nan -inf +Infinity 0x1F 0x.8p1 1e299 1e999 -NaN(7)x nanny 1d5 .5. x\n")
    expected = [np.nan, -np.inf, np.inf, 31, 1, 1e299, np.inf, np.nan, np.nan, 1, 0.5, 0]
    np.testing.assert_array_equal(read_assoc_list(path), [expected])


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("1 10:00:00.0 +02:00:00", "10:00:00.0 is read as 10, and is not in degrees"),
        ("1 10h30m 2", "10h30m is read as 10"),
        ("1 12 -", "- is read as 0"),
        ("1 12,5 3", "12,5 is read as 12"),
        ("1 12 3°", "3° is read as 3"),
    ],
)
def test_coordinates_that_are_not_numbers(tmp_path, line, read):
    path = tmp_path / "sky.list"
    path.write_text(f"0 1 2 name\n{line}\n")
    with pytest.warns(SexlikeWarning, match=re.escape(f"coordinates that are not plain numbers: {read}")):
        read_assoc_list(path, (2, 3))


@pytest.mark.parametrize("line", ["1 2 3 10:00", "x, 2, 3;", "- 2e5 nan", "m31 0x1F -inf"])
def test_coordinates_that_are_numbers(tmp_path, line):
    path = tmp_path / "sky.list"
    path.write_text(f"{line}\n")
    assert read_assoc_list(path, (2, 3)).shape[0] == 1


def test_commas_between_columns(tmp_path):
    path = tmp_path / "sky.csv"
    path.write_text("1,2,3\n")
    with pytest.raises(SexlikeError, match=r"(?s)ASSOC_PARAMS #1 exceeds.*Commas do not separate columns"):
        read_assoc_list(path, (2, 3))
