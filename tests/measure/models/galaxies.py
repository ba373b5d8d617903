"""Simulated galaxies on plain images, and fits of models to them."""

import numpy as np

from sexlike.measure.models import starts
from sexlike.measure.models.batches import for_batches
from sexlike.measure.models.drawing import draw_models
from sexlike.measure.models.galaxies import model_fits
from sexlike.measure.models.starts import model_start, point_parameters

from .sources import boxes, measured, scene


def starts_of(components, flux, radius=2.0):
    """Starts at the centres of windows, round, of these fluxes."""
    flux = np.asarray(flux, float)
    points = np.stack([np.zeros(len(flux)), np.zeros(len(flux)), flux], axis=1)
    objects = boxes(np.full(len(flux), 50.0), np.full(len(flux), 50.0))
    return model_start(components, points, np.full(len(flux), radius), objects)


def bounds_of(components, flux, start, radius=2.0):
    """The bounds that belong to these starts."""
    flux = np.asarray(flux, np.float32)
    kron = measured(flux=flux, flux_error=np.sqrt(np.abs(flux)))
    windows = measured(size=np.full(len(start), 40), binning=1)
    points = point_parameters(kron, np.full(len(start), radius), windows)
    return starts.bounds_of(components, points, start, 1.0)


def fitted(data, components, flux, radius=2.0):
    """Models that were fitted, from these fluxes and radii."""
    start = starts_of(components, flux, radius)
    return model_fits(data, components, start, bounds_of(components, flux, start, radius))


def sky_with_models(components, vectors, centres, psf=None, shape=(100, 100), noise=0.0, half=10):
    """What models with these vectors, in windows around these pixels, are fitted to."""
    x, y = np.transpose(centres)
    objects, pixels = boxes(x, y, half=half, shape=shape), np.zeros(shape)
    empty = scene(pixels.astype(np.float32), objects, psf)

    def paste(batch, data):
        for model, k in zip(draw_models(components, data, vectors[batch]), batch, strict=True):
            low = np.array([empty.windows.y[k], empty.windows.x[k]]) - len(model) // 2
            first, stop = np.maximum(low, 0), np.minimum(low + len(model), shape)
            rows, columns = (slice(a, b) for a, b in zip(first - low, stop - low, strict=True))
            pixels[first[0] : stop[0], first[1] : stop[1]] += model[rows, columns]

    for_batches(paste, empty)
    pixels += np.random.default_rng(1).normal(0, 1, shape) * noise
    return scene(pixels.astype(np.float32), objects, psf, sigma=max(noise, 1e-2))
