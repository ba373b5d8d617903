"""Skies in files, and how they are read."""

import numpy as np
from astropy.io import fits

from sexlike.images.files.extensions import open_extensions


def sky(height=20, width=30, seed=0):
    return np.random.default_rng(seed).normal(100, 5, (height, width)).astype(np.float32)


def write(path, *hdus):
    fits.HDUList(list(hdus)).writeto(path)
    return str(path)


def only(image, **options):
    (source,) = open_extensions(image, **options)
    return source
