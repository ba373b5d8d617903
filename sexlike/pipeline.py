"""From files to catalogs: one image extension after the other, room by room."""

import logging
import time
from dataclasses import dataclass, replace

import numpy as np

from .config.files.convfile import find_kernel
from .config.files.paramfile import find_columns
from .detection.association.matching import associate
from .detection.association.positions import read_positions
from .detection.detections import Detections
from .detection.search import Run, search
from .detection.thresholds import thresholds
from .images.image import Image
from .images.loading import load_pairs
from .images.zeropoint import with_zero_point
from .measure import measure, request_of
from .measure.columns.associated import ASSOCIATION_COLUMNS
from .measure.columns.imaflags import FLAG_COLUMNS
from .measure.photometry.response import check_densities
from .measure.reach import aperture_reach
from .measure.registry import Request
from .output.console import describe_background, describe_image, describe_objects, progress
from .output.verbose import describe_each_object

log = logging.getLogger("sexlike")


@dataclass(frozen=True)
class Extension:
    """An image extension and what was found in it.

    Attributes
    ----------
    image, detection_image : Image
        Where was measured, and where was searched: the same unless there are two images.
    detections : Detections
    kernel : ndarray of float32, shape (h, w), or None
        Detection kernel.
    request : Request
        The columns of the catalog.
    values : dict
        Name of the column -> array of shape (n, *size).
    seconds : float
        How long it took.
    """

    image: Image
    detection_image: Image
    detections: Detections
    kernel: np.ndarray | None
    request: Request
    values: dict
    seconds: float

    def without_pixels(self):
        """What the catalog needs of it: the pixels of many extensions would not fit into memory."""
        hollow = np.broadcast_to(np.float32(0), self.image.shape)  # keeps the shape, and takes no room
        images = (
            replace(image, raw=hollow, pixels=hollow, variance=None, flag_maps=())
            for image in (self.image, self.detection_image)
        )
        nothing = dict.fromkeys(("footprints", "blanked", "filtered"))
        return Extension(
            *images, replace(self.detections, **nothing), self.kernel, self.request, self.values, self.seconds
        )


def run(images, config, columns=None):
    """Search and measure the extensions of an image.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the one to search and the one to measure.
    config : Config
    columns : sequence of WantedColumn, optional
        Those of PARAMETERS_NAME by default.

    Yields
    ------
    Extension
    """
    request = request_of(find_columns(config.PARAMETERS_NAME, config.folder) if columns is None else columns)
    kernel = find_kernel(config.FILTER_NAME, config.folder) if config.FILTER else None
    going_on = Run()
    start = time.perf_counter()
    for image, detection_image in load_pairs(images, config, flag_maps=request.longest(*FLAG_COLUMNS)):
        yield process(image, detection_image, config, kernel, request, going_on, start)
        start = time.perf_counter()


@np.errstate(all="ignore")  # what has no finite value is inf or NaN in the catalog, as in SExtractor
def process(image, detection_image, config, kernel, request, going_on, start):
    """Search and measure one extension -> Extension."""
    config = with_zero_point(config, image)
    levels = thresholds(config, detection_image, image)
    for field in (image, detection_image):
        check_densities(field.background, config)
    describe(image, detection_image, *levels)
    associated = any(name in request.sizes for name in ASSOCIATION_COLUMNS)
    positions = read_positions(config, image.header, request.longest("VECTOR_ASSOC")) if associated else None
    progress("Searching for objects")
    detections = search(detection_image, config, kernel, levels, going_on, aperture_reach(request, config))
    if associated:
        detections = associate(detections, positions, config, image.shape[0])
    progress(f"Measuring {len(detections)} objects")
    values = measure(request, image=image, detection_image=detection_image, detections=detections, config=config)
    seconds = time.perf_counter() - start
    extension = Extension(image, detection_image, detections, kernel, request, values, seconds)
    if len(detections) and log.isEnabledFor(logging.DEBUG):
        log.debug(describe_each_object(extension, config))
    log.info(describe_objects(detections.detected, len(detections)))
    return extension


def describe(image, detection_image, detection_threshold, analysis_threshold):
    """Tell of the images, their backgrounds and the thresholds."""
    two_images = image.raw is not detection_image.raw
    if two_images:
        log.info(describe_image(detection_image, "Detecting"))
    log.info(describe_image(image))
    if image is detection_image:
        log.info(describe_background(image.background, detection_threshold))
    else:
        measured = analysis_threshold if two_images else detection_threshold
        log.info(describe_background(image.background, measured, "M"))
        log.info(describe_background(detection_image.background, detection_threshold, "D"))
