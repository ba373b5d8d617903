"""Fluxes and surface brightnesses of models and of their components."""

from typing import NamedTuple

import numpy as np

from ..components import Components
from .ellipses import FittedEllipse
from .profiles import (
    DE_VAUCOULEURS_INDEX,
    EXPONENTIAL_AT_HALF_LIGHT,
    EXPONENTIAL_WITHIN_HALF_LIGHT,
    mean_over_central,
    sersic_coefficient,
)


class Brightness(NamedTuple):
    """Flux per pixel of n models, float64 of shape (n,): at the centre, at the effective radius, mean within it."""

    maximum: np.ndarray
    effective: np.ndarray
    mean: np.ndarray


def total_flux(vector: np.ndarray, covariance: np.ndarray, components: Components) -> tuple[np.ndarray, np.ndarray]:
    """Flux of models, and its error, float64 of shape (n,).

    Parameters
    ----------
    vector, covariance : ndarray of float64, shapes (n, p) and (n, p, p)
    components : Components
    """
    places = components.fluxes
    variance = covariance[:, places][:, :, places].sum(axis=(1, 2))
    return vector[:, places].sum(axis=1), np.sqrt(np.maximum(variance, 0))


def flux_share(
    vector: np.ndarray, covariance: np.ndarray, components: Components, place: int
) -> tuple[np.ndarray, np.ndarray]:
    """Share of a component in the flux, and its error, float64 of shape (n,); see `total_flux`."""
    total, error = total_flux(vector, covariance, components)
    light = np.where(total > 0, total, 1)
    share = vector[:, place] / light
    with_all = covariance[:, place, components.fluxes].sum(axis=1)
    variance = covariance[:, place, place] + share**2 * error**2 - 2 * share * with_all
    known = total > 0
    return np.where(known, share, 0), np.where(known, np.sqrt(np.maximum(variance, 0)) / light, 0)


def spheroid_brightness(flux: np.ndarray, ellipse: FittedEllipse, index: np.ndarray | None) -> Brightness:
    """Brightness of Sersic spheroids, of those of de Vaucouleurs without an index.

    Parameters
    ----------
    flux : ndarray, shape (n,)
    ellipse : FittedEllipse
    index : ndarray, shape (n,), or None
    """
    index = np.full(len(flux), DE_VAUCOULEURS_INDEX) if index is None else np.where(index > 0, index, 1)
    mean = mean_over_central(index)
    maximum = over_area(flux, ellipse) / mean
    return Brightness(maximum, maximum * np.exp(-sersic_coefficient(index)), maximum * mean)


def disk_brightness(flux: np.ndarray, ellipse: FittedEllipse) -> Brightness:
    """Brightness of exponential disks."""
    maximum = over_area(flux, ellipse)
    return Brightness(maximum, EXPONENTIAL_AT_HALF_LIGHT * maximum, EXPONENTIAL_WITHIN_HALF_LIGHT * maximum)


def over_area(flux: np.ndarray, ellipse: FittedEllipse) -> np.ndarray:
    """Flux over twice the area of the ellipse; 0 if there is none."""
    area = 2 * np.pi * ellipse.scale**2 * ellipse.aspect
    return np.divide(flux, area, out=np.zeros(len(area)), where=area > 0)
