"""Skies to measure."""

import numpy as np

BAD = np.float32(-1e30)


def field(height=200, width=300, seed=0, level=1000.0):
    """A sky with a gradient, noise, and some light."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    sky = level + 20 * np.sin(x / 60) + 0.1 * y + random.normal(0, 5, (height, width))
    return (sky + (random.random((height, width)) > 0.98) * random.exponential(300, (height, width))).astype(np.float32)
