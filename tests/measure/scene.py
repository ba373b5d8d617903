"""Images made of known sources, measured through the whole pipeline."""

import numpy as np
from astropy.io import fits

import sexlike

NOISE = 0.5


def gaussian_scene(shape=(128, 160), sources=((50.0, 60.0, 20000.0, 3.0, 1.5, 30.0),), sky=100.0, seed=1):
    """Elliptical Gaussians (x, y from 0, flux, sigma along and across, degrees) on a noisy sky, float32."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    image = sky + np.random.default_rng(seed).normal(size=shape) * NOISE
    for x0, y0, flux, major, minor, degrees in sources:
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        u, v = cos * (x - x0) + sin * (y - y0), -sin * (x - x0) + cos * (y - y0)
        image += flux / (2 * np.pi * major * minor) * np.exp(-((u / major) ** 2 + (v / minor) ** 2) / 2)
    return image.astype(np.float32)


def measured(image, params, header=None, **keywords):
    """The catalog of an image, as a dict of arrays."""
    hdu = fits.PrimaryHDU(image, header) if header is not None else image
    table = sexlike.extract(hdu, params=params, **keywords)
    return {name: np.asarray(table[name]) for name in table.colnames}


def tan_header(scale=0.5, angle=0.0, alpha=150.0, delta=30.0, mirrored=True):
    """A TAN header: `scale` in arcsec, north turned by `angle` from y."""
    cos, sin = np.cos(np.radians(angle)) * scale / 3600, np.sin(np.radians(angle)) * scale / 3600
    east = -1 if mirrored else 1
    header = fits.Header()
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    header["CRVAL1"], header["CRVAL2"] = alpha, delta
    header["CRPIX1"], header["CRPIX2"] = 80.0, 64.0
    header["CD1_1"], header["CD1_2"], header["CD2_1"], header["CD2_2"] = east * cos, -east * sin * -1, sin, cos
    return header
