"""Simulated galaxies on plain images, and where their fits begin."""

import numpy as np

from sexlike.measure.models.starts import model_parameters, model_start, point_parameters

from .. import plain
from .sources import boxes, measured


def starts_of(components, flux, radius=2.0):
    """Starts at the centres of windows, round, of these fluxes."""
    flux = np.asarray(flux, float)
    points = np.stack([np.zeros(len(flux)), np.zeros(len(flux)), flux], axis=1)
    objects = boxes(np.full(len(flux), 50.0), np.full(len(flux), 50.0))
    return model_start(components, points, np.full(len(flux), radius), objects)


def bounds_of(components, start, radius=2.0):
    """The bounds that belong to these starts."""
    flux = start[:, components.fluxes].sum(axis=1) if components.fluxes else np.ones(len(start))
    kron = measured(flux=flux.astype(np.float32), flux_error=np.sqrt(flux).astype(np.float32))
    windows = measured(size=np.full(len(start), 40), binning=1)
    points = point_parameters(kron, np.full(len(start), radius), windows)
    return model_parameters(components, points, start, plain.image(np.zeros((9, 9))))
