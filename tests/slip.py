"""SExtractor's slip in weighted PSF fits, for tests: saturation and photon noise are those of the wrong pixels.

Where a pixel has no weight, SExtractor does not go on to the next pixel of the image: the k-th pixel of a window that
has a weight is judged by the k-th pixel of the window.
"""

import numpy as np

from sexlike.images.image import BAD
from sexlike.measure.psf import photometry
from sexlike.measure.psf.stamps import Stamps, cut_stamps, inverse_noise
from sexlike.measure.psf.windows import Windows


def slip(monkeypatch):
    """Let PSF photometry slip as SExtractor does."""
    monkeypatch.setattr(Windows, "groups", lambda windows: [np.array([i]) for i in range(len(windows.size))])
    monkeypatch.setattr(photometry, "cut_stamps", slipping_stamps)


def slipping_stamps(image, masking, config, saturation, corner, size):
    """The window of one object, with the weights that SExtractor gives its pixels."""
    (x, y), (height, width) = corner[0], size
    rows, columns = np.meshgrid(np.arange(y, y + height), np.arange(x, x + width), indexing="ij")
    inside = (rows >= 0) & (rows < image.shape[0]) & (columns >= 0) & (columns < image.shape[1])
    rows, columns = rows.clip(0, image.shape[0] - 1), columns.clip(0, image.shape[1] - 1)
    variance = np.where(inside, image.variance[rows, columns], np.float32(1e30))
    # What counts if nothing is saturated: all but neighbours and bad pixels.
    seen = cut_stamps(image, masking, config, np.full(1, 1e30, np.float32), corner, size)
    value = np.where(seen.weights[0] > 0, image.pixels[rows, columns], BAD)
    dead = inside & (variance >= image.worst_variance)
    value[dead] = image.pixels[rows, columns][dead]
    weighted = (variance < image.worst_variance) & (variance > 0)
    judged = value.ravel()[: weighted.sum()]
    counts = (judged > BAD) & (judged < saturation[0])
    weights = np.zeros(size, np.float32)
    noise = inverse_noise(image, config, judged, variance[weighted])
    weights[weighted] = np.where(counts, noise, np.float32(0))
    pixels = np.where(weights > 0, value, np.float32(0))
    return Stamps(pixels[None], weights[None])
