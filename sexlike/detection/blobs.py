"""Connected pixels above the threshold, before anything is split."""

from dataclasses import dataclass

import numpy as np

from ..arrays import inverse, last_index, offsets
from ..stages import stage
from ..threads import in_slices
from .footprints import Footprints
from .pixels.above import pixels_above
from .pixels.listorder import list_order
from .pixels.runs import label_pixels, maxima, pixels_by_label

LEAST_BLOBS = 500  # for a thread


@dataclass(frozen=True)
class Blobs:
    """The blobs of an image, in the order in which the scan completes them.

    Attributes
    ----------
    footprints : Footprints
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at their pixels.
    may_split : ndarray of bool, shape (b,)
        Those with more than one maximum, in which deblending may find more than one object.
    """

    footprints: Footprints
    filtered: np.ndarray
    may_split: np.ndarray


@stage("blobs")
def find_blobs(filtered: np.ndarray, threshold: float | np.floating | np.ndarray, least_area: int) -> Blobs:
    """Find the blobs above the threshold.

    Parameters
    ----------
    filtered : ndarray of float32, shape (height, width)
    threshold : float, or ndarray of float32, shape (height, width)
    least_area : int
        DETECT_MINAREA: smallest number of pixels.

    Returns
    -------
    Blobs
    """
    x, y, light = pixels_above(filtered, threshold)
    order, count = by_blob(*label_pixels(x, y, np.zeros(len(x), np.int64)), least_area)
    x, y, light, start = x[order], y[order], light[order], offsets(count)
    owner = np.repeat(np.arange(len(count)), count)
    listed, is_peak = np.empty(len(x), np.int64), np.empty(len(x), bool)

    def look_at(first: int, stop: int) -> None:
        here = slice(start[first], start[stop])
        listed[here] = start[first] + list_order(x[here], y[here], owner[here])
        is_peak[here] = maxima(x[here], y[here], owner[here], light[here])

    in_slices(look_at, len(count), LEAST_BLOBS, "blobs")
    may_split = np.bincount(owner[is_peak], minlength=len(count)) > 1
    return Blobs(Footprints(x[listed], y[listed], start), light[listed], may_split)


def by_blob(label: np.ndarray, number: int, least_area: int) -> tuple[np.ndarray, np.ndarray]:
    """Sort pixels by blob, in the order in which these are completed, without those that are too small.

    A blob is complete on its last row, at the right end of its last run there: with its last pixel.

    Parameters
    ----------
    label : ndarray of int64, shape (p,)
        Blob of each pixel, from 0 to ``number - 1``; the pixels come row by row.
    number : int
    least_area : int

    Returns
    -------
    order : ndarray of int64, shape (q,)
        Indices of the pixels; those of one blob stay in their order.
    count : ndarray of int64, shape (b,)
        Pixels of each blob.
    """
    area = np.bincount(label, minlength=number)
    completed = np.argsort(last_index(label, number))
    completed = completed[area[completed] >= least_area]
    rank = inverse(completed, number)[label]
    count = area[completed]
    return pixels_by_label(rank, count), count
