"""The light of fitted models at the pixels: the area of sky with the same noise, and fluxes that are part model."""

import numpy as np

from ...config.config import Config
from ...constants import ALMOST_HALF
from ...detection.objects import Objects
from ..photometry.aperture_shapes import toward_zero
from ..photometry.ellipses import EllipticalFlux
from ..psf.resampling import resample
from ..psf.stamps import Stamps
from ..registry import quantity
from .batches import ModelBatch, ModelScene, for_batches
from .fits import ModelFits

PEAK_RASTER = 201  # samples of the raster on which SExtractor looks for the peak of a model
POINT_ZOOM = 0.01  # of the size of the model's raster: that of a point
HYBRID_RADIUS2 = 0.64  # squared radius of the ellipse, in units of the squared Kron radius


def model_light(data: ModelBatch, position: np.ndarray) -> np.ndarray:
    """Point sources of flux 1 at the pixels of a batch; position: (k, 2) -> float32 (k, height, width)."""
    shift = np.ascontiguousarray(data.in_windows(position))
    return resample(data.psfs, shift, data.step, data.stamps.pixels.shape[1:], whole=True)


@quantity
def noise_area(model_scene: ModelScene, point_sources: ModelFits) -> np.ndarray:
    """Area of sky whose noise is that of the flux of the model, pixels; float64 of shape (n,), 0 without a fit."""
    area = np.zeros(len(point_sources))

    def add_up(batch: np.ndarray, data: ModelBatch) -> None:
        light = model_light(data, point_sources.vector[batch, :2]).astype(np.float64)
        square = (light**2).sum(axis=(1, 2))
        area[batch] = np.divide(light.sum(axis=(1, 2)) ** 2, square, out=np.zeros(len(batch)), where=square > 0)

    for_batches(add_up, model_scene)
    return np.where(point_sources.fitted, area, 0)


@quantity
def hybrid_flux(
    model_scene: ModelScene, point_sources: ModelFits, objects: Objects, kron: EllipticalFlux, config: Config
) -> tuple[np.ndarray, np.ndarray]:
    """Light in an ellipse around each model and what the model has beyond, with the error; float32 of shape (n,)."""
    flux, variance = np.zeros((2, len(point_sources)))
    mirrored = config.MASK_TYPE == "CORRECT"

    def add_up(batch: np.ndarray, data: ModelBatch) -> None:
        values, total_variance = point_sources.vector[batch], point_sources.covariance[batch, 2, 2]
        light = model_light(data, values[:, :2])
        position = data.in_windows(values[:, :2])
        inside = in_ellipses(objects, batch, position, data, kron.radius[batch], config.PHOT_AUTOAPERS[1])
        seen = with_mirror_images(data.stamps, position) if mirrored else data.stamps
        total = light.sum(axis=(1, 2), dtype=np.float64)
        beyond = np.where(inside, 0, light).sum(axis=(1, 2), dtype=np.float64)
        share = np.divide(beyond, total, out=np.zeros(len(batch)), where=total != 0)
        taken = inside & (seen.weights > 0)
        noise = 1 / np.where(taken, seen.weights, np.inf).astype(np.float64) ** 2
        flux[batch] = np.where(taken, seen.pixels, 0).sum(axis=(1, 2), dtype=np.float64) + share * values[:, 2]
        variance[batch] = noise.sum(axis=(1, 2)) + share * total_variance

    for_batches(add_up, model_scene)
    fitted = point_sources.fitted
    error = np.sqrt(np.where(fitted, variance, 0))
    return np.where(fitted, flux, 0).astype(np.float32), error.astype(np.float32)


def in_ellipses(
    objects: Objects, batch: np.ndarray, position: np.ndarray, data: ModelBatch, kron: np.ndarray, diameter: float
) -> np.ndarray:
    """Which pixels of a batch are in the ellipses: four fifths of Kron's, or circles; bool of (k, height, width)."""
    dx, dy = (offset * data.binning for offset in offsets_from(position, data.stamps.pixels.shape[1:]))
    round_ones = kron <= 0
    cxx, cyy, cxy = (
        np.where(round_ones, circle, coefficient[batch])[:, None, None]
        for coefficient, circle in ((objects.cxx, 1), (objects.cyy, 1), (objects.cxy, 0))
    )
    limit = np.where(round_ones, (diameter / 2) ** 2, HYBRID_RADIUS2 * kron.astype(np.float64) ** 2)
    return cxx * dx**2 + cyy * dy**2 + cxy * (dx * dy) <= limit[:, None, None]


def offsets_from(position: np.ndarray, size: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Offsets of the pixels of windows from positions seen from the centres: (k, 1, width) and (k, height, 1)."""
    height, width = size
    x, y = position.T[:, :, None, None]
    return np.arange(width) - width // 2 - x, (np.arange(height) - height // 2)[:, None] - y


def with_mirror_images(stamps: Stamps, position: np.ndarray) -> Stamps:
    """Stamps in which pixels that do not count are replaced by those on the other side of positions, (k, 2)."""
    k, height, width = stamps.pixels.shape
    x, y = position.T[:, :, None]
    mirror_x = toward_zero(2 * (x + width // 2) + ALMOST_HALF - np.arange(width))
    mirror_y = toward_zero(2 * (y + height // 2) + ALMOST_HALF - np.arange(height))
    exists = ((mirror_y >= 0) & (mirror_y < height))[:, :, None] & ((mirror_x >= 0) & (mirror_x < width))[:, None, :]
    rows, columns = np.clip(mirror_y, 0, height - 1)[:, :, None], np.clip(mirror_x, 0, width - 1)[:, None, :]
    replaced = exists & (stamps.weights == 0)
    which = np.arange(k)[:, None, None], rows, columns
    return Stamps(*(np.where(replaced, values[which], values) for values in stamps))
