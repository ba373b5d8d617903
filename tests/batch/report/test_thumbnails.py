"""Thumbnails of images."""

import io

import numpy as np
import pytest
from astropy.io import fits
from matplotlib.image import imread

from sexlike.batch.report.thumbnails import small, thumbnail

from .madeup import star_image


@pytest.mark.parametrize(("shape", "size"), [((300, 360), (100, 120)), ((10, 7), (10, 7)), ((5, 1300), (1, 217))])
def test_images_are_binned(shape, size):
    image = np.random.default_rng(2).normal(5, 1, shape).astype(np.float32)
    image[0, 0] = -1e30
    binned = small(image, 224 if shape != (300, 360) else 120)
    assert binned.shape == size
    factor = -(-shape[1] // size[1])
    good = image[:factor, :factor].ravel()[1:]
    assert binned[0, 0] == pytest.approx(good.mean()) if good.size else np.isnan(binned[0, 0])


def test_stars_are_seen_where_they_are(tmp_path):
    image = np.random.default_rng(4).normal(0, 1, (200, 200)).astype(np.float32)
    image[20:26, 150:156] += 500  # at the bottom on the right, as FITS has it
    fits.PrimaryHDU(image).writeto(tmp_path / "star.fits")
    shades = imread(io.BytesIO(thumbnail(str(tmp_path / "star.fits"))))
    assert shades[177, 153] == 1
    assert shades[22, 153] < 1


@pytest.mark.parametrize("image", ["nothing.fits", "notfits.fits", "cut.fits", "nan.fits"])
def test_what_cannot_be_drawn_is_no_error(image, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notfits.fits").write_text("this is no FITS file")
    star_image("whole.fits")
    (tmp_path / "cut.fits").write_bytes((tmp_path / "whole.fits").read_bytes()[:9000])
    fits.PrimaryHDU(np.full((20, 20), np.nan, np.float32)).writeto("nan.fits")
    drawn = thumbnail(image)
    assert drawn is None or image == "nan.fits"
