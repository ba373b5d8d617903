"""Background and noise of an image, with or without weights."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import numpy as np

from ...arrays import slices
from ...config.config import Config
from ...stages import stage
from ...threads import in_bands
from ..background.background import Background
from ..background.estimation import background_of_meshes
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


@dataclass(frozen=True)
class SkyPixels:
    """What the background of an image, and the scale of its weights, are measured from.

    Attributes
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
    """

    raw: np.ndarray
    config: Config
    roles: Sequence[Role]
    weighting: Weighting | None = None
    weights: np.ndarray | None = None
    scale: float | None = None

    @property
    def grid(self) -> Grid:
        """The meshes of the image."""
        return Grid.from_back_size(self.config.BACK_SIZE, self.raw.shape)

    def meshes(self, rows: slice = slice(None)) -> np.ndarray:
        """Measure the sky, and the level of the weights, in the meshes of some rows, by default of all.

        Returns
        -------
        ndarray of float32, shape (2 or 4, meshes along y, along x)
            As from `measure_meshes`.
        """
        raw, pearson = self.raw[rows], self.config.BACK_PEARSON
        grid = Grid((len(raw), raw.shape[1]), self.grid.mesh)
        if self.weighting is None or self.weights is None:
            return measure_meshes(raw, grid, pearson)
        return measure_good_meshes(raw, self.weights[rows], self.weighting, grid, pearson)

    def noise_of(self, meshes: np.ndarray) -> Noise:
        """What `measure_noise` returns, from all meshes of the image."""
        least_change, constant = self.config.BACK_FILTTHRESH, manual_background(self.config, self.roles)
        level, sigma, *of_variance = meshes
        filter_size = self.config.BACK_FILTERSIZE
        background = background_of_meshes(level, sigma, self.grid, filter_size, least_change, constant)
        if not of_variance:
            return background, float(self.weighting is not None)
        size = filter_size[-1], filter_size[0]
        fitted = weight_scale(background.rms, of_variance[0], of_variance[1], size, least_change)
        if self.scale is None:
            return background, float(fitted)
        sigma = float(np.float32(background.sigma) * np.float32(self.scale) / fitted)
        return replace(background, sigma=sigma), self.scale

    def noise(self) -> Noise:
        """What `measure_noise` returns."""
        return self.noise_of(self.meshes())


_elsewhere: ContextVar[Callable[[SkyPixels], Noise]] = ContextVar("who measures the noise", default=SkyPixels.noise)


@contextmanager
def noise_from(measure: Callable[[SkyPixels], Noise]) -> Iterator[None]:
    """Context in which `measure_noise` asks a function, in place of `SkyPixels.noise`."""
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
) -> Noise:
    """Measure the background of an image, and the scale of its weights, from what `SkyPixels` describes.

    Returns
    -------
    background : Background
    scale : float
        Factor of the noise of the map, 0 without weights.
    """
    return _elsewhere.get()(SkyPixels(raw, config, roles, weighting, weights, scale))


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
