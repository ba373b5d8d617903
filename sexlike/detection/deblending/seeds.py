"""The branches of a blob's tree that hold enough light (DEBLEND_MINCONT) to become objects.

Bertin & Arnouts (1996), section 5.

Where a branch splits into two or more that each hold enough light above their level, these are the seeds of objects.
The tree is searched from the top: the highest splits count, and a branch in which something has been split further up
is not a seed itself.
"""

from dataclasses import dataclass

import numpy as np

from ...arrays import inverse, order_by_label
from ..footprints import Footprints
from ..pixels.listorder import list_order
from .tree import BlobPixels, TreeLevel, grow_tree, level_values

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
    """
    levels = level_values(threshold, blobs.largest(filtered), number_of_levels, linear)
    pixels, order = BlobPixels.from_footprints(blobs, filtered)
    tree = grow_tree(pixels, levels, least_area)
    crowded = [np.bincount(branches.blob, minlength=len(threshold)) > MOST_BRANCHES for branches in tree]
    overflowed = np.logical_or.reduce(crowded)
    least_flux = contrast * blobs.sum(filtered).astype(np.float32).astype(np.float64)
    chosen = choose_seeds(tree, levels, least_flux, overflowed)
    blob, level, pixel, start = collect(tree, levels, chosen, pixels)
    return Seeds(blob, level, order[pixel], start, overflowed)


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


def collect(tree: list[TreeLevel], levels: np.ndarray, chosen: list, pixels: BlobPixels):
    """The seeds of all levels, those of the highest first within each blob, with their pixels in list order.

    Returns
    -------
    blob : ndarray of int64, shape (s,)
    level : ndarray of float32, shape (s,)
    pixel : ndarray of int64, shape (q,)
        Indices into `pixels`.
    start : ndarray of int64, shape (s + 1,)
        As those of `Seeds`.
    """
    nothing = np.zeros(0, np.int64)
    parts, number = [(nothing, np.zeros(0, np.float32), nothing, nothing)], 0
    for depth, branches in chosen:
        on_level = tree[depth]
        blobs, seed_of_pixel = on_level.blob[branches], inverse(branches, len(on_level.blob))[on_level.branch]
        of_seeds = seed_of_pixel >= 0
        parts.append((blobs, levels[depth][blobs], on_level.pixel[of_seeds], number + seed_of_pixel[of_seeds]))
        number += len(branches)
    blob, level, pixel, seed = (np.concatenate(part) for part in zip(*parts, strict=True))
    by_blob = np.argsort(blob, kind="stable")
    owner = inverse(by_blob)[seed]
    by_owner, start = order_by_label(owner, number)
    pixel, owner = pixel[by_owner], owner[by_owner]
    return blob[by_blob], level[by_blob], pixel[list_order(pixels.x[pixel], pixels.y[pixel], owner)], start
