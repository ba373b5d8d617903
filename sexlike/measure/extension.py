"""What a run yields: an image extension with its objects and their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..config.config import Config
from ..detection.detections import Detections
from ..images.image import Image, ImageDescription
from .registry import Request


@dataclass(frozen=True, kw_only=True)
class ExtensionCatalog:
    """An `Extension` as catalogs need it: without pixels, as those of many extensions would not fit into memory.

    Attributes
    ----------
    image, detection_image : ImageDescription
        The measurement image and the detection image.
    config, request, values, seconds
        Those of the extension.
    objects : int
        Number of objects, n.
    detected : int
        Number of detections before cleaning.
    detection_threshold, analysis_threshold : float
        Global thresholds, in units of the images.
    """

    image: ImageDescription
    detection_image: ImageDescription
    config: Config
    request: Request
    values: dict[str, np.ndarray]
    objects: int
    detected: int
    detection_threshold: float
    analysis_threshold: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Extension:
    """An image extension, its detections, and the columns that were measured.

    Attributes
    ----------
    image, detection_image : Image
        The measurement image and the detection image, which are one unless there are two images or two weight maps.
    config : Config
        The configuration; where MAG_ZEROPOINT is AUTO, it is replaced by the zero-point of the image.
    kernel : ndarray of float32, shape (h, w), or None
        The detection kernel, if the detection image is convolved.
    detections : Detections
        The objects, the detections before cleaning, and the map of their pixels.
    request : Request
        The columns of the catalog.
    values : dict
        Name of a column -> its values, an array of shape (n, *size).
    seconds : float
        Duration of the search and the measurements.
    kept : dict
        Name of a quantity that check-images and pictures need besides -> its value.
    """

    image: Image
    detection_image: Image
    config: Config
    kernel: np.ndarray | None
    detections: Detections
    request: Request
    values: dict[str, np.ndarray]
    seconds: float
    kept: dict[str, Any] = field(default_factory=dict)

    def catalog(self) -> ExtensionCatalog:
        """The extension without pixels."""
        detections = self.detections
        return ExtensionCatalog(
            image=self.image.description(),
            detection_image=self.detection_image.description(),
            config=self.config,
            request=self.request,
            values=self.values,
            objects=len(detections.objects),
            detected=len(detections.raw),
            detection_threshold=detections.detection_threshold,
            analysis_threshold=detections.analysis_threshold,
            seconds=self.seconds,
        )
