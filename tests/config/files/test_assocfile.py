"""Lists of positions."""

import numpy as np
import pytest

from sexlike.config.files.assocfile import read_assoc_list
from sexlike.errors import SexlikeError


def test_list(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# x y name mag\n  1 10.5\t-2e1 star\n\n2 3\n3 4 5 6 7\n")
    np.testing.assert_array_equal(read_assoc_list(path), [[1, 10.5, -20, 0], [2, 3, 0, 0], [3, 4, 5, 6]])


def test_empty_and_missing(tmp_path):
    path = tmp_path / "sky.list"
    path.write_text("# nothing\n")
    assert read_assoc_list(path).shape == (0, 0)
    with pytest.raises(SexlikeError, match=r"Assoc-list file not found: .*no.list"):
        read_assoc_list(tmp_path / "no.list")
