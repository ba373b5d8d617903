"""Parts of images: the same pixels as of the whole, of every kind of file."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.images.files.extensions import open_extensions
from sexlike.images.parts import read_part

SHAPE = 83, 117
PARTS = [
    (slice(None), slice(None)),
    (slice(10, 60), slice(20, 30)),
    (slice(10, 60), slice(5, 117)),
    (slice(3, 83, 4), slice(7, 100, 8)),
    (slice(0, 83, 16), slice(None, None, 16)),
    (slice(82, 83), slice(116, 117)),
    (slice(5, 5), slice(0, 10)),
    (slice(0, 5), slice(10, 10)),
]


def stored(kind):
    """Numbers of a kind, and the header that goes with them."""
    random, header = np.random.default_rng(3), fits.Header()
    if kind.startswith("f"):
        values = random.normal(100, 5, SHAPE).astype(kind)
        values[7, 11] = np.nan
    else:
        values = random.integers(0, 200, SHAPE).astype(kind)
        header["BLANK"] = 17
        header["BSCALE"], header["BZERO"] = 0.5, 10.0
    return values, header


def write(path, kind, ending):
    """Write an image of a kind, compressed as its ending says."""
    values, header = stored(kind)
    hdu = fits.PrimaryHDU(values) if ending != ".fz" else fits.CompImageHDU(values, tile_shape=(10, 40))
    hdus = fits.HDUList([hdu]) if ending != ".fz" else fits.HDUList([fits.PrimaryHDU(), hdu])
    hdus[-1].header.update(header)
    hdus.writeto(f"{path}{ending}")
    return f"{path}{ending}"


@pytest.mark.parametrize("ending", [".fits", ".fits.gz", ".fz"])
@pytest.mark.parametrize("kind", ["u1", "i2", "i4", "f4", "f8"])
def test_parts_are_those_of_the_whole(tmp_path, kind, ending):
    (whole,), (source,) = (open_extensions(write(tmp_path / name, kind, ending)) for name in "ab")
    pixels = whole.read()
    for rows, columns in PARTS:
        part = read_part(source, rows, columns)
        assert part.dtype == np.float32
        assert np.array_equal(part, pixels[rows, columns])
    assert np.array_equal(source.read(), pixels)  # also when it has been unpacked


def test_integers_without_sign(tmp_path):
    fits.writeto(tmp_path / "a.fits", np.array([[1, -1], [2, -2]], np.int16))
    (source,) = open_extensions(str(tmp_path / "a.fits"))
    part = read_part(source, slice(0, 2), slice(1, 2), unsigned=True)
    assert np.array_equal(part, source.read(unsigned=True)[:, 1:])


def test_an_extension_and_a_cube(tmp_path):
    random = np.random.default_rng(1)
    cube = random.normal(size=(3, 20, 30)).astype(np.float32)
    fits.HDUList([fits.PrimaryHDU(cube[0]), fits.ImageHDU(cube)]).writeto(tmp_path / "a.fits")
    _, source = open_extensions(str(tmp_path / "a.fits"))
    assert np.array_equal(read_part(source, slice(2, 20, 3), slice(4, 9)), cube[0, 2:20:3, 4:9])


def test_an_image_in_memory():
    values = np.arange(600.0).reshape(20, 30)
    (source,) = open_extensions(values)
    assert np.array_equal(read_part(source, slice(2, 20, 3), slice(4, 9)), values[2:20:3, 4:9])


def test_others_of_the_file_stay_where_they_are(tmp_path):
    """What is unpacked is one image: the rest of the file is read as before."""
    random = np.random.default_rng(1)
    one, two = (random.integers(0, 99, SHAPE).astype(np.int16) for _ in range(2))
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(one), fits.CompImageHDU(two)]).writeto(tmp_path / "a.fits")
    first, second = open_extensions(str(tmp_path / "a.fits"))
    assert np.array_equal(read_part(first, slice(3, 9), slice(2, 7)), one[3:9, 2:7])
    assert list(first.file.unpacked) == [1]
    assert np.array_equal(second.read(), two)
    assert np.array_equal(first.read(), one)
