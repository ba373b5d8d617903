"""Round detections for the tests of cleaning, without an image."""

from types import SimpleNamespace

import numpy as np

from sexlike.detection.footprints import Footprints
from sexlike.detection.moments import Moments


def stars(x, y=0.0, flux=1000.0, sigma=2.0, sigma_y=None, area=50, threshold=1.0, width=1.0, depth=5.0, y_size=1):
    """Gaussians as candidates; each argument is one number for all, or a list. Blobs end on the rows ``y + y_size``."""
    names = ("x", "y", "flux", "sigma", "sigma_y", "area", "threshold", "width", "depth", "y_size")
    values = (x, y, flux, sigma, sigma if sigma_y is None else sigma_y, area, threshold, width, depth, y_size)
    v = SimpleNamespace(**dict(zip(names, np.broadcast_arrays(*np.atleast_1d(*values)), strict=True)))
    moments = vars(Moments.from_variances(v.sigma.astype(float) ** 2, v.sigma_y.astype(float) ** 2, np.zeros(len(v.x))))
    y_min, y_max = (v.y - v.y_size).astype(np.int32), (v.y + v.y_size).astype(np.int32)
    pixels = np.zeros(v.area.sum(), np.int32)
    single = {name: getattr(v, name).astype(np.float32) for name in ("threshold", "width", "depth")}
    position = {"x": v.x.astype(float), "y": v.y.astype(float), "y_min": y_min, "y_max": y_max}
    return SimpleNamespace(
        shapes=SimpleNamespace(**position, **moments, flux=v.flux.astype(np.float32)),
        footprints=Footprints.from_counts(pixels, pixels, v.area),
        last_pixel=y_max.astype(np.int64) * 1000 + v.x.astype(np.int64),
        **single,
    )


ROW_LENGTH = 1000  # of the image in which `last_pixel` counts
