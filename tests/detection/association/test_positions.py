from types import SimpleNamespace

import pytest
from astropy.io.fits import Header

from sexlike.detection.association.positions import read_positions
from sexlike.errors import SexlikeError, SexlikeWarning


def wanted(path, **keywords):
    settings = {
        "ASSOC_NAME": str(path),
        "folder": None,
        "ASSOC_PARAMS": (2, 3),
        "ASSOC_DATA": (2, 3, 4),
        "ASSOCCOORD_TYPE": "PIXEL",
        "COMPATIBILITY": "NONE",
    }
    return SimpleNamespace(**settings | keywords)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# n x y mag\n1 10 30 15\n2 11 20 16\n3 12 25 17\n")
    return path


@pytest.mark.parametrize(
    ("data", "size", "rows"),
    [
        ((0,), 2, [[2, 11], [3, 12], [1, 10]]),
        ((4, 1), 2, [[16, 2], [17, 3], [15, 1]]),
        ((4, 9, 0, 1), 2, [[16, 2], [17, 3], [15, 1]]),
        ((9,), 1, [[2], [3], [1]]),
        ((0,), 4, [[2, 11, 20, 16], [3, 12, 25, 17], [1, 10, 30, 15]]),
    ],
)
def test_the_list_is_sorted_by_y_and_what_is_wanted_taken(path, data, size, rows):
    positions = read_positions(wanted(path, ASSOC_DATA=data, ASSOC_PARAMS=(2, 3, 4)), None, size)
    assert positions.y.tolist() == [20, 25, 30]
    assert positions.x.tolist() == [11, 12, 10]
    assert positions.weight.tolist() == [16, 17, 15]
    assert positions.data.tolist() == rows


def test_too_long_a_vector_is_told(path):
    with pytest.warns(SexlikeWarning, match="VECTOR_ASSOC redimensioned: no more than 4 ASSOC parameters available"):
        positions = read_positions(wanted(path, ASSOC_DATA=(1, 2)), None, 3)
    assert positions.data.shape == (3, 2)


def test_columns_that_the_list_does_not_have(path):
    with pytest.raises(SexlikeError, match="ASSOC_PARAMS #2 exceeds the number of fields in the ASSOC file"):
        read_positions(wanted(path, ASSOC_PARAMS=(2, 5)), None, 1)


@pytest.mark.parametrize("far", ["1e299 1e299", "-1e308 -1e308", "11 nan", "inf 20", "1e10 20", "11 -1e9"])
@pytest.mark.parametrize("kind", ["PIXEL", "WORLD"])
def test_positions_that_match_nothing_are_left_out(tmp_path, far, kind):
    """In WORLD coordinates of a linear axis they are as far away."""
    path = tmp_path / "sky.list"
    path.write_text(f"1 {far}\n2 11 20\n")
    header = Header({"CRPIX1": 1.0, "CRPIX2": 1.0, "CRVAL1": 1.0, "CRVAL2": 1.0})
    positions = read_positions(wanted(path, ASSOC_DATA=(1,), ASSOCCOORD_TYPE=kind), header, 1)
    assert positions.data.ravel().tolist() == [2]
    assert (positions.x, positions.y) == ([11], [20])
