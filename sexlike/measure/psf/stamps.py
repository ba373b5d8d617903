"""Pixels around objects as a fit sees them: small images with weights."""

from typing import NamedTuple

import numpy as np

from ... import loops
from ...config.config import Config
from ...images.image import Image
from ..photometry.masking import Masking, masked_light
from ..photometry.response import gain_follows_weights, sky_variance
from ..photometry.scene import scene_of


class Stamps(NamedTuple):
    """Windows around k objects; arrays of float32, shape (k, height, width).

    Attributes
    ----------
    pixels : ndarray
        Background-subtracted; 0 where the weight is 0.
    weights : ndarray
        1 / sigma, with the photon noise of the object itself; 0 for pixels that do not count: those of neighbours,
        bad and saturated ones, those without weight and those that are not on the image.
    """

    pixels: np.ndarray
    weights: np.ndarray


def cut_stamps(
    image: Image,
    masking: Masking,
    config: Config,
    saturation: np.ndarray,
    corner: np.ndarray,
    size: tuple[int, int],
) -> Stamps:
    """Windows around objects. What one of them holds does not depend on the others. Threads are up to the caller.

    Parameters
    ----------
    image : Image
    masking : Masking
        Of k objects.
    config : Config
    saturation : ndarray of float32, shape (k,)
        Level above the background from which pixels are saturated.
    corner : ndarray of int64, shape (k, 2)
        First pixel of each window, x and y; it need not be on the image.
    size : (int, int)
        Height and width.
    """
    scene = scene_of(image, masking, config)
    if scene is None:
        return stamps_of(image, masking, config, saturation, corner, size)
    stamps = Stamps(*np.empty((2, len(corner), *size), np.float32))
    x0, y0 = np.ascontiguousarray(corner.T)
    loops.cut_stamps(scene, x0, y0, saturation, *stamps, 0, len(corner))
    return stamps


def stamps_of(
    image: Image,
    masking: Masking,
    config: Config,
    saturation: np.ndarray,
    corner: np.ndarray,
    size: tuple[int, int],
) -> Stamps:
    """What `cut_stamps` returns, from numpy."""
    k, (height, width) = len(corner), size
    y = corner[:, 1, None, None] + np.arange(height)[:, None] + np.zeros(width, np.int64)
    x = corner[:, 0, None, None] + np.arange(width) + np.zeros((height, 1), np.int64)
    view = masking.view
    seen = (x >= 0) & (x < image.shape[1]) & (y >= view.y_start[:, None, None]) & (y < view.y_stop[:, None, None])
    owner = np.repeat(np.arange(k), height * width).reshape(seen.shape)[seen]
    light = masked_light(image, masking, owner, y[seen] * image.shape[1] + x[seen])
    variance = np.full(len(owner), sky_variance(image)) if light.variance is None else light.variance
    counts = ~light.masked & (light.value < saturation[owner]) & (variance > 0)
    pixels, weights = np.zeros((2, *seen.shape), np.float32)
    pixels[seen] = np.where(counts, light.value, np.float32(0))
    weights[seen] = np.where(counts, inverse_noise(image, config, light.value, variance), np.float32(0))
    return Stamps(pixels, weights)


def inverse_noise(image: Image, config: Config, value: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """1 / sigma of pixels, 0 without noise: values and variances, float32 of shape (p,) -> float32 (p,)."""
    noise = variance.astype(np.float64)
    if image.gain > 0:
        photons = np.where(value > 0, value, 0).astype(np.float64) / image.gain
        noise += photons * variance / sky_variance(image) if gain_follows_weights(image, config) else photons
    positive = noise > 0
    return np.where(positive, 1 / np.sqrt(np.where(positive, noise, 1)), 0).astype(np.float32)
