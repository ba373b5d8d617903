"""How light is spread: point-spread function, Sersic profiles and a spiral, all as sums of Gaussians.

A sum of Gaussians convolved with a sum of Gaussians is one more sum of Gaussians (Hogg & Lang 2013, PASP 125, 719).
So the images of galaxies are exact, quick, and need no oversampling; pixels are integrated by adding their second
moment, 1/12, to every Gaussian.  Lengths are in pixels, angles in radians from the x axis towards y.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from scipy import optimize, special

PIXEL_MOMENT = 1 / 12
TERMS_AT_ONCE = 100_000  # the exponentials stay in the processor's cache
REACH = 5.0  # standard deviations after which a Gaussian is over
GROWTH_RADII = np.geomspace(0.4, 500, 60)
GROWTH_ANGLES = (np.arange(24) + 0.5) * np.pi / 24


class Light(NamedTuple):
    """A sum of k Gaussians: weights, centres and second moments, arrays of shape (k,)."""

    weight: np.ndarray
    x: np.ndarray
    y: np.ndarray
    xx: np.ndarray
    yy: np.ndarray
    xy: np.ndarray


def gaussians(weight, major, minor, angle, x=0.0, y=0.0):
    """Light of Gaussians with these standard deviations along their axes; all arguments are broadcast."""
    weight, major, minor, angle, x, y = np.broadcast_arrays(*np.atleast_1d(weight, major, minor, angle, x, y))
    cosine, sine = np.cos(angle), np.sin(angle)
    xx = (major * cosine) ** 2 + (minor * sine) ** 2
    yy = (major * sine) ** 2 + (minor * cosine) ** 2
    return Light(weight, x, y, xx, yy, (major**2 - minor**2) * sine * cosine)


def join(*lights):
    """One light of several."""
    return Light(*(np.concatenate(parts) for parts in zip(*lights, strict=True)))


def convolve(light, other):
    """Convolution of two sums of Gaussians: weights multiply, centres and moments add."""
    weight = np.multiply.outer(light.weight, other.weight).ravel()
    sums = (np.add.outer(a, b).ravel() for a, b in zip(light[1:], other[1:], strict=True))
    return Light(weight, *sums)


@cache
def telescope():
    """Point-spread function: a core of 2.3 pixels FWHM, wings, and six faint diffraction spikes; its sum is 1."""
    core_and_wings = gaussians([0.83, 0.12, 0.027, 0.010, 0.004], *[[0.97, 2.2, 6, 17, 48]] * 2, 0)
    spikes = gaussians(0.005, 15, 0.8, np.pi / 2 + np.arange(3) * np.pi / 3)
    psf = join(core_and_wings, spikes)
    return psf._replace(weight=psf.weight / psf.weight.sum())


@cache
def circular_sersic(index):
    """Weights and widths of Gaussians that make up a round Sersic profile with half of its light within radius 1.

    Fitted to the profile between 1/50 and 8 half-light radii, without negative weights; good for indices from 1 to 5.
    """
    widths = np.geomspace(0.03, 5, 12)
    radii = np.geomspace(0.02, 8, 120)
    steepness = special.gammaincinv(2 * index, 0.5)
    importance = radii  # errors count by the light that they displace
    profile = np.exp(-steepness * (radii ** (1 / index) - 1))
    bases = np.exp(-0.5 * (radii[:, None] / widths) ** 2) / widths**2
    weight, _ = optimize.nnls(bases * importance[:, None], profile * importance)
    weight, widths = weight[weight > 0] / weight.sum(), widths[weight > 0]

    def excess(scale):
        return (weight * -np.expm1(-0.5 / (scale * widths) ** 2)).sum() - 0.5

    return weight, widths * optimize.brentq(excess, 0.5, 2)


def sersic(index, half_light, axis_ratio, angle):
    """Light of a Sersic galaxy before the telescope; half lies within the ellipse of that semi-major axis."""
    weight, widths = circular_sersic(index)
    return gaussians(weight, widths * half_light, widths * half_light * axis_ratio, angle)


def spiral(scale, axis_ratio, angle, arms=2, knots=70, pitch=0.3):
    """Light of a spiral: bulge, exponential disc of scale length `scale`, and logarithmic arms made of knots."""
    bulge = sersic(2.0, 0.25 * scale, 0.9, 0.0)
    disc = sersic(1.0, 1.68 * scale, 1.0, 0.0)
    winding = np.tile(np.linspace(0, 1.5 * np.pi, knots), arms)
    start = np.repeat(2 * np.pi * np.arange(arms) / arms, knots)
    radius = 0.55 * scale * np.exp(pitch * winding)
    x, y = radius * np.cos(winding + start), radius * np.sin(winding + start)
    bright = radius * np.exp(-radius / scale)
    round_arms = gaussians(bright / bright.sum(), 0.16 * radius, 0.16 * radius, 0, x, y)
    parts = join(
        *(
            part._replace(weight=part.weight * share)
            for part, share in zip((bulge, disc, round_arms), (0.12, 0.58, 0.30), strict=True)
        )
    )
    return tilt(parts, axis_ratio, angle)


def tilt(light, axis_ratio, angle):
    """The same light seen inclined: flattened along y, then turned."""
    xx, yy, xy = light.xx, light.yy * axis_ratio**2, light.xy * axis_ratio
    x, y, cosine, sine = light.x, light.y * axis_ratio, np.cos(angle), np.sin(angle)
    return Light(
        light.weight,
        x * cosine - y * sine,
        x * sine + y * cosine,
        xx * cosine**2 + yy * sine**2 - 2 * xy * sine * cosine,
        xx * sine**2 + yy * cosine**2 + 2 * xy * sine * cosine,
        (xx - yy) * sine * cosine + xy * (cosine**2 - sine**2),
    )


def growth(light):
    """Share of the light within circles of GROWTH_RADII about the origin, for Gaussians centred there; shape (r,).

    Along each ray the integral is exact; what is left is a mean over the rays.  Pixels blur the light, as in `draw`.
    """
    xx, yy = light.xx + PIXEL_MOMENT, light.yy + PIXEL_MOMENT
    determinant = xx * yy - light.xy**2
    cosine, sine = np.cos(GROWTH_ANGLES), np.sin(GROWTH_ANGLES)
    outer = np.multiply.outer
    stretch = (outer(yy, cosine**2) + outer(xx, sine**2) - 2 * outer(light.xy, sine * cosine)).T / determinant
    within = -np.expm1(-0.5 * GROWTH_RADII[:, None, None] ** 2 * stretch) / stretch
    return within.mean(axis=1) @ (light.weight / np.sqrt(determinant))


def draw(image, light, flux, x, y, radius):
    """Add a source to the image, within the square of that half size about (x, y), 0-based pixels.

    Each Gaussian gets a square no larger than it needs: widths are taken together by factors of two.
    """
    reach = REACH * np.sqrt(light.xx + light.yy) + np.hypot(light.x, light.y) + 1
    octave = np.minimum(np.ceil(np.log2(reach)), np.ceil(np.log2(radius)))
    for size in np.unique(octave):
        part = Light(*(values[octave == size] for values in light))
        add_square(image, part, flux, x, y, min(radius, 2**size))


def add_square(image, light, flux, x, y, radius):
    """Add light within one square, as far as it lies on the image, a few rows at a time to save memory."""
    height, width = image.shape
    left, right = max(0, int(x - radius)), min(width, int(x + radius) + 2)
    low, high = max(0, int(y - radius)), min(height, int(y + radius) + 2)
    if left >= right or low >= high:
        return
    rows_at_once = max(1, TERMS_AT_ONCE // (len(light.weight) * (right - left)))
    for first in range(low, high, rows_at_once):
        last = min(high, first + rows_at_once)
        rows = pixel_light(light, np.arange(left, right) - x, np.arange(first, last) - y)
        image[first:last, left:right] += flux * rows


def pixel_light(light, x, y):
    """Light in the pixels with these centres: (w,), (h,) -> (h, w)."""
    xx, yy, xy = light.xx + PIXEL_MOMENT, light.yy + PIXEL_MOMENT, light.xy
    determinant = xx * yy - xy**2
    dx, dy = x - light.x[:, None], y - light.y[:, None]
    crossed, along_x, along_y = ((term / determinant)[:, None] for term in (xy, yy / 2, xx / 2))
    terms = crossed * dy, dx, along_x * dx**2, along_y * dy**2
    crossed, dx, along_x, along_y = (term.astype(np.float32) for term in terms)  # twice as fast, and good enough
    exponent = crossed[:, :, None] * dx[:, None, :]
    exponent -= along_x[:, None, :]
    exponent -= along_y[:, :, None]
    height = light.weight / (2 * np.pi * np.sqrt(determinant))
    return np.tensordot(height.astype(np.float32), np.exp(exponent, out=exponent), axes=1)
