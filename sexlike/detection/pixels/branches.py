"""The list order of objects in which branches meet, row after row; the rule is that of `listorder`.

A branch is a connected part of what the scan has seen of an object. Joining the branches' lists at every row would copy
their pixels again and again. Instead, what each branch is made of is noted on the way up: branches of the row before,
and pixels of the new row, in the order of the list. After the last row there is one branch for each object. Its first
rank is known, and so, on the way down, are those of its members, of their members, and in the end of all pixels.
"""

from dataclasses import dataclass

import numpy as np

from ...arrays import offsets, order_by_label, run_ends, run_of_each, run_starts
from .runs import PixelRuns, connected


def ranks_with_branches(x: np.ndarray, y: np.ndarray, owner: np.ndarray, first_rank: np.ndarray) -> np.ndarray:
    """Rank of each pixel in the list of its object, however branches meet.

    Parameters
    ----------
    x, y, owner : ndarray of int, shape (p,)
        Pixels of k objects, sorted by owner, then y, then x.
    first_rank : ndarray of int64, shape (k,)
        Rank of each object's first pixel.

    Returns
    -------
    ndarray of int64, shape (p,)
    """
    runs = PixelRuns.from_pixels(x, y, owner)
    upper, lower = runs.below()
    row = rows_to_the_last(y, owner)
    by_row = (in_groups(rows, row[-1] + 1) for rows in (row, row[runs.start], row[runs.start][upper]))
    branch_of_run = np.empty(len(runs.start), np.int64)
    size, left, way_up = np.zeros(0, np.int64), np.zeros(0, np.int64), []
    for pixel, run, link in zip(*by_row, strict=True):
        run_of_pixel, upper_run = (np.searchsorted(run, some) for some in (runs.of_pixel[pixel], upper[link]))
        label, number = connected(upper_run, len(run) + branch_of_run[lower[link]], len(run) + len(size))
        branch_of_run[run], branch_of_older, branch_of_pixel = label[: len(run)], label[len(run) :], label[run_of_pixel]
        members = BranchMembers.in_order(branch_of_older, left, size, branch_of_pixel, x[pixel], pixel)
        way_up.append(members)
        size = np.bincount(members.branch, members.size, number).astype(np.int64)
        left = np.full(number, np.iinfo(np.int64).max)
        np.minimum.at(left, branch_of_pixel, x[pixel])
    ranks = np.empty(len(x), np.int64)
    for members in reversed(way_up):
        first_rank = members.assign(first_rank, ranks)
    return ranks


def rows_to_the_last(y, owner):
    """Row of each pixel, counted so that the last rows of all objects have one number, the highest."""
    start = run_starts(owner)
    row = y - y[run_ends(start, len(y))][run_of_each(start, len(y))]
    return row - row.min()


def in_groups(labels, number):
    """Indices of the elements of each label, from 0 to ``number - 1`` -> list of arrays."""
    order, start = order_by_label(labels, number)
    return np.split(order, start[1:-1])


@dataclass(frozen=True)
class BranchMembers:
    """What the branches after a row are made of, in the order of their lists: k members.

    Attributes
    ----------
    branch : ndarray of int64, shape (k,)
        Branch of each member, sorted.
    size : ndarray of int64, shape (k,)
        Number of pixels in each.
    is_pixel : ndarray of bool, shape (k,)
        It is a pixel of the row; the others are branches after the row before.
    index : ndarray of int64, shape (k,)
        Of the pixel among all pixels, or of the older branch.
    """

    branch: np.ndarray
    size: np.ndarray
    is_pixel: np.ndarray
    index: np.ndarray

    @classmethod
    def in_order(cls, branch_of_older, left, size, branch_of_pixel, x, pixel):
        """Sort older branches, by where their last row began, and pixels into the new branches."""
        branch, position = np.concatenate([branch_of_older, branch_of_pixel]), np.concatenate([left, x])
        size = np.concatenate([size, np.ones(len(pixel), np.int64)])
        index = np.concatenate([np.arange(len(left)), pixel])
        order = np.lexsort((position, branch))  # stable: an older branch is before a pixel at the same x
        return cls(branch[order], size[order], order >= len(left), index[order])

    def assign(self, first_rank, ranks):
        """Set the ranks of the pixels, from the first rank of each branch -> first ranks of the older branches."""
        before = offsets(self.size)[:-1]
        rank = before + (first_rank - before[run_starts(self.branch)])[self.branch]
        ranks[self.index[self.is_pixel]] = rank[self.is_pixel]
        of_older = np.empty(np.count_nonzero(~self.is_pixel), np.int64)
        of_older[self.index[~self.is_pixel]] = rank[~self.is_pixel]
        return of_older
