from types import SimpleNamespace

import numpy as np
import pytest

import sexlike
from sexlike.detection.association.matching import Matches, associate, combine, match
from sexlike.detection.association.positions import Positions
from sexlike.errors import SexlikeError, SexlikeWarning

from ..fields import gaussians
from ..found import detections_of

SOURCES = [(20.0, 20.0, 3000, 2.0), (60.0, 25.0, 3000, 2.0), (40.0, 70.0, 3000, 2.0)]
SKY = {"BACK_TYPE": "MANUAL", "BACK_VALUE": 0, "DETECT_THRESH": 3, "FILTER": False}


def matched(kind, rows, x=0.0, y=0.0, radius=2.0):
    """Match objects at 0-based x, y with rows (x, y in FITS pixels, weight, data); `rows` in the order of y."""
    rows = np.array(rows, np.float64)
    positions = Positions(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:])
    number, values = combine(match(*np.atleast_1d(x, y), positions, radius, 1000), kind)
    return number.tolist(), values.tolist()


# Two positions near one object, of weights 12 and 13; the second is nearer.
TWO = [(1.0, 0.2, 13, 3, 13), (1.1, 1.0, 12, 2, 12)]


@pytest.mark.parametrize(
    ("kind", "number", "values"),
    [
        ("FIRST", 1, (3, 13)),
        ("NEAREST", 2, (2, 12)),
        ("MEAN", 2, (2.52, 12.52)),
        ("MAG_MEAN", 2, (2.2847, 12.2847)),
        ("SUM", 2, (5, 25)),
        ("MAG_SUM", 2, (1.6361, 11.6361)),
        ("MIN", 2, (2, 12)),
        ("MAX", 2, (3, 13)),
    ],
)
def test_types(kind, number, values):
    found_number, found = matched(kind, TWO)
    assert found_number == [number]
    assert found[0] == pytest.approx(values, abs=5e-5)


@pytest.mark.parametrize("kind", ["FIRST", "NEAREST", "MEAN", "MAG_MEAN", "SUM", "MAG_SUM", "MIN", "MAX"])
def test_nothing_near(kind):
    assert matched(kind, TWO, x=[50.0, 0.0], y=[50.0, 300.0]) == ([0, 0], [[0, 0], [0, 0]])


@pytest.mark.parametrize("kind", ["FIRST", "NEAREST", "SUM", "MIN", "MAX"])
def test_each_object_has_its_own_matches(kind):
    rows = [(5, 1, 0, 1), (8, 1, 0, 2), (20, 1, 0, 3)]
    number, values = matched(kind, rows, x=[19.0, 4.5, 7.0], y=[0.0, 0.0, 0.0])
    assert number == [1, 1, 1]
    assert values == [[3], [1], [2]]


def test_the_radius_itself_is_outside():
    assert matched("SUM", [(3, 1, 0, 7)], radius=2.0)[0] == [0]
    assert matched("SUM", [(3, 1, 0, 7)], radius=2.001)[0] == [1]


def test_magnitude_99_is_no_light():
    rows = [(1, 1, 99, 5, 99), (1, 1.5, 20, 7, 20)]
    number, values = matched("MAG_MEAN", rows)
    assert (number, values[0][0]) == ([2], pytest.approx(7))
    assert matched("MAG_SUM", rows)[1][0][1] == pytest.approx(20)
    assert matched("MAG_SUM", rows[:1])[1][0][1] == 99
    assert matched("MAG_MEAN", rows[:1])[0] == [0]


def test_an_object_on_the_last_row_matches_nothing():
    positions = Positions(np.array([5.0, 5.0]), np.array([99.0, 100.0]), None, np.zeros((2, 0)))
    found = match(np.array([4.0, 4]), np.array([98.0, 99]), positions, 0.5, 100)
    assert found.number.tolist() == [1, 0]


def test_types_that_need_weights_become_first_without():
    positions = Positions(np.array([1.0, 1.1]), np.array([0.5, 1.0]), None, np.array([[3.0], [2.0]]))
    with pytest.warns(SexlikeWarning, match="ASSOC_PARAMS #3 missing, reverting to ASSOC_TYPE FIRST"):
        number, values = combine(match(np.zeros(1), np.zeros(1), positions, 2, 100), "MEAN")
    assert (number.tolist(), values.tolist()) == ([1], [[3]])


def test_a_match_is_measured_from_the_centre_in_fits_pixels():
    positions = Positions(np.array([4.0, 9.0]), np.array([6.0, 6.0]), np.array([1.0, 2.0]), np.array([[7.0], [8.0]]))
    found = match(np.array([2.5, 8.2]), np.array([5.5, 4.8]), positions, 1.0, 100)
    assert found.object.tolist() == [0, 1]
    np.testing.assert_allclose(found.distance2, [0.5, 0.08])
    assert found.weight.tolist() == [1, 2]
    assert found.data.tolist() == [[7], [8]]
    assert found.object_count == 2


@pytest.mark.parametrize(
    ("kind", "kept", "holders"),
    [("ALL", [0, 1], [1, 1, 0]), ("MATCHED", [1], [0, 0, -1]), ("-MATCHED", [0], [-1, -1, 0])],
)
def test_objects_that_are_kept(kind, kept, holders):
    """Object 1 is detections 0 and 1, object 0 is detection 2; the position is that of detection 0."""
    detections = detections_of([1, 1, 0], [2, 0], [1, 2, 8], [3, 3, 9])
    positions = Positions(np.array([2.0]), np.array([4.0]), None, np.array([[5.0]]))
    settings = SimpleNamespace(ASSOC_NAME="a", ASSOC_RADIUS=1.0, ASSOC_TYPE="NEAREST", ASSOCSELEC_TYPE=kind)
    found = associate(detections, positions, settings, SimpleNamespace(shape=(100, 100), total=1))
    assert found.objects.association.number.tolist() == [[0, 1][i] for i in kept]
    assert found.objects.association.values.tolist() == [[[0], [5]][i] for i in kept]
    assert found.objects.detection.tolist() == [[2, 0][i] for i in kept]
    assert found.raw.holder.tolist() == holders


@pytest.fixture
def field(tmp_path):
    """Three objects, and a list that has the first and the last of them, at their magnitudes."""
    path = tmp_path / "sky.list"
    path.write_text("101 21.2 21.0 15.5\n103 41 70.8 17.5\n104 90 10 19\n")
    return gaussians((90, 100), SOURCES, noise=1.0), path


def extract(field, *columns, **keywords):
    image, path = field
    settings = SKY | {"ASSOC_NAME": str(path), "ASSOC_DATA": [1, 4]} | keywords
    return sexlike.extract(image, params=["NUMBER", "X_IMAGE", *columns], **settings)


def test_matched_objects_are_all_that_is_kept(field):
    table = extract(field, "VECTOR_ASSOC(2)", "NUMBER_ASSOC", "FLUX_AUTO", "FLUX_ISO")
    assert table["NUMBER"].tolist() == [1, 2]
    assert np.round(table["X_IMAGE"].value).tolist() == [21, 41]
    assert table["VECTOR_ASSOC"].tolist() == [[101, 15.5], [103, 17.5]]
    assert table["NUMBER_ASSOC"].tolist() == [1, 1]
    with pytest.warns(SexlikeWarning, match="is not read: neither VECTOR_ASSOC nor NUMBER_ASSOC"):
        everything = extract(field, "FLUX_AUTO", "FLUX_ISO")
    kept = np.round(everything["X_IMAGE"].value) != 61
    for name in ("FLUX_AUTO", "FLUX_ISO"):
        np.testing.assert_array_equal(table[name].value, everything[name].value[kept])


def test_the_others_and_all(field):
    others = extract(field, "VECTOR_ASSOC(2)", ASSOCSELEC_TYPE="-MATCHED")
    assert np.round(others["X_IMAGE"].value).tolist() == [61]
    assert others["VECTOR_ASSOC"].tolist() == [[0, 0]]
    assert sorted(extract(field, "NUMBER_ASSOC", ASSOCSELEC_TYPE="ALL")["NUMBER_ASSOC"].tolist()) == [0, 1, 1]


@pytest.mark.parametrize(("compatibility", "missing"), [("SEXTRACTOR", 0), ("NONE", np.nan)])
def test_elements_that_the_list_does_not_have(field, compatibility, missing):
    with pytest.warns(SexlikeWarning, match="redimensioned"):
        table = extract(field, "VECTOR_ASSOC(3)", COMPATIBILITY=compatibility)
    np.testing.assert_array_equal(table["VECTOR_ASSOC"], [[101, 15.5, missing], [103, 17.5, missing]])


def test_the_list_is_read_only_if_its_columns_are_wanted(field):
    image, path = field
    path.unlink()
    with pytest.warns(SexlikeWarning, match="is not read"):
        assert len(extract((image, path))) == 3
    with pytest.raises(SexlikeError, match="Assoc-list file not found"):
        extract((image, path), "NUMBER_ASSOC")


def test_an_empty_list_matches_nothing(field):
    image, path = field
    path.write_text("# nothing\n")
    with pytest.warns(SexlikeWarning, match="ASSOC input-list is empty"):
        assert len(extract((image, path), "VECTOR_ASSOC(2)", "FLUX_ISO", "IMAFLAGS_ISO", FLAG_IMAGE=[])) == 0


def test_segmentation_has_the_objects_that_are_kept(field):
    from sexlike.config.config import load_config
    from sexlike.config.files.paramfile import parse_columns
    from sexlike.pipeline import run

    image, path = field
    config = load_config(overrides=SKY | {"ASSOC_NAME": str(path)}, origin="argument")
    (extension,) = run([image], config, parse_columns(["NUMBER_ASSOC"]))
    labels = extension.detections.segmentation()
    assert [labels[20, 20], labels[25, 60], labels[70, 40]] == [1, 0, 2]
    assert set(np.unique(labels)) == {0, 1, 2}


def test_weights_that_are_no_numbers():
    """As in SExtractor 2.25: NaN and what is 1e30 or more is the least of nothing, and counts in means."""
    matches = Matches(
        object=np.array([0, 0, 1, 2]),
        position=np.arange(4),
        distance2=np.zeros(4),
        weight=np.array([np.nan, 1e31, -np.inf, 5.0]),
        data=np.array([[1.0], [2.0], [3.0], [4.0]]),
        object_count=3,
    )
    assert combine(matches, "MIN")[1].ravel().tolist() == [0, 3, 4]
    assert combine(matches, "MAX")[1].ravel().tolist() == [2, 0, 4]
    assert combine(matches, "MIN")[0].tolist() == [2, 1, 1]
    with np.errstate(all="ignore"):
        number, means = combine(matches, "MEAN")
    assert number.tolist() == [2, 0, 1]
    assert np.isnan(means[0, 0])
    assert means[2, 0] == 4
