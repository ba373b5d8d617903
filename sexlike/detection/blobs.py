"""Connected pixels above the threshold, before anything is split."""

from dataclasses import dataclass

import numpy as np

from .. import seplib
from ..arrays import inverse, last_index
from ..config.config import Config
from ..stages import stage
from .footprints import Footprints
from .pixels.listorder import list_order
from .pixels.runs import label_pixels, maxima


@dataclass(frozen=True)
class Blobs:
    """The blobs of an image, in the order in which the scan completes them.

    Attributes
    ----------
    footprints : Footprints
    may_split : ndarray of bool, shape (b,)
        Those with more than one maximum, in which deblending may find more than one object.
    """

    footprints: Footprints
    may_split: np.ndarray


@stage("blobs")
def find_blobs(filtered: np.ndarray, threshold: float | np.floating | np.ndarray, config: Config) -> Blobs:
    """Find the blobs above the threshold.

    With one threshold for all pixels SEP finds them; it cannot do so under a threshold that varies.

    Parameters
    ----------
    filtered : ndarray of float32, shape (height, width)
    threshold : float, or ndarray of float32, shape (height, width)
    config : Config

    Returns
    -------
    Blobs
    """
    if isinstance(threshold, np.ndarray):
        y, x = np.nonzero(filtered > threshold)
        x, y, blob, number = large_enough(x, y, *label_pixels(x, y, np.zeros_like(x)), config.DETECT_MINAREA)
    else:
        labels = seplib.find_blobs(filtered, threshold, config.DETECT_MINAREA)
        y, x = np.nonzero(labels)
        blob = labels[y, x] - 1
        number = int(blob.max(initial=-1)) + 1
    peaks = maxima(x, y, np.zeros_like(x), filtered[y, x])
    may_split = np.bincount(blob[peaks], minlength=number) > 1
    footprints, order = in_order(x, y, blob, number)
    return Blobs(footprints, may_split[order])


def large_enough(x, y, blob, number, least_area):
    """The pixels of blobs of at least so many pixels, the blobs numbered anew."""
    large = np.bincount(blob, minlength=number) >= least_area
    keep, large_ones = large[blob], np.flatnonzero(large)
    return x[keep], y[keep], inverse(large_ones, number)[blob[keep]], len(large_ones)


def in_order(x, y, blob, number):
    """The footprints of blobs in the order of their completion, and that order; the pixels come row by row.

    A blob is complete on its last row, at the right end of its last run there: with its last pixel.
    """
    completed = np.argsort(last_index(blob, number))
    owner = inverse(completed)[blob]
    order = np.argsort(owner, kind="stable")
    x, y, owner = x[order].astype(np.int32), y[order].astype(np.int32), owner[order]
    order = list_order(x, y, owner)
    return Footprints.from_counts(x[order], y[order], np.bincount(owner, minlength=number)), completed
