"""Background and noise of an image, with or without weights."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

import numpy as np

from ...arrays import slices
from ...config.config import Config
from ...stages import stage
from ...threads import in_bands
from ..background.background import Background
from ..background.estimation import background_of_meshes, measure_background
from ..background.grid import Grid
from ..background.meshes import measure_meshes
from ..image import BAD
from ..role import Role, value_for
from ..scratch import frame
from ..window import rows_of
from .scaling import weight_scale
from .weights import SCALED, Weighting, variances

ROWS_OF_MESHES = 256  # lines of the image, or one row of meshes, that are measured at a time where there are weights

Noise = tuple[Background, float]
_elsewhere: ContextVar[Callable[..., Noise] | None] = ContextVar("who measures the noise", default=None)


@contextmanager
def noise_from(measure: Callable[..., Noise]) -> Iterator[None]:
    """Context in which a function is called in place of `measure_noise`: it takes and returns the same."""
    token = _elsewhere.set(measure)
    try:
        yield
    finally:
        _elsewhere.reset(token)


@stage("background")
def measure_noise(
    raw: np.ndarray,
    config: Config,
    roles: Sequence[Role],
    weighting: Weighting | None = None,
    weights: np.ndarray | None = None,
    scale: float | None = None,
) -> tuple[Background, float]:
    """Measure the background of an image, and the scale of its weights.

    Parameters
    ----------
    raw : ndarray of float32, shape (height, width)
    config : Config
    roles : sequence of Role
        What the image serves for; the first decides which BACK_VALUE counts.
    weighting : Weighting, optional
    weights : ndarray of float32, shape (height, width), optional
        The map, if there is one.
    scale : float, optional
        Factor of the noise of the map, if it is fixed: then the noise of the image is scaled to the map. By default
        the map is scaled to the noise of the image.

    Returns
    -------
    background : Background
    scale : float
        Factor of the noise of the map, 0 without weights.
    """
    if measure := _elsewhere.get():
        return measure(raw, config, roles, weighting, weights, scale)
    if weighting is None or weights is None:
        least_change, constant = config.BACK_FILTTHRESH, manual_background(config, roles)
        of_image = measure_background(
            raw, config.BACK_SIZE, config.BACK_FILTERSIZE, least_change, config.BACK_PEARSON, constant
        )
        return of_image, float(weighting is not None)
    grid = Grid.from_back_size(config.BACK_SIZE, raw.shape)
    return noise_of_meshes(mesh_maps(raw, config, grid, weighting, weights), grid, config, roles, weighting, scale)


def mesh_maps(
    raw: np.ndarray, config: Config, grid: Grid, weighting: Weighting | None, weights: np.ndarray | None
) -> np.ndarray:
    """Measure the sky, and the level of the weights, in the meshes of a grid; see `measure_noise`.

    Returns
    -------
    ndarray of float32, shape (2 or 4, meshes along y, along x)
        As from `measure_meshes`.
    """
    if weighting is None or weights is None:
        return measure_meshes(raw, grid, config.BACK_PEARSON)
    return measure_good_meshes(raw, weights, weighting, grid, config.BACK_PEARSON)


def noise_of_meshes(
    maps: np.ndarray,
    grid: Grid,
    config: Config,
    roles: Sequence[Role],
    weighting: Weighting | None = None,
    scale: float | None = None,
) -> Noise:
    """What `measure_noise` returns, from what `mesh_maps` has found in all meshes of the image."""
    least_change, constant = config.BACK_FILTTHRESH, manual_background(config, roles)
    level, sigma, *of_variance = maps
    background = background_of_meshes(level, sigma, grid, config.BACK_FILTERSIZE, least_change, constant)
    if not of_variance:
        return background, float(weighting is not None)
    size = config.BACK_FILTERSIZE[-1], config.BACK_FILTERSIZE[0]
    fitted = weight_scale(background.rms, of_variance[0], of_variance[1], size, least_change)
    if scale is None:
        return background, float(fitted)
    return replace(background, sigma=float(np.float32(background.sigma) * np.float32(scale) / fitted)), scale


def measure_good_meshes(
    raw: np.ndarray, weights: np.ndarray, weighting: Weighting, grid: Grid, pearson: float
) -> np.ndarray:
    """Measure the pixels that have weight in each mesh, and their variance if maps of this kind are scaled.

    It is done for some rows of meshes at a time.

    Parameters
    ----------
    raw, weights : ndarray of float32, shape (height, width)
    weighting : Weighting
    grid : Grid
    pearson : float
        BACK_PEARSON.

    Returns
    -------
    ndarray of float32, shape (2 or 4, meshes along y, along x)
        As from `measure_meshes`.
    """
    scaled, maps = weighting.kind in SCALED, []
    for meshes in slices(grid.count[0], max(1, ROWS_OF_MESHES // grid.mesh[0])):
        rows = slice(meshes.start * grid.mesh[0], min(meshes.stop * grid.mesh[0], len(raw)))
        variance = variances(weights[rows], weighting.kind)
        good = np.where(variance < weighting.worst_variance, raw[rows], BAD)
        part = Grid(good.shape, grid.mesh)
        maps.append(measure_meshes(good, part, pearson, variance if scaled else None))
    return np.concatenate(maps, axis=1)


def manual_background(config: Config, roles: Sequence[Role]) -> float | None:
    """The background that BACK_TYPE MANUAL gives to an image that serves for these roles, or None."""
    manual = any(value_for(role, config.BACK_TYPE) == "MANUAL" for role in roles)
    return float(np.float32(value_for(roles[0], config.BACK_VALUE))) if manual else None


def variance_map(
    weighting: Weighting | None, weights: np.ndarray | None, scale: float, background: Background
) -> np.ndarray | None:
    """The variance of each pixel, in place of the weights if there is a map.

    Returns
    -------
    ndarray of float32, shape (height, width), or None
        None without weights.
    """
    if weighting is None:
        return None
    variance, kind = frame(background.shape) if weights is None else weights, weighting.kind

    def fill(rows: slice) -> None:
        if weights is None:
            rms = background.rms_rows(rows.start, rows.stop)
            np.multiply(rms, rms, out=variance[rows])
        else:
            variance[rows] = variances(weights[rows], kind, scale)

    here = rows_of(len(variance))
    in_bands(fill, here.stop, here.start)
    return variance
