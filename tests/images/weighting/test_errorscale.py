"""Weights on the scale of an error map, and what is bad then."""

import logging

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.loading import load_pairs

SHAPE = (96, 128)


@pytest.fixture
def maps(tmp_path, monkeypatch):
    """An image, weights in odd units, errors that hold the noise of a source; all have bad pixels."""
    monkeypatch.chdir(tmp_path)
    random = np.random.default_rng(5)
    weight = random.uniform(1, 4, SHAPE).astype("f4")
    noise = 7 / np.sqrt(weight)
    error = noise * random.uniform(0.9, 1.1, SHAPE).astype("f4")
    science = random.normal(50, noise).astype("f4")
    science[40:50, 60:70] += 500
    error[40:50, 60:70] *= 5
    science[5, 5], weight[6, 6:9], error[7, 7], error[8, 8] = np.nan, 0, np.nan, 0
    found = {"science": science, "weight": weight, "error": error}
    for name, values in found.items():
        fits.writeto(f"{name}.fits", values)
    return found


TWO_MAPS = {"WEIGHT_TYPE": ["MAP_WEIGHT", "MAP_RMS"], "WEIGHT_IMAGE": ["weight.fits", "error.fits"]}


def load(*images, **keywords):
    given = {"WEIGHT_SCALING": "ERROR", "INTERP_TYPE": "NONE", "BACK_SIZE": 32} | TWO_MAPS | keywords
    ((image, detection_image),) = load_pairs(images or ["science.fits"], load_config(None, given, "argument"))
    return image, detection_image


def direct(science, weight, error):
    """C and the noise map of the background, in double precision."""
    weight, error = weight.astype(float), error.astype(float)
    good = (weight > 0) & np.isfinite(science) & np.isfinite(error) & (error >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.median((error * np.sqrt(weight))[good])
        return scale, np.where(good & (error > 0), scale / np.sqrt(weight), np.inf)


def test_noise_is_that_of_the_weights_on_the_scale_of_the_errors(maps, caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        image, detection_image = load()
    scale, noise = direct(**maps)
    assert f"C = {scale:.5g}, " in caplog.text
    assert detection_image.weight_scale == pytest.approx(scale, rel=1e-12)
    bad = ~np.isfinite(noise) & np.isfinite(maps["science"])
    np.testing.assert_allclose(np.sqrt(detection_image.variance[np.isfinite(noise)]), noise[np.isfinite(noise)], 1e-6)
    assert (detection_image.variance >= detection_image.worst_variance)[bad].all()
    usable = maps["error"] > 0
    np.testing.assert_allclose(np.sqrt(image.variance[usable]), maps["error"][usable], 1e-6)
    np.testing.assert_array_equal(image.variance >= image.worst_variance, ~usable)


@pytest.mark.parametrize("rescale", ["Y", "N"])
def test_rescaling_has_no_say(maps, rescale):
    scale, _ = direct(**maps)
    _, detection_image = load(RESCALE_WEIGHTS=rescale)
    assert detection_image.weight_scale == pytest.approx(scale, rel=1e-12)
    # The noise that thresholds are told in is that of the map: its median over the meshes.
    assert detection_image.background.sigma == pytest.approx(7 / np.sqrt(2.5), rel=0.05)


def test_units_of_the_weights_are_of_no_account(maps):
    _, before = load()
    fits.writeto("weight.fits", maps["weight"] * 1e-4, overwrite=True)
    _, after = load()
    good = before.variance < 1e30
    np.testing.assert_allclose(after.variance[good], before.variance[good], rtol=1e-5)
    assert after.background.sigma == pytest.approx(before.background.sigma, rel=1e-5)


def test_variances_serve_as_well(maps):
    _, expected = load()
    fits.writeto("variance.fits", maps["error"] ** 2)
    fits.writeto("sky.fits", np.where(maps["weight"] > 0, 1 / np.maximum(maps["weight"], 1e-9), np.nan))
    image, found = load(WEIGHT_TYPE=["MAP_VAR", "MAP_VAR"], WEIGHT_IMAGE=["sky.fits", "variance.fits"])
    good = expected.variance < 1e30
    np.testing.assert_allclose(found.variance[good], expected.variance[good], rtol=1e-5)
    np.testing.assert_allclose(image.variance[good], maps["error"][good] ** 2, rtol=1e-6)


def test_variances_of_zero_do_not_enter_the_scale(maps):
    variance = np.where(maps["weight"] > 0, 1 / np.maximum(maps["weight"], 1e-9), np.nan).astype("f4")
    variance[:60] = 0
    fits.writeto("sky.fits", variance)
    scale, _ = direct(**{name: values[60:] for name, values in maps.items()})
    _, detection_image = load(WEIGHT_TYPE=["MAP_VAR", "MAP_RMS"], WEIGHT_IMAGE=["sky.fits", "error.fits"])
    assert detection_image.weight_scale == pytest.approx(scale, rel=1e-6)


def test_one_error_map_is_used_as_it_is_for_both(maps):
    image, detection_image = load(WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE="error.fits")
    assert image is detection_image
    usable = maps["error"] > 0
    np.testing.assert_array_equal(image.variance[usable], maps["error"][usable] ** 2)
    np.testing.assert_array_equal(image.variance >= image.worst_variance, ~usable)


def test_negative_errors_are_bad_and_told(maps):
    maps["error"][9, 9] = -3
    fits.writeto("error.fits", maps["error"], overwrite=True)
    with pytest.warns(SexlikeWarning, match="negative at 1 pixels"):
        images = load()
    assert all(image.variance[9, 9] >= image.worst_variance for image in images)


def test_error_of_zero_is_infinitely_good_in_sextractor(maps):
    image, _ = load(WEIGHT_SCALING="BACKGROUND")
    assert image.variance[8, 8] == 0


def test_maps_as_they_are(maps):
    """NONE: neither map is scaled, be it to the background or to the other map."""
    image, detection_image = load(WEIGHT_SCALING="NONE", WEIGHT_TYPE=["MAP_WEIGHT", "MAP_VAR"])
    good = maps["weight"] > 0
    np.testing.assert_array_equal(detection_image.variance[good], 1 / maps["weight"][good])
    np.testing.assert_array_equal(image.variance[maps["error"] > 0], maps["error"][maps["error"] > 0])
    assert (image.weight_scale, detection_image.weight_scale) == (1, 1)


def test_limit_of_the_weights_is_in_their_units(maps):
    _, detection_image = load(WEIGHT_THRESH=2)
    bad = detection_image.variance >= detection_image.worst_variance
    np.testing.assert_array_equal(bad, ~((maps["weight"] > 2) & (maps["error"] > 0)))


def test_two_images_have_their_own_maps(maps):
    """Of a file with extensions each selector alone means those of the image's own file."""
    for name, factor in (("deep", 1), ("red", 10)):
        parts = (("SCI", "science", factor), ("WHT", "weight", 1), ("ERR", "error", factor))
        hdus = [fits.ImageHDU(maps[content] * times, name=part) for part, content, times in parts]
        fits.HDUList([fits.PrimaryHDU(), *hdus]).writeto(f"{name}.fits")
    image, detection_image = load("deep.fits", "red.fits", WEIGHT_IMAGE=["[WHT]", "[ERR]"])
    scale, _ = direct(**maps)
    assert detection_image.weight_scale == pytest.approx(scale, rel=1e-12)
    usable = maps["error"] > 0
    np.testing.assert_allclose(np.sqrt(image.variance[usable]), 10 * maps["error"][usable], 1e-6)
    image, detection_image = load("deep.fits", "red.fits", WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE="[ERR]")
    np.testing.assert_allclose(np.sqrt(detection_image.variance[usable]), maps["error"][usable], 1e-6)
    np.testing.assert_allclose(np.sqrt(image.variance[usable]), 10 * maps["error"][usable], 1e-6)


@pytest.mark.parametrize("kinds", [["MAP_WEIGHT"], ["MAP_RMS", "MAP_WEIGHT"], ["NONE"], ["MAP_WEIGHT", "BACKGROUND"]])
def test_without_an_error_map_it_is_said_what_to_set(maps, kinds):
    with pytest.raises(SexlikeError, match="WEIGHT_SCALING ERROR needs an error map") as caught:
        load(WEIGHT_TYPE=kinds)
    assert ",".join(kinds) in str(caught.value)
    for words in ("WEIGHT_TYPE MAP_WEIGHT,MAP_RMS", "WEIGHT_SCALING BACKGROUND"):
        assert words in caught.value.hint


def test_maps_that_have_no_good_pixel_in_common(maps):
    fits.writeto("error.fits", np.where(maps["weight"] > 0, np.nan, 1).astype("f4"), overwrite=True)
    with pytest.raises(SexlikeError, match=r"no pixel has a value, a weight in weight.fits and an error in error.fits"):
        load()


def test_gain_beside_an_error_map_is_told(maps):
    with pytest.warns(SexlikeWarning, match=r"the gain is 0\.5: the photon noise of sources is added.*GAIN 0"):
        load(GAIN=0.5)
    fits.setval("science.fits", "GAIN", value=3.5)
    with pytest.warns(SexlikeWarning, match=r"the gain is 3\.5"):
        load()
    load(GAIN_KEY="NONE")
    load(WEIGHT_SCALING="BACKGROUND", GAIN=2, GAIN_KEY="NONE")
