"""The order in which SExtractor lists the pixels of an object.

The order decides which pixels of a blend draw which random number, what the cleaning heap holds, and the last digits
of sums. It comes from scanning the image row by row: an object's pixels of the new row go after its old ones, but for
those that lie left of where its previous row began, which go before. When branches meet, their lists are joined in the
order of their left ends.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...arrays import inverse, run_starts
from .runs import PixelRuns, connected, touching


def list_order(x, y, owner):
    """Order the pixels of connected objects as SExtractor lists them.

    Parameters
    ----------
    x, y : ndarray of int, shape (p,)
        Pixels, sorted by owner, then y, then x.
    owner : ndarray of int, shape (p,)
        Object of each pixel: each an 8-connected set.

    Returns
    -------
    ndarray of int64, shape (p,)
        Indices that sort the pixels by owner, and within each in list order.
    """
    if not len(x):
        return np.zeros(0, np.int64)
    new_row = np.r_[True, (np.diff(y) != 0) | (np.diff(owner) != 0)]
    row, row_start = np.cumsum(new_row) - 1, np.flatnonzero(new_row)
    row_owner, row_left = owner[row_start], x[row_start]
    first_row = np.r_[True, np.diff(row_owner) != 0]
    left_below = np.where(first_row, row_left, np.r_[row_left[:1], row_left[:-1]])
    before = x < left_below[row]
    rank = ranks_without_branches(before, row, row_start, first_row)
    branched = branched_pixels(x, y, owner)
    if len(branched):
        rank[branched] = ranks_with_branches(x[branched], y[branched], owner[branched], branched)
    return inverse(rank)


def ranks_without_branches(before, row, row_start, first_row):
    """Rank of each pixel in its object's list, where no branches meet.

    Pixels `before` the old ones come first, those of the last row in front; the others follow, row by row.
    """
    index = np.arange(len(before))
    until = np.cumsum(np.bincount(row, before).astype(np.int64))  # such pixels, to the end of each row
    owner_of_row = np.cumsum(first_row) - 1
    last_row = np.r_[np.flatnonzero(first_row)[1:] - 1, len(first_row) - 1]
    until_end = until[last_row][owner_of_row]
    start = row_start[first_row][owner_of_row]
    until_start = np.r_[0, until[last_row][:-1]][owner_of_row]
    in_front = start + until_end - until - row_start
    behind = until_end - until_start - (until - until_start)
    return index + np.where(before, in_front[row], behind[row])


def branched_pixels(x, y, owner):
    """Indices of the pixels of objects in which branches meet: those with several runs that have no run below."""
    runs = PixelRuns.from_pixels(x, y, owner)
    continues = np.zeros(len(runs.start), bool)
    continues[runs.below()[0]] = True
    beginnings = np.bincount(owner[runs.start[~continues]], minlength=int(owner[-1]) + 1)
    return np.flatnonzero(beginnings[owner] > 1)


def ranks_with_branches(x, y, owner, index):
    """Rank of each pixel in its object's list, where branches meet, among pixels with these indices.

    The branches of all objects grow together, row after row, so that all end with the last step: what a branch is
    made of (older branches and pixels of its last row, in the order of x) is noted on the way up, and the ranks are
    assigned on the way down.
    """
    last = np.append(run_starts(owner)[1:], len(x)) - 1
    step = y - y[last][np.searchsorted(last, np.arange(len(x)))]
    step -= step.min()
    by_step = np.argsort(step, kind="stable")
    bounds = np.searchsorted(step[by_step], np.arange(step.max() + 2))
    branches, made = OpenBranches.none(), []
    for start, stop in pairwise(bounds.tolist()):
        branches, members = branches.grow(by_step[start:stop], x, owner)
        made.append(members)
    ranks = np.empty(len(x), np.int64)
    base = np.empty(len(last), np.int64)
    base[branches.run_branch] = index[np.searchsorted(owner, branches.run_owner)]
    for members in reversed(made):
        base = members.assign(base, ranks)
    return ranks


@dataclass(frozen=True)
class BranchMembers:
    """What the branches of one step are made of: pixels, and the branches of the step before."""

    branch: np.ndarray  # that each member belongs to, sorted
    size: np.ndarray  # pixels in each member
    pixel: np.ndarray  # or -1
    older: np.ndarray  # older branch, or -1
    number_older: int

    def assign(self, base, ranks):
        """Give the pixels their ranks, from those at which the branches begin; returns where the older ones begin."""
        before = np.cumsum(self.size) - self.size
        first = np.searchsorted(self.branch, np.arange(len(base)))
        begin = base[self.branch] + before - before[first][self.branch]
        is_pixel = self.pixel >= 0
        ranks[self.pixel[is_pixel]] = begin[is_pixel]
        older = np.empty(self.number_older, np.int64)
        older[self.older[~is_pixel]] = begin[~is_pixel]
        return older


@dataclass(frozen=True)
class OpenBranches:
    """The open branches of all objects: their sizes, left ends, and the runs of their last row."""

    size: np.ndarray
    left: np.ndarray
    run_owner: np.ndarray
    run_left: np.ndarray
    run_right: np.ndarray
    run_branch: np.ndarray

    @classmethod
    def none(cls):
        """Before the first row."""
        return cls(*(np.zeros(0, np.int64) for _ in range(6)))

    def grow(self, pixel, x, owner):
        """Add a row of pixels (sorted by owner and x) -> the new branches, and what they are made of."""
        px, po = x[pixel].astype(np.int64), owner[pixel]
        begins = np.r_[True, (np.diff(px) != 1) | (np.diff(po) != 0)]
        run_of_pixel = np.cumsum(begins) - 1
        run_left, run_owner = px[begins], po[begins]
        run_right = px[np.r_[np.flatnonzero(begins)[1:] - 1, len(px) - 1]]
        stride = max(int(px.max()), int(self.run_right.max(initial=0))) + 3
        here, before = run_owner * stride, self.run_owner * stride
        above, below = touching(here + run_left, here + run_right, before + self.run_left, before + self.run_right)
        runs, old = len(run_left), len(self.size)
        label, number = connected(above, runs + self.run_branch[below], runs + old)
        member_branch = np.r_[label[run_of_pixel], label[runs:]]
        member_x, is_pixel = np.r_[px, self.left], np.r_[np.ones(len(px), bool), np.zeros(old, bool)]
        order = np.lexsort((is_pixel, member_x, member_branch))
        size = np.r_[np.ones(len(px), np.int64), self.size]
        member_pixel, member_older = np.r_[pixel, np.full(old, -1)], np.r_[np.full(len(px), -1), np.arange(old)]
        members = BranchMembers(member_branch[order], size[order], member_pixel[order], member_older[order], old)
        left = np.full(number, np.iinfo(np.int64).max)
        np.minimum.at(left, label[:runs], run_left)
        total = np.bincount(member_branch, size, number).astype(np.int64)
        return OpenBranches(total, left, run_owner, run_left, run_right, label[:runs]), members
