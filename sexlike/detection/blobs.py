"""Connected pixels above the threshold, before anything is split."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .. import seplib
from .detections import Footprints
from .pixellists import list_order

CONNECTED = np.ones((3, 3), bool)


@dataclass(frozen=True)
class Blobs:
    """The blobs of an image, in the order in which the scan completes them.

    Attributes
    ----------
    footprints : Footprints
    may_split : ndarray of bool, shape (b,)
        Those in which deblending may find more than one object.
    """

    footprints: Footprints
    may_split: np.ndarray


def find_blobs(filtered, threshold, config):
    """Find the blobs above one threshold, with SEP.

    Parameters
    ----------
    filtered : ndarray of float32, shape (height, width)
    threshold : float
    config : Config

    Returns
    -------
    Blobs
    """
    labels = seplib.find_objects(
        filtered, threshold, config.DETECT_MINAREA, config.DEBLEND_NTHRESH, config.DEBLEND_MINCONT
    )
    blob_map, number = ndimage.label(labels > 0, CONNECTED)
    y, x = np.nonzero(blob_map)
    blob, child = blob_map[y, x] - 1, labels[y, x]
    lowest, highest = np.full(number, np.iinfo(np.int32).max), np.zeros(number, np.int32)
    np.minimum.at(lowest, blob, child)
    np.maximum.at(highest, blob, child)
    footprints, rank = in_order(x, y, blob, number)
    return Blobs(footprints, (lowest < highest)[rank])


def in_order(x, y, blob, number):
    """The footprints of blobs in the order of their completion, and that order.

    A blob is complete on its last row, at the right end of its last run there.
    """
    order = np.lexsort((x, y, blob))
    x, y, blob = x[order], y[order], blob[order]
    last = np.searchsorted(blob, np.arange(number), "right") - 1
    rank = np.lexsort((x[last], y[last]))
    place = np.empty(number, np.int64)
    place[rank] = np.arange(number)
    order = np.argsort(place[blob], kind="stable")
    x, y, owner = x[order], y[order], place[blob][order]
    order = list_order(x, y, owner)
    start = np.r_[0, np.cumsum(np.bincount(owner, minlength=number))]
    return Footprints(x[order].astype(np.int32), y[order].astype(np.int32), start), rank
