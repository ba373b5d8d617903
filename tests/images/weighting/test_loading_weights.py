"""Images with weights: noise that grows to the right, pixels of no weight."""

import logging

import numpy as np
import pytest
from astropy.io import fits

from sexlike.images.weighting import noise

from ..loaded import load, noisy


@pytest.fixture
def weights(tmp_path):
    """Name of a weight map for `noisy`, in other units, with pixels of no weight."""
    values = np.broadcast_to(400 / (5 + np.arange(120) / 12) ** 2, (100, 120)).astype(np.float32)
    values[40:44] = 0
    values[:, 60] = 0
    values[70:90, 20:60] = 0
    fits.PrimaryHDU(values).writeto(tmp_path / "w.fits")
    return str(tmp_path / "w.fits")


def no_weight(name):
    return fits.getdata(name) == 0


def test_weights(weights, caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        image, detection_image = load(noisy(), WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE=weights, INTERP_TYPE="NONE")
    assert detection_image is image
    assert image.weight_scale == pytest.approx(20, rel=0.05)
    bad = no_weight(weights)
    assert np.array_equal(image.variance >= image.worst_variance, bad)
    assert np.array_equal(image.variance[~bad], np.float32(image.weight_scale) ** 2 / fits.getdata(weights)[~bad])
    assert np.std((image.pixels / np.sqrt(image.variance))[~bad]) == pytest.approx(1, abs=0.05)
    assert f"scale {image.weight_scale:g}, {bad.sum()} pixels ({100 * bad.mean():.3g} %) without weight" in caplog.text


@pytest.mark.parametrize("kind", ["MAP_WEIGHT", "MAP_RMS"])
@pytest.mark.parametrize("mesh", [7, 32, 128])
def test_meshes_do_not_depend_on_how_many_rows_are_measured_at_a_time(weights, monkeypatch, kind, mesh):
    found = []
    for rows in (1, 40, 4096):
        monkeypatch.setattr(noise, "ROWS_OF_MESHES", rows)
        found.append(load(noisy(), WEIGHT_TYPE=kind, WEIGHT_IMAGE=weights, BACK_SIZE=mesh)[0])
    for image in found[1:]:
        assert np.array_equal(image.background.level, found[0].background.level)
        assert np.array_equal(image.background.rms, found[0].background.rms)
        assert image.weight_scale == found[0].weight_scale


def test_pixels_without_weight_say_nothing_on_the_background(weights):
    pixels = noisy()
    pixels[no_weight(weights)] = 1e5
    one, other = (load(of, WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE=weights)[0] for of in (noisy(), pixels))
    assert np.array_equal(one.background.level, other.background.level)
    assert one.weight_scale == other.weight_scale
    filled = one.variance < 1e30
    assert np.array_equal(one.pixels[filled], other.pixels[filled])


def test_bad_pixels_are_filled(weights):
    image, _ = load(noisy(), WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE=weights)
    assert np.array_equal(image.pixels[:40, 60], image.pixels[:40, 59])
    assert np.array_equal(image.pixels[40:44, :60], np.broadcast_to(image.pixels[39, :60], (4, 60)))
    assert (image.variance < 1e30).mean() > 0.95
    only_variance, _ = load(
        noisy(), WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE=weights, WEIGHT_THRESH=9, INTERP_TYPE="VAR_ONLY"
    )
    assert np.array_equal(only_variance.pixels, only_variance.raw - only_variance.background.rows(0, 100))


def test_weights_that_are_not_scaled(weights):
    given = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": weights}
    scaled, plain = (load(noisy(), **given, RESCALE_WEIGHTS=scales)[0] for scales in (True, False))
    assert plain.weight_scale == 1
    assert plain.background.sigma == pytest.approx(scaled.background.sigma / scaled.weight_scale, rel=1e-6)
    good = plain.variance < 1e30
    assert np.array_equal(good, scaled.variance < 1e30)
    assert np.allclose(plain.variance[good] * scaled.weight_scale**2, scaled.variance[good], rtol=1e-6)
    assert np.array_equal(plain.background.rms, scaled.background.rms)


def test_weights_from_the_background():
    image, detection_image = load(noisy(), WEIGHT_TYPE="BACKGROUND")
    assert detection_image is image
    assert np.array_equal(image.variance, image.background.rms_rows(0, 100) ** 2)
    assert np.array_equal(image.background.level, load(noisy())[0].background.level)


def test_two_sets_of_weights(weights):
    image, detection_image = load(noisy(), WEIGHT_TYPE=["BACKGROUND", "MAP_WEIGHT"], WEIGHT_IMAGE=weights)
    assert np.array_equal(image.background.level, load(noisy())[0].background.level)
    assert detection_image.background is image.background
    assert detection_image.pixels is image.pixels
    assert np.array_equal(detection_image.variance, image.background.rms_rows(0, 100) ** 2)
    assert np.array_equal(image.variance >= 1e30, no_weight(weights))  # not filled: no second INTERP_TYPE
    assert image.weight_scale == pytest.approx(20, rel=0.05)


def test_weights_for_one_side_only(weights):
    image, detection_image = load(noisy(), WEIGHT_TYPE=["NONE", "MAP_WEIGHT"], WEIGHT_IMAGE=weights)
    assert detection_image.variance is None
    assert image.variance is not None
    image, detection_image = load(noisy(), WEIGHT_TYPE=["MAP_WEIGHT", "NONE"], WEIGHT_IMAGE=weights)
    assert image.variance is None
    assert detection_image.variance is not None
    both, _ = load(noisy(), WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE=weights)
    assert np.array_equal(image.background.level, both.background.level)


def test_one_map_for_two_images_is_scaled_to_the_one_that_is_searched(weights):
    image, detection_image = load(noisy(1), noisy(2, 50), WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE=weights)
    assert detection_image.weight_scale == image.weight_scale == pytest.approx(20, rel=0.05)
    assert image.variance is detection_image.variance
    assert (image.variance < 1e30).mean() > 0.95
    for of in (image, detection_image):
        assert np.array_equal(of.pixels, of.raw - of.background.rows(0, 100))  # not filled: no second INTERP_TYPE
    filled, searched = load(
        noisy(1), noisy(2, 50), WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE=weights, INTERP_TYPE=["ALL", "ALL"]
    )
    assert np.array_equal(filled.pixels[:40, 60], filled.pixels[:40, 59])
    assert np.array_equal(searched.pixels, detection_image.pixels)


def test_two_maps_for_two_images(weights):
    both = {"WEIGHT_TYPE": ["MAP_WEIGHT", "MAP_WEIGHT"], "WEIGHT_IMAGE": weights}
    image, detection_image = load(noisy(1), noisy(2, 50), **both)
    assert detection_image.weight_scale == pytest.approx(20, rel=0.05)
    assert image.weight_scale > 60
    assert np.array_equal(detection_image.pixels[:40, 60], detection_image.pixels[:40, 59])
    assert (image.variance >= 1e30).sum() == no_weight(weights).sum()
