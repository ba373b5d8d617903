"""Lists of positions in calls from Python: tables in memory, and files that are compressed."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.table import QTable, Table

import sexlike

from .measure.scene import gaussian_scene, tan_header

IMAGE = gaussian_scene(sources=((40.0, 30.0, 9000.0, 3.0, 2.0, 30.0), (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0)))
X, Y, MAG = np.array([111.2, 41.3, 5.0]), np.array([90.8, 30.9, 5.0]), np.array([20.5, 18.25, 15.0])
COLUMNS = ["NUMBER", "X_IMAGE", "VECTOR_ASSOC(3)", "NUMBER_ASSOC"]


def extract(positions, **keywords):
    settings = {"DETECT_THRESH": 3, "ASSOC_RADIUS": 3, "ASSOC_DATA": (1, 2, 3)} | keywords
    return sexlike.extract(IMAGE, params=COLUMNS, header=tan_header(), ASSOC_NAME=positions, **settings)


@pytest.fixture
def by_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Table([X, Y, MAG], names=["x", "y", "mag"]).write("sky.csv")
    return extract("sky.csv", ASSOC_PARAMS=("x", "y"))


def assert_same(found, expected):
    for name in expected.colnames:
        np.testing.assert_array_equal(np.asarray(found[name]), np.asarray(expected[name]))
    assert len(found) == 2
    assert set(np.asarray(found["VECTOR_ASSOC"])[:, 2]) == {20.5, 18.25}


def structured():
    return np.rec.fromarrays([X, Y, MAG], names="x,y,mag")


def frame():
    return pytest.importorskip("pandas").DataFrame({"x": X, "y": Y, "mag": MAG})


@pytest.mark.parametrize(
    "make",
    [
        lambda: Table([X, Y, MAG], names=["x", "y", "mag"]),
        lambda: Table([X, Y, MAG], names=["x", "y", "mag"])[:],
        lambda: QTable([X * units.pix, Y * units.pix, MAG * units.mag], names=["x", "y", "mag"]),
        lambda: np.array(structured()),
        structured,
        frame,
    ],
)
def test_tables_are_lists(make, by_file):
    assert_same(extract(make(), ASSOC_PARAMS=("x", "y")), by_file)
    assert_same(extract(make(), ASSOC_PARAMS=(1, 2)), by_file)


def test_arrays_are_lists_without_names(by_file):
    assert_same(extract(np.transpose([X, Y, MAG]), ASSOC_PARAMS=(1, 2)), by_file)
    with pytest.raises(sexlike.SexlikeError, match="ASSOC_PARAMS: ndarray of 3 x 3 has no column x"):
        extract(np.transpose([X, Y, MAG]), ASSOC_PARAMS=("x", "y"))
    assert by_file.meta["config"]["ASSOC_NAME"] == "sky.csv"


def test_positions_on_the_sky(by_file):
    columns = ["ALPHA_J2000", "DELTA_J2000", "MAG_AUTO"]
    found = sexlike.extract(IMAGE, params=columns, header=tan_header(), DETECT_THRESH=3)
    sky = found.skycoord
    table = QTable({"ra": sky.ra.to(units.hourangle), "dec": sky.dec.to(units.arcmin), "mag": found["MAG_AUTO"]})
    for positions in (found, table):
        names = positions.colnames[:2]
        again = extract(positions, ASSOC_PARAMS=names, ASSOCCOORD_TYPE="WORLD")
        assert (again["NUMBER_ASSOC"] == 1).all()
        np.testing.assert_allclose(np.asarray(again["VECTOR_ASSOC"])[:, 2], found["MAG_AUTO"].value)
    assert again.meta["config"]["ASSOC_NAME"] == "QTable"


@pytest.mark.parametrize("wrong", [SkyCoord([1], [2], unit="deg"), np.zeros((2, 2, 2, 2)), Table()])
def test_what_is_no_list(wrong):
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)ASSOC_NAME|ASSOC_PARAMS|no column"):
        extract(wrong, ASSOC_PARAMS=("ra", "dec"))


@pytest.mark.parametrize("name", ["sky.csv", "sky.list", "sky.ecsv", "sky.fits", "sky.vot"])
def test_compressed_lists(name, by_file):
    table = Table([X, Y, MAG], names=["x", "y", "mag"])
    if name == "sky.list":
        table.write(name, format="ascii.commented_header")
    elif name != "sky.csv":
        table.write(name, **({"format": "votable"} if name.endswith("vot") else {}))
    Path(f"{name}.gz").write_bytes(gzip.compress(Path(name).read_bytes()))
    assert_same(extract(f"{name}.gz", ASSOC_PARAMS=("x", "y")), by_file)


def test_damaged_compression(by_file):
    Path("bad.gz").write_bytes(gzip.compress(b"1 2 3\n" * 100)[:-20])
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)Assoc-list file not found: bad.gz.*cannot be unpacked"):
        extract("bad.gz", ASSOC_PARAMS=(1, 2))
