from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.errors import SexlikeError
from sexlike.measure.psf.model import PsfModel, exponents, local_psfs


@pytest.mark.parametrize(
    ("groups", "degrees", "expected"),
    [
        ((), (), [()]),
        ((1,), (3,), [(0,), (1,), (2,), (3,)]),
        ((1, 1), (0,), [(0, 0)]),
        ((1, 1), (2,), [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2)]),
        ((1, 2), (1, 2), [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]),
        ((1, 2, 1), (1, 1), [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0), (0, 0, 1), (0, 1, 1)]),
    ],
)
def test_the_first_variable_changes_fastest(groups, degrees, expected):
    assert list(map(tuple, exponents(groups, degrees))) == expected


def test_a_local_psf_is_the_polynomial_at_its_place():
    planes = np.zeros((6, 2, 3), np.float32)
    planes[:, 1, 2] = [1, 10, 100, 1000, 10000, 100000]
    planes[0, 0, 0] = 7
    zeros, scales = np.array([100.0, 200.0]), np.array([50.0, 10.0])
    model = PsfModel(planes, 0.5, 2.0, ("X_IMAGE", "Y_IMAGE"), zeros, scales, (1, 1), (2,))
    found = local_psfs(model, [[100, 200], [150, 220]])
    assert found.dtype == np.float32
    assert found.shape == (2, 2, 3)
    assert found[:, 1, 2].tolist() == [1, 1 + 10 + 100 + 2 * 1000 + 2 * 10000 + 4 * 100000]
    assert found[:, 0, 0].tolist() == [7, 7]
    assert not found[:, 0, 1:].any()


def test_a_constant_psf_needs_no_contexts():
    model = PsfModel(np.ones((1, 3, 3), np.float32), 1.0, 2.0)
    assert local_psfs(model, np.empty((4, 0))).tolist() == np.ones((4, 3, 3)).tolist()
    assert local_psfs(model, np.empty((0, 0))).shape == (0, 3, 3)


def test_models_of_users_give_what_they_promise():
    model = SimpleNamespace(contexts=("X_IMAGE",), shape=(3, 3), local=lambda contexts: np.ones((len(contexts), 3, 3)))
    assert local_psfs(model, [[1.0], [2.0]]).dtype == np.float32
    model.local = lambda contexts: np.ones((3, 3))
    with pytest.raises(SexlikeError, match=r"SimpleNamespace\.local gives an array of shape \(3, 3\)\n.*\(2, 3, 3\)"):
        local_psfs(model, [[1.0], [2.0]])
