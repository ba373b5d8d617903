"""Where the files are that a configuration names."""

import os
from pathlib import Path

from ...errors import SexlikeError
from .urls import download_hint

PACKAGE = Path(__file__).parents[2]
PACKAGED_FILES = ("default.param", "default.conv")
# Where packages of SExtractor put default.nnw: PREFIX/share/NAME.
SEXTRACTOR_PREFIXES = ("/usr", "/usr/local", "/opt/local", "/opt/homebrew", "/sw")
SEXTRACTOR_NAMES = ("source-extractor", "sextractor")


def find_file(name: str, folder: str | None = None, keyword: str | None = None) -> Path:
    """Find a file that the configuration names.

    A relative name is looked for in the current folder, then beside the configuration file, then in the package.

    Parameters
    ----------
    name : str
    folder : str, optional
        Folder of the configuration file.
    keyword : str, optional
        Keyword that names the file, for the message.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    SexlikeError
        There is no such file.
    """
    places = [Path(), *([Path(folder)] if folder else [])]
    for place in places:
        if os.path.exists(place / name) and not os.path.isdir(place / name):  # a pipe will do
            return place / name
    packaged = packaged_file(name)
    if packaged:
        return packaged
    searched = " or ".join("the current folder" if place == Path() else str(place) for place in places)
    where = "" if os.path.isabs(name) else f" in {searched}"
    text = f"{keyword + ': ' if keyword else ''}can't read {name}: no such file{where}"
    raise SexlikeError(text, hint=download_hint(name))


def packaged_file(name: str) -> Path | None:
    """The path of a file that comes with sexlike, or None."""
    return PACKAGE / name if name in PACKAGED_FILES else None


def is_packaged(path: str | Path) -> bool:
    """Whether a file comes with sexlike."""
    return Path(path) == packaged_file(Path(path).name)


def find_network(name: str, folder: str | None = None) -> Path:
    """Find the neural network of STARNNW_NAME; it may also be where packages of SExtractor put theirs.

    Raises
    ------
    SexlikeError
        There is no such file.
    """
    try:
        return find_file(name, folder)
    except SexlikeError as error:
        if os.path.dirname(name):
            raise
        prefixes = [*SEXTRACTOR_PREFIXES, *filter(None, [os.environ.get("CONDA_PREFIX")])]
        for prefix in prefixes:
            for package in SEXTRACTOR_NAMES:
                path = Path(prefix, "share", package, name)
                if path.is_file():
                    return path
        raise SexlikeError(
            f"STARNNW_NAME: {error.message}",
            hint="CLASS_STAR needs the weights of SExtractor's neural network, default.nnw, which come with its "
            "packages: copy the file to the current folder, set STARNNW_NAME to its path, or leave CLASS_STAR out.",
        ) from None
