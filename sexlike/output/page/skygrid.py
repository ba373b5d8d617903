"""Positions on the sky for a page, which cannot compute a projection: on a grid, to be interpolated."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...images.image import ImageDescription
from ...images.sky.celestial import unit_vectors
from ...images.sky.projection import NOWHERE, Projection
from ...images.sky.wcscards import read_projection
from .embedding import packed

CELLS = (16, 32, 64, 128)  # along each side: the first whose positions are right
GOOD = 0.02  # pixels by which positions may be wrong
ARCSECONDS = np.degrees(1) * 3600


def sky_grid(image: ImageDescription, compatibility: str) -> dict[str, Any] | None:
    """Directions on a grid that spans an image, from the centre of its first pixel to that of its last.

    Parameters
    ----------
    image : ImageDescription
    compatibility : str
        COMPATIBILITY.

    Returns
    -------
    dict or None
        `vectors`, unit vectors of right ascension and declination, of shape (ny, nx, 3), packed, NaN where there is no
        sky; and `error`, the largest error in arcsec between the nodes. None without world coordinates.
    """
    projection = read_projection(image.header, compatibility)
    if projection.sky is None:
        return None
    height, width = image.shape
    for cells in CELLS:
        x, y = np.linspace(0, width - 1, min(cells, width) + 1), np.linspace(0, height - 1, min(cells, height) + 1)
        vectors = directions(projection, x, y)
        between = (vectors[1:, 1:] + vectors[1:, :-1] + vectors[:-1, 1:] + vectors[:-1, :-1]) / 4
        true = directions(projection, (x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2)
        norm = np.linalg.norm(between, axis=-1, keepdims=True)
        error = np.linalg.norm(between / norm - true, axis=-1)
        error = float(np.nanmax(error)) if np.isfinite(error).any() else 0.0
        pixel = np.nanmax([pixel_size(vectors, 1, width), pixel_size(vectors, 0, height), 0.0])
        if error <= GOOD * pixel:
            break
    if not np.isfinite(vectors).any():
        return None
    return {"vectors": packed(vectors), "error": error * ARCSECONDS}


def directions(projection: Projection, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Unit vectors of pixels at all pairs of x and y: (nx,), (ny,) -> (ny, nx, 3)."""
    position = projection.to_j2000(projection.position(*(axis.ravel() for axis in np.meshgrid(x, y))))
    position = np.where(np.abs(position) < NOWHERE / 2, position, np.nan)
    return unit_vectors(position).reshape(len(y), len(x), 3)


def pixel_size(vectors: np.ndarray, axis: int, length: int) -> float:
    """Size of a pixel along an axis in radians: the median over the grid."""
    steps = np.linalg.norm(np.diff(vectors, axis=axis), axis=-1)
    cells = vectors.shape[axis] - 1
    return float(np.nanmedian(steps)) * cells / max(1, length - 1) if np.isfinite(steps).any() else np.nan
