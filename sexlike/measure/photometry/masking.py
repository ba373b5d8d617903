"""What the light of neighbours hides: pixels as an object sees them (MASK_TYPE)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...constants import ALMOST_HALF
from ...images.image import BAD
from ..registry import quantity
from .aperture_shapes import toward_zero


class Light(NamedTuple):
    """Pixels as an object sees them; arrays of shape (p,).

    Attributes
    ----------
    value : ndarray of float32
    variance : ndarray of float32, or None
        None without a weight map.
    hidden : ndarray of bool
        The pixel is a neighbour's, or bad, or has no weight.
    """

    value: np.ndarray
    variance: np.ndarray | None
    hidden: np.ndarray

    def at(self, places):
        """The light of some of them: indices of shape (q,)."""
        return Light(*(None if v is None else v[places] for v in self))


@dataclass(frozen=True)
class Masking:
    """Who hides what from n objects.

    Attributes
    ----------
    blanked : ndarray of int32, shape (height, width), or None
        As in Detections; None: neighbours hide nothing.
    own : ndarray of int32, shape (n,)
        Value of `blanked` in the objects' own footprints.
    mirrored : bool
        Hidden pixels are replaced by those on the other side of the object.
    """

    blanked: np.ndarray | None
    own: np.ndarray
    mirrored: bool

    def take(self, objects):
        """The same for some of the objects: indices of shape (k,)."""
        return Masking(self.blanked, self.own[objects], self.mirrored)


@quantity
def masking(detections, objects, config):
    """MASK_TYPE -> Masking."""
    kind = config.MASK_TYPE
    own = (objects.detection + 1).astype(np.int32)
    return Masking(None if kind == "NONE" else detections.blanked, own, kind == "CORRECT")


def visible(image, masking, owner, index):
    """The light of pixels, and which of them are hidden.

    Parameters
    ----------
    image : Image
    masking : Masking
    owner, index : ndarray of int64, shape (p,)
        As in Pixels.

    Returns
    -------
    Light
    """
    value = image.pixels.ravel().take(index)
    hidden = value <= BAD
    variance = None
    if image.variance is not None:
        variance = image.variance.ravel().take(index)
        hidden |= variance >= image.worst_variance
    hidden[of_neighbours(masking, owner, index)] = True
    return Light(value, variance, hidden)


def of_neighbours(masking, owner, index):
    """Which pixels are those of neighbours -> indices of shape (q,)."""
    if masking.blanked is None:
        return np.empty(0, np.int64)
    holder = masking.blanked.ravel().take(index)
    held = np.flatnonzero(holder != 0)
    return held[holder[held] != masking.own[owner[held]]]


def completed(image, masking, pixels, x, y):
    """The light of pixels; hidden ones are replaced by their mirror images about the centre, or by nothing.

    Parameters
    ----------
    image : Image
    masking : Masking
    pixels : Pixels
    x, y : ndarray of float64, shape (n,)
        Centres of the objects.

    Returns
    -------
    Light
        `hidden` tells what was replaced. Where there is no mirror image either, value and variance are 0.
    """
    light = visible(image, masking, pixels.owner, pixels.flat_index)
    hidden = np.flatnonzero(light.hidden)
    if not len(hidden):
        return light
    replaced = [v for v in (light.value, light.variance) if v is not None]
    for values in replaced:
        values[hidden] = 0
    if masking.mirrored:
        owner, index, inside = mirror(image, pixels.owner[hidden], pixels.flat_index[hidden], x, y)
        other = visible(image, masking, owner, index)
        seen = ~other.hidden
        for values, mirrored in zip(replaced, other, strict=False):
            values[hidden[inside][seen]] = mirrored[seen]
    return light


def mirror(image, owner, index, x, y):
    """Pixels on the other side of the centres, as far as they are in the image -> owner, index, which of them."""
    height, width = image.shape
    row, column = np.divmod(index, width)
    far_x = toward_zero(2 * x[owner] + ALMOST_HALF - column)
    far_y = toward_zero(2 * y[owner] + ALMOST_HALF - row)
    inside = np.flatnonzero((far_x >= 0) & (far_x < width) & (far_y >= 0) & (far_y < height))
    return owner[inside], far_y[inside] * width + far_x[inside], inside
