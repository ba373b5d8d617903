"""Models at the pixels of windows, and how well they fit these."""

from collections.abc import Collection

import numpy as np

from ..psf.resampling import resample
from .batches import ModelBatch
from .components import OFFSET, SPHEROID_ASPECT, Components
from .layers import Canvas, layers_of
from .mapfits import add_up_fits

NOTHING_FREE = np.empty(0, np.int64)


def draw_models(
    components: Components,
    data: ModelBatch,
    vector: np.ndarray,
    size: tuple[int, int] | None = None,
    parts: Collection[str] | None = None,
) -> np.ndarray:
    """Models of a batch of objects as they are fitted: blurred by the PSF, at the pixels of windows.

    What the PSF blurs beyond a raster comes back on its other side, as in SExtractor.

    Parameters
    ----------
    components : Components
    data : ModelBatch
        Of k objects.
    vector : ndarray of float64, shape (k, p)
    size : (int, int), optional
        Height and width in (binned) pixels, of which (height // 2, width // 2) is the central one. By default, those
        of the windows that are fitted.
    parts : collection of str, optional
        The fluxes of the components that are drawn, such as `SPHEROID_FLUX`; by default all, and the level.

    Returns
    -------
    ndarray of float32, shape (k, height, width)
    """
    names, size = layers_of(components), size or data.stamps.pixels.shape[1:]
    wanted = np.array([parts is None or (name in parts and name != OFFSET) for name in names])
    models, shifts = np.empty((len(vector), *size), np.float32), data.in_windows(components.position(vector))
    for raster in np.unique(data.windows.raster):
        some = np.flatnonzero(data.windows.raster == raster)
        canvas = Canvas.of(components, data.take(some), int(raster))
        amounts = (canvas.amounts(vector[some]) * wanted).astype(np.float32)
        total = np.einsum("kl,klji->kji", amounts, canvas.layers(vector[some], np.arange(len(some))))
        models[some] = resample(total, shifts[some], data.step, size, whole=True, slipped=data.slipped)
    return models


def cost_of(canvas: Canvas, vector: np.ndarray, members: np.ndarray, layers: np.ndarray) -> np.ndarray:
    """Sums of the squared residuals of the models of some objects of a batch, without the prior.

    Parameters
    ----------
    canvas : Canvas
    vector : ndarray of float64, shape (m, p)
    members : ndarray of int64, shape (m,)
    layers : ndarray of float32, shape (m, layers, side, side)
        Of these models.

    Returns
    -------
    ndarray of float64, shape (m,)
    """
    data, windows = canvas.data, canvas.data.windows
    nothing = NOTHING_FREE, np.empty((len(members), 0))
    shifts = data.in_windows(canvas.components.position(vector))
    given = data.stamps, members, shifts, data.step, canvas.amounts(vector), *nothing
    return add_up_fits(layers, windows.raster[members], *given)[:, 0, 0]


def prior_of(components: Components, variables: np.ndarray) -> np.ndarray:
    """What the axis ratio of a spheroid adds to the cost, which is expected to be 1: variables (m, p) -> (m,)."""
    return components.values(variables, SPHEROID_ASPECT) ** 2
