"""Point sources on plain images, and what their models are fitted to."""

from types import SimpleNamespace

import numpy as np

from sexlike.measure.models.batches import ModelScene
from sexlike.measure.models.parameters import Parameters
from sexlike.measure.models.pointsources import point_sources
from sexlike.measure.models.windows import model_windows
from sexlike.measure.psf.model import PsfModel

from .. import plain

LOGARITHMIC = np.array([False, False, True])  # of x, y and flux


def gaussian_psf(sigma=1.8, step=0.7, size=31, contexts=()):
    """A round Gaussian, the same everywhere; sigma in pixels."""
    offset = (np.arange(size) - size // 2) * step
    plane = np.exp(-(offset[:, None] ** 2 + offset**2) / (2 * sigma**2)) / (2 * np.pi * sigma**2)
    return PsfModel(plane[None].astype(np.float32), float(np.float32(step)), 2.3548 * sigma)


def sky_with(x, y, flux, sigma=1.8, shape=(100, 100), noise=0.0, seed=1):
    """An image with round Gaussians, each value that at the centre of the pixel."""
    rows, columns = np.arange(shape[0]), np.arange(shape[1])
    across, down = (
        np.exp(-((pixels - np.atleast_1d(centre)[:, None]) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi) / sigma
        for pixels, centre in ((columns, x), (rows, y))
    )
    light = (down * np.broadcast_to(flux, len(down))[:, None]).T @ across
    return (light + np.random.default_rng(seed).normal(0, 1, shape) * noise).astype(np.float32)


def boxes(x, y, half=4, **more):
    """Objects whose bounding boxes reach so far from their central pixels."""
    objects = plain.objects(x, y, **more)
    centre_x, centre_y = (np.rint(values).astype(np.int32) for values in (objects.x, objects.y))
    objects.x_min, objects.x_max = centre_x - half, centre_x + half
    objects.y_min, objects.y_max = centre_y - half, centre_y + half
    return objects


def scene(pixels, objects, psf=None, saturation=1e30, **more):
    """What models are fitted to."""
    psf = gaussian_psf() if psf is None else psf
    config = plain.config()
    windows = model_windows(objects, psf)
    image, masking = plain.image(pixels, **more), plain.masks(objects, config)
    levels, contexts = np.full(len(objects), saturation, np.float32), np.zeros((len(objects), len(psf.contexts)))
    return ModelScene(image, masking, config, levels, windows, psf, contexts)


def fitted(scene, start, reach=8.0, brightest=1e6):
    """Point sources that were fitted, from (x, y, flux) in the windows."""
    start = np.asarray(start, float)
    low = np.broadcast_to([-reach, -reach, 1e-5 * brightest], start.shape)
    high = np.broadcast_to([reach, reach, brightest], start.shape)
    return point_sources(scene, start, Parameters.between(low, high, LOGARITHMIC))


def measured(**quantities):
    """Quantities that a function needs."""
    return SimpleNamespace(**quantities)
