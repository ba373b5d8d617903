"""The random numbers that SExtractor draws where the centre of an image is not on the sky.

It walks at random from the centre, until it comes to the sky. All blends of the image, and of those after it, get other
random numbers then.
"""

import numpy as np

from ..images.files.cards import card_text
from ..images.image import ImageDescription
from ..images.sky.projection import NOWHERE
from ..images.sky.wcscards import read_projection
from .deblending.glibcrand import LARGEST_NUMBER, GlibcRand

MOST_STEPS = 100
LARGEST_STEP = 0.005  # of the sides of the image
SURELY_ON_THE_SKY = 30.0  # degrees from the reference point, for projections without parameters
EVERYWHERE = ("TAN", "TPV", "TNX", "STG")
WITHOUT_PARAMETERS = ["SIN", "ARC", "ZEA", "CAR", "MER", "PCO", "GLS", "PAR", "AIT", "MOL", "CSC", "QSC", "TSC"]


def look_for_sky(image: ImageDescription, random: GlibcRand) -> int:
    """Draw the numbers that SExtractor draws when it reads the world coordinates of an image.

    Parameters
    ----------
    image : ImageDescription
    random : GlibcRand

    Returns
    -------
    int
        The number of steps; 0 if the centre of the image is on the sky.
    """
    codes = [card_text(image.header, f"CTYPE{axis}").upper()[5:8] for axis in (1, 2)]
    if not all(codes) or codes[0] in EVERYWHERE:
        return 0
    size = np.array(image.shape[::-1], np.float64)
    position, projection = (size - 1) / 2, read_projection(image.header, "SEXTRACTOR")
    if codes[0] in WITHOUT_PARAMETERS and np.abs(projection.focal(*position[:, None])).max() < SURELY_ON_THE_SKY:
        return 0
    for step in range(MOST_STEPS):
        if projection.world(*position[:, None])[0, 0] != NOWHERE:
            return step
        position = position + size * 2 * LARGEST_STEP * (0.5 - random.take(2) / LARGEST_NUMBER)
    return MOST_STEPS
