"""The .nnw format: the neural network of CLASS_STAR."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import SexlikeError
from .textfile import Path, data_lines, parse_numbers, read_text

MOST_NODES = 10  # in a layer
NUMBERS_OF_LAYERS = (2, 3)

Record = tuple[str, list[float]]  # where a line stands, and its numbers


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

    input_bias: NDArray[np.float64]
    input_scale: NDArray[np.float64]
    weights: tuple[NDArray[np.float64], ...]
    biases: tuple[NDArray[np.float64], ...]
    output_bias: NDArray[np.float64]
    output_scale: NDArray[np.float64]


def read_network(path: Path) -> Network:
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
        The file cannot be read, or the lengths of its lines do not agree with the sizes of the layers.
    """
    text, name = read_text(path, "a neural network")
    first, _, rest = text.partition("\n")
    if not first.startswith("NNW"):
        raise SexlikeError(f"{name} is NOT a NNW table!", hint="Its first line must be NNW.")
    records = [(where, parse_numbers(words, where)) for where, words in data_lines("\n" + rest, name)]
    sizes = layer_sizes(records, name)
    check_lengths(records[1:], sizes, name)
    values = [np.array(numbers) for _, numbers in records[1:]]
    layer_edges = np.cumsum([2, *sizes[1:]])
    layers = [np.stack(values[start:end]) for start, end in pairwise(layer_edges)]
    return Network(
        input_bias=values[0],
        input_scale=values[1],
        weights=tuple(layer[:, :-1] for layer in layers),
        biases=tuple(layer[:, -1] for layer in layers),
        output_bias=values[-2],
        output_scale=values[-1],
    )


def layer_sizes(records: list[Record], name: str) -> list[int]:
    """Number of nodes of each layer, from the first line with numbers: ``3 10 10 1``."""
    if not records:
        raise SexlikeError(f"{name} has no weights")
    where, (count, *sizes) = records[0]
    allowed = range(1, MOST_NODES + 1)
    if count != len(sizes) or count not in NUMBERS_OF_LAYERS or not all(size in allowed for size in sizes):
        raise SexlikeError(
            f"{where}: the number of layers (2 or 3) and their sizes (1 to {MOST_NODES}) should stand here"
        )
    return [int(size) for size in sizes]


def check_lengths(records: list[Record], sizes: list[int], name: str) -> None:
    """Raise SexlikeError if the lines after the first do not agree with the sizes of the layers.

    The lines are bias and scale of the inputs; for each node, the weights of its inputs and its bias; bias and scale
    of the outputs.
    """
    of_nodes = [inputs + 1 for inputs, nodes in pairwise(sizes) for _ in range(nodes)]
    lengths = [sizes[0]] * 2 + of_nodes + [sizes[-1]] * 2
    if len(records) != len(lengths):
        raise SexlikeError(f"{name}: {len(records)} lines of weights instead of {len(lengths)}")
    for (where, numbers), length in zip(records, lengths, strict=True):
        if len(numbers) != length:
            raise SexlikeError(f"{where}: {len(numbers)} numbers instead of {length}")
