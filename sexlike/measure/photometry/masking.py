"""The pixels of neighbours, masked or replaced as MASK_TYPE says: the light as each object sees it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...config.config import Config
from ...constants import ALMOST_HALF
from ...detection.blankedmap import BlankedMap
from ...detection.detections import Detections
from ...detection.objects import Objects
from ...detection.scanview import NEVER, ScanView
from ...images.image import BAD, Image
from ..registry import quantity
from .aperture_shapes import toward_zero
from .pixelrows import Pixels
from .unblanked import Unblanked


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
    blanked : BlankedMap or None
        As in Detections; None: neighbours mask nothing (MASK_TYPE NONE).
    mirrored : bool
        Masked pixels are replaced by those on the other side of the object (MASK_TYPE CORRECT).
    label : ndarray of int32, shape (n,)
        Value of `blanked` in the objects' own footprints.
    view : ScanView
        What the objects see of the image.
    blanked_before : ndarray of int64, shape (n,)
        Pixels before this flat index had been blanked when each object was measured.
    unblanked : Unblanked, or None
        Pixels that cleaning gave back to the sky, if an object was measured before some of them were.
    """

    blanked: BlankedMap | None
    mirrored: bool
    label: np.ndarray
    view: ScanView
    blanked_before: np.ndarray
    unblanked: Unblanked | None

    def take(self, chosen: np.ndarray | slice) -> "Masking":
        """The same for some of the objects: indices of shape (k,), or a slice."""
        label, view, blanked_before = self.label[chosen], self.view.take(chosen), self.blanked_before[chosen]
        return Masking(self.blanked, self.mirrored, label, view, blanked_before, self.unblanked)


def masking_of(detections: Detections, objects: Objects, config: Config, blanked_stop: np.ndarray) -> Masking:
    """What MASK_TYPE makes of neighbours, of whom the lines before these had been blanked: int64 of shape (n,)."""
    kind, (height, width) = config.MASK_TYPE, detections.blanked.shape
    early = blanked_stop < NEVER
    blanked_before = np.where(early, np.clip(blanked_stop, 0, height) * width, NEVER)
    unblanked = Unblanked.from_detections(detections) if early.any() else None
    label = (objects.detection + 1).astype(np.int32)
    blanked = None if kind == "NONE" else detections.blanked
    return Masking(blanked, kind == "CORRECT", label, objects.view, blanked_before, unblanked)


@quantity
def masking(image: Image, detection_image: Image, detections: Detections, objects: Objects, config: Config) -> Masking:
    """What MASK_TYPE makes of the neighbours of the objects in the measurement image."""
    single = image.pixels is detection_image.pixels
    return masking_of(detections, objects, config, objects.view.blanked_stop if single else objects.view.scanned_stop)


@quantity
def search_masking(detections: Detections, objects: Objects, config: Config) -> Masking:
    """What MASK_TYPE makes of the neighbours of the objects in the detection image."""
    return masking_of(detections, objects, config, objects.view.blanked_stop)


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
    label = masking.blanked.at(flat_index)
    is_blanked = label != 0
    if masking.unblanked is not None:
        is_blanked |= masking.unblanked.still_blanked(flat_index, masking.view.arrived[owner])
    blanked = np.flatnonzero(is_blanked)
    theirs = blanked[label[blanked] != masking.label[owner[blanked]]]
    if masking.unblanked is None:  # all objects were measured when all was blanked
        return theirs
    return theirs[flat_index[theirs] < masking.blanked_before[owner[theirs]]]


def corrected_light(image: Image, masking: Masking, pixels: Pixels, x: np.ndarray, y: np.ndarray) -> Light:
    """The light of pixels; masked ones are replaced by their mirror images about the centre, or by nothing.

    Parameters
    ----------
    image : Image
    masking : Masking
    pixels : Pixels
    x, y : ndarray of float64 or float32, shape (n,)
        Centres of the objects, in the precision that decides on their mirror images.

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
        owner, flat_index, inside = mirror_pixels(
            image.shape[1], masking.view, pixels.owner[masked], pixels.flat_index[masked], x, y
        )
        mirrored = masked_light(image, masking, owner, flat_index)
        clean = ~mirrored.masked
        replaced = masked[inside][clean]
        light.value[replaced] = mirrored.value[clean]
        if light.variance is not None and mirrored.variance is not None:
            light.variance[replaced] = mirrored.variance[clean]
    return light


def mirror_pixels(
    width: int, view: ScanView, owner: np.ndarray, flat_index: np.ndarray, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels on the other side of the centres, as far as they are in the image that the objects see.

    Parameters
    ----------
    width : int
        Of the image.
    view : ScanView
    owner, flat_index : ndarray of int64, shape (p,)
        As in Pixels.
    x, y : ndarray of float64 or float32, shape (n,)
        Centres of the objects.

    Returns
    -------
    owner, flat_index : ndarray of int64, shape (q,)
    inside : ndarray of int64, shape (q,)
        Indices of those among the p pixels that have one.
    """
    row, column = np.divmod(flat_index, width)
    mirror_x = toward_zero(2 * x[owner].astype(np.float64) + ALMOST_HALF - column)
    mirror_y = toward_zero(2 * y[owner].astype(np.float64) + ALMOST_HALF - row)
    in_x = (mirror_x >= 0) & (mirror_x < width)
    inside = np.flatnonzero(in_x & (mirror_y >= view.y_start[owner]) & (mirror_y < view.y_stop[owner]))
    return owner[inside], mirror_y[inside] * width + mirror_x[inside], inside
