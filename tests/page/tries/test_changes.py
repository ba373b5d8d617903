"""What a try has changed is told by the overlap of footprints."""

import numpy as np
import pytest

from sexlike.images.regions import Region
from sexlike.page.tries.changes import Footmarks, changes


def footmarks(labels, left=0, bottom=0):
    labels = np.array(labels, np.int32)
    height, width = labels.shape
    shapes = {"x": np.zeros(labels.max(initial=0))}
    y, x = np.nonzero(labels)
    return Footmarks(Region(left, left + width, bottom, bottom + height), x, y, labels[y, x], shapes)


BEFORE = [[1, 1, 1, 1, 0, 2, 2, 0, 0]]


@pytest.mark.parametrize(
    ("after", "status", "lost"),
    [
        (BEFORE, ["kept", "kept"], []),
        ([[2, 2, 2, 2, 0, 1, 1, 0, 0]], ["kept", "kept"], []),
        ([[1, 1, 2, 2, 0, 3, 3, 0, 0]], ["split", "split", "kept"], []),
        ([[1, 1, 1, 1, 1, 1, 1, 0, 0]], ["merged"], []),
        ([[1, 1, 1, 1, 0, 0, 0, 0, 0]], ["kept"], [1]),
        ([[1, 1, 1, 1, 0, 2, 2, 0, 3]], ["kept", "kept", "new"], []),
        ([[0, 1, 1, 0, 0, 0, 2, 0, 0]], ["kept", "kept"], []),  # smaller at a higher threshold
        ([[1, 1, 1, 2, 2, 2, 2, 2, 0]], ["kept", "kept"], []),  # a faint pixel went to the neighbour
        ([[0] * 9], [], [0, 1]),
    ],
)
def test_objects_are_followed(after, status, lost):
    found, gone = changes(footmarks(after), footmarks(BEFORE))
    assert (found, gone.tolist()) == (status, lost)


def test_the_first_try_has_nothing_to_compare_with():
    found, gone = changes(footmarks(BEFORE), None)
    assert (found, len(gone)) == (["kept", "kept"], 0)


def test_only_what_both_have_looked_at_is_compared():
    """The region moves by five pixels: what has come into sight is not new, what has gone out of sight is not lost."""
    found, gone = changes(footmarks([[1, 1, 0, 0, 0, 2, 2, 0, 0]], left=5), footmarks(BEFORE))
    assert (found, gone.tolist()) == (["kept", "kept"], [])
    found, gone = changes(footmarks([[0, 0, 1, 0, 0, 2, 2, 0, 0]], left=5), footmarks(BEFORE))
    assert (found, gone.tolist()) == (["new", "kept"], [1])


def test_regions_that_do_not_meet_have_nothing_in_common():
    found, gone = changes(footmarks(BEFORE, left=100, bottom=7), footmarks(BEFORE))
    assert (found, gone.tolist()) == (["kept", "kept"], [])
