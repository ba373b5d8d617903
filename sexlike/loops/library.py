"""The library of compiled loops: its functions take arrays of numpy, and run without Python's lock."""

import ctypes
from typing import Any

import numpy as np

from ..compiled import PATH, is_compiled


def load() -> ctypes.CDLL | None:
    """The library; None without one, or if it cannot be loaded here."""
    try:
        return ctypes.CDLL(PATH) if is_compiled() else None
    except OSError:
        return None


class Array:
    """How an argument that is an array is handed over: its address, and its shape.

    Parameters
    ----------
    dtype : type of numpy
        Of its elements.
    dimensions : int
    written : bool
        The function writes to it.
    """

    def __init__(self, dtype: type, dimensions: int = 1, *, written: bool = False) -> None:
        self.dtype = np.dtype(dtype)
        self.dimensions = dimensions
        self.written = written

    def arguments(self, value: np.ndarray) -> tuple[Any, ...]:
        """The arguments in C.

        Raises
        ------
        TypeError
            It is another kind of array.
        """
        fits = value.dtype == self.dtype and value.ndim == self.dimensions
        if not fits or not value.flags.c_contiguous or (self.written and not value.flags.writeable):
            found = f"one of {value.dtype} and shape {value.shape}"
            raise TypeError(f"expected a contiguous array of {self.dtype}, {self.dimensions}-dimensional, not {found}")
        return (ctypes.c_void_p(value.ctypes.data), *map(ctypes.c_ssize_t, value.shape))


class Number:
    """How an argument that is a number is handed over."""

    def __init__(self, ctype: Any) -> None:
        self.ctype = ctype

    def arguments(self, value: Any) -> tuple[Any, ...]:
        """The argument in C."""
        return (self.ctype(value),)


class Structure:
    """How an argument that is a structure of C is handed over: its address."""

    def arguments(self, value: ctypes.Structure) -> tuple[Any, ...]:
        """The argument in C."""
        return (ctypes.byref(value),)


INDEX, SINGLE, DOUBLE = Number(ctypes.c_ssize_t), Number(ctypes.c_float), Number(ctypes.c_double)


def compiled_loop(
    library: ctypes.CDLL | None, name: str, *parameters: Array | Number | Structure, counts: bool = False
) -> Any:
    """A function of the library.

    Parameters
    ----------
    library : ctypes.CDLL, or None
    name : str
    *parameters : Array, Number or Structure
        What it takes.
    counts : bool
        It returns a number of things.

    Returns
    -------
    callable, or None
        None without the library.
    """
    function = getattr(library, name, None)
    if function is None:
        return None
    function.restype = ctypes.c_ssize_t if counts else None

    def loop(*values: Any) -> Any:
        handed_over = [part for how, value in zip(parameters, values, strict=True) for part in how.arguments(value)]
        return function(*handed_over)

    return loop
