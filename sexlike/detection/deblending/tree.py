"""The tree of a blob: its branches at ever higher thresholds (DEBLEND_NTHRESH).

Bertin & Arnouts (1996), section 5.

The thresholds, or levels, grow exponentially from that of the detection to the blob's peak. The pixels above a level
fall apart into connected sets, the branches on that level; each lies within one branch of the level below, its parent.
The blob itself is the only branch on level 0. All blobs are treated at once, level by level.
"""

from dataclasses import dataclass

import numpy as np

from ...arrays import inverse, last_index
from ..pixels.runs import label_pixels, maxima


@dataclass(frozen=True)
class BlobPixels:
    """The pixels of b blobs, row by row within each.

    Attributes
    ----------
    x, y, blob : ndarray of int, shape (p,)
    light : ndarray of float32, shape (p,)
        Filtered detection image.
    """

    x: np.ndarray
    y: np.ndarray
    blob: np.ndarray
    light: np.ndarray


@dataclass(frozen=True)
class TreeLevel:
    """The branches on one level of the tree, k of them in SExtractor's order.

    Attributes
    ----------
    blob, parent, area : ndarray of int64, shape (k,)
        Their blob, the branch of the level below that holds them (-1 on level 0), and their number of pixels.
    flux : ndarray of float64, shape (k,)
    pixel, branch : ndarray of int64, shape (q,)
        The pixels of all, as indices into the blobs' pixels, ascending; and the branch of each.
    """

    blob: np.ndarray
    parent: np.ndarray
    area: np.ndarray
    flux: np.ndarray
    pixel: np.ndarray
    branch: np.ndarray


def level_values(threshold: np.ndarray, peak: np.ndarray, number: int, linear: bool = False) -> np.ndarray:
    """The thresholds of the levels of each blob.

    Parameters
    ----------
    threshold, peak : ndarray of float32, shape (b,)
    number : int
        DEBLEND_NTHRESH.
    linear : bool
        They grow by equal steps, not by equal factors.

    Returns
    -------
    ndarray of float32, shape (number, b)
        The first is the threshold; the peak would be the next after the last.
    """
    step = np.arange(number)[:, None] / number
    if linear:
        return (threshold + (peak.astype(np.float64) - threshold) * step).astype(np.float32)
    ratio = np.where(peak > 0, peak.astype(np.float64) / threshold, 1)
    return (threshold * ratio**step).astype(np.float32)


def grow_tree(pixels: BlobPixels, levels: np.ndarray, least_area: int) -> list[TreeLevel]:
    """The levels of the tree, from the blobs up to the highest that has branches.

    Parameters
    ----------
    pixels : BlobPixels
        Of b blobs.
    levels : ndarray of float32, shape (number of levels, b)
    least_area : int
        Pixels of the smallest branch.

    Returns
    -------
    list of TreeLevel
    """
    blobs = np.arange(levels.shape[1])
    area = np.bincount(pixels.blob, minlength=len(blobs))
    flux = np.bincount(pixels.blob, pixels.light, len(blobs))
    tree = [TreeLevel(blobs, np.full(len(blobs), -1), area, flux, np.arange(len(pixels.blob)), pixels.blob)]
    is_peak = maxima(pixels.x, pixels.y, pixels.blob, pixels.light)
    while len(tree) < len(levels) and len(tree[-1].pixel):
        tree.append(threshold_branches(tree[-1], pixels, is_peak, levels[len(tree)], least_area))
    return tree


def threshold_branches(below, pixels, is_peak, level, least_area):
    """The branches on a level of the tree, from those on the level below.

    Branches that cannot split any more, those with a single maximum, are not followed: what grows on them would change
    nothing.

    Parameters
    ----------
    below : TreeLevel
    pixels : BlobPixels
    is_peak : ndarray of bool, shape (p,)
        Pixels that are as bright as all their neighbours.
    level : ndarray of float32, shape (b,)
    least_area : int

    Returns
    -------
    TreeLevel
        Sorted by parent; branches of one parent in the order in which the scan completes them.
    """
    peaks = np.bincount(below.branch[is_peak[below.pixel]], minlength=len(below.blob))
    keep = (peaks > 1)[below.branch] & (pixels.light[below.pixel] > level[pixels.blob[below.pixel]])
    pixel, parent = below.pixel[keep], below.branch[keep]
    label, number = label_pixels(pixels.x[pixel], pixels.y[pixel], pixels.blob[pixel])
    area = np.bincount(label, minlength=number)
    large = area[label] >= least_area
    pixel, parent, label = pixel[large], parent[large], label[large]
    last = last_index(label, number)  # the scan completes a branch with its last pixel
    present = np.flatnonzero(last >= 0)
    present = present[np.lexsort((last[present], parent[last[present]]))]
    branch, last = inverse(present, number)[label], last[present]
    flux = np.bincount(branch, pixels.light[pixel], len(present))
    return TreeLevel(pixels.blob[pixel[last]], parent[last], area[present], flux, pixel, branch)
