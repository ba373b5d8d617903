"""The light of fitted models at the pixels: the area of sky with the same noise, and fluxes that are part model."""

import numpy as np

from ....config.config import Config
from ....constants import ALMOST_HALF
from ....detection.objects import Objects
from ...photometry.aperture_shapes import toward_zero
from ...photometry.ellipses import EllipticalFlux
from ...psf.stamps import Stamps
from ...registry import quantity
from ..batches import ModelBatch, ModelScene, for_batches
from ..components import Components
from ..drawing import draw_models
from ..fits import ModelFits
from .fluxes import total_flux

HYBRID_RADIUS2 = 0.64  # squared radius of the ellipse, in units of the squared Kron radius


def whole_windows(data: ModelBatch) -> tuple[tuple[int, int], np.ndarray]:
    """Height and width that hold all windows of a batch, and which pixels are in those of each: bool (k, h, w)."""
    sizes = data.windows.size
    side = 2 * (int(sizes.max()) // 2) + 1
    offset, first = np.arange(side) - side // 2, -(sizes // 2)[:, None]
    inside = (offset >= first) & (offset < first + sizes[:, None])
    return (side, side), inside[:, :, None] & inside[:, None, :]


@quantity
def noise_area(model_scene: ModelScene, model_fits: ModelFits, model_components: Components) -> np.ndarray:
    """Area of sky whose noise is that of the flux of the model, pixels; float64 of shape (n,), 0 without a fit."""
    area = np.zeros(len(model_fits))

    def add_up(batch: np.ndarray, data: ModelBatch) -> None:
        size, inside = whole_windows(data)
        light = np.where(inside, draw_models(model_components, data, model_fits.vector[batch], size), 0)
        total, square = light.sum(axis=(1, 2), dtype=np.float64), (light.astype(np.float64) ** 2).sum(axis=(1, 2))
        area[batch] = np.divide(total**2, square, out=np.zeros(len(batch)), where=square > 0)

    for_batches(add_up, model_scene)
    return np.where(model_fits.fitted, area, 0)


@quantity
def hybrid_flux(
    model_scene: ModelScene,
    model_fits: ModelFits,
    model_components: Components,
    objects: Objects,
    kron: EllipticalFlux,
    config: Config,
) -> tuple[np.ndarray, np.ndarray]:
    """Light in an ellipse around each model and what the model has beyond, with the error; float32 of shape (n,)."""
    flux, variance = np.zeros((2, len(model_fits)))
    total, error = total_flux(model_fits.vector, model_fits.covariance, model_components)
    mirrored = config.MASK_TYPE == "CORRECT"

    def add_up(batch: np.ndarray, data: ModelBatch) -> None:
        vector, (size, window) = model_fits.vector[batch], whole_windows(data)
        position = data.in_windows(model_components.position(vector))
        light = np.where(window, draw_models(model_components, data, vector, size), 0)
        inside = in_ellipses(objects, batch, position, data.binning, size, kron.radius[batch], config.PHOT_AUTOAPERS[1])
        seen = enlarged(data.stamps, size)
        seen = with_mirror_images(seen, position) if mirrored else seen
        whole = light.sum(axis=(1, 2), dtype=np.float64)
        beyond = np.where(inside, 0, light).sum(axis=(1, 2), dtype=np.float64)
        share = np.divide(beyond, whole, out=np.zeros(len(batch)), where=whole != 0)
        taken = inside & window & (seen.weights > 0)
        noise = 1 / np.where(taken, seen.weights, np.inf).astype(np.float64) ** 2
        flux[batch] = np.where(taken, seen.pixels, 0).sum(axis=(1, 2), dtype=np.float64) + share * total[batch]
        variance[batch] = noise.sum(axis=(1, 2)) + share * error[batch] ** 2

    for_batches(add_up, model_scene)
    fitted = model_fits.fitted
    variance = np.where(fitted, np.maximum(variance, 0), 0)  # far from its centre, a model may be below 0
    return np.where(fitted, flux, 0).astype(np.float32), np.sqrt(variance).astype(np.float32)


def enlarged(stamps: Stamps, size: tuple[int, int]) -> Stamps:
    """Stamps in the middle of larger windows, without weights beyond."""
    more = size[0] // 2 - stamps.pixels.shape[1] // 2
    return Stamps(*(np.pad(values, ((0, 0), (more, more), (more, more))) for values in stamps)) if more else stamps


def in_ellipses(
    objects: Objects,
    batch: np.ndarray,
    position: np.ndarray,
    binning: int,
    size: tuple[int, int],
    kron: np.ndarray,
    diameter: float,
) -> np.ndarray:
    """Which pixels of windows of a size are in the ellipses: four fifths of Kron's, or circles; bool (k, *size)."""
    dx, dy = (offset * binning for offset in offsets_from(position, size))
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
