import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.files.extensions import open_extensions
from sexlike.images.weighting.weights import Weighting, read_weights, rescales, variances, weightings

NO_WEIGHT = np.float32(1e30)


def config(**keywords):
    return load_config(overrides=keywords, origin="argument")


def of(**keywords):
    return weightings(config(**keywords))


def test_no_weights():
    assert of() == (None, None, True)
    assert of(WEIGHT_TYPE=["NONE", "NONE"]) == (None, None, False)


def test_one_type_and_one_map_serve_both():
    detection, measurement, shared = of(WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE="w.fits", WEIGHT_THRESH=3)
    assert shared
    assert detection is measurement
    assert detection == Weighting("MAP_RMS", "w.fits", 9)
    assert of(WEIGHT_TYPE="BACKGROUND")[0] == Weighting("BACKGROUND", "", NO_WEIGHT)


def test_two_types_or_two_maps():
    detection, measurement, shared = of(WEIGHT_TYPE="MAP_VAR", WEIGHT_IMAGE=["a.fits", "b.fits"])
    assert (detection.name, measurement.name, shared) == ("a.fits", "b.fits", False)
    detection, measurement, _ = of(WEIGHT_TYPE=["MAP_VAR", "MAP_VAR"], WEIGHT_IMAGE="a.fits")
    assert (detection.name, measurement.name) == ("a.fits", "a.fits")
    detection, measurement, _ = of(WEIGHT_TYPE=["NONE", "MAP_VAR"], WEIGHT_IMAGE="a.fits")
    assert (detection, measurement.name) == (None, "a.fits")
    detection, measurement, _ = of(WEIGHT_TYPE=["BACKGROUND", "MAP_RMS"], WEIGHT_IMAGE=["a.fits", "b.fits"])
    assert (detection.name, measurement.name) == ("", "b.fits")
    detection, measurement, _ = of(WEIGHT_TYPE=["MAP_WEIGHT", "NONE"], WEIGHT_IMAGE=["a.fits", "b.fits"])
    assert (detection.name, measurement) == ("a.fits", None)


def test_types_and_maps_that_do_not_go_together():
    with pytest.raises(
        SexlikeError, match=r"^WEIGHT_IMAGE missing\n  WEIGHT_TYPE MAP_RMS,MAP_VAR needs 2 \(argument\)"
    ):
        of(WEIGHT_TYPE=["MAP_RMS", "MAP_VAR"], WEIGHT_IMAGE="w.fits")
    with pytest.raises(SexlikeError, match="WEIGHT_IMAGE missing"):
        of(WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE=[])


def test_sextractor_wants_two_maps_where_only_variances_are_interpolated():
    keywords = {"WEIGHT_TYPE": "MAP_VAR", "WEIGHT_IMAGE": "w.fits", "INTERP_TYPE": "VAR_ONLY"}
    assert of(**keywords).shared
    keywords["COMPATIBILITY"] = "SEXTRACTOR"
    with pytest.raises(SexlikeError, match=r"^WEIGHT_IMAGE missing\n.*VAR_ONLY"):
        of(**keywords)
    assert of(**keywords | {"INTERP_TYPE": ["ALL", "VAR_ONLY"]}).shared
    assert of(**keywords | {"WEIGHT_TYPE": "BACKGROUND"}).shared
    for more in ({"WEIGHT_IMAGE": ["w.fits", "w.fits"]}, {"WEIGHT_TYPE": ["MAP_VAR", "MAP_VAR"]}):
        assert not of(**keywords | more).shared


def test_thresholds_become_variances():
    thresholds = [
        ("BACKGROUND", 3, 9),
        ("MAP_WEIGHT", 0.25, 4.0),
        ("MAP_WEIGHT", 0, 1e30),
        ("MAP_RMS", 3, 9),
        ("MAP_VAR", 3, 3),
    ]
    for kind, threshold, worst in thresholds:
        assert of(WEIGHT_TYPE=kind, WEIGHT_THRESH=threshold)[0].worst_variance == np.float32(worst)
    detection, measurement, _ = of(WEIGHT_TYPE=["MAP_RMS", "MAP_RMS"], WEIGHT_THRESH=3)
    assert (detection.worst_variance, measurement.worst_variance) == (9, NO_WEIGHT)
    assert of(WEIGHT_TYPE=["MAP_RMS", "MAP_RMS"], WEIGHT_THRESH=[3, 4])[1].worst_variance == 16


def test_when_maps_are_scaled():
    background = Weighting("BACKGROUND", "", NO_WEIGHT)
    assert rescales(config(), None) == (True, True)
    assert rescales(config(RESCALE_WEIGHTS=False), None) == (False, False)
    assert rescales(config(RESCALE_WEIGHTS=[False, True]), None) == (False, True)
    assert rescales(config(RESCALE_WEIGHTS=False), background) == (False, True)
    assert rescales(config(RESCALE_WEIGHTS=[False, False]), background) == (False, False)


def test_variances():
    weights = np.array([[4, 0, -1, -1e30, 1e-38]], np.float32)
    assert np.array_equal(variances(weights, "MAP_WEIGHT", 3)[0, :4], [2.25, *3 * [NO_WEIGHT]])
    assert variances(weights, "MAP_WEIGHT", 3)[0, 4] > NO_WEIGHT
    assert np.array_equal(variances(weights, "MAP_VAR", 3)[0, :4], [36, 0, NO_WEIGHT, NO_WEIGHT])
    assert np.array_equal(variances(weights, "MAP_RMS", 3)[0, :4], [16, 0, 1, NO_WEIGHT])
    for kind in ("MAP_WEIGHT", "MAP_VAR", "MAP_RMS"):
        extreme = variances(np.array([[1e30, 3e38, 1e-45]], np.float32), kind, 1e6)
        assert np.isfinite(extreme).all()
        assert extreme.dtype == np.float32


def read(tmp_path, weights, kind="MAP_WEIGHT", **keywords):
    name = tmp_path / "w.fits"
    fits.PrimaryHDU(np.asarray(weights, np.float32)).writeto(name)
    source = open_extensions(np.zeros((2, 3), np.float32))[0]
    weighting, _, _ = of(WEIGHT_TYPE=kind, WEIGHT_IMAGE=str(name), **keywords)
    return read_weights(weighting, source)


GOOD = [[1, 2, 3], [4, 5, 6]]


def test_a_map_as_it_is(tmp_path):
    assert np.array_equal(read(tmp_path, GOOD), GOOD)


@pytest.mark.parametrize(
    ("value", "message"), [(0, "is zero"), (-2, "is nowhere positive"), (np.nan, "holds no number")]
)
@pytest.mark.parametrize("kind", ["MAP_WEIGHT", "MAP_VAR", "MAP_RMS"])
def test_maps_without_any_weight(tmp_path, kind, value, message):
    with pytest.raises(SexlikeError, match=rf"(?s)WEIGHT_IMAGE: .*w\.fits {message}, so that no pixel.*read as {kind}"):
        read(tmp_path, np.full((2, 3), value), kind)


def test_a_threshold_beyond_all_weights(tmp_path):
    with pytest.raises(SexlikeError, match="WEIGHT_THRESH"):
        read(tmp_path, GOOD, WEIGHT_THRESH=10)


def test_sextractor_goes_on_beyond_it(tmp_path):
    assert np.array_equal(read(tmp_path, GOOD, WEIGHT_THRESH=10, COMPATIBILITY="SEXTRACTOR"), GOOD)


def test_negative_variances_are_told(tmp_path):
    with pytest.warns(SexlikeWarning, match=r"w\.fits, read as MAP_VAR, is negative at 2 pixels"):
        read(tmp_path, [[1, -2, 3], [4, -5, np.nan]], "MAP_VAR")


def test_negative_weights_are_no_weights(tmp_path):
    assert np.array_equal(read(tmp_path, [[1, -2, 3], [4, -5, 6]])[:, 1], [-2, -5])


def test_a_map_of_another_size(tmp_path):
    with pytest.raises(SexlikeError, match=r"different sizes: .*w\.fits is 2 x 2"):
        read(tmp_path, [[1, 2], [3, 4]])
