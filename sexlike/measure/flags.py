"""The bits of FLAGS, FLAGS_WEIGHT, FLAGS_WIN and FLAGS_MODEL: their numbers, names and meanings."""

from enum import IntFlag
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from ..errors import SexlikeError


class Bits(IntFlag):
    """Bits that add up in a column, each with a sentence on what it says of an object."""

    meaning: str

    def __new__(cls, value: int, meaning: str = "") -> "Bits":
        member = int.__new__(cls, value)
        member._value_, member.meaning = value, meaning
        return member


AnyBits = TypeVar("AnyBits", bound=Bits)


class Flag(Bits):
    """The bits of FLAGS."""

    CROWDED = 1, "its AUTO or PETRO flux lost more than 10 % of the pixels to neighbours or to bad pixels"
    MERGED = 2, "it was blended with another object"
    SATURATED = 4, "at least one of its pixels is saturated"
    TRUNCATED = 8, "it touches the border of the image"
    APERTURE = 16, "one of its apertures is not wholly on the image"
    ISOPHOTAL = 32, "its footprint is not wholly known: it is taller than SExtractor's buffer of lines"
    DEBLENDING = 64, "it was too complex to be deblended"
    OVERFLOW = 128, "there was no memory to search it (never set here)"

    @property
    def letter(self) -> str:
        """The initial of its name, which stands for it where there is little room."""
        return str(self.name)[0]


class WeightFlag(Bits):
    """The bits of FLAGS_WEIGHT."""

    MEASUREMENT = 1, "at least one of its pixels has no weight in the measurement image"
    DETECTION = 2, "at least one of its pixels has no weight in the detection image, or touches one that has none"


class WindowFlag(Bits):
    """The bits of FLAGS_WIN. If any of them is set, the isophotal measures take the place of the windowed ones."""

    NO_ELLIPSE = 1, "its windowed moments make no ellipse"
    NEGATIVE_VARIANCE = 2, "one of its windowed variances is negative"
    NO_LIGHT = 4, "the light in its window does not add up to a positive flux"
    ASTRAY = 8, "its window moved away from the isophotal position"


class ModelFlag(Bits):
    """The bits of FLAGS_MODEL."""

    COARSE = 1, "its model would be larger than 512 samples, and is drawn on fewer"
    BINNED = 2, "its window is larger than 512 pixels, which are binned"
    TOO_FEW_PIXELS = 4, "fewer of its pixels count than the model has parameters: there is no fit"
    AT_MINIMUM = 8, "a parameter is at its lower bound"
    AT_MAXIMUM = 16, "a parameter is at its upper bound"


FLAG_COLUMNS: dict[str, type[Bits]] = {
    "FLAGS": Flag,
    "FLAGS_WEIGHT": WeightFlag,
    "FLAGS_WIN": WindowFlag,
    "FLAGS_MODEL": ModelFlag,
    "FLAGS_DETMODEL": ModelFlag,
}


def add_bits(conditions: dict[Bits, np.ndarray]) -> np.ndarray:
    """The values of a column of bits.

    Parameters
    ----------
    conditions : dict
        Bit -> ndarray of bool, shape (n,): the objects that have it.

    Returns
    -------
    ndarray of int16, shape (n,)
    """
    values = [np.int16(bit) * np.asarray(condition, np.int16) for bit, condition in conditions.items()]
    return np.add.reduce(values, axis=0, dtype=np.int16)


def split_flags(value: int) -> tuple[Flag, ...]:
    """The flags of which a value of FLAGS is the sum.

    Raises
    ------
    SexlikeError
        It is no such sum.
    """
    return split_bits("FLAGS", Flag, value)


def split_bits(name: str, bits: type[AnyBits], value: int) -> tuple[AnyBits, ...]:
    """The bits of which a value of a column is the sum.

    Raises
    ------
    SexlikeError
        It is no such sum.
    """
    largest = sum(bit.value for bit in bits)
    if not 0 <= value <= largest:
        raise SexlikeError(f"{value} is no value of {name} (allowed: 0 to {largest})")
    return tuple(bit for bit in bits if bit.value & value)


def decode_flags(flags: ArrayLike) -> list[Any]:
    """The names of the flags that are set in values of FLAGS.

    Parameters
    ----------
    flags : int or array_like of int
        A value, or values in any shape: a column of a table, say.

    Returns
    -------
    list
        The names for a single value, those of the lowest bits first. For an array, such a list in place of each value,
        and None in place of those that are masked.

    Raises
    ------
    SexlikeError
        A value is no sum of flags, or no integer.

    Examples
    --------
    >>> import sexlike
    >>> sexlike.decode_flags(3)
    ['CROWDED', 'MERGED']
    >>> sexlike.decode_flags([0, 16])
    [[], ['APERTURE']]
    """
    values, masked = np.asarray(flags), np.broadcast_to(getattr(flags, "mask", False), np.shape(flags))
    if values.size and values.dtype.kind not in "iu":
        raise SexlikeError(f"the values of FLAGS are integers, not {values.dtype}")
    values = np.where(masked, 0, values)
    names = {value: [str(flag.name) for flag in split_flags(value)] for value in np.unique(values).tolist()}
    return _replace(values.tolist(), masked.tolist(), names)


def _replace(values: Any, masked: Any, names: dict[int, list[str]]) -> Any:
    if isinstance(values, list):
        return [_replace(*pair, names) for pair in zip(values, masked, strict=True)]
    return None if masked else list(names[values])
