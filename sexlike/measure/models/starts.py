"""Where fits of models begin, and the bounds of their parameters."""

from typing import Any

import numpy as np

from ...detection.objects import Objects
from ..columns.growth import GrowthCurves, radius_of
from ..photometry.ellipses import EllipticalFlux
from ..photometry.localbackground import LocalBackground
from ..psf.model import Psf
from ..registry import quantity
from .components import (
    DISK_ANGLE,
    DISK_ASPECT,
    DISK_SCALE,
    FLUXES,
    OFFSET,
    SERSIC_INDEX,
    SPHEROID_ANGLE,
    SPHEROID_ASPECT,
    SPHEROID_RADIUS,
    Components,
    X,
    Y,
)
from .parameters import Parameters
from .shapes.profiles import HALF_LIGHT_SCALES
from .windows import ModelWindows

LEAST_RADIUS = 0.1  # of half of the light, pixels
FARTHEST = 4.0  # from the centre, in radii
FAINTEST, BRIGHTEST = 1e-5, 10.0  # of the flux at first
SIGMAS = 10.0  # of the flux at first, which is taken to be at least so bright
OFFSET_SIGMAS = 6.0
SMALLEST, LARGEST = 0.01, 10.0  # radius: pixels, and in units of that at first
INDEX = 4.0
INDICES, INDICES_WITH_DISK = (0.3, 10.0), (1.0, 10.0)
ASPECTS, ASPECTS_WITH_DISK = (0.01, 100.0), (0.5, 2.0)
LOGARITHMIC = frozenset({*FLUXES, SPHEROID_RADIUS, SPHEROID_ASPECT, DISK_SCALE, DISK_ASPECT})
ANGLES = frozenset({SPHEROID_ANGLE, DISK_ANGLE})


@quantity
def model_radius(growth: GrowthCurves, kron: EllipticalFlux, psf_model: Psf) -> np.ndarray:
    """Radius of half of the light, at least that of the PSF; float64 of shape (n,), pixels."""
    half_light = np.maximum(np.abs(radius_of(growth, np.float32(0.5) * kron.flux)), LEAST_RADIUS)
    return np.maximum(half_light, psf_model.fwhm / 2)


@quantity
def model_start(
    model_components: Components, point_start: np.ndarray, model_radius: np.ndarray, objects: Objects
) -> np.ndarray:
    """Where the fits of models begin; float64 of shape (n, p)."""
    x, y, flux = point_start.T
    components, n = model_components, len(x)
    aspect = np.divide(objects.b, objects.a, out=np.ones(n), where=objects.a > 0, dtype=np.float64)
    aspect = np.where(aspect > 0, aspect, 1)
    angle = np.degrees(objects.theta.astype(np.float64))
    number = len(components.fluxes) + components.offset
    stretched = model_radius / np.sqrt(aspect)
    starts = dict.fromkeys(FLUXES, flux / max(number, 1)) | {
        OFFSET: np.zeros(n),
        X: x,
        Y: y,
        SPHEROID_RADIUS: model_radius if components.disk else stretched,
        SPHEROID_ASPECT: np.ones(n) if components.disk else aspect,
        SPHEROID_ANGLE: angle,
        SERSIC_INDEX: np.full(n, INDEX),
        DISK_SCALE: stretched / HALF_LIGHT_SCALES,
        DISK_ASPECT: aspect,
        DISK_ANGLE: angle,
    }
    return np.stack([starts[name] for name in components.parameters], axis=1)


@quantity
def model_parameters(
    model_components: Components,
    point_parameters: Parameters,
    model_start: np.ndarray,
    local_background: LocalBackground,
    objects: Objects,
) -> Parameters:
    """Bounds of the parameters of models; that of the level goes by the noise of the sky around each object."""
    sigma = local_background.sigma[objects.detection]
    return bounds_of(model_components, point_parameters, model_start, sigma)


def bounds_of(
    components: Components, point_parameters: Parameters, model_start: np.ndarray, sigma: np.ndarray | float
) -> Parameters:
    """The same; sigma: noise of the sky, of shape (n,)."""
    n = len(model_start)
    faintest, brightest = (np.exp(of[:, 2]) for of in (point_parameters.low, point_parameters.high))
    reach = point_parameters.high[:, 0]
    level = OFFSET_SIGMAS * np.asarray(sigma, np.float64)
    bounds: dict[str, tuple[Any, Any]] = dict.fromkeys(FLUXES, (faintest, brightest)) | {
        OFFSET: (-level, level),
        X: (-reach, reach),
        Y: (-reach, reach),
        SPHEROID_RADIUS: (SMALLEST, LARGEST * components.values(model_start, SPHEROID_RADIUS)),
        SPHEROID_ASPECT: ASPECTS_WITH_DISK if components.disk else ASPECTS,
        SERSIC_INDEX: INDICES_WITH_DISK if components.disk else INDICES,
        DISK_SCALE: (SMALLEST / HALF_LIGHT_SCALES, LARGEST * components.values(model_start, DISK_SCALE)),
        DISK_ASPECT: ASPECTS,
    }
    names = components.parameters
    low, high = (
        np.stack([np.broadcast_to(bounds.get(name, (0, 1))[side], n) for name in names], axis=1) for side in (0, 1)
    )
    return Parameters.between(
        low, high, np.array([name in LOGARITHMIC for name in names]), np.array([name in ANGLES for name in names])
    )


@quantity
def point_start(objects: Objects, kron: EllipticalFlux, model_windows: ModelWindows) -> np.ndarray:
    """Where the fits of point sources begin: barycentre and FLUX_AUTO; float64 of shape (n, 3)."""
    x, y = objects.x - model_windows.x, objects.y - model_windows.y
    return np.stack([x, y, np.maximum(kron.flux, 0)], axis=1)


@quantity
def point_parameters(kron: EllipticalFlux, model_radius: np.ndarray, model_windows: ModelWindows) -> Parameters:
    """Bounds of the parameters of point sources."""
    farthest = np.minimum(FARTHEST * model_radius, 2 * model_windows.size * model_windows.binning)
    brightest = np.fmax(SIGMAS * kron.flux_error.astype(np.float64), np.maximum(kron.flux, 0))
    brightest = np.where(brightest > 0, brightest, 1)
    low = np.stack([-farthest, -farthest, FAINTEST * brightest], axis=1)
    return Parameters.between(
        low, np.stack([farthest, farthest, BRIGHTEST * brightest], axis=1), np.array([False, False, True])
    )
