"""Measures in a Gaussian window: positions, moments and fluxes that do not depend on the isophote.

The window has the size of the object's half-light radius, and its centre is moved to the barycentre of the light
in it until it converges.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import groups
from ...config.config import Config
from ...constants import (
    FWHM_PER_SIGMA,
    PIXEL_VARIANCE_OF_WINDOWS,
    RIM,
    WINDOW_CONVERGED,
    WINDOW_ITERATIONS,
    WINDOW_RADIUS,
    WINDOW_STEP,
    WINDOW_SUBPIXELS,
)
from ...detection.objects import Objects
from ...images.image import Image
from ...images.window import look_at
from ..registry import quantity
from .aperture_shapes import circle_boxes, rows_in_circles
from .glibcmath import FIRST_POWER, FRACTIONS, HIGHEST, LOWEST, PER_UNIT, POWER_OF_TWO, POWERS, exponential
from .masking import Light, Masking, corrected_light
from .pixelrows import PIXELS_AT_A_TIME, Pixels, add_up
from .response import ELLIPSES, density_scale, gain_follows_weights, intensity, sky_variance
from .scene import Scene, for_objects, scene_of
from .subpixels import areas, corner_distance, fraction_inside


@dataclass(frozen=True)
class Windowed:
    """Measures of n objects in their windows; arrays of shape (n,), float64 unless said otherwise.

    Attributes
    ----------
    x, y : ndarray
        Where the windows converged.
    s, sx, sy, sxx, syy, sxy : ndarray
        Moments of the light about the centre of the last iteration.
    n, nxx, nyy, nxy : ndarray
        The same of the noise.
    iterations : ndarray of int64
        Number of windows, 17 if the last did not converge yet.
    clipped : ndarray of bool
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
    clipped: np.ndarray


@quantity
def windowed(
    image: Image, objects: Objects, config: Config, masking: Masking, half_light_radius: np.ndarray
) -> Windowed:
    """Move Gaussian windows to where the light is."""
    sigma = (2 * half_light_radius.astype(np.float64) / FWHM_PER_SIGMA).astype(np.float32)
    scene = scene_of(image, masking, config, plates=True)
    if scene:
        return move_windows(scene, objects, sigma)
    found = []
    for part in groups((2.0 * WINDOW_RADIUS * sigma) ** 2, PIXELS_AT_A_TIME) or [np.arange(0)]:
        windows = Windows(objects.x[part], objects.y[part], sigma[part], masking.take(part), density_scale(config))
        x, y, last, iterations, clipped = converge(image, windows)
        found.append((x, y, *all_moments(image, last, config), iterations, clipped))
    return Windowed(*(np.concatenate(values) for values in zip(*found, strict=True)))


def move_windows(scene: Scene, objects: Objects, sigma: np.ndarray) -> Windowed:
    """What `windowed` returns, by the compiled loop."""
    n = len(sigma)
    x, y, moments = objects.x.copy(), objects.y.copy(), np.empty((n, 12))
    iterations, clipped = np.empty(n, np.int64), np.empty(n, bool)
    exponential_table = POWERS, np.array(POWER_OF_TWO), LOWEST, HIGHEST, PER_UNIT, FIRST_POWER, FRACTIONS
    rim = areas(WINDOW_SUBPIXELS), corner_distance(WINDOW_SUBPIXELS)
    for_objects(loops.move_windows, scene, n, sigma, *exponential_table, *rim, x, y, moments, iterations, clipped)
    look_at(*moments[:, 10:].T.astype(np.int64))  # the rows that the windows have been on
    measures = [x, y, *moments[:, :10].T, iterations, clipped]
    return Windowed(*measures)


@dataclass(frozen=True)
class Windows:
    """Gaussian windows around n objects.

    Attributes
    ----------
    x, y : ndarray of float64, shape (n,)
        Centres.
    sigma : ndarray of float32, shape (n,)
        Pixels.
    masking : Masking
    density_scale : float
        Of the pixels.
    """

    x: np.ndarray
    y: np.ndarray
    sigma: np.ndarray
    masking: Masking
    density_scale: float

    def at(self, x: np.ndarray, y: np.ndarray) -> "Windows":
        """The same windows in other places."""
        return Windows(x, y, self.sigma, self.masking, self.density_scale)

    def take(self, chosen: np.ndarray) -> "Windows":
        """Some of the windows: indices of shape (k,)."""
        masking = self.masking.take(chosen)
        return Windows(self.x[chosen], self.y[chosen], self.sigma[chosen], masking, self.density_scale)

    def pixels(self, image: Image) -> Iterator[tuple[Pixels, np.ndarray, Light]]:
        """List the pixels in the windows, with their weights (float32) and their light."""
        radius = np.float32(WINDOW_RADIUS) * self.sigma
        sharpness = (1 / (2 * self.sigma.astype(np.float64) * self.sigma)).astype(np.float32)
        rows = rows_in_circles(self.x, self.y, radius, image.shape[1], self.masking.view, margin=RIM)
        for pixels in rows.pixels():
            pixels = pixels._replace(dx=pixels.dx.astype(np.float32), dy=pixels.dy.astype(np.float32))
            near, fraction = fraction_inside(pixels, radius[pixels.owner], WINDOW_SUBPIXELS)
            inside = fraction > 0
            pixels, fraction = pixels.take(near[inside]), fraction[inside]
            r2 = pixels.dx * pixels.dx + pixels.dy * pixels.dy
            gauss = exponential(-r2 * sharpness[pixels.owner])
            light = corrected_light(image, self.masking, pixels, self.x, self.y)
            value = intensity(light.value, self.density_scale, ELLIPSES)
            yield pixels, fraction * gauss, light._replace(value=value)

    def clipped(self, width: int) -> np.ndarray:
        """Which windows leave an image of this width, bool of shape (n,)."""
        radius = np.float32(WINDOW_RADIUS) * self.sigma
        return circle_boxes(self.x, self.y, radius, width, self.masking.view).clipped


def converge(image: Image, windows: Windows) -> tuple[np.ndarray, np.ndarray, Windows, np.ndarray, np.ndarray]:
    """Move windows until they converge.

    Returns
    -------
    x, y : ndarray of float64, shape (n,)
    last : Windows
        Of which these are the barycentres.
    iterations : ndarray of int64, shape (n,)
    clipped : ndarray of bool, shape (n,)
        One of the windows left the image.
    """
    x, y = windows.x.copy(), windows.y.copy()
    last_x, last_y = x.copy(), y.copy()
    iterations, clipped = np.full(len(x), WINDOW_ITERATIONS + 1), np.zeros(len(x), bool)
    moving = np.arange(len(x))
    for iteration in range(1, WINDOW_ITERATIONS + 1):
        last_x[moving], last_y[moving] = x[moving], y[moving]
        now = windows.take(moving).at(x[moving], y[moving])
        s, sx, sy = first_moments(image, now)
        clipped[moving] |= now.clipped(image.shape[1])
        positive = s > 0
        step_x, step_y = (np.divide(v, s, out=np.zeros_like(s), where=positive) for v in (sx, sy))
        x[moving] += WINDOW_STEP * step_x
        y[moving] += WINDOW_STEP * step_y
        converged = ~positive | (step_x**2 + step_y**2 < WINDOW_CONVERGED)
        iterations[moving[converged]] = iteration
        moving = moving[~converged]
    return x, y, windows.at(last_x, last_y), iterations, clipped


def first_moments(image: Image, windows: Windows) -> np.ndarray:
    """Light in the windows, and its first moments; float64 of shape (3, n)."""
    sums = np.zeros((3, len(windows.x)))
    for pixels, weight, light in windows.pixels(image):
        value = weight.astype(np.float64) * light.value
        terms = value, value * pixels.dx, value * pixels.dy
        add_up(pixels.owner, *zip(sums, terms, strict=True))
    return sums


def all_moments(image: Image, windows: Windows, config: Config) -> np.ndarray:
    """Moments of light and noise in the windows, in the order of Windowed; float64 of shape (10, n)."""
    sums = np.zeros((10, len(windows.x)))
    sigma2, follows = sky_variance(image), gain_follows_weights(image, config)
    for pixels, weight, light in windows.pixels(image):
        dx, dy = pixels.dx.astype(np.float64), pixels.dy.astype(np.float64)
        value = weight.astype(np.float64) * light.value
        variance = np.float64(sigma2) if light.variance is None else light.variance.astype(np.float64)
        noise = np.broadcast_to(variance, value.shape)
        if windows.density_scale:
            noise = noise * weight * (light.value.astype(np.float64) / windows.density_scale) ** 2
        elif image.gain > 0:
            photons = np.maximum(light.value, 0).astype(np.float64) / image.gain
            noise = noise + (photons * variance / sigma2 if follows else photons)
        noise = weight * weight * noise
        light_terms = value, value * dx, value * dy, value * dx * dx, value * dy * dy, value * dx * dy
        x2, y2 = ((v * v).astype(np.float64) + PIXEL_VARIANCE_OF_WINDOWS for v in (pixels.dx, pixels.dy))
        noise_terms = noise, noise * x2, noise * y2, noise * dx * dy
        add_up(pixels.owner, *zip(sums, light_terms + noise_terms, strict=True))
    return sums
