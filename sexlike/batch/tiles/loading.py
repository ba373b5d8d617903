"""Loading some rows of a mosaic, with the background of the whole."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np

from ...config.config import Config
from ...detection.smoothing import SmoothedImage
from ...errors import SexlikeError
from ...images.files.selectors import is_selector, split_selector
from ...images.image import Image
from ...images.loading import load_pairs
from ...images.weighting.interpolation import rows_below
from ...images.weighting.noise import noise_from
from ...images.weighting.noiseinparts import Measure
from ...images.weighting.weights import MAPS
from ...images.window import only_rows
from ...measure.families import FLAG_MAP_COLUMNS
from ...measure.registry import Request, make_request
from ...output.rawpixels import shows_raw_pixels
from ...pipeline import settled
from ..running.configdata import config_from_data
from .plan import Plan


@dataclass(frozen=True)
class Loaded:
    """Some rows of a mosaic, in arrays as large as the whole.

    Attributes
    ----------
    image, detection_image : Image
        0 beyond these rows.
    config : Config
    levels : tuple of float
        Detection and analysis threshold.
    request : Request
    kernel : ndarray of float32, shape (h, w), or None
    """

    image: Image
    detection_image: Image
    config: Config
    levels: tuple[np.float32, np.float32]
    request: Request
    kernel: np.ndarray | None

    @property
    def smoothed(self) -> SmoothedImage:
        """What is searched."""
        return SmoothedImage.from_image(self.detection_image, self.config, self.kernel, self.levels[0])


@contextmanager
def loaded(plan: Plan, measure: Measure, first: int, stop: int) -> Iterator[Loaded]:
    """Context in which some rows of a mosaic are worked on, and what smoothing and filling of these need.

    Parameters
    ----------
    plan : dict
    measure : callable
        What measures the noise, see `noise_from`.
    first, stop : int
        Rows for which the smoothed image shall be right: from the first to before this one.

    Yields
    ------
    Loaded
    """
    config, kernel = config_from_data(plan["config"]), plan["kernel"]
    request = make_request({name: tuple(size) for name, size in plan["columns"].items()}, plan["text"])
    require_files(plan, config, request)
    margin = 2 + (0 if kernel is None else len(kernel) // 2)
    with ExitStack() as stack:
        rows = max(first - margin - rows_below(config), 0), min(stop + margin, plan["shape"][0])
        stack.enter_context(only_rows(*rows) if stop > first else only_rows(0, 0))
        stack.enter_context(noise_from(measure))
        keep_raw, maps = shows_raw_pixels(config), request.longest(*FLAG_MAP_COLUMNS)
        pairs = load_pairs(plan["images"], config, maps, keep_raw=keep_raw)
        image, detection_image = next(pairs)
        settled_config, levels = settled(config, image, detection_image)
        yield Loaded(image, detection_image, settled_config, levels, request, kernel)


def require_files(plan: Plan, config: Config, request: Request) -> None:
    """Raise SexlikeError if this host does not see a file."""
    names = [*plan["images"], *config.MASK_IMAGE, *config.FLAG_IMAGE[: request.longest(*FLAG_MAP_COLUMNS)]]
    names += config.WEIGHT_IMAGE if set(config.WEIGHT_TYPE) & set(MAPS) else ()
    for path in [plan["store"], *(split_selector(name)[0] for name in names if not is_selector(name))]:
        if not os.path.exists(path):
            text = f"{path} is not there on the host {platform.node()}"
            raise SexlikeError(text, hint="All hosts need to see the same files under the same names.")
