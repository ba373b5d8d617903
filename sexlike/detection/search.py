"""The search for objects in one image, from pixels to detections."""

import numpy as np

from ..config.config import Config
from ..images.image import Image, ImageDescription
from .brightpixels import bright_pixels
from .candidates import Candidates, find_candidates
from .cleaning.linebuffer import LineBuffer
from .cleaning.merging import Cleaned, clean
from .cleaning.waitinglist import Schedule
from .detections import Detections
from .scanview import ScanView, scan_view
from .searchstate import SearchState
from .smoothing import SmoothedImage
from .survivors import survivors


def search(
    image: Image,
    config: Config,
    kernel: np.ndarray | None,
    thresholds: tuple[np.float32, np.float32],
    state: SearchState,
    aperture_reach: int = 0,
) -> Detections:
    """Find the objects of an image.

    Parameters
    ----------
    image : Image
        The detection image.
    config : Config
    kernel : ndarray of float32, shape (h, w), or None
        Detection kernel.
    thresholds : tuple of float
        Detection and analysis threshold.
    state : SearchState
        After the extensions before; it is updated.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.

    Returns
    -------
    Detections
    """
    bright = bright_pixels(SmoothedImage.from_image(image, config, kernel, thresholds[0]))
    candidates = find_candidates(image, bright, config, state)
    cleaned, memory = clean_candidates(candidates, image, config, kernel, aperture_reach)
    return survivors(image, bright, candidates, cleaned, memory, blanking_delay(kernel), thresholds)


def blanking_delay(kernel: np.ndarray | None) -> int | None:
    """Rows by which blanking lags behind the scan; None if it does not.

    Pixels above the threshold are blanked some rows behind the scan, for the kernel still needs them; without a kernel
    they are blanked at once.
    """
    return None if kernel is None else len(kernel) // 2 + 1


def clean_candidates(
    candidates: Candidates, image: ImageDescription, config: Config, kernel: np.ndarray | None, aperture_reach: int
) -> tuple[Cleaned, tuple[ScanView, np.ndarray]]:
    """Clean all detections of an image, in SExtractor's sequence.

    Parameters
    ----------
    candidates : Candidates
        m detections.
    image, config, kernel, aperture_reach
        See `search`.

    Returns
    -------
    cleaned : Cleaned
    memory : tuple of ScanView, and ndarray of bool, shape (m,)
        What of the image is in memory when the objects are measured; whether a part of a blob no longer was when it
        was complete.
    """
    buffer, delay = line_buffer(image, config, kernel), blanking_delay(kernel)
    schedule = Schedule(buffer.flushes(), config.MEMORY_OBJSTACK, buffer.last_first_line)
    exponent = config.CLEAN_PARAM if config.CLEAN else None
    cleaned = clean(candidates, image.shape[1], schedule, exponent, aperture_reach, delay)
    view = ScanView.of_whole_image(len(cleaned.order), image.shape[0])
    incomplete = np.zeros(len(candidates.footprints), bool)
    if config.COMPATIBILITY == "SEXTRACTOR":
        view = scan_view(cleaned.departures, image.shape[0], buffer.lines, delay)
        incomplete = candidates.first_row < buffer.first_line(candidates.last_pixel // image.shape[1] + 1)
    return cleaned, (view, incomplete)


def line_buffer(image: ImageDescription, config: Config, kernel: np.ndarray | None) -> LineBuffer:
    """SExtractor's buffer of lines for an image, as MEMORY_BUFSIZE, the kernel and a local background make it."""
    local_margin = config.BACKPHOTO_THICK if config.BACKPHOTO_TYPE == "LOCAL" else 0
    kernel_rows = 0 if kernel is None else len(kernel)
    return LineBuffer.from_settings(image.shape[0], config.MEMORY_BUFSIZE, kernel_rows, local_margin)
