"""Connected pixels above the threshold, before anything is split."""

from dataclasses import dataclass

import numpy as np

from ..arrays import inverse, last_index, offsets
from ..stages import stage
from ..threads import in_slices, picked
from .brightpixels import BrightPixels
from .footprints import Footprints
from .pixels.bands import label_in_bands
from .pixels.listorder import list_order
from .pixels.runs import maxima, pixels_by_label

LEAST_BLOBS = 500  # for a thread


@dataclass(frozen=True)
class Blobs:
    """The blobs of an image, in the order in which the scan completes them.

    Attributes
    ----------
    footprints : Footprints
    place : ndarray of int64, shape (p,)
        Indices of their pixels among the bright ones.
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at their pixels.
    may_split : ndarray of bool, shape (b,)
        Those with more than one maximum, in which deblending may find more than one object.
    """

    footprints: Footprints
    place: np.ndarray
    filtered: np.ndarray
    may_split: np.ndarray


@stage("blobs")
def find_blobs(bright: BrightPixels, least_area: int, rows: slice | None = None) -> Blobs:
    """Find the blobs above the threshold.

    Parameters
    ----------
    bright : BrightPixels
        All pixels above it.
    least_area : int
        DETECT_MINAREA: smallest number of pixels.
    rows : slice, optional
        The rows on which the blobs are complete that are kept; all by default.

    Returns
    -------
    Blobs
    """
    x, y, light = bright.x, bright.y, bright.light
    wanted = slice(0, len(y)) if rows is None else slice(*np.searchsorted(y, (rows.start, rows.stop)).tolist())
    order, count = by_blob(*label_in_bands(x, y), least_area, wanted)
    start, may_split = offsets(count), np.empty(len(count), bool)

    def put_in_list_order(first: int, stop: int) -> None:
        here = slice(start[first], start[stop])
        pixels, blob = order[here], np.repeat(np.arange(stop - first), count[first:stop])
        by_row = x[pixels], y[pixels], blob
        may_split[first:stop] = np.bincount(blob[maxima(*by_row, light[pixels])], minlength=stop - first) > 1
        order[here] = pixels[list_order(*by_row)]

    in_slices(put_in_list_order, len(count), LEAST_BLOBS, "blobs")
    return Blobs(Footprints(picked(x, order), picked(y, order), start), order, picked(light, order), may_split)


def by_blob(label: np.ndarray, number: int, least_area: int, wanted: slice) -> tuple[np.ndarray, np.ndarray]:
    """Sort pixels by blob, in the order in which these are completed, without those that are too small.

    A blob is complete on its last row, at the right end of its last run there: with its last pixel.

    Parameters
    ----------
    label : ndarray of int64, shape (p,)
        Blob of each pixel, from 0 to ``number - 1``; the pixels come row by row.
    number : int
    least_area : int
    wanted : slice
        Of the pixels: where the last pixels of the blobs are that are kept.

    Returns
    -------
    order : ndarray of int64, shape (q,)
        Indices of the pixels; those of one blob stay in their order.
    count : ndarray of int64, shape (b,)
        Pixels of each blob.
    """
    area = np.bincount(label, minlength=number)
    last = last_index(label, number)
    completed = np.argsort(last)
    completed = completed[(area >= least_area)[completed] & ((last >= wanted.start) & (last < wanted.stop))[completed]]
    rank = inverse(completed, number)[label]
    count = area[completed]
    return pixels_by_label(rank, count), count
