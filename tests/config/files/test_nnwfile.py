"""Neural networks."""

import numpy as np
import pytest

from sexlike.config.files.finding import find_network
from sexlike.config.files.nnwfile import read_network
from sexlike.errors import SexlikeError

GOOD = """NNW
# a small one
3 2 3 1

0.1 0.2
1 2
1 2 3
4 5 6   # weights and bias
7 8 9
1 2 3 4
0.5
2
"""


def network(tmp_path, text):
    path = tmp_path / "my.nnw"
    path.write_text(text)
    return read_network(path)


def test_records(tmp_path):
    net = network(tmp_path, GOOD)
    np.testing.assert_array_equal(net.input_bias, [0.1, 0.2])
    np.testing.assert_array_equal(net.input_scale, [1, 2])
    np.testing.assert_array_equal(net.weights[0], [[1, 2], [4, 5], [7, 8]])
    np.testing.assert_array_equal(net.biases[0], [3, 6, 9])
    np.testing.assert_array_equal(net.weights[1], [[1, 2, 3]])
    np.testing.assert_array_equal(net.biases[1], [4])
    assert (net.output_bias, net.output_scale) == (0.5, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is NOT a NNW table"),
        ("# x\n" + GOOD, "is NOT a NNW table"),
        ("NNW\n", "no weights"),
        (GOOD.replace("3 2 3 1", "4 2 3 1"), "my.nnw:3: the number of layers"),
        (GOOD.replace("3 2 3 1", "3 2 0.5 1"), "my.nnw:3"),
        (GOOD.replace("3 2 3 1", "3 2 11 1"), "my.nnw:3"),
        (GOOD.replace("0.5\n", ""), "7 lines of weights instead of 8"),
        (GOOD.replace("7 8 9", "7 8"), "my.nnw:9: 2 numbers instead of 3"),
        (GOOD.replace("7 8 9", "7 x 9"), "my.nnw:9: 'x' is not a number"),
    ],
)
def test_not_a_network(tmp_path, text, message):
    with pytest.raises(SexlikeError, match=message):
        network(tmp_path, text)


def test_lookup(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "conda"))
    with pytest.raises(SexlikeError, match=r"STARNNW_NAME: can't read no-such.nnw(.|\n)*leave CLASS_STAR out"):
        find_network("no-such.nnw")
    share = tmp_path / "conda" / "share" / "sextractor"
    share.mkdir(parents=True)
    (share / "no-such.nnw").write_text(GOOD)
    assert find_network("no-such.nnw") == share / "no-such.nnw"
    (tmp_path / "no-such.nnw").write_text(GOOD)
    assert find_network("no-such.nnw").resolve() == tmp_path / "no-such.nnw"
    with pytest.raises(SexlikeError, match=r"no/no-such.nnw"):
        find_network("no/no-such.nnw")
