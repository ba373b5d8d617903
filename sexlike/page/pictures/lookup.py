"""What is at a pixel: its value in the file, the background there, its noise, its place on the sky, its object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...images.image import BAD
from ...images.sky.projection import NOWHERE
from ..refused import Refused
from ..session import Session
from .layers import background, noise
from .tiles import whole_number
from .view import View


def pixel(session: Session, query: Mapping[str, str]) -> dict[str, Any]:
    """What is at a pixel.

    Parameters
    ----------
    session : Session
    query : dict
        ``x`` and ``y``, whole numbers; the first pixel is 1, 1. Besides, as for a tile, what is looked at.

    Returns
    -------
    dict
        ``x``, ``y``, ``value``, ``background``, ``noise``, ``weight``, ``ra``, ``dec`` and ``object``; None where there
        is none, or none yet.

    Raises
    ------
    Refused
        It is no pixel of the image.
    """
    view = session.view_for(query)
    x, y = whole_number(query, "x"), whole_number(query, "y")
    height, width = view.shape
    if not (1 <= x <= width and 1 <= y <= height):
        raise Refused(404, f"There is no pixel {x}, {y} (allowed: x from 1 to {width}, y from 1 to {height}).")
    here = slice(y - 1, y), slice(x - 1, x)
    value = float(view.pixels(*here)[0, 0])
    ra, dec = position(view, x - 1, y - 1)
    of_sky = view.sky.noise(view.config) is not None
    return {
        "x": x,
        "y": y,
        "value": value if value > BAD else None,
        "background": float(background(view, *here)[0, 0]) if of_sky else None,
        "noise": float(noise(view, *here)[0, 0]) if of_sky else None,
        "weight": float(view.weights(*here)[0, 0]) if view.has_weight_map else None,
        "ra": ra,
        "dec": dec,
        "object": session.object_at(x, y, query),
    }


def position(view: View, x: int, y: int) -> tuple[float | None, float | None]:
    """Right ascension and declination (J2000, degrees) of a pixel, 0-based; None where there is no sky."""
    projection = view.projection
    if projection.sky is None:
        return None, None
    ra, dec = projection.to_j2000(projection.position(np.array([float(x)]), np.array([float(y)])))[:, 0]
    return (float(ra), float(dec)) if max(abs(ra), abs(dec)) < NOWHERE else (None, None)
