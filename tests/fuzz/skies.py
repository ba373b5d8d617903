"""Small images, and files of them."""

import bz2
import gzip
import io
import lzma

import numpy as np
from astropy.io import fits

PACKING = ("RICE_1", "GZIP_1", "GZIP_2", "HCOMPRESS_1", "PLIO_1")


def sky(rng, kind="f4", extreme=False):
    """A small image with some stars, or, if that is wanted, with pixels of any size."""
    random = np.random.default_rng(rng.randrange(2**32))
    shape = (rng.randint(5, 44), rng.randint(5, 48))
    image = random.normal(100, 3, shape)
    for _ in range(5):
        image[random.integers(shape[0]), random.integers(shape[1])] += 300
    image = image + np.roll(image, 1, 0) + np.roll(image, 1, 1)
    if not extreme:
        return image.astype(kind) if kind != "u1" else np.clip(image / 3, 0, 255).astype(kind)
    way = rng.randrange(6)
    with np.errstate(all="ignore"):
        if way == 0:
            return random.integers(0, 2**32, shape, "u4").view("f4")
        if way == 1:
            return random.integers(0, 2**64, shape, "u8").view("f8")
        if way == 2:
            return (image * 10.0 ** rng.choice([-45, -38, -20, 20, 34, 35, 36])).astype("f4")
        if way == 3:
            return np.where(random.random(shape) < 0.2, rng.choice([np.nan, np.inf, -np.inf, 3e38]), image).astype("f4")
        if way == 4:
            return np.full(shape, rng.choice([0, -1e30, 1e30, np.nan, 7]), "f4")
        return (random.normal(0, 1, shape) ** 21).astype("f4") * np.float32(10.0 ** rng.randint(-5, 20))


def file_of(rng, extreme=False):
    """The bytes of a FITS file."""
    image = sky(rng, rng.choice(["u1", "i2", "i4", "i8", "f4", "f4", "f8"]), extreme)
    header = sky_header(rng)
    way = rng.randrange(5)
    if way == 0 and image.dtype.itemsize < 8 and not extreme:
        packing = rng.choice(PACKING if image.dtype.kind != "f" else PACKING[:3])
        tiles = {"compression_type": packing, "tile_shape": image.shape, "quantize_level": 16}
        hdus = [fits.PrimaryHDU(), fits.CompImageHDU(image, header, **tiles)]
    elif way == 1:
        hdus = [fits.PrimaryHDU(), *(fits.ImageHDU(sky(rng), header) for _ in range(rng.randint(1, 3)))]
    else:
        hdus = [fits.PrimaryHDU(np.stack([image] * 2) if way == 2 and rng.random() < 0.3 else image, header)]
    file = io.BytesIO()
    fits.HDUList(hdus).writeto(file)
    return file.getvalue()


def sky_header(rng):
    """The header of an image, often with world coordinates."""
    header = fits.Header()
    if rng.random() < 0.6:
        code = rng.choice(["TAN", "TAN", "SIN", "TPV", "TNX", "AIT", "ZEA"])
        header.update({"CTYPE1": f"RA---{code}", "CTYPE2": f"DEC--{code}", "CRVAL1": 10.0, "CRVAL2": 1.0})
        header.update({"CRPIX1": 5.0, "CRPIX2": 5.0, "CD1_1": -1e-4, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1e-4})
    return header


def packed(rng, data):
    """Bytes as they are, or compressed as a whole."""
    return rng.choice([bytes, bytes, bytes, gzip.compress, bz2.compress, lzma.compress])(data)
