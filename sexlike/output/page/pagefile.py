"""The file of a page: CHECKPLOT_TYPE PAGE. It has all images of a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ...progress import PICTURES, progress
from ...stages import stage
from ..files.outputs import Outputs, atomic_file
from ..plots.plotfiles import PAGE, wanted_check_plots

if TYPE_CHECKING:
    from ...config.config import Config
    from ...measure.extension import Extension

LARGEST = 11_900_000  # bytes


@contextmanager
def page_file(config: Config, outputs: Outputs | None = None) -> Iterator[Callable[[Extension], None]]:
    """Context in which the page is made, if the configuration asks for one; at its end the file is written.

    Parameters
    ----------
    config : Config
    outputs : Outputs, optional
        Files with which it gets its name.

    Yields
    ------
    callable
        Takes an Extension and adds it to the page. Its pixels are not kept.

    Raises
    ------
    SexlikeError
        The file cannot be written.
    """
    name = dict(wanted_check_plots(config)).get(PAGE)
    sections: list[dict[str, Any]] = []
    settled = config

    def add(extension: Extension) -> None:
        nonlocal settled
        if name is None:
            return
        with stage(PICTURES):
            progress("Making the page")
            sections.append(section(extension, extension.image.total))
            settled = extension.config

    yield add
    if name is not None and sections:
        with stage(PICTURES), atomic_file(name, "CHECKPLOT_NAME", outputs) as file:
            write(file, sections, settled)


def write_page(extensions: Sequence[Extension], path: str | os.PathLike[str]) -> None:
    """Write a page of extensions that are in memory to a file; SexlikeError if that fails."""
    sections = [section(extension, len(extensions)) for extension in extensions]
    with atomic_file(path, "write_page", None) as file:
        write(file, sections, extensions[-1].config)


def section(extension: Extension, total: int) -> dict[str, Any]:
    """One of so many extensions as plain data, with its share of the room."""
    from .document import SHELL
    from .section import section_of

    return section_of(extension, (LARGEST - SHELL) // total)


def write(file: Any, sections: list[dict[str, Any]], config: Config) -> None:
    """Write a page to an open binary file."""
    from .document import document

    file.write(document(sections, config))
