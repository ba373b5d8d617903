"""How large a page may become: its parts are taken in as long as they fit, and what is left out is told."""

from collections.abc import Callable
from typing import Any

from .embedding import embedded


class Room:
    """The room for a part of a page.

    Parameters
    ----------
    size : int
        Bytes.

    Attributes
    ----------
    left : int
        Bytes that are still free.
    notes : list of str
        Sentences on what is left out.
    """

    def __init__(self, size: int) -> None:
        self.left = size
        self.notes: list[str] = []

    def takes(self, value: Any) -> bool:
        """Whether a value fits, as `embedded` writes it; if it does, its room is taken."""
        size = len(embedded(value))
        if size > self.left:
            return False
        self.left -= size
        return True

    def tell(self, note: str) -> None:
        """Add a sentence to the notes."""
        self.notes.append(note)

    def take_in(self, make: Callable[[], Any], what: str) -> Any:
        """What a function makes, or None if it does not fit; a note says so, then."""
        made = make()
        if self.takes(made):
            return made
        self.tell(f"There is no room for {what} in this page.")
        return None
