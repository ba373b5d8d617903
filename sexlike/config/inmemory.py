"""Objects of Python that take the place of a file's name."""

from __future__ import annotations

from typing import Any


class InMemory(str):
    """What is shown in place of a file's name: the type of an object, and its shape. The object is its `value`.

    Attributes
    ----------
    value : object
    known : dict
        What has been made of it already.
    """

    value: Any
    known: dict[str, Any]

    def __new__(cls, text: str, value: Any = None) -> InMemory:
        self = super().__new__(cls, text)
        self.value, self.known = value, {}
        return self

    @classmethod
    def of(cls, value: Any) -> InMemory:
        """What is shown for an object."""
        shape = getattr(value, "shape", None)
        sizes = f" of {' x '.join(map(str, reversed(shape)))}" if isinstance(shape, tuple) and shape else ""
        return cls(f"{type(value).__name__}{sizes}", value)


def plain_texts(values: dict[str, Any]) -> dict[str, Any]:
    """Values of keywords that can be written: objects are replaced by what is shown for them."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(plain, value))
        return str(value) if isinstance(value, InMemory) else value

    return {name: plain(value) for name, value in values.items()}
