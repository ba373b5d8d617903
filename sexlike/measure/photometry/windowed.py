"""Measures in a Gaussian window: positions, moments and fluxes that do not depend on the isophote.

The window has the size of the object's half-light radius, and its centre is moved to the barycentre of what it shows
until it rests.
"""

from dataclasses import dataclass

import numpy as np

from ...constants import FWHM_PER_SIGMA, PIXEL_VARIANCE_OF_WINDOWS
from ..registry import quantity
from .aperture_shapes import circle_boxes, circle_zone
from .glibcmath import exponential
from .masking import completed
from .response import density_scale, intensity
from .subpixels import RIM, fraction_inside
from .zones import CHUNK, add_up

WINDOW_RADIUS = 4  # sigmas at which the window ends
DIVISIONS = 11  # sub-pixels along the side of a pixel on the window's rim
MOST_ITERATIONS = 16
STEP_FACTOR = 2  # a step towards the barycentre in the window is half of the way
AT_REST = 1e-8  # squared step, pixels2


@dataclass(frozen=True)
class Windowed:
    """What n objects are like in their windows; arrays of shape (n,), float64 unless said otherwise.

    Attributes
    ----------
    x, y : ndarray
        Where the windows came to rest.
    s, sx, sy, sxx, syy, sxy : ndarray
        Moments of the light about the centre of the last iteration.
    n, nxx, nyy, nxy : ndarray
        The same of the noise.
    iterations : ndarray of int64
        Number of windows, 17 if the last did not rest yet.
    cut : ndarray of bool
        A window left the image.
    """

    x: np.ndarray
    y: np.ndarray
    s: np.ndarray
    sx: np.ndarray
    sy: np.ndarray
    sxx: np.ndarray
    syy: np.ndarray
    sxy: np.ndarray
    n: np.ndarray
    nxx: np.ndarray
    nyy: np.ndarray
    nxy: np.ndarray
    iterations: np.ndarray
    cut: np.ndarray


@quantity
def windowed(image, objects, config, masking, half_light_radius):
    """Move Gaussian windows to where the light is -> Windowed."""
    sigma = (2 * half_light_radius.astype(np.float64) / FWHM_PER_SIGMA).astype(np.float32)
    area = np.cumsum((2.0 * WINDOW_RADIUS * sigma) ** 2)
    found = []
    for part in np.split(np.arange(len(sigma)), np.flatnonzero(np.diff(area // CHUNK)) + 1):
        windows = Windows(objects.x[part], objects.y[part], sigma[part], masking.take(part), density_scale(config))
        x, y, last, iterations, cut = settled(image, windows)
        found.append((x, y, *all_moments(image, last, config), iterations, cut))
    return Windowed(*(np.concatenate(values) for values in zip(*found, strict=True)))


def settled(image, windows):
    """Move windows until they rest -> x and y, the last Windows, how many there were, whether one left the image."""
    x, y = windows.x.copy(), windows.y.copy()
    last_x, last_y = x.copy(), y.copy()
    iterations, cut = np.full(len(x), MOST_ITERATIONS + 1), np.zeros(len(x), bool)
    moving = np.arange(len(x))
    for iteration in range(1, MOST_ITERATIONS + 1):
        last_x[moving], last_y[moving] = x[moving], y[moving]
        now = Windows(x[moving], y[moving], windows.sigma[moving], windows.masking.take(moving), windows.plate)
        s, sx, sy = first_moments(image, now)
        cut[moving] |= now.cut(image.shape)
        lit = s > 0
        step_x, step_y = (np.divide(v, s, out=np.zeros_like(s), where=lit) for v in (sx, sy))
        x[moving] += STEP_FACTOR * step_x
        y[moving] += STEP_FACTOR * step_y
        rests = ~lit | (step_x**2 + step_y**2 < AT_REST)
        iterations[moving[rests]] = iteration
        moving = moving[~rests]
    return x, y, Windows(last_x, last_y, windows.sigma, windows.masking, windows.plate), iterations, cut


@dataclass(frozen=True)
class Windows:
    """Gaussian windows: centres (float64), sigma (float32), what is hidden, `density_scale`; arrays of shape (n,)."""

    x: np.ndarray
    y: np.ndarray
    sigma: np.ndarray
    masking: object
    plate: float

    def chunks(self, image):
        """Chunks of the pixels in the windows -> Pixels, weight (float32), Light."""
        radius = np.float32(WINDOW_RADIUS) * self.sigma
        sharpness = (1 / (2 * self.sigma.astype(np.float64) * self.sigma)).astype(np.float32)
        zone = circle_zone(self.x, self.y, radius, image.shape, margin=RIM)
        for pixels in zone.chunks():
            pixels = pixels._replace(dx=pixels.dx.astype(np.float32), dy=pixels.dy.astype(np.float32))
            near, fraction = fraction_inside(pixels, radius[pixels.owner], DIVISIONS)
            inside = fraction > 0
            pixels, fraction = pixels.at(near[inside]), fraction[inside]
            r2 = pixels.dx * pixels.dx + pixels.dy * pixels.dy
            gauss = exponential(-r2 * sharpness[pixels.owner])
            light = completed(image, self.masking, pixels, self.x, self.y)
            yield pixels, fraction * gauss, light._replace(value=intensity(light.value, self.plate))

    def cut(self, shape):
        """Which windows the image cuts."""
        return circle_boxes(self.x, self.y, np.float32(WINDOW_RADIUS) * self.sigma, shape).cut


def first_moments(image, windows):
    """Light in the windows, and its first moments -> array of shape (3, n)."""
    sums = np.zeros((3, len(windows.x)))
    for pixels, weight, light in windows.chunks(image):
        value = weight.astype(np.float64) * light.value
        terms = value, value * pixels.dx, value * pixels.dy
        add_up(pixels.owner, *zip(sums, terms, strict=True))
    return sums


def all_moments(image, windows, config):
    """Moments of light and noise in the windows, in the order of Windowed -> array of shape (10, n)."""
    sums = np.zeros((10, len(windows.x)))
    sigma2 = np.float32(image.background.sigma) * np.float32(image.background.sigma)
    for pixels, weight, light in windows.chunks(image):
        dx, dy = pixels.dx.astype(np.float64), pixels.dy.astype(np.float64)
        value = weight.astype(np.float64) * light.value
        variance = np.float64(sigma2) if light.variance is None else light.variance.astype(np.float64)
        noise = np.broadcast_to(variance, value.shape)
        if windows.plate:
            noise = noise * weight * (light.value / windows.plate) ** 2
        elif image.gain > 0:
            photons = np.maximum(light.value, 0).astype(np.float64) / image.gain
            follows = light.variance is not None and config.WEIGHT_GAIN
            noise = noise + (photons * variance / sigma2 if follows else photons)
        noise = weight * weight * noise
        x2, y2 = ((v * v).astype(np.float64) for v in (pixels.dx, pixels.dy))
        light_terms = value, value * dx, value * dy, value * dx * dx, value * dy * dy, value * dx * dy
        x2, y2 = x2 + PIXEL_VARIANCE_OF_WINDOWS, y2 + PIXEL_VARIANCE_OF_WINDOWS
        noise_terms = noise, noise * x2, noise * y2, noise * dx * dy
        add_up(pixels.owner, *zip(sums, light_terms + noise_terms, strict=True))
    return sums
