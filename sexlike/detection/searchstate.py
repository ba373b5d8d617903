"""What the search hands on from one extension of a file to the next."""

from dataclasses import dataclass, field

from .deblending.glibcrand import GlibcRand


@dataclass
class SearchState:
    """The random numbers and the count of blobs: SExtractor does not begin anew with each extension.

    Attributes
    ----------
    random : GlibcRand
    blobs : int
        Number of blobs in the extensions before.
    """

    random: GlibcRand = field(default_factory=GlibcRand)
    blobs: int = 0
