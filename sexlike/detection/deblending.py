"""Splitting blobs into objects: the tree of Bertin & Arnouts (1996), section 5.

A blob is cut at levels that grow exponentially from its threshold to its peak. Where a branch of the tree splits into
two or more that hold enough of the blob's light, these are objects. All blobs are cut at once: they lie beside one
another on a canvas, which is labelled once a level.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .detections import Footprints
from .pixellists import list_order

CONNECTED = np.ones((3, 3), bool)  # 8-connected pixels
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


def split(blobs, filtered, threshold, number_of_levels, contrast, least_area):
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

    Returns
    -------
    Seeds
        None for the blobs that stay whole.
    """
    levels = level_values(threshold, blobs.largest(filtered), number_of_levels)
    tree = [Branches.roots(blobs, filtered)]
    canvas = Canvas(blobs)
    pixel = np.arange(len(filtered))
    while len(tree) < number_of_levels and len(pixel):
        pixel = pixel[filtered[pixel] > levels[len(tree)][blobs.owner[pixel]]]
        branches, pixel = canvas.branches(pixel, tree[-1], blobs, filtered, least_area)
        tree.append(branches)
    crowded = [np.bincount(branches.blob, minlength=len(threshold)) > MOST_BRANCHES for branches in tree]
    overflowed = np.logical_or.reduce(crowded)
    least_flux = contrast * blobs.sum(filtered).astype(np.float32).astype(np.float64)
    return choose(tree, levels, least_flux, overflowed, blobs)


def level_values(threshold, peak, number):
    """Thresholds of the tree, float32 of shape (number, b)."""
    step = np.arange(number)[:, None] / number
    ratio = np.where(peak > 0, peak.astype(np.float64) / threshold, 1)
    return (threshold * ratio**step).astype(np.float32)


@dataclass(frozen=True)
class Branches:
    """The branches on one level of the tree, in SExtractor's order."""

    blob: np.ndarray
    parent: np.ndarray  # index of the branch that holds it, one level down
    flux: np.ndarray
    area: np.ndarray
    pixel: np.ndarray  # of all branches, sorted by branch, then by y and x
    start: np.ndarray

    @classmethod
    def roots(cls, blobs, filtered):
        """The blobs themselves."""
        every = np.arange(len(blobs.count))
        order = np.lexsort((blobs.x, blobs.y, blobs.owner))
        return cls(every, np.full(len(every), -1), blobs.sum(filtered), blobs.count, order, blobs.start)


class Canvas:
    """All blobs side by side on one plane, a pixel apart, so that they can be labelled in one call."""

    def __init__(self, blobs):
        left, bottom = blobs.smallest(blobs.x), blobs.smallest(blobs.y)
        width, height = blobs.largest(blobs.x) - left + 2, blobs.largest(blobs.y) - bottom + 2
        order = np.argsort(-height, kind="stable")
        along = np.cumsum(width[order]) - width[order]
        length = max(int(np.sqrt(np.sum(width * height, dtype=float))), 1)
        shelf = along // length
        shelf_height = np.zeros(shelf.max(initial=0) + 1, np.int64)
        np.maximum.at(shelf_height, shelf, height[order])
        corner_x, corner_y = np.empty_like(along), np.empty_like(along)
        corner_x[order] = along - shelf * length
        corner_y[order] = (np.cumsum(shelf_height) - shelf_height)[shelf]
        self.x = blobs.x + (corner_x - left)[blobs.owner]
        self.y = blobs.y + (corner_y - bottom)[blobs.owner]
        self.plane = np.zeros((self.y.max(initial=0) + 1, self.x.max(initial=0) + 1), bool)

    def branches(self, pixel, below, blobs, filtered, least_area):
        """The branches that these pixels form above those of the level below, and the pixels that belong to one."""
        self.plane[self.y[pixel], self.x[pixel]] = True
        labels, number = ndimage.label(self.plane, CONNECTED)
        self.plane[self.y[pixel], self.x[pixel]] = False
        label = labels[self.y[pixel], self.x[pixel]]
        area = np.bincount(label, minlength=number + 1)
        keep = area[label] >= least_area
        pixel, label = pixel[keep], label[keep]
        below_of = np.full(len(filtered), -1)
        below_of[below.pixel] = np.repeat(np.arange(len(below.area)), below.area)
        return order_branches(pixel, label, below_of[pixel], blobs, filtered), pixel


def order_branches(pixel, label, parent, blobs, filtered):
    """Branches in SExtractor's order: by parent, and within in the order in which the scan completes them."""
    order = np.lexsort((blobs.x[pixel], blobs.y[pixel], label))
    pixel, label, parent = pixel[order], label[order], parent[order]
    last = np.flatnonzero(np.r_[label[1:] != label[:-1], True]) if len(label) else np.zeros(0, int)
    first = np.r_[0, last[:-1] + 1] if len(last) else last
    rank = np.lexsort((blobs.x[pixel[last]], blobs.y[pixel[last]], parent[last]))
    area = (last - first + 1)[rank]
    start = np.r_[0, np.cumsum(area)]
    pixel = pixel[ranges(first[rank], area)]
    owner = np.repeat(np.arange(len(rank)), area)
    flux = np.bincount(owner, weights=filtered[pixel], minlength=len(rank))
    return Branches(blobs.owner[pixel[start[:-1]]], parent[last][rank], flux, area, pixel, start)


def ranges(first, count):
    """The integers first[i] .. first[i] + count[i] - 1, for each i in turn."""
    offset = np.cumsum(count) - count
    return np.arange(np.sum(count)) + np.repeat(first - offset, count)


def choose(tree, levels, least_flux, overflowed, blobs):
    """Walk from the top of the tree down to the blobs, and make objects of the branches where it splits."""
    whole = np.ones(len(tree[-1].blob), bool)  # branches in which nothing has been split
    found = []
    for depth in range(len(tree) - 1, 0, -1):
        upper, lower = tree[depth], tree[depth - 1]
        level = levels[depth][upper.blob]
        significant = upper.flux.astype(np.float32) - level.astype(np.float64) * upper.area > least_flux[upper.blob]
        splits = np.bincount(upper.parent[significant], minlength=len(lower.blob)) > 1
        seeds = np.flatnonzero(significant & whole & splits[upper.parent] & ~overflowed[upper.blob])
        found.append((upper, seeds, level[seeds]))
        broken = np.bincount(upper.parent[~whole], minlength=len(lower.blob)) > 0
        whole = ~splits & ~broken
    return collect(found, overflowed, blobs)


def collect(found, overflowed, blobs):
    """The seeds of all levels, deepest level first within each blob, with their pixels in list order."""
    blob = np.concatenate([np.zeros(0, int)] + [upper.blob[seeds] for upper, seeds, _ in found])
    level = np.concatenate([np.zeros(0, np.float32)] + [level for _, _, level in found])
    area = np.concatenate([np.zeros(0, int)] + [upper.area[seeds] for upper, seeds, _ in found])
    pixel = np.concatenate(
        [np.zeros(0, int)] + [upper.pixel[ranges(upper.start[seeds], upper.area[seeds])] for upper, seeds, _ in found]
    )
    order = np.argsort(blob, kind="stable")
    pixel = pixel[ranges((np.cumsum(area) - area)[order], area[order])]
    blob, level, area = blob[order], level[order], area[order]
    owner = np.repeat(np.arange(len(blob)), area)
    pixel = pixel[list_order(blobs.x[pixel], blobs.y[pixel], owner)]
    return Seeds(blob, level, pixel, np.r_[0, np.cumsum(area)], overflowed)


def seed_footprints(seeds, blobs):
    """The footprints of the seeds."""
    return Footprints(blobs.x[seeds.pixel], blobs.y[seeds.pixel], seeds.start)
