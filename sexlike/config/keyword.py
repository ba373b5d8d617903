"""A row of the table of keywords, and a function to write each kind of row."""

from dataclasses import dataclass
from typing import Any, Literal

from .dimensions import DIMENSIONS, FLUX_UNITS

Scalar = int | float | bool | str
Value = Scalar | tuple[Scalar, ...]

LARGEST_REAL = 1e30  # limit of the numbers that have no other


@dataclass(frozen=True)
class Keyword:
    """A row of the table of keywords.

    Attributes
    ----------
    name : str
    kind : {"int", "float", "bool", "string", "choice", "unit"}
    default : str
        As it is written in a .sex file.
    about : str
        One line of help.
    limits : tuple of two numbers, optional
        Smallest and largest value allowed.
    choices : tuple of str, optional
        The words allowed.
    not_offered : tuple of str, optional
        Those of them that are SExtractor's, and refused when a run begins, with an error that says so.
    count : tuple of two int, optional
        Smallest and largest number of values of a list; None for a keyword of one value.
    dump : {"short", "full", "none"}
        In both dumps, in the full one only, or in neither: SExtractor 2.25 does not know the keyword.
    section : str
        Heading under which the keyword is listed.
    special_words : tuple of str, optional
        Words allowed in place of a number.
    unit : str
        Unit of its plain numbers, one of `DIMENSIONS`, which lists the units that its values may have; empty if
        they have none.
    names_allowed : bool
        Whether the name of a column is allowed in place of its number.
    list_needs_commas : bool
        Whether a list in a .sex file ends at the first word without a comma before it: in SExtractor, where the
        keyword has a single value, further words on the line are ignored.
    takes_objects : bool
        Whether in Python an object may stand in place of a name.
    """

    name: str
    kind: Literal["int", "float", "bool", "string", "choice", "unit"]
    default: str
    about: str
    limits: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    not_offered: tuple[str, ...] = ()
    count: tuple[int, int] | None = None
    dump: Literal["short", "full", "none"] = "short"
    section: str = ""
    special_words: tuple[str, ...] = ()
    unit: str = ""
    list_needs_commas: bool = False
    names_allowed: bool = False
    takes_objects: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """The words allowed that a run can do something with."""
        return tuple(word for word in self.choices if word not in self.not_offered)

    @property
    def allowed(self) -> str:
        """What the values may be, in words: '1 to 2 numbers from 0 to 10'."""
        fewest, most = self.count or (1, 1)
        amount = f"{fewest} to {most} " if most > fewest else f"{most} " if most > 1 else ""
        if self.kind == "bool":
            return f"{amount}Y or N"
        if self.kind == "choice":
            return f"{amount or 'one '}of {', '.join(self.offered)}"
        if self.kind == "unit":
            return f"{', '.join(self.choices)}, or a unit of flux density, such as {', '.join(FLUX_UNITS)}"
        article, noun = {"int": ("an", "integer"), "float": ("a", "number"), "string": ("a", "name")}[self.kind]
        text = f"{amount}{noun}s" if amount else f"{article} {noun}"
        text = f"{text} from {self.limits[0]:.10g} to {self.limits[1]:.10g}" if self.limits else text
        if self.unit:
            text += f", in {self.unit}, or with a unit ({DIMENSIONS[self.unit].allowed})"
        names = ("names of columns",) if self.names_allowed else ()
        return " or ".join((text, *self.special_words, *names))


def integer(name: str, default: str, about: str, low: int, high: int, **more: Any) -> Keyword:
    """A row for integers."""
    return Keyword(name, "int", default, about, limits=(low, high), **more)


def real(
    name: str, default: str, about: str, low: float = -LARGEST_REAL, high: float = LARGEST_REAL, **more: Any
) -> Keyword:
    """A row for real numbers."""
    return Keyword(name, "float", default, about, limits=(low, high), **more)


def switch(name: str, default: str, about: str, **more: Any) -> Keyword:
    """A row for yes or no."""
    return Keyword(name, "bool", default, about, **more)


def string(name: str, default: str, about: str, **more: Any) -> Keyword:
    """A row for names of files and of header keywords."""
    return Keyword(name, "string", default, about, **more)


def flux_unit(name: str, default: str, about: str, words: str, **more: Any) -> Keyword:
    """A row for a unit of flux density, or a word from a set; `words` has blanks between them."""
    return Keyword(name, "unit", default, about, choices=tuple(words.split()), **more)


def choice(name: str, default: str, about: str, words: str, **more: Any) -> Keyword:
    """A row for words from a set; `words` has blanks between them."""
    return Keyword(name, "choice", default, about, choices=tuple(words.split()), **more)
