"""Lists of positions."""

import re

import numpy as np
import pytest

from sexlike.config.files.assocfile import read_assoc_list
from sexlike.config.files.assoclist import Coordinates, number_of_column
from sexlike.errors import SexlikeError, SexlikeWarning


def test_list(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# x y name mag\n  1 10.5\t-2e1 star\n\n2 3\n3 4 5 6 7\n")
    np.testing.assert_array_equal(read_assoc_list(path).values, [[1, 10.5, -20, 0], [2, 3, 0, 0], [3, 4, 5, 6]])


def test_empty_and_missing(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# nothing\n")
    assert read_assoc_list(path).values.shape == (0, 0)
    with pytest.raises(SexlikeError, match=r"Assoc-list file not found: .*no.list"):
        read_assoc_list(tmp_path / "no.list")


def test_numbers_are_those_of_c(tmp_path):
    """As SExtractor 2.25 reads them: nan and inf are numbers, and so is what is hexadecimal."""
    path = tmp_path / "sky.list"
    path.write_text("nan -inf +Infinity 0x1F 0x.8p1 1e299 1e999 -NaN(7)x nanny 1d5 .5. x\n")
    expected = [np.nan, -np.inf, np.inf, 31, 1, 1e299, np.inf, np.nan, np.nan, 1, 0.5, 0]
    np.testing.assert_array_equal(read_assoc_list(path).values, [expected])


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("1 10:00:00.0 +02:00:00", "10:00:00.0 is read as 10, and is not in degrees: angles are read with ASSOCCOORD"),
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
        read_assoc_list(path, Coordinates((2, 3)))


@pytest.mark.parametrize("line", ["1 2 3 10:00", "x, 2, 3;", "- 2e5 nan", "m31 0x1F -inf"])
def test_coordinates_that_are_numbers(tmp_path, line):
    path = tmp_path / "sky.list"
    path.write_text(f"{line}\n")
    assert read_assoc_list(path, Coordinates((2, 3))).values.shape == (1, len(line.split()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#   1 NUMBER  Running number\n#   2 ALPHA_J2000  Right ascension  [deg]\n#   3 DELTA_J2000\n", None),
        ("# made by hand\n# NUMBER alpha_J2000 Delta_J2000\n", None),
        ("NUMBER ALPHA_J2000 DELTA_J2000\n", ("ALPHA_J2000", "DELTA_J2000")),
    ],
)
def test_names_of_columns_in_a_text(tmp_path, text, names):
    path = tmp_path / "sky.list"
    path.write_text(f"{text}7 150.5 2.25\n8 151 3\n")
    table = read_assoc_list(path, Coordinates(names or (2, 3)), ("NUMBER",))
    assert table.values.tolist() == [[7, 150.5, 2.25], [8, 151, 3]]
    numbers = [
        number_of_column(name, "ASSOC_PARAMS", "x", table.names) for name in ("ALPHA_J2000", "DELTA_J2000", "NUMBER")
    ]
    assert numbers == [2, 3, 1]


def test_without_names_the_first_line_counts_as_in_sextractor(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("id x y\n1 2 3\n")
    assert read_assoc_list(path).values.tolist() == [[0, 0, 0], [1, 2, 3]]


@pytest.mark.parametrize(
    ("line", "degrees"),
    [
        ("1 10:00:00.0 +02:30:00", (150, 2.5)),
        ("1 10h00m06s -02d30m36s", (150.025, -2.51)),
        ("1 10:00 -00:30", (150, -0.5)),
        ("1 10h 2", None),
        ("1 150.5 2.5", (150.5, 2.5)),
        ("1 10:60:00 2", None),
    ],
)
def test_angles(tmp_path, line, degrees):
    path = tmp_path / "sky.list"
    path.write_text(f"0 150 2\n{line}\n")
    coordinates = Coordinates((2, 3), world=True, right_ascension=0)
    if degrees is None:
        with pytest.warns(SexlikeWarning, match="coordinates that are not plain numbers"):
            read_assoc_list(path, coordinates)
    else:
        np.testing.assert_allclose(read_assoc_list(path, coordinates).values, [[0, 150, 2], [1, *degrees]], rtol=1e-12)


def test_angles_are_in_hours_along_right_ascension_alone(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("10:30:00 -05:00:00\n")
    for right_ascension, expected in ((None, [10.5, -5]), (0, [157.5, -5]), (1, [10.5, -75])):
        found = read_assoc_list(path, Coordinates((1, 2), world=True, right_ascension=right_ascension))
        assert found.values.tolist() == [expected]


def test_a_column_that_has_no_such_name(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("1 2 3\n")
    with pytest.raises(
        SexlikeError, match=r"(?s)ASSOC_PARAMS: .*sky.list has no column RA.*have no names: give their n"
    ):
        read_assoc_list(path, Coordinates(("RA", "DEC")))
    path.write_text("# id ra dec\n1 2 3\n")
    with pytest.raises(SexlikeError, match=r"(?s)no column raa\n  Did you mean ra\? It has id, ra, dec\."):
        read_assoc_list(path, Coordinates(("raa", "DEC")))
