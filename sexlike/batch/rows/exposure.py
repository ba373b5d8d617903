"""An exposure of a batch, and how its name is made."""

import os
import re
from dataclasses import dataclass, field

from ...images.files.selectors import split_selector

ENDINGS = re.compile(r"(\.(fits?|fts|fz|gz|bz2))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Exposure:
    """An exposure: an image, or a pair of images, with settings of its own.

    Attributes
    ----------
    number : int
        Its place in the batch, from 1.
    images : tuple of str
        The image; or the one to search and the one to measure.
    settings : dict
        Keyword -> text, as on the command line; those of a table of exposures.
    origin : str
        Where the settings stand, for messages: ``exposures.csv:3``; empty if there are none.
    """

    number: int
    images: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)
    origin: str = ""

    @property
    def path(self) -> str:
        """The file of the image that is measured."""
        return split_selector(self.images[-1])[0]

    @property
    def stem(self) -> str:
        """The name of that file without its folder and its endings."""
        return stem_of(self.path)

    def __str__(self) -> str:
        return ",".join(self.images)


def stem_of(path: str) -> str:
    """The name of a file without .fits, .fit, .fts, .fz, .gz and .bz2: ``night/m31.fits.fz`` gives ``m31``."""
    name = os.path.basename(path)
    return ENDINGS.sub("", name) or name


def ending_of(path: str) -> str:
    """What `stem_of` takes away, without the first dot: ``fits.fz``."""
    name = os.path.basename(path)
    return name[len(stem_of(path)) :].lstrip(".")


def found_from(image: str, folder: str) -> str:
    """An image as it is found from the current folder; one that is in another folder alone has it before its name."""
    path = split_selector(image)[0]
    there = os.path.exists(path) or not os.path.exists(os.path.join(folder, path))
    return image if there else os.path.join(folder, image)
