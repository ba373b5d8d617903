import logging

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.loading import load_pairs

from .loaded import configure, load, noisy, sky

BAD = np.float32(-1e30)


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


@pytest.mark.parametrize("keywords", [{}, {"WEIGHT_TYPE": "BACKGROUND,NONE"}])
@pytest.mark.parametrize("count", [1, 2])
def test_pixels_as_they_were_read_need_not_be_kept(count, keywords):
    images = [sky(seed) for seed in range(count)]
    (kept,), (dropped,) = (load_pairs(images, configure(**keywords), keep_raw=keep_raw) for keep_raw in (True, False))
    for with_raw, without in zip(kept, dropped, strict=True):
        assert without.raw is None
        assert np.array_equal(with_raw.pixels, without.pixels)
        assert np.array_equal(with_raw.raw, images[0] if with_raw is kept[1] else images[-1])
    assert all(np.array_equal(image, sky(seed)) for seed, image in enumerate(images))


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
    image, _ = load(sky(), BACK_TYPE=["AUTO", "MANUAL"], BACK_VALUE=[95, 90])
    assert image.background.mean == 95


def test_unsigned_integers(tmp_path):
    fits.PrimaryHDU(np.arange(-6000, 6000, dtype=np.int16).reshape(100, 120)).writeto(tmp_path / "a.fits")
    image, _ = load(tmp_path / "a.fits", FITS_UNSIGNED=True)
    assert (image.raw[0, 0], image.raw[-1, -1]) == (65536 - 6000, 5999)
    assert load(tmp_path / "a.fits")[0].raw[0, 0] == -6000


def test_two_images():
    image, detection_image = load(noisy(1, 3), noisy(2, 7))
    assert np.array_equal(detection_image.raw, noisy(1, 3))
    assert np.array_equal(image.raw, noisy(2, 7))
    assert detection_image.background.sigma == pytest.approx(3, rel=0.1)
    assert image.background.sigma == pytest.approx(7, rel=0.1)


def test_two_images_of_different_sizes():
    with pytest.raises(SexlikeError, match="different sizes: array is 120 x 101, array is 120 x 100"):
        load(noisy(), noisy(shape=(101, 120)))


def test_backgrounds_given_for_two_images():
    image, detection_image = load(noisy(1), noisy(2), BACK_TYPE=["MANUAL", "AUTO"], BACK_VALUE=80)
    assert detection_image.background.mean == 80
    assert image.background.mean == pytest.approx(100, abs=1)
    image, detection_image = load(noisy(1), noisy(2), BACK_TYPE="MANUAL", BACK_VALUE=[80, 75])
    assert (detection_image.background.mean, image.background.mean) == (80, 75)


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
