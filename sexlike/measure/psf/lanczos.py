"""Lanczos-4 interpolation along an axis: which samples a pixel is made of, and their weights."""

from typing import NamedTuple

import numpy as np

from ...constants import PSF_CENTRED, PSF_FIRST_TAP, PSF_TAPS, QUARTER_PI, ROOT_HALF

TAPS = np.arange(PSF_TAPS) + PSF_FIRST_TAP  # as seen from the sample below a position
SINES = np.array([-ROOT_HALF, -1, -ROOT_HALF, 0, ROOT_HALF, 1, ROOT_HALF, 0])  # of pi n / 4
COSINES = np.array([-ROOT_HALF, 0, ROOT_HALF, 1, ROOT_HALF, 0, -ROOT_HALF, -1])
SIGNS = np.where(np.arange(PSF_TAPS) % 2, -1, 1)
SINE_DIVISORS, COSINE_DIVISORS = (6, 20, 42, 72, 110, 156), (2, 12, 30, 56, 90, 132)


class Taps(NamedTuple):
    """The samples that k pixel rows, of n pixels each, are made of along an axis.

    Attributes
    ----------
    sample : ndarray of int64, shape (k, n, 8)
        Indices of the samples, all of which exist.
    weight : ndarray of float32, shape (k, n, 8)
        0 for those that there are not, and for pixels that are not between samples.
    """

    sample: np.ndarray
    weight: np.ndarray


def place_taps(
    length: int,
    count: int,
    shift: np.ndarray,
    step: float,
    whole: bool,
    centre: np.ndarray | None = None,
    slipped: bool = False,
) -> Taps:
    """The taps of pixels on samples, whose central ones coincide if they are not shifted.

    Parameters
    ----------
    length, count : int
        Numbers of samples, and of pixels; the central ones are those of the index `length` // 2 and `count` // 2.
    shift : ndarray of float64, shape (k,)
        How far the samples are moved, in pixels.
    step : float
        Distance of the samples, in pixels.
    whole : bool
        Weights add up to 1 for all taps, before those that there are not are dropped, as in SExtractor's fits of
        models; if not, for those that there are, as in its fits of the PSF.
    centre : ndarray of int64, shape (k,), optional
        Other central pixels.
    slipped : bool
        Where first taps are dropped, those that are left have the weights of the first ones: a mistake of
        SExtractor's, along x.
    """
    offset = np.arange(count) - (count // 2 if centre is None else centre[:, None])
    position = length // 2 + (offset - shift[:, None]) / step
    inside = position >= 0
    if whole:
        first = (~inside).sum(axis=1)
        start = np.take_along_axis(position, np.minimum(first, count - 1)[:, None], axis=1)[:, 0]
        inside &= np.arange(count) < (first + ((length - start) * step).astype(np.int64))[:, None]
    else:
        inside &= position <= length - 1
    position = np.where(inside, position, 0)
    below = position.astype(np.int64)
    sample = below[..., None] + TAPS
    exists = (sample >= 0) & (sample < length)
    weight = unscaled_weights(position - below)
    total = np.where(exists | whole, weight, 0).cumsum(axis=-1)[..., -1:]  # one after the other, unlike sum()
    weight = (weight / total).astype(np.float32)
    if slipped:
        weight = np.take_along_axis(
            weight, np.maximum(np.arange(PSF_TAPS) - (~exists).argmin(axis=-1)[..., None], 0), -1
        )
    weight = np.where(exists & inside[..., None], weight, np.float32(0))
    return Taps(np.clip(sample, 0, length - 1), weight)


def unscaled_weights(fraction: np.ndarray) -> np.ndarray:
    """Weights of the taps, up to a factor, for positions that lie a fraction above a sample: (...) -> (..., 8).

    The factor is the sine of pi times the fraction; those of a quarter of the angles are series.
    """
    centred = (fraction < PSF_CENTRED) | (fraction > 1 - PSF_CENTRED)
    sine, cosine = sines_of(np.where(centred, 0.5, fraction))
    distance = TAPS - np.where(centred, 0.5, fraction)[..., None]
    weight = SIGNS * (SINES * cosine[..., None] - COSINES * sine[..., None]) / (distance * distance)
    return np.where(centred[..., None], (fraction > 0.5)[..., None] == TAPS, weight)


def sines_of(fraction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sine and cosine of a quarter of pi times a fraction."""
    x = QUARTER_PI * fraction
    return x * nested(x * x, SINE_DIVISORS), nested(x * x, COSINE_DIVISORS)


def nested(square: np.ndarray, divisors: tuple[int, ...]) -> np.ndarray:
    """The series 1 - q / d1 (1 - q / d2 (1 - ...)) of squares q."""
    value = np.ones_like(square)
    for divisor in reversed(divisors):
        value = 1 - square / divisor * value
    return value
