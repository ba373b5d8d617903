"""Parameters of models, and the free variables of their fits: a parameter stays between bounds, a variable is free."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Rows

FARTHEST = 50.0  # of a variable from 0
NEAR_BOUND, WELL_INSIDE = 1e-3, 1e-2  # of the range, on its scale
RIGHT_ANGLE = 90.0  # degrees: by so much an angle changes with its variable


@dataclass(frozen=True)
class Parameters(Rows):
    """Parameters of the models of n objects: p of each.

    Attributes
    ----------
    low, high : ndarray of float64, shape (n, p)
        Their bounds, on a linear scale, or the logarithms of these.
    logarithmic : ndarray of bool, shape (n, p)
        The parameter is on a logarithmic scale.
    free : ndarray of bool, shape (n, p)
        It is an angle in degrees, without bounds.
    """

    low: np.ndarray
    high: np.ndarray
    logarithmic: np.ndarray
    free: np.ndarray

    @classmethod
    def between(
        cls, low: np.ndarray, high: np.ndarray, logarithmic: np.ndarray, free: np.ndarray | None = None
    ) -> "Parameters":
        """Parameters between these values: (n, p), (n, p), bool of shape (p,), and of the same shape or None."""
        everywhere = np.broadcast_to(logarithmic, low.shape)
        free = np.broadcast_to(False if free is None else free, low.shape)
        return cls(on_scale(low, everywhere), on_scale(high, everywhere), everywhere, free)

    def variables(self, values: np.ndarray) -> np.ndarray:
        """The variables of values, (n, p) -> (n, p); where these are not within the bounds, those of their middle."""
        low, high = self.values_on_scale(self.low), self.values_on_scale(self.high)
        inside = (values > low) & (values < high)
        place = on_scale(np.where(inside, values, (low + high) / 2), self.logarithmic)
        with np.errstate(divide="ignore"):
            bounded = np.clip(np.log((place - self.low) / (self.high - place)), -FARTHEST, FARTHEST)
        return np.where(self.free, values / RIGHT_ANGLE, bounded)

    def inside(self, values: np.ndarray) -> np.ndarray:
        """The nearest values that are not near their bounds, (n, p) -> (n, p)."""
        margin = WELL_INSIDE * (self.high - self.low)
        place = np.clip(on_scale(values, self.logarithmic), self.low + margin, self.high - margin)
        return np.where(self.free, values, self.values_on_scale(place))

    def values(self, variables: np.ndarray) -> np.ndarray:
        """The values of variables, (n, p) -> (n, p)."""
        bounded = self.values_on_scale(self.low + (self.high - self.low) * share(variables))
        return np.where(self.free, RIGHT_ANGLE * variables, bounded)

    def values_on_scale(self, place: np.ndarray) -> np.ndarray:
        """The values in these places on the scales, (n, p) -> (n, p)."""
        return np.where(self.logarithmic, np.exp(np.where(self.logarithmic, place, 0)), place)

    def slopes(self, variables: np.ndarray) -> np.ndarray:
        """Derivatives of the values with respect to the variables, (n, p) -> (n, p)."""
        part = share(variables)
        slope = (self.high - self.low) * part * (1 - part)
        return np.where(self.free, RIGHT_ANGLE, np.where(self.logarithmic, self.values(variables) * slope, slope))

    def at_bounds(self, variables: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which objects have a parameter at its lower bound, and which at its upper one; bool of shape (n,)."""
        part = np.where(self.free, 0.5, share(variables))
        return np.any(part < NEAR_BOUND, axis=1), np.any(part > 1 - NEAR_BOUND, axis=1)


def share(variables: np.ndarray) -> np.ndarray:
    """Place of variables between their bounds, from 0 to 1."""
    return 1 / (1 + np.exp(-np.clip(variables, -FARTHEST, FARTHEST)))


def on_scale(values: np.ndarray, logarithmic: np.ndarray) -> np.ndarray:
    """Values on their scales: logarithms where these are logarithmic."""
    return np.where(logarithmic, np.log(np.where(logarithmic, values, 1)), values)
