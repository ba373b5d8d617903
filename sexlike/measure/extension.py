"""What a run yields: an image extension and the objects that were found and measured in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..config.config import Config
from ..detection.detections import Detections
from ..images.image import Image, ImageDescription
from .registry import Request


@dataclass(frozen=True, kw_only=True)
class ExtensionCatalog:
    """The catalog of an image extension, and what there is to tell of the images, without their pixels.

    Attributes
    ----------
    image, detection_image : ImageDescription
        Where was measured, and where was searched: the same unless there are two images.
    config : Config
        With the zero-point of the image in place of AUTO.
    request : Request
        The columns of the catalog.
    values : dict
        Name of the column -> array of shape (n, *size).
    objects : int
        Number of objects, n.
    detected : int
        Number of detections before cleaning.
    detection_threshold, analysis_threshold : float
    seconds : float
        How long the extension took.
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
    """An image extension, what was found in it, and what was measured.

    Attributes
    ----------
    image, detection_image : Image
        Where was measured, and where was searched: the same unless there are two images.
    config : Config
        With the zero-point of the image in place of AUTO.
    kernel : ndarray of float32, shape (h, w), or None
        Detection kernel.
    detections : Detections
    request : Request
        The columns of the catalog.
    values : dict
        Name of the column -> array of shape (n, *size).
    seconds : float
        How long it took.
    """

    image: Image
    detection_image: Image
    config: Config
    kernel: np.ndarray | None
    detections: Detections
    request: Request
    values: dict[str, np.ndarray]
    seconds: float

    def catalog(self) -> ExtensionCatalog:
        """All that catalogs need of it: the pixels of many extensions would not fit into memory."""
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
