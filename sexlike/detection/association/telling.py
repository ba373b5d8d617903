"""What a run says of the match: how many objects and positions have found each other, and what to do if none has."""

import logging
import os

import numpy as np

from ...config.config import Config
from ...errors import advise, warning_text
from ...images.image import Image
from .positions import Positions

log = logging.getLogger("sexlike")


def tell_of_matches(number: np.ndarray, found: np.ndarray, positions: Positions, config: Config, image: Image) -> None:
    """Log how many objects and positions match.

    Parameters
    ----------
    number : ndarray of int, shape (n,)
        Positions that match each object.
    found : ndarray of int
        Indices of positions that match; they may repeat.
    positions : Positions
    config : Config
    image : Image
        That which is measured.

    Warns
    -----
    SexlikeWarning
        None matches, though there are some of both, and the image is the only one of its file; see `advise`.
    """
    objects, matched = len(number), int(np.count_nonzero(number))
    inside = int(np.count_nonzero(within(positions, image.shape)))
    name, radius = os.path.basename(config.ASSOC_NAME), f"within {config.ASSOC_RADIUS:g} pixels"
    where = f"the {inside} positions of {name} in the image"
    where += f", and {len(positions.x) - inside} are outside of it" * (inside < len(positions.x))
    if matched or not objects or not len(positions.x) or image.total > 1:
        log.info("Matched %d of %d objects with %d of %s (%s)", matched, objects, len(np.unique(found)), where, radius)
        return
    text = f"ASSOC_NAME: none of {objects} objects matches one of {where} ({radius})"
    spans = " and ".join(
        f"{axis} from {values.min():.6g} to {values.max():.6g}"
        for axis, values in [("x", positions.x), ("y", positions.y)]
    )
    hint = f"In pixels, the positions have {spans}. Is it ASSOCCOORD_TYPE {other_type(config)} that is meant?"
    if inside:
        hint = "Is ASSOC_RADIUS too small, or is the list of another frame or epoch?"
    columns = ", ".join(map(str, config.ASSOC_PARAMS[:2]))
    hint += f" The columns of the coordinates are {columns} (ASSOC_PARAMS)."
    advise(warning_text(text, hint=hint), config.COMPATIBILITY)


def within(positions: Positions, shape: tuple[int, int]) -> np.ndarray:
    """Which positions lie on a pixel of an image of some height and width; bool of shape (q,)."""
    height, width = shape
    x, y = positions.x, positions.y
    return (x > 0.5) & (x < width + 0.5) & (y > 0.5) & (y < height + 0.5)


def other_type(config: Config) -> str:
    """The other value of ASSOCCOORD_TYPE."""
    return "PIXEL" if config.ASSOCCOORD_TYPE == "WORLD" else "WORLD"
