"""The sky in a frame around each object (BACKPHOTO_TYPE LOCAL)."""

from dataclasses import dataclass

import numpy as np

from .registry import quantity


@dataclass(frozen=True)
class LocalBackground:
    """What the sky around the m detections lies above the background map: float32 of shape (m,)."""

    offset: np.ndarray


@quantity(per_object=False)
def local_background(detections):
    """Sky around the detections -> LocalBackground."""
    return LocalBackground(np.zeros(detections.detected, np.float32))
