"""What an image serves for: the search, or the measurement."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TypeVar

Value = TypeVar("Value")


class Role(IntEnum):
    """What an image, or a weight map, serves for; where keywords have two values, the index of the one that counts."""

    DETECTION = 0
    MEASUREMENT = 1


def value_for(role: Role, values: Sequence[Value]) -> Value:
    """The value of a keyword that counts for a role: a single value serves both."""
    return values[min(role, len(values) - 1)]
