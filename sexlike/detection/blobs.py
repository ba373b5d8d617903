"""Connected pixels above the threshold, before anything is split."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .. import seplib
from .detections import Footprints
from .pixellists import list_order

CONNECTED = np.ones((3, 3), bool)  # 8-connected pixels


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
    """Find the blobs above the threshold.

    With one threshold for all, SEP does it; it cannot deblend under a threshold that varies, nor at the linear levels
    of photographic plates.

    Parameters
    ----------
    filtered : ndarray of float32, shape (height, width)
    threshold : float, or ndarray of float32, shape (height, width)
    config : Config

    Returns
    -------
    Blobs
    """
    if np.ndim(threshold) == 0 and config.DETECT_TYPE == "CCD":
        labels = seplib.find_objects(
            filtered, threshold, config.DETECT_MINAREA, config.DEBLEND_NTHRESH, config.DEBLEND_MINCONT
        )
        blob_map, number = ndimage.label(labels > 0, CONNECTED)
    else:
        blob_map, number = large_enough(*ndimage.label(filtered > threshold, CONNECTED), config.DETECT_MINAREA)
        labels = local_maxima(filtered, blob_map)
    y, x = np.nonzero(blob_map)
    footprints, rank = in_order(x, y, blob_map[y, x] - 1, number)
    return Blobs(footprints, several(labels, blob_map, number)[rank])


def large_enough(blob_map, number, least_area):
    """The map without blobs of fewer pixels, numbered anew."""
    area = np.bincount(blob_map.ravel(), minlength=number + 1)
    keep = area >= least_area
    keep[0] = False
    return np.where(keep, np.cumsum(keep), 0).astype(np.int32)[blob_map], int(keep.sum())


def local_maxima(filtered, blob_map):
    """Number the pixels that are as bright as all their neighbours in their blob: a blob with one cannot split."""
    light = np.where(blob_map > 0, filtered, -np.inf)
    brightest = (blob_map > 0) & (light == ndimage.maximum_filter(light, 3))
    return np.where(brightest, np.cumsum(brightest).reshape(brightest.shape), 0)


def several(labels, blob_map, number):
    """Whether a blob holds more than one label (0 is none); bool of shape (number,)."""
    y, x = np.nonzero(labels)
    blob, label = blob_map[y, x] - 1, labels[y, x]
    lowest, highest = np.full(number, labels.max(initial=0)), np.zeros(number, labels.dtype)
    np.minimum.at(lowest, blob, label)
    np.maximum.at(highest, blob, label)
    return lowest < highest


def in_order(x, y, blob, number):
    """The footprints of blobs in the order of their completion, and that order; the pixels come row by row.

    A blob is complete on its last row, at the right end of its last run there: with its last pixel.
    """
    last = np.empty(number, np.int64)
    last[blob] = np.arange(len(blob))
    rank = np.argsort(last)
    place = np.empty(number, np.int64)
    place[rank] = np.arange(number)
    owner = place[blob]
    order = np.argsort(owner, kind="stable")
    x, y, owner = x[order].astype(np.int32), y[order].astype(np.int32), owner[order]
    order = list_order(x, y, owner)
    return Footprints(x[order], y[order], np.r_[0, np.cumsum(np.bincount(owner, minlength=number))]), rank
