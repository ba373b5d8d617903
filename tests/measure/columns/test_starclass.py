from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.config.files.nnwfile import Network
from sexlike.measure.columns.starclass import evaluate, features
from sexlike.measure.registry import COLUMNS

from .. import plain


def test_a_network_of_one_node_is_a_logistic_function():
    bias, scale = np.array([1.0, 0.0]), np.array([2.0, 1.0])
    weights, biases = np.array([[1.0, -1.0]]), np.array([0.5])
    network = Network(bias, scale, (weights,), (biases,), np.array([0.1]), np.array([2.0]))
    inputs = np.array([[0.0, 0.0], [1.0, 2.0]])
    inside = np.array([1 + 0.5, 3 - 2 + 0.5])
    np.testing.assert_allclose(evaluate(network, inputs)[:, 0], (1 / (1 + np.exp(-inside)) - 0.1) / 2)


def test_layers_follow_one_another():
    first, second = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), np.array([[1.0, -1.0, 0.5]])
    network = Network(np.zeros(2), np.ones(2), (first, second), (np.zeros(3), np.ones(1)), np.zeros(1), np.ones(1))
    x = np.array([[0.3, -0.7]])
    hidden = 1 / (1 + np.exp(-np.array([0.3, -1.4, -0.4])))
    expected = 1 / (1 + np.exp(-(hidden @ second[0] + 1)))
    assert evaluate(network, x)[0, 0] == pytest.approx(expected)


def test_features_are_logarithms_in_units_of_the_seeing_disc():
    areas = np.array([[400, 200, 100, 50, 20, 10, 5, 0]])
    found = features(areas, np.float32([30]), 3.0, scale=0.5, seeing=1.0)[0]
    np.testing.assert_allclose(found[0], 2)
    np.testing.assert_allclose(found[1], 1, rtol=1e-6)
    np.testing.assert_allclose(found[2:9], np.log10([50, 25, 12.5, 5, 2.5, 1.25, 0.01]))
    assert found[9] == 0


def test_features_without_peak_or_threshold():
    areas = np.ones((2, 8), int)
    assert features(areas, np.float32([-1, 1]), 1.0, 1.0, 1.0)[0, 1] == -1
    np.testing.assert_allclose(features(areas, np.float32([5, 5]), 0.0, 1.0, 1.0)[:, 1], -1)


def test_the_column_reads_the_network(tmp_path, caplog):
    caplog.set_level("INFO", "sexlike")
    records = ["NNW", "3 10 2 1", " ".join("0" * 10), " ".join("1" * 10)]
    records += [" ".join(["0.1"] * 11)] * 2 + ["1 -2 0.5", "0", "1"]
    tmp_path.joinpath("own.nnw").write_text("\n".join(records) + "\n")
    config = plain.config(STARNNW_NAME=str(tmp_path / "own.nnw"), folder=None)
    isophotal = type("Isophotal", (), {"peak": np.float32([10])})
    found = COLUMNS["CLASS_STAR"].function(
        image=SimpleNamespace(**vars(plain.image(np.zeros((10, 10)))), rank=1),
        detections=type("Detections", (), {"analysis_threshold": 1.0}),
        isophotal=isophotal,
        isophotal_levels=np.full((1, 8), 4),
        config=config,
    )
    assert caplog.messages == [f"CLASS_STAR: the neural network of {tmp_path / 'own.nnw'}"]
    hidden = 1 / (
        1 + np.exp(-(0.1 * 1 + 0.1))
    )  # the areas are those of the seeing disc, the peak is 10 times the threshold
    assert found[0] == pytest.approx(1 / (1 + np.exp(-(hidden - 2 * hidden + 0.5))))
