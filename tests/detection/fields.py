"""Images for the tests of detection."""

from types import SimpleNamespace

import numpy as np

from sexlike.detection.brightpixels import bright_pixels
from sexlike.detection.footprints import Footprints

KERNEL = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], np.float32) / 16

CONFIG = {
    "DETECT_TYPE": "CCD",
    "DETECT_THRESH": (1.5,),
    "ANALYSIS_THRESH": (1.5,),
    "THRESH_TYPE": ("RELATIVE",),
    "DETECT_MINAREA": 5,
    "DETECT_MAXAREA": 0,
    "DEBLEND_NTHRESH": 32,
    "DEBLEND_MINCONT": 0.005,
    "CLEAN": True,
    "CLEAN_PARAM": 1.0,
    "BACKPHOTO_TYPE": "GLOBAL",
    "BACKPHOTO_THICK": 24,
    "MEMORY_BUFSIZE": 1024,
    "MEMORY_OBJSTACK": 3000,
    "COMPATIBILITY": "NONE",
}


def config(**keywords):
    """Values of keywords that the search reads."""
    return SimpleNamespace(**CONFIG | keywords)


def image_of(pixels, variance=None):
    """The fields of an image that the search reads."""
    return SimpleNamespace(pixels=pixels, shape=pixels.shape, variance=variance, worst_variance=1e30)


def bright_in(filtered, threshold):
    """The pixels of an image, filtered already, above a threshold: one for all, or a map."""
    varies = isinstance(threshold, np.ndarray)
    smoothed = SimpleNamespace(
        shape=filtered.shape,
        pixels=lambda first, stop: filtered[first:stop],
        variance=lambda first, stop: np.float32(threshold[first:stop]) if varies else None,
        threshold=lambda variance: variance if varies else np.float32(threshold),
        is_low=lambda variance: variance < 0,
        common_threshold=None if varies else np.float32(threshold),
    )
    return bright_pixels(smoothed)


def gaussians(shape, sources, noise=0.0, seed=0):
    """An image of sources (x, y, flux, sigma), float32."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    pixels = np.random.default_rng(seed).normal(size=shape) * noise
    for x0, y0, flux, sigma in sources:
        pixels += flux / (2 * np.pi * sigma**2) * np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * sigma**2))
    return pixels.astype(np.float32)


def crowded(shape=(200, 220), number=150, seed=3):
    """A crowded field of Gaussians in unit noise."""
    random = np.random.default_rng(seed)
    centres = random.uniform(0, 1, (number, 2)) * shape[::-1]
    fluxes, sizes = random.pareto(1, number) * 60 + 30, random.uniform(1.2, 4, number)
    return gaussians(shape, np.c_[centres, fluxes, sizes], noise=1, seed=seed)


def footprint_of(pixels, threshold):
    """The pixels above a threshold, row by row, as the footprint of one object."""
    y, x = np.nonzero(pixels > threshold)
    return Footprints(x.astype(np.int32), y.astype(np.int32), np.array([0, len(x)]))
