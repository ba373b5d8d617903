from itertools import chain

import numpy as np
import pytest
from scipy import ndimage

from sexlike.detection.pixels.listorder import list_order


def chained(lists):
    return list(chain.from_iterable(lists))


def by_events(x, y):
    """The list order by its plain definition: one row after the other, all open branches and pixels sorted by x."""
    pixels = set(zip(x.tolist(), y.tolist(), strict=True))
    branches = []  # (pixels of its last row, list)
    for row in range(y.min(), y.max() + 1):
        here = sorted(px for px, py in pixels if py == row)
        groups = [[[px], [], [px]] for px in here]  # pixels of this row, branches, pixels that connect
        for branch in branches:
            touched = [g for g in groups if any(abs(px - bx) <= 1 for px in g[0] for bx in branch[0])]
            merged = [chained(g[0] for g in touched), [branch, *chained(g[1] for g in touched)], []]
            groups = [g for g in groups if g not in touched] + [merged]
        joined = True
        while joined:
            joined = False
            for a in groups:
                for b in groups:
                    if a is not b and any(abs(p - q) <= 1 for p in a[0] for q in b[0]):
                        groups = [g for g in groups if g is not a and g is not b]
                        groups.append([a[0] + b[0], a[1] + b[1], []])
                        joined = True
                        break
                if joined:
                    break
        branches = []
        for own, old, _ in groups:
            events = [(min(b[0]), 0, b[1]) for b in old] + [(px, 1, [(px, row)]) for px in own]
            branches.append((own, chained(e[2] for e in sorted(events, key=lambda e: e[:2]))))
    (_, listed), *others = branches
    assert not others
    return listed


def sorted_pixels(mask):
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    y, x = np.nonzero(mask)
    owner = labels[y, x] - 1
    order = np.lexsort((x, y, owner))
    return x[order], y[order], owner[order]


@pytest.mark.parametrize("seed", range(12))
def test_any_shape_is_listed_by_the_rule_of_events(seed):
    random = np.random.default_rng(seed)
    mask = ndimage.gaussian_filter(random.normal(size=(40, 40)), 1.2) > 0.05 * (seed % 3)
    x, y, owner = sorted_pixels(mask)
    order = list_order(x, y, owner)
    np.testing.assert_array_equal(owner[order], owner)
    for one in np.unique(owner):
        mine = order[owner[order] == one]
        assert list(zip(x[mine].tolist(), y[mine].tolist(), strict=True)) == by_events(x[owner == one], y[owner == one])


def test_pixels_left_of_the_row_below_come_first():
    mask = np.array([[0, 1, 1], [1, 1, 0], [1, 0, 0]], bool)
    x, y, owner = sorted_pixels(mask)
    order = list_order(x, y, owner)
    assert list(zip(x[order].tolist(), y[order].tolist(), strict=True)) == [(0, 1), (1, 0), (2, 0), (1, 1), (0, 2)]


def test_branches_that_meet_are_joined_by_their_left_ends():
    mask = np.array([[1, 0, 1], [1, 1, 1]], bool)
    x, y, owner = sorted_pixels(mask)
    assert [(x[i], y[i]) for i in list_order(x, y, owner)] == [(0, 0), (0, 1), (1, 1), (2, 0), (2, 1)]


def test_nothing():
    nothing = np.zeros(0, int)
    assert len(list_order(nothing, nothing, nothing)) == 0
