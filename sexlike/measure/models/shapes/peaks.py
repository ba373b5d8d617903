"""How bright models are at their peaks and effective radii, without the PSF: they are drawn on rasters of their own."""

import numpy as np

from ....arrays import slices
from ....threads import in_slices
from ..components import DISK_FLUX, DISK_SCALE, POINT_FLUX, SPHEROID_FLUX, SPHEROID_RADIUS, Components
from ..layers import SHAPES, profiles_of
from ..rasters import draw_profiles
from ..windows import ModelWindows
from .fluxes import Brightness
from .profiles import HALF_LIGHT_SCALES

RASTER = 201  # samples along a side
HALF_WIDTH = 3.0  # of the raster, in effective radii
LEAST_ZOOM, MOST_ZOOM = 0.01, 100.0  # of the raster on which the model is fitted
MODELS_AT_A_TIME = 16


def drawn_brightness(
    vector: np.ndarray, fitted: np.ndarray, components: Components, windows: ModelWindows
) -> Brightness:
    """Flux per pixel of models: at the peak, at the effective radius, and mean within it; 0 where there is no fit.

    Parameters
    ----------
    vector : ndarray of float64, shape (n, p)
    fitted : ndarray of bool, shape (n,)
    components : Components
    windows : ModelWindows
        In which they were fitted.
    """
    chosen, found = np.flatnonzero(fitted), np.zeros((3, len(vector)))
    steps = steps_of(vector, components, windows)

    def measure(first: int, stop: int) -> None:
        for some in slices(stop - first, MODELS_AT_A_TIME):
            which = chosen[first:stop][some]
            found[:, which] = brightness_of(*draw(vector[which], components, steps[which])) / steps[which] ** 2

    in_slices(measure, len(chosen), MODELS_AT_A_TIME, "models")
    return Brightness(*found)


def steps_of(vector: np.ndarray, components: Components, windows: ModelWindows) -> np.ndarray:
    """Distances of the samples, so that the rasters show the larger component of each model; pixels, (n,)."""
    radius = components.values(vector, SPHEROID_RADIUS)
    radius = np.maximum(radius, HALF_LIGHT_SCALES * components.values(vector, DISK_SCALE))
    fitted_on = windows.step * windows.raster
    zoom = np.clip(2 * HALF_WIDTH * radius / fitted_on, LEAST_ZOOM, MOST_ZOOM)
    return zoom * fitted_on / RASTER


def draw(vector: np.ndarray, components: Components, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Models on rasters: flux in the samples, float32 (k, RASTER^2), and the share that is beyond the rasters, (k,)."""
    k, sizes = len(vector), np.full(len(vector), RASTER)
    samples, lost, total = np.zeros((k, RASTER, RASTER), np.float32), np.zeros(k), np.zeros(k)
    for name in (POINT_FLUX, SPHEROID_FLUX, DISK_FLUX):
        if name not in components.parameters:
            continue
        flux = components.values(vector, name)
        total += flux
        if name in SHAPES:
            profiles = profiles_of(components, name, vector, steps)
            samples += flux[:, None, None].astype(np.float32) * draw_profiles(profiles, sizes, RASTER)
            lost += flux * (1 - profiles.light(sizes))
        else:
            samples[:, RASTER // 2, RASTER // 2] += flux
    lost = np.divide(lost, total, out=np.zeros(k), where=total > 0)
    return samples.reshape(k, -1), np.where(lost < 1, lost, 0)


def brightness_of(samples: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """The brightest of samples, the one at the effective radius, and the mean of those within it.

    Half of the light is in samples that are brighter than the one at the effective radius.

    Parameters
    ----------
    samples : ndarray of float32, shape (k, s)
    lost : ndarray of float64, shape (k,)
        Share of the light that is in none of them.

    Returns
    -------
    ndarray of float64, shape (3, k)
    """
    ranked = np.sort(samples, axis=1).astype(np.float64)
    k, number = ranked.shape
    within = ranked.sum(axis=1) / (1 - lost)
    sums = (lost * within)[:, None] + ranked.cumsum(axis=1)
    place = np.minimum((sums < within[:, None] / 2).sum(axis=1), number - 1)
    which = np.arange(k)
    there, below = ranked[which, place], ranked[which, np.maximum(place - 1, 0)]
    share = np.divide(sums[which, place] - within / 2, there, out=np.zeros(k), where=there > 0)
    mixed = (place >= 1) & (there > 0) & (share < 1)
    effective = np.where(mixed, share * there + (1 - share) * below, there)
    brighter = sums[:, -1] - sums[which, place]
    area = number - 1 - place + share
    mean = np.divide(share * there + brighter, area, out=np.zeros(k), where=area > 0)
    return np.stack([ranked[:, -1], effective, mean])
