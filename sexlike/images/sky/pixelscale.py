"""The size of the pixels of an image."""

import numpy as np

from ...config.config import Config
from ..image import ImageDescription
from .projection import Projection
from .wcscards import read_projection

ARCSEC = 3600  # of a degree


def pixel_scale(image: ImageDescription, config: Config) -> float:
    """Size of a pixel: PIXEL_SCALE, or if that is 0, the size at the centre of the image as its header has it.

    Parameters
    ----------
    image : ImageDescription
    config : Config

    Returns
    -------
    float
        arcsec (3600 units of the header where it describes no sky); 0 where the centre is not on the sky.
    """
    if config.PIXEL_SCALE:
        return config.PIXEL_SCALE
    projection = read_projection(image.header, config.COMPATIBILITY)
    if projection.sky is None and config.COMPATIBILITY == "SEXTRACTOR":  # which looks along y alone
        return ARCSEC * float(np.abs(projection.matrix[1, 1]))
    return scale_at_centre(projection, image.shape)


def scale_at_centre(projection: Projection, shape: tuple[int, int]) -> float:
    """Size of the pixel at the centre of an image of this height and width, see `pixel_scale`."""
    height, width = shape
    centre = np.array([(width - 1) / 2]), np.array([(height - 1) / 2])
    return ARCSEC * float(np.nan_to_num(np.sqrt(projection.pixel_area(*centre)[0])))
