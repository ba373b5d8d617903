import logging

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import read_config
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.loading import load_pairs

BAD = np.float32(-1e30)


def configure(**keywords):
    return read_config(overrides={"BACK_SIZE": 32} | keywords, origin="argument")


def sky(seed=0, shape=(100, 120)):
    return np.random.default_rng(seed).normal(100, 5, shape).astype(np.float32)


def load(*images, **keywords):
    (pair,) = load_pairs(images, configure(**keywords))
    return pair


def test_one_image():
    image, detection_image = load(fits.PrimaryHDU(sky(), fits.Header({"GAIN": 2.5, "OBJECT": "M31"})))
    assert detection_image is image
    assert image.shape == (100, 120)
    assert image.bits == -32
    assert (image.gain, image.saturation) == (2.5, 50000.0)
    assert image.variance is None
    assert image.header["OBJECT"] == "M31"
    assert np.array_equal(image.raw, sky())
    assert np.array_equal(image.pixels, image.raw - image.background.rows(0, 100))
    assert abs(np.median(image.pixels)) < 1
    assert image.pixels.dtype == np.float32


def test_pixels_without_a_value(caplog):
    pixels = sky()
    pixels[10:12, 20:30] = np.nan
    with caplog.at_level(logging.INFO, "sexlike"):
        image, _ = load(pixels)
    assert "20 pixels (0.167 %)" in caplog.text
    bad = np.isnan(pixels)
    assert np.array_equal(image.raw == BAD, bad)
    assert np.array_equal(image.pixels == BAD, bad)


def test_no_value_anywhere(tmp_path):
    nothing = np.full((100, 120), np.nan, np.float32)
    with pytest.raises(SexlikeError, match="no pixel of array holds a number"):
        load(nothing)
    name = tmp_path / "mosaic.fits"
    fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(nothing), fits.ImageHDU(sky())]).writeto(name)
    with pytest.warns(SexlikeWarning, match=r"mosaic\.fits\[1\]"):
        pairs = list(load_pairs([name], configure()))
    assert [image.background.sigma > 4 for image, _ in pairs] == [False, True]


def test_gain_and_saturation():
    image, _ = load(fits.PrimaryHDU(sky(), fits.Header({"GAIN": -1.0, "SATUR": 1234})), SATUR_KEY="SATUR", GAIN=3.0)
    assert (image.gain, image.saturation) == (0.0, 1234.0)
    assert load(sky(), GAIN=2.5)[0].gain == 2.5
    assert load(fits.PrimaryHDU(sky(), fits.Header({"EGAIN": 1.5})), GAIN_KEY="EGAIN")[0].gain == 1.5


def test_the_external_header_has_the_last_word(tmp_path):
    fits.PrimaryHDU(sky(), fits.Header({"GAIN": 2.0})).writeto(tmp_path / "a.fits")
    (tmp_path / "a.ahead").write_text("GAIN    = 4.0\n")
    image, _ = load(tmp_path / "a.fits", HEADER_SUFFIX=".ahead")
    assert image.gain == image.header["GAIN"] == 4.0
    assert image.external_header
    assert load(tmp_path / "a.fits")[0].gain == 2.0


def test_a_given_background():
    image, _ = load(sky(), BACK_TYPE="MANUAL", BACK_VALUE=90)
    assert np.array_equal(image.pixels, sky() - np.float32(90))
    assert image.background.mean == 90
    image, _ = load(sky(), BACK_TYPE=["AUTO", "MANUAL"], BACK_VALUE=[80, 90])
    assert image.background.mean == 80


def test_unsigned_integers(tmp_path):
    fits.PrimaryHDU(np.arange(-6000, 6000, dtype=np.int16).reshape(100, 120)).writeto(tmp_path / "a.fits")
    image, _ = load(tmp_path / "a.fits", FITS_UNSIGNED=True)
    assert (image.raw[0, 0], image.raw[-1, -1]) == (65536 - 6000, 5999)
    assert load(tmp_path / "a.fits")[0].raw[0, 0] == -6000


# ---- two images, and weights


def noisy(seed=0, noise=None, shape=(100, 120)):
    """A sky whose noise grows to the right."""
    noise = 5 + np.arange(shape[1]) / 12 if noise is None else noise
    return (100 + noise * np.random.default_rng(seed).normal(size=shape)).astype(np.float32)


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


def test_two_images():
    image, detection_image = load(noisy(1, 3), noisy(2, 7))
    assert np.array_equal(detection_image.raw, noisy(1, 3))
    assert np.array_equal(image.raw, noisy(2, 7))
    assert detection_image.background.sigma == pytest.approx(3, rel=0.1)
    assert image.background.sigma == pytest.approx(7, rel=0.1)


def test_two_images_of_different_sizes():
    with pytest.raises(SexlikeError, match="different sizes: array is 120 x 101, array is 120 x 100"):
        load(noisy(), noisy(shape=(101, 120)))


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


def test_backgrounds_given_for_two_images():
    image, detection_image = load(noisy(1), noisy(2), BACK_TYPE=["MANUAL", "AUTO"], BACK_VALUE=80)
    assert detection_image.background.mean == 80
    assert image.background.mean == pytest.approx(100, abs=1)
    image, detection_image = load(noisy(1), noisy(2), BACK_TYPE="MANUAL", BACK_VALUE=[80, 60])
    assert (detection_image.background.mean, image.background.mean) == (80, 60)


def mosaic(path, *seeds):
    fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(sky(seed)) for seed in seeds)]).writeto(path)
    return str(path)


def test_mosaics_in_pairs(tmp_path):
    first, second = mosaic(tmp_path / "a.fits", 1, 2), mosaic(tmp_path / "b.fits", 3, 4)
    single = tmp_path / "c.fits"
    fits.PrimaryHDU(sky(5)).writeto(single)

    def seeds(*names):
        known = {sky(seed)[0, 0]: seed for seed in range(6)}
        pairs = load_pairs(names, configure())
        return [(known[other.raw[0, 0]], known[image.raw[0, 0]], image.rank) for image, other in pairs]

    assert seeds(first, second) == [(1, 3, 1), (2, 4, 2)]
    assert seeds(first, f"{second}[2]") == [(1, 4, 1), (2, 4, 2)]
    assert seeds(f"{first}[2]", f"{second}[1]") == [(2, 3, 1)]
    assert seeds(first, single) == [(1, 5, 1), (2, 5, 2)]
    assert seeds(single, second) == [(5, 3, 1), (5, 4, 2)]
    third = mosaic(tmp_path / "d.fits", 1, 2, 3)
    with pytest.raises(SexlikeError, match=r"b\.fits has no image \[3\] to be measured where .*d\.fits\[3\]"):
        seeds(third, second)
