"""Splitting blobs into objects: the tree of Bertin & Arnouts (1996), section 5.

A blob is cut at levels that grow exponentially from its threshold to its peak. Where a branch of the tree splits into
two or more that hold enough of the blob's light, these are objects. All blobs are cut at once, level by level.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...arrays import inverse, offsets
from ..footprints import Footprints
from ..pixels.listorder import list_order
from ..pixels.runs import label_pixels, maxima

MOST_BRANCHES = 1024  # on one level of a blob; a blob with more is left whole


@dataclass(frozen=True)
class Seeds:
    """The cores of the objects that b blobs split into, s of them, sorted by blob and in SExtractor's order.

    Attributes
    ----------
    blob : ndarray of int64, shape (s,)
        Blob of each seed.
    level : ndarray of float32, shape (s,)
        Threshold at which the seed stands alone.
    pixel : ndarray of int64, shape (q,)
        The seeds' pixels in list order, as indices into the blobs' pixels.
    start : ndarray of int64, shape (s + 1,)
        Seed i has the pixels start[i] to start[i + 1].
    overflowed : ndarray of bool, shape (b,)
        Blobs with too many branches.
    """

    blob: np.ndarray
    level: np.ndarray
    pixel: np.ndarray
    start: np.ndarray
    overflowed: np.ndarray

    def footprints(self, blobs):
        """Their pixels, from the footprints of the blobs -> Footprints."""
        return Footprints(blobs.x[self.pixel], blobs.y[self.pixel], self.start)


@dataclass(frozen=True)
class TreeLevel:
    """The branches on one level of the tree, k of them in SExtractor's order.

    Attributes
    ----------
    blob, parent, area : ndarray of int64, shape (k,)
        Their blob, the branch that holds them one level down, and their number of pixels.
    flux : ndarray of float64, shape (k,)
    pixel, branch : ndarray of int64, shape (q,)
        The pixels of all, row by row within each blob, and the branch of each.
    """

    blob: np.ndarray
    parent: np.ndarray
    area: np.ndarray
    flux: np.ndarray
    pixel: np.ndarray
    branch: np.ndarray


def split(blobs, filtered, threshold, number_of_levels, contrast, least_area, linear=False):
    """Find the seeds of the objects in each blob.

    Parameters
    ----------
    blobs : Footprints
        Of b blobs.
    filtered : ndarray of float32, shape (p,)
        Filtered detection image at their pixels.
    threshold : ndarray of float32, shape (b,)
    number_of_levels : int
        DEBLEND_NTHRESH.
    contrast : float
        DEBLEND_MINCONT, share of the blob's light that a branch must hold.
    least_area : int
        Smallest branch, in pixels.
    linear : bool
        The levels lie at equal steps, not in equal ratios.

    Returns
    -------
    Seeds
        None for the blobs that stay whole.
    """
    levels = level_values(threshold, blobs.largest(filtered), number_of_levels, linear)
    flux = blobs.sum(filtered)
    order = np.lexsort((blobs.x, blobs.y, blobs.owner))
    pixels = BlobPixels(blobs.x[order], blobs.y[order], blobs.owner[order], filtered[order])
    tree = [
        TreeLevel(np.arange(len(flux)), np.full(len(flux), -1), blobs.count, flux, np.arange(len(order)), pixels.blob)
    ]
    is_peak = maxima(pixels.x, pixels.y, pixels.blob, pixels.light)
    while len(tree) < number_of_levels and len(tree[-1].pixel):
        tree.append(threshold_branches(tree[-1], pixels, is_peak, levels[len(tree)], least_area))
    crowded = [np.bincount(branches.blob, minlength=len(flux)) > MOST_BRANCHES for branches in tree]
    overflowed = np.logical_or.reduce(crowded)
    least_flux = contrast * flux.astype(np.float32).astype(np.float64)
    found = choose(tree, levels, least_flux, overflowed)
    seeds = collect(found, levels, overflowed, pixels)
    return replace(seeds, pixel=order[seeds.pixel])


@dataclass(frozen=True)
class BlobPixels:
    """The pixels of blobs, row by row within each; arrays of shape (p,)."""

    x: np.ndarray
    y: np.ndarray
    blob: np.ndarray
    light: np.ndarray


def level_values(threshold, peak, number, linear=False):
    """Thresholds of the tree, float32 of shape (number, b)."""
    step = np.arange(number)[:, None] / number
    if linear:
        return (threshold + (peak.astype(np.float64) - threshold) * step).astype(np.float32)
    ratio = np.where(peak > 0, peak.astype(np.float64) / threshold, 1)
    return (threshold * ratio**step).astype(np.float32)


def threshold_branches(below, pixels, is_peak, level, least_area):
    """The branches above a level of the tree, from those of the level below -> TreeLevel.

    Branches that can split no more are not followed: those with a single maximum.
    """
    peaks = np.bincount(below.branch[is_peak[below.pixel]], minlength=len(below.blob))
    keep = (peaks > 1)[below.branch] & (pixels.light[below.pixel] > level[pixels.blob[below.pixel]])
    pixel, parent = below.pixel[keep], below.branch[keep]
    label, number = label_pixels(pixels.x[pixel], pixels.y[pixel], pixels.blob[pixel])
    area = np.bincount(label, minlength=number)
    large = area[label] >= least_area
    pixel, parent, label = pixel[large], parent[large], label[large]
    last = np.full(number, -1)
    last[label] = np.arange(len(label))  # the scan completes a branch with its last pixel
    present = np.flatnonzero(last >= 0)
    present = present[np.lexsort((last[present], parent[last[present]]))]
    branch, last = inverse(present, number)[label], last[present]
    flux = np.bincount(branch, pixels.light[pixel], len(present))
    return TreeLevel(pixels.blob[pixel[last]], parent[last], area[present], flux, pixel, branch)


def choose(tree, levels, least_flux, overflowed):
    """Walk from the top of the tree down to the blobs, and make objects of the branches where it splits.

    Returns
    -------
    list of (int, TreeLevel, ndarray of int64)
        Level, its branches, and those of them that are seeds, from the top down.
    """
    whole = np.ones(len(tree[-1].blob), bool)  # branches in which nothing has been split
    found = []
    for depth in range(len(tree) - 1, 0, -1):
        upper, lower = tree[depth], tree[depth - 1]
        level = levels[depth][upper.blob].astype(np.float64)
        significant = upper.flux.astype(np.float32) - level * upper.area > least_flux[upper.blob]
        splits = np.bincount(upper.parent[significant], minlength=len(lower.blob)) > 1
        seeds = np.flatnonzero(significant & whole & splits[upper.parent] & ~overflowed[upper.blob])
        found.append((depth, upper, seeds))
        broken = np.bincount(upper.parent[~whole], minlength=len(lower.blob)) > 0
        whole = ~splits & ~broken
    return found


def collect(found, levels, overflowed, pixels):
    """The seeds of all levels, those of the highest first within each blob, with their pixels in list order."""
    blob, level, pixel, seed, number = [np.zeros(0, int)], [np.zeros(0, np.float32)], [np.zeros(0, int)], [], 0
    for depth, branches, seeds in found:
        seed_of_pixel = inverse(seeds, len(branches.blob))[branches.branch]
        of_seeds = seed_of_pixel >= 0
        pixel.append(branches.pixel[of_seeds])
        seed.append(number + seed_of_pixel[of_seeds])
        blob.append(branches.blob[seeds])
        level.append(levels[depth][branches.blob[seeds]])
        number += len(seeds)
    blob, level, pixel = (np.concatenate(part) for part in (blob, level, pixel))
    order = np.argsort(blob, kind="stable")
    owner = inverse(order)[np.concatenate([np.zeros(0, int), *seed])]
    by_owner = np.argsort(owner, kind="stable")
    pixel, owner = pixel[by_owner], owner[by_owner]
    pixel = pixel[list_order(pixels.x[pixel], pixels.y[pixel], owner)]
    start = offsets(np.bincount(owner, minlength=number))
    return Seeds(blob[order], level[order], pixel, start, overflowed)
