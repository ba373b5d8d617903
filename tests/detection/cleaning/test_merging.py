import numpy as np

from sexlike.detection.cleaning.merging import last_absorbers


def test_chains_of_absorbers_are_followed_to_their_ends():
    assert last_absorbers(np.array([1, 2, 2, 3, 0])).tolist() == [2, 2, 2, 3, 2]
