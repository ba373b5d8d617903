"""The rows of an image that are worked on."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.images.fitsfile import open_fits
from sexlike.images.loading import load_pairs
from sexlike.images.scratch import frame, use_memory
from sexlike.images.weighting.noise import noise_from
from sexlike.images.window import is_partial, look_at, only_rows, rows_of, rows_seen

PIXELS = np.random.default_rng(1).normal(100, 5, (90, 60)).astype(np.float32)
HERE = slice(33, 58)


def test_all_rows_are_worked_on_unless_it_is_said():
    assert (rows_of(7), is_partial()) == (slice(0, 7), False)
    with only_rows(2, 5):
        assert (rows_of(7), is_partial()) == (slice(2, 5), True)
        with only_rows(3, 4):
            assert rows_of(7) == slice(3, 4)
        assert rows_of(7) == slice(2, 5)
    assert not is_partial()


@pytest.mark.parametrize("packed", [False, True])
def test_only_these_rows_are_read(tmp_path, packed):
    hdu = (
        fits.CompImageHDU(PIXELS, compression_type="GZIP_2", tile_shape=(7, 60), quantize_level=0)
        if packed
        else fits.ImageHDU(PIXELS)
    )
    fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(tmp_path / "a.fits")
    with only_rows(HERE.start, HERE.stop):
        pixels = open_fits(str(tmp_path / "a.fits")).pixels(1)
    assert np.array_equal(pixels[HERE], PIXELS[HERE])
    assert not pixels[: HERE.start].any()
    assert not pixels[HERE.stop :].any()


def test_memory_of_a_part_is_that_of_its_pages():
    use_memory(1)
    with only_rows(0, 1):
        assert frame((100_000, 1000)).shape == (100_000, 1000)  # 400 MB, beyond the limit


@pytest.mark.parametrize("fill", ["ALL", "VAR_ONLY", "NONE"])
def test_a_part_is_that_of_the_whole_if_the_noise_is_known(tmp_path, fill):
    weights = np.ones_like(PIXELS)
    weights[28:48, 10:18] = 0
    fits.writeto(tmp_path / "a.fits", PIXELS)
    fits.writeto(tmp_path / "w.fits", weights)
    settings = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": str(tmp_path / "w.fits"), "BACK_SIZE": "20"}
    maps = "2" if fill == "VAR_ONLY" else "1"
    if maps == "2":
        settings = settings | {
            "WEIGHT_TYPE": "MAP_WEIGHT,MAP_WEIGHT",
            "WEIGHT_IMAGE": f"{settings['WEIGHT_IMAGE']}," * 2,
        }
    config = load_config(None, settings | {"INTERP_TYPE": fill})
    noise = []

    def remember(sky):
        noise.append(sky.noise())
        return noise[-1]

    with noise_from(remember):
        ((whole, _),) = load_pairs([str(tmp_path / "a.fits")], config)
    known = iter(noise)
    with only_rows(20, 70), noise_from(lambda *_: next(known)):
        ((part, _),) = load_pairs([str(tmp_path / "a.fits")], config)
    here = slice(30, 70)
    assert np.array_equal(part.pixels[here], whole.pixels[here])
    assert np.array_equal(part.variance[here], whole.variance[here])
    assert not part.pixels[:20].any()
    assert part.weight_scale == whole.weight_scale


def test_rows_that_are_looked_at_are_noted():
    look_at(np.array([1]), np.array([2]))
    with rows_seen() as seen:
        look_at(np.array([5, 3]), np.array([9, 4]))
        look_at(np.array([1, 8]), np.array([1, 12]))  # the first looks at nothing
        look_at(np.zeros(0, int), np.zeros(0, int))
    look_at(np.array([1]), np.array([2]))
    assert seen == [(3, 9), (8, 12)]
