"""What association yields."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Rows


@dataclass(frozen=True)
class Association(Rows):
    """What a list of positions says of n objects.

    Attributes
    ----------
    number : ndarray of int, shape (n,)
        Positions that match; 1 with ASSOC_TYPE FIRST.
    values : ndarray of float64, shape (n, k)
        The list's numbers for VECTOR_ASSOC; 0 where nothing matches.
    """

    number: np.ndarray
    values: np.ndarray
