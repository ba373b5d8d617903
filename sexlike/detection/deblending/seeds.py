"""The branches of a blob's tree that hold enough light (DEBLEND_MINCONT) to become objects.

Bertin & Arnouts (1996), section 5.

Where a branch splits into two or more that each hold enough light above their level, these are the seeds of objects.
The tree is searched from the top: the highest splits count, and a branch in which something has been split further up
is not a seed itself.
"""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import offsets
from ...constants import MOST_BRANCHES
from ...threads import in_slices, picked
from ..footprints import Footprints, pixels_of_some
from ..pixels.listorder import list_order
from ..pixels.runs import pixels_by_label
from .tree import BlobPixels, grow_tree, level_values

LEAST_BLOBS = 100  # for a thread


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

    def footprints(self, blobs: Footprints) -> Footprints:
        """The seeds' pixels, from the footprints of the blobs."""
        return Footprints(blobs.x[self.pixel], blobs.y[self.pixel], self.start)


def find_seeds(
    blobs: Footprints,
    filtered: np.ndarray,
    threshold: np.ndarray,
    number_of_levels: int,
    contrast: float,
    least_area: int,
    linear: bool = False,
) -> Seeds:
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
        DEBLEND_MINCONT: share of the blob's light that a branch must hold above its level.
    least_area : int
        Smallest branch, in pixels.
    linear : bool
        The levels are at equal steps, not in equal ratios.

    Returns
    -------
    Seeds
        None for the blobs that stay whole.

    Raises
    ------
    MemoryError
        A blob is too large for its tree to be kept.
    """
    levels = np.ascontiguousarray(level_values(threshold, blobs.largest(filtered), number_of_levels, linear).T)
    least_flux = contrast * blobs.sum(filtered).astype(np.float32).astype(np.float64)
    order = blobs.by_rows()
    x, y, start = blobs.for_loops()
    x, y, light = picked(x, order), picked(y, order), picked(np.ascontiguousarray(filtered, np.float32), order)
    seed, level = np.empty(len(x), np.int32), np.empty(len(x), np.float32)
    number, overflowed = np.empty(len(blobs), np.int64), np.empty(len(blobs), bool)
    mark = loops.mark_seeds or mark_seeds

    def work(first: int, stop: int) -> None:
        if mark(x, y, start, light, levels, least_flux, least_area, seed, level, number, overflowed, first, stop):
            raise MemoryError("a blob is too large to be deblended")

    in_slices(work, len(blobs), LEAST_BLOBS, "blobs")
    blob, in_seed = np.repeat(np.arange(len(blobs)), number), np.flatnonzero(seed >= 0)
    first_seed = offsets(number)[:-1]
    owner = first_seed[blobs.owner[in_seed]] + seed[in_seed]
    count = np.bincount(owner, minlength=len(blob))
    by_owner = pixels_by_label(owner, count)
    pixel, owner = in_seed[by_owner], owner[by_owner]
    pixel = order[pixel[list_order(x[pixel], y[pixel], owner)]]
    place = start[blob] + np.arange(len(blob)) - first_seed[blob]
    return Seeds(blob, level[place], pixel, offsets(count), overflowed)


def mark_seeds(x, y, start, light, levels, least_flux, least_area, seed, seed_level, number, overflowed, first, stop):
    """Find the seeds of the blobs `first` to `stop`.

    Parameters
    ----------
    x, y : ndarray of int32, shape (p,)
        Pixels of b blobs, row by row within each.
    start : ndarray of int64, shape (b + 1,)
        Blob i has the pixels start[i] to start[i + 1].
    light : ndarray of float32, shape (p,)
    levels : ndarray of float32, shape (b, number of levels)
    least_flux : ndarray of float64, shape (b,)
        What a branch must hold above its level.
    least_area : int
    seed : ndarray of int32, shape (p,)
        Written: the seed that holds each pixel, from 0 in its blob, or -1.
    seed_level : ndarray of float32, shape (p,)
        Written: thresholds of the seeds of blob i, from start[i] on.
    number : ndarray of int64, shape (b,)
        Written: how many there are.
    overflowed : ndarray of bool, shape (b,)
        Written: whether the blob has too many branches.
    first, stop : int

    Returns
    -------
    bool
        False: there has been enough memory.
    """
    some, blob = pixels_of_some(start, first, stop)
    pixels = BlobPixels(x[some], y[some], blob, light[some])
    levels, least_flux = levels[first:stop].T, least_flux[first:stop]
    tree = grow_tree(pixels, levels, least_area)
    crowded = [np.bincount(branches.blob, minlength=stop - first) > MOST_BRANCHES for branches in tree]
    overflowed[first:stop] = np.logical_or.reduce(crowded)
    found = np.zeros(stop - first, np.int64)
    seed[some] = -1
    for depth, branches in choose_seeds(tree, levels, least_flux, overflowed[first:stop]):
        on_level = tree[depth]
        blob = on_level.blob[branches]  # ascending
        rank = found[blob] + np.arange(len(blob)) - np.searchsorted(blob, blob)
        seed_level[start[first:stop][blob] + rank] = levels[depth][blob]
        seed_of_branch = np.full(len(on_level.blob), -1, np.int32)
        seed_of_branch[branches] = rank
        seed_of_pixel = seed_of_branch[on_level.branch]
        seed[some][on_level.pixel[seed_of_pixel >= 0]] = seed_of_pixel[seed_of_pixel >= 0]
        found += np.bincount(blob, minlength=stop - first)
    number[first:stop] = found
    return False


def choose_seeds(tree, levels, least_flux, overflowed):
    """Walk down the tree, from the top to the blobs, and choose the branches that become objects.

    Parameters
    ----------
    tree : list of TreeLevel
    levels : ndarray of float32, shape (number of levels, b)
    least_flux : ndarray of float64, shape (b,)
        What a branch must hold above its level, in each blob.
    overflowed : ndarray of bool, shape (b,)

    Returns
    -------
    list of (int, ndarray of int64)
        Levels from the top down, and the branches on each that are seeds.
    """
    unsplit = np.ones(len(tree[-1].blob), bool)  # branches in which nothing has been split
    chosen = []
    for depth in range(len(tree) - 1, 0, -1):
        upper, lower = tree[depth], tree[depth - 1]
        level = levels[depth][upper.blob].astype(np.float64)
        significant = upper.flux.astype(np.float32) - level * upper.area > least_flux[upper.blob]
        splits = np.bincount(upper.parent[significant], minlength=len(lower.blob)) > 1
        is_seed = significant & unsplit & splits[upper.parent] & ~overflowed[upper.blob]
        chosen.append((depth, np.flatnonzero(is_seed)))
        holds_split = np.bincount(upper.parent[~unsplit], minlength=len(lower.blob)) > 0
        unsplit = ~splits & ~holds_split
    return chosen
