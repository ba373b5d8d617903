"""The pixels of neighbours, masked or replaced as MASK_TYPE says: the light as each object sees it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...config.config import Config
from ...constants import ALMOST_HALF
from ...detection.detections import Detections
from ...detection.objects import Objects
from ...images.image import BAD, Image
from ..registry import quantity
from .aperture_shapes import toward_zero
from .pixelrows import Pixels


class Light(NamedTuple):
    """Pixels as an object sees them; arrays of shape (p,).

    Attributes
    ----------
    value : ndarray of float32
    variance : ndarray of float32, or None
        None without a weight map.
    masked : ndarray of bool
        The pixel is a neighbour's, or bad, or has no weight.
    """

    value: np.ndarray
    variance: np.ndarray | None
    masked: np.ndarray

    def take(self, chosen: np.ndarray) -> "Light":
        """The light of some of the pixels: indices of shape (q,)."""
        variance = None if self.variance is None else self.variance[chosen]
        return Light(self.value[chosen], variance, self.masked[chosen])


@dataclass(frozen=True)
class Masking:
    """Which pixels are masked for n objects.

    Attributes
    ----------
    blanked : ndarray of int32, shape (height, width), or None
        As in Detections; None: neighbours mask nothing (MASK_TYPE NONE).
    label : ndarray of int32, shape (n,)
        Value of `blanked` in the objects' own footprints.
    mirrored : bool
        Masked pixels are replaced by those on the other side of the object (MASK_TYPE CORRECT).
    """

    blanked: np.ndarray | None
    label: np.ndarray
    mirrored: bool

    def take(self, chosen: np.ndarray | slice) -> "Masking":
        """The same for some of the objects: indices of shape (k,), or a slice."""
        return Masking(self.blanked, self.label[chosen], self.mirrored)


@quantity
def masking(detections: Detections, objects: Objects, config: Config) -> Masking:
    """What MASK_TYPE makes of the neighbours of the objects."""
    kind = config.MASK_TYPE
    label = (objects.detection + 1).astype(np.int32)
    return Masking(None if kind == "NONE" else detections.blanked, label, kind == "CORRECT")


def masked_light(image: Image, masking: Masking, owner: np.ndarray, flat_index: np.ndarray) -> Light:
    """The light of pixels, and which of them are masked.

    Parameters
    ----------
    image : Image
    masking : Masking
    owner, flat_index : ndarray of int64, shape (p,)
        As in Pixels.
    """
    value = image.pixels.ravel().take(flat_index)
    masked = value <= BAD
    variance = None
    if image.variance is not None:
        variance = image.variance.ravel().take(flat_index)
        masked |= variance >= image.worst_variance
    masked[neighbour_pixels(masking, owner, flat_index)] = True
    return Light(value, variance, masked)


def neighbour_pixels(masking: Masking, owner: np.ndarray, flat_index: np.ndarray) -> np.ndarray:
    """Which pixels are those of neighbours.

    Parameters
    ----------
    masking : Masking
    owner, flat_index : ndarray of int64, shape (p,)
        As in Pixels.

    Returns
    -------
    ndarray of int64, shape (q,)
        Indices among the p pixels.
    """
    if masking.blanked is None:
        return np.empty(0, np.int64)
    label = masking.blanked.ravel().take(flat_index)
    detected = np.flatnonzero(label != 0)
    return detected[label[detected] != masking.label[owner[detected]]]


def corrected_light(image: Image, masking: Masking, pixels: Pixels, x: np.ndarray, y: np.ndarray) -> Light:
    """The light of pixels; masked ones are replaced by their mirror images about the centre, or by nothing.

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
        `masked` tells what was replaced. Where there is no mirror image either, value and variance are 0.
    """
    light = masked_light(image, masking, pixels.owner, pixels.flat_index)
    masked = np.flatnonzero(light.masked)
    if not len(masked):
        return light
    light.value[masked] = 0
    if light.variance is not None:
        light.variance[masked] = 0
    if masking.mirrored:
        owner, flat_index, inside = mirror_pixels(image.shape, pixels.owner[masked], pixels.flat_index[masked], x, y)
        mirrored = masked_light(image, masking, owner, flat_index)
        clean = ~mirrored.masked
        replaced = masked[inside][clean]
        light.value[replaced] = mirrored.value[clean]
        if light.variance is not None and mirrored.variance is not None:
            light.variance[replaced] = mirrored.variance[clean]
    return light


def mirror_pixels(
    shape: tuple[int, int], owner: np.ndarray, flat_index: np.ndarray, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels on the other side of the centres, as far as they are in the image.

    Parameters
    ----------
    shape : (int, int)
        Of the image.
    owner, flat_index : ndarray of int64, shape (p,)
        As in Pixels.
    x, y : ndarray of float64, shape (n,)
        Centres of the objects.

    Returns
    -------
    owner, flat_index : ndarray of int64, shape (q,)
    inside : ndarray of int64, shape (q,)
        Indices of those among the p pixels that have one.
    """
    height, width = shape
    row, column = np.divmod(flat_index, width)
    mirror_x = toward_zero(2 * x[owner] + ALMOST_HALF - column)
    mirror_y = toward_zero(2 * y[owner] + ALMOST_HALF - row)
    inside = np.flatnonzero((mirror_x >= 0) & (mirror_x < width) & (mirror_y >= 0) & (mirror_y < height))
    return owner[inside], mirror_y[inside] * width + mirror_x[inside], inside
