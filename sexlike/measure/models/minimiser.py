"""Levenberg and Marquardt's method for many objects at once; those that have converged leave the batch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from ...arrays import Rows

LEAST_DAMPING = 1e-30  # where nothing depends on the variables
MOST_DAMPING = 1e100  # no step is small enough


class Method(NamedTuple):
    """How a minimum is sought.

    Attributes
    ----------
    damping : float
        At first, of the largest squared derivative: if first steps are short, the nearest minimum is found.
    most_iterations : int
    least_gain : float
        That is expected of the cost, for which it is worth while to go on.
    least_step : float
        Squared, relative to the square of the variables; by default where SExtractor stops as well.
    relaxation : float
        Least factor of the damping after a step in the right direction.
    """

    damping: float = 10.0
    most_iterations: int = 100
    least_gain: float = 0.0
    least_step: float = 1e-12
    relaxation: float = 1 / 3


CAREFUL = Method()


class Trial(Protocol):
    """Places that may be taken or refused: k costs, and the derivatives of those that are wanted."""

    @property
    def cost(self) -> np.ndarray:
        """See `Slopes`."""

    def of(self, chosen: np.ndarray) -> "Slopes":
        """The costs and their derivatives of some: indices, or bool of shape (k,)."""


class Slopes(NamedTuple):
    """The cost of models of k objects, and its derivatives in p variables.

    Attributes
    ----------
    cost : ndarray of float64, shape (k,)
        Sum of the squared residuals, maybe but for a constant.
    gradient : ndarray of float64, shape (k, p)
        Sums of the residuals times their derivatives.
    normal : ndarray of float64, shape (k, p, p)
        Sums of the products of the derivatives.
    """

    cost: np.ndarray
    gradient: np.ndarray
    normal: np.ndarray

    def of(self, chosen: np.ndarray) -> "Slopes":
        """Those of some of the objects."""
        return Slopes(*(values[chosen] for values in self))


@dataclass(frozen=True)
class Minimum(Rows):
    """Where the cost of the models of n objects is least.

    Attributes
    ----------
    variables : ndarray of float64, shape (n, p)
    cost, normal : ndarray of float64, shapes (n,) and (n, p, p)
        See `Slopes`.
    iterations : ndarray of int64, shape (n,)
        Steps that were tried.
    """

    variables: np.ndarray
    cost: np.ndarray
    normal: np.ndarray
    iterations: np.ndarray


def minimise(
    trial: Callable[[np.ndarray, np.ndarray], Trial],
    start: np.ndarray,
    method: Method = CAREFUL,
) -> Minimum:
    """Minimise the costs of n objects. What comes out for one does not depend on the others.

    Parameters
    ----------
    trial : callable
        It takes variables, of shape (k, p), and the indices of the k objects whose they are, and gives a `Trial`;
        `Slopes` are one, where derivatives take no longer than costs.
    start : ndarray of float64, shape (n, p)
    method : Method, optional
    """
    variables = start.copy()
    everyone = np.arange(len(start))
    cost, gradient, normal = trial(variables, everyone).of(everyone)
    finite = np.isfinite(cost) & np.isfinite(gradient).all(axis=1) & np.isfinite(normal).all(axis=(1, 2))
    normal[~finite] = 0  # light at the limits of floating-point numbers is not fitted
    active = np.flatnonzero(finite)
    damping = np.maximum(method.damping * diagonal(normal).max(axis=1, initial=0), LEAST_DAMPING)
    stiffening, iterations = np.full(len(start), 2.0), np.zeros(len(start), np.int64)
    while len(active):
        damped = normal[active] + damping[active, None, None] * np.eye(start.shape[1])
        step = -solved(damped, gradient[active, :, None])[..., 0]
        iterations[active] += 1
        going_on = (step**2).sum(axis=1) > method.least_step * (variables[active] ** 2).sum(axis=1)
        going_on &= (iterations[active] < method.most_iterations) & (damping[active] < MOST_DAMPING)
        expected = (step * (damping[active, None] * step - gradient[active])).sum(axis=1)
        going_on &= expected > method.least_gain
        active, step, expected = active[going_on], step[going_on], expected[going_on]
        if not len(active):
            break
        place = variables[active] + step
        tried = trial(place, active)
        gain = cost[active] - tried.cost
        better = gain > 0
        taken, refused = active[better], active[~better]
        variables[taken] = place[better]
        if len(taken):
            cost[taken], gradient[taken], normal[taken] = tried.of(better)
        quality = 2 * gain[better] / expected[better] - 1
        damping[taken] *= np.maximum(method.relaxation, 1 - quality**3)
        stiffening[taken] = 2
        damping[refused] *= stiffening[refused]
        stiffening[refused] *= 2
    return Minimum(variables, cost, normal, iterations)


def lower(one: Minimum, other: Minimum) -> Minimum:
    """The lower of two minima of each object, with the iterations of both."""
    better = other.cost < one.cost
    rows = (np.where(expanded(better, a), b, a) for a, b in zip(vars(one).values(), vars(other).values(), strict=True))
    variables, cost, normal, _ = rows
    return Minimum(variables, cost, normal, one.iterations + other.iterations)


def lower_among(all_of_them: Minimum, some: np.ndarray, others: Minimum) -> Minimum:
    """The same where there are other minima of some objects, by their indices (m,), alone."""
    lowest = lower(all_of_them.take(some), others)
    rows = [values.copy() for values in vars(all_of_them).values()]
    for values, of_some in zip(rows, vars(lowest).values(), strict=True):
        values[some] = of_some
    return Minimum(*rows)


def solved(matrices: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solutions of systems of equations, (n, p, p) and (n, p, m) -> (n, p, m); 0 where the matrix is singular."""
    try:
        return np.linalg.solve(matrices, right)
    except np.linalg.LinAlgError:  # one matrix is, and the others do not suffer from it
        regular = np.isfinite(np.linalg.slogdet(matrices)[1])
        solutions = np.zeros_like(right)
        solutions[regular] = np.linalg.solve(matrices[regular], right[regular])
        return solutions


def expanded(chosen: np.ndarray, like: np.ndarray) -> np.ndarray:
    """What is chosen, (n,), with as many dimensions as another array has."""
    return chosen.reshape(len(chosen), *[1] * (like.ndim - 1))


def diagonal(matrices: np.ndarray) -> np.ndarray:
    """Diagonals of matrices, (n, p, p) -> (n, p)."""
    return matrices.diagonal(axis1=1, axis2=2)
