"""Levenberg and Marquardt's method."""

import numpy as np

from sexlike.measure.models.minimiser import CAREFUL, Method, Slopes, lower, lower_among, minimise, solved


def rosenbrock(variables, members):
    """Slopes of Rosenbrock's valley: residuals 10 (y - x^2) and 1 - x."""
    x, y = variables.T
    residual = np.stack([10 * (y - x**2), 1 - x], axis=1)
    derivative = np.stack([np.stack([-20 * x, 10 + 0 * x], 1), np.stack([-1 + 0 * x, 0 * x], 1)], axis=1)
    gradient = np.einsum("kr,krp->kp", residual, derivative)
    return Slopes((residual**2).sum(axis=1), gradient, np.einsum("krp,krq->kpq", derivative, derivative))


def test_valley():
    found = minimise(rosenbrock, np.array([[-1.2, 1.0], [3.0, -2.0], [1.0, 1.0]]))
    assert np.allclose(found.variables, 1, atol=1e-4)
    assert np.allclose(found.cost, 0, atol=1e-8)
    assert (found.iterations[:2] > 5).all()
    assert found.iterations[2] == 1


def test_an_object_does_not_depend_on_the_others():
    start = np.random.default_rng(1).normal(0, 2, (20, 2))
    together, alone = minimise(rosenbrock, start), minimise(rosenbrock, start[7:8])
    for field in ("variables", "cost", "normal", "iterations"):
        assert np.array_equal(getattr(together, field)[7:8], getattr(alone, field))


def test_what_depends_on_nothing_stays():
    def flat(variables, members):
        k, p = variables.shape
        return Slopes(np.ones(k), np.zeros((k, p)), np.zeros((k, p, p)))

    start = np.array([[3.0, 4.0]])
    found = minimise(flat, start)
    assert (found.variables.tolist(), found.iterations.tolist()) == ([[3, 4]], [1])


def test_an_end():
    def receding(variables, members):
        k, p = variables.shape
        return Slopes(-variables.sum(axis=1), -np.ones((k, p)), np.full((k, p, p), 1e-3) * np.eye(p))

    assert minimise(receding, np.ones((1, 2))).iterations.tolist() == [CAREFUL.most_iterations]


def test_derivatives_are_found_only_where_a_step_is_taken():
    costs, derivatives = [], []

    class Seen:
        def __init__(self, variables, members):
            self.slopes = rosenbrock(variables, members)
            self.cost = self.slopes.cost
            costs.append(len(members))

        def of(self, chosen):
            slopes = self.slopes.of(chosen)
            derivatives.append(len(slopes.cost))
            return slopes

    start = np.array([[-1.2, 1.0], [3.0, -2.0]])
    found, plain = minimise(Seen, start), minimise(rosenbrock, start)
    assert np.array_equal(found.variables, plain.variables)
    taken = sum(derivatives) - len(start)
    refused = sum(costs) - len(start) - taken
    assert taken > 10
    assert refused > 0
    assert sum(costs) == found.iterations.sum()  # the last step of each, which is too short, is not tried


def test_no_objects():
    assert len(minimise(rosenbrock, np.zeros((0, 2)))) == 0


def test_what_is_not_finite_is_not_fitted():
    def infinite(variables, members):
        k, p = variables.shape
        return Slopes(np.full(k, np.inf), np.ones((k, p)), np.full((k, p, p), np.nan))

    found = minimise(infinite, np.ones((2, 2)))
    assert (found.iterations.tolist(), found.variables.tolist()) == ([0, 0], [[1, 1]] * 2)
    assert not found.normal.any()


def test_a_small_gain_is_the_end():
    method = Method(damping=10.0, least_gain=1e-2)
    patient, hasty = (minimise(rosenbrock, np.array([[-1.2, 1.0]]), how) for how in (CAREFUL, method))
    assert hasty.iterations[0] < patient.iterations[0]
    assert hasty.cost[0] < 5


def test_small_steps_are_made():
    """Where steps are always too short, as the cost is curved less than the slopes tell, fits end near the minimum."""

    def bowl(variables, members):
        normal = np.broadcast_to(3 * np.eye(2), (len(variables), 2, 2)).copy()
        return Slopes(((variables - 1) ** 2).sum(axis=1), variables - 1, normal)

    start = np.array([[3.0, 2.0], [-4.0, 0.5]])
    careful, coarse = (minimise(bowl, start, method) for method in (CAREFUL, Method(least_step=1e-10)))
    assert np.abs(careful.variables - 1).max() < 4e-6
    assert np.abs(coarse.variables - 1).max() > 4e-6
    assert (careful.cost < coarse.cost).all()


def test_the_lower_of_two_minima():
    one = minimise(rosenbrock, np.array([[1.0, 1.0], [5.0, 5.0]]), Method(most_iterations=2))
    other = minimise(rosenbrock, np.array([[5.0, 5.0], [1.0, 1.0]]), Method(most_iterations=2))
    found = lower(one, other)
    assert found.variables.tolist() == [[1, 1], [1, 1]]
    assert found.cost.tolist() == [0, 0]
    assert np.array_equal(found.normal[1], other.normal[1])
    assert np.array_equal(found.iterations, one.iterations + other.iterations)


def test_the_lower_of_two_minima_of_some():
    one = minimise(rosenbrock, np.array([[5.0, 5.0], [5.0, 5.0], [5.0, 5.0]]), Method(most_iterations=2))
    other = minimise(rosenbrock, np.array([[1.0, 1.0]]), Method(most_iterations=2))
    found = lower_among(one, np.array([1]), other)
    assert found.cost[1] == 0
    assert np.array_equal(found.cost[::2], one.cost[::2])
    assert found.iterations.tolist() == [2, 2 + other.iterations[0], 2]
    assert one.cost[1] > 0


def test_a_singular_matrix_does_not_stop_the_others():
    regular = np.array([[[2.0, 1], [1, 3]], [[1e300, 1], [1, 5]], [[1e-200, 0], [0, 1e-200]]])
    right = np.arange(6.0).reshape(3, 2, 1) + 1
    singular = np.insert(regular, 1, np.full((2, 2), 1e40), axis=0)
    solutions = solved(singular, np.insert(right, 1, 1, axis=0))
    assert not solutions[1].any()
    assert np.array_equal(np.delete(solutions, 1, axis=0), np.linalg.solve(regular, right))
