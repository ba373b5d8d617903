"""A row of the table of keywords, and the ways to write one."""

from dataclasses import dataclass

HUGE = 1e30


@dataclass(frozen=True)
class Keyword:
    """A row of the table.

    Attributes
    ----------
    name : str
    kind : {"int", "float", "bool", "string", "choice"}
    default : str
        As it is written in a .sex file.
    about : str
        One line of help.
    limits : tuple of two numbers, optional
        Smallest and largest value allowed.
    choices : tuple of str, optional
        The words allowed.
    count : tuple of two int, optional
        Fewest and most values of a list; None for a keyword of one value.
    dump : {"short", "full", "none"}
        In both dumps; in the full one only; in none, as SExtractor 2.25 does not know it.
    section : str
    words : tuple of str
        What a number may be instead.
    single : bool
        In SExtractor it has one value, so that in a .sex file a list ends at the first word without a comma before it.
    """

    name: str
    kind: str
    default: str
    about: str
    limits: tuple[float, float] | None = None
    choices: tuple[str, ...] | None = None
    count: tuple[int, int] | None = None
    dump: str = "short"
    section: str = ""
    words: tuple[str, ...] = ()
    single: bool = False

    @property
    def allowed(self):
        """What the values may be, in words: '1 to 2 numbers from 0 to 10'."""
        fewest, most = self.count or (1, 1)
        amount = f"{fewest} to {most} " if most > fewest else f"{most} " if most > 1 else ""
        if self.kind == "bool":
            return f"{amount}Y or N"
        if self.kind == "choice":
            return f"{amount or 'one '}of {', '.join(self.choices)}"
        thing = {"int": "whole number", "float": "number", "string": "name"}[self.kind]
        text = f"{amount or 'a '}{thing}{'s' if amount else ''}"
        text = f"{text} from {self.limits[0]:.10g} to {self.limits[1]:.10g}" if self.limits else text
        return " or ".join((text, *self.words))


def integer(name, default, about, low, high, **more):
    """A row for whole numbers."""
    return Keyword(name, "int", default, about, limits=(low, high), **more)


def real(name, default, about, low=-HUGE, high=HUGE, **more):
    """A row for numbers."""
    return Keyword(name, "float", default, about, limits=(low, high), **more)


def switch(name, default, about, **more):
    """A row for yes or no."""
    return Keyword(name, "bool", default, about, **more)


def string(name, default, about, **more):
    """A row for names of files and of header cards."""
    return Keyword(name, "string", default, about, **more)


def choice(name, default, about, words, **more):
    """A row for words of a given set."""
    return Keyword(name, "choice", default, about, choices=tuple(words.split()), **more)
