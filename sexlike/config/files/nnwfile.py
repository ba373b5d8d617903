"""The .nnw format: the neural network behind CLASS_STAR."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ...errors import SexlikeError
from .textfile import meaningful_lines, numbers_of, read_text

MOST_NODES = 10


class Network(NamedTuple):
    """A multi-layer perceptron.

    Attributes
    ----------
    input_bias, input_scale : ndarray, shape (inputs,)
    weights : tuple of ndarray, shape (nodes, nodes of the layer before)
        Of each layer after the first.
    biases : tuple of ndarray, shape (nodes,)
    output_bias, output_scale : ndarray, shape (outputs,)
    """

    input_bias: np.ndarray
    input_scale: np.ndarray
    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]
    output_bias: np.ndarray
    output_scale: np.ndarray


def read_network(path):
    """Read a neural network.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    Network

    Raises
    ------
    SexlikeError
        If the file cannot be read, or its records do not fit together.
    """
    text, name = read_text(path, "a neural network")
    first, _, rest = text.partition("\n")
    if not first.startswith("NNW"):
        raise SexlikeError(f"{name} is NOT a NNW table!", hint="Its first line must be NNW.")
    records = [(where, numbers_of(words, where)) for where, words in meaningful_lines("\n" + rest, name)]
    sizes = layer_sizes(records, name)

    # One record per node: the weights of its inputs, then its bias. Before them bias and scale of the inputs, after
    # them those of the outputs.
    nodes = [before + 1 for before, here in pairwise(sizes) for _ in range(here)]
    lengths = [sizes[0]] * 2 + nodes + [sizes[-1]] * 2
    if len(records) - 1 != len(lengths):
        raise SexlikeError(f"{name}: {len(records) - 1} records of weights, where there should be {len(lengths)}")
    for (where, numbers), length in zip(records[1:], lengths, strict=True):
        if len(numbers) != length:
            raise SexlikeError(f"{where}: {len(numbers)} numbers, where there should be {length}")
    values = [np.array(numbers) for _, numbers in records[1:]]
    firsts = np.cumsum([2, *sizes[1:]])
    layers = [np.stack(values[a:b]) for a, b in pairwise(firsts)]
    return Network(
        *values[:2],
        tuple(layer[:, :-1] for layer in layers),
        tuple(layer[:, -1] for layer in layers),
        *values[-2:],
    )


def layer_sizes(records, name):
    """Number of nodes of each layer, from the first record: ``3 10 10 1``."""
    if not records:
        raise SexlikeError(f"{name} has no weights")
    where, (count, *sizes) = records[0]
    if count != len(sizes) or count not in (2, 3) or not all(n in range(1, MOST_NODES + 1) for n in sizes):
        raise SexlikeError(f"{where}: this should be a number of layers (2 or 3) and their sizes (1 to {MOST_NODES})")
    return [int(n) for n in sizes]
