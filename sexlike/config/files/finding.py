"""Where the files are that a configuration names."""

import os
from pathlib import Path

from ...errors import SexlikeError

PACKAGE = Path(__file__).parents[2]
PACKAGED = ("default.param", "default.conv")
PREFIXES = ("/usr", "/usr/local", "/opt/local", "/opt/homebrew", "/sw")
SHARES = ("source-extractor", "sextractor")


def find_file(name, folder=None, keyword=None):
    """The path of a file that the configuration names.

    A relative name is looked up in the current folder, then beside the configuration, then in the package.

    Parameters
    ----------
    name : str
    folder : str, optional
        Folder of the configuration file.
    keyword : str, optional
        Keyword that gave the name, for the message.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    SexlikeError
        If it is nowhere.
    """
    places = [Path(), *([Path(folder)] if folder else [])]
    for place in places:
        if os.path.isfile(place / name):
            return place / name
    packaged = packaged_file(name)
    if packaged:
        return packaged
    looked = " or ".join("the current folder" if place == Path() else str(place) for place in places)
    where = "" if os.path.isabs(name) else f" in {looked}"
    raise SexlikeError(f"{keyword + ': ' if keyword else ''}can't read {name}: no such file{where}")


def packaged_file(name):
    """Path of a file that comes with sexlike, or None."""
    if name not in PACKAGED:
        return None
    in_wheel, in_checkout = PACKAGE / name, PACKAGE.parent / name
    return next((path for path in (in_wheel, in_checkout) if path.is_file()), None)


def is_packaged(path):
    """Whether a file comes with sexlike."""
    return Path(path).parent in (PACKAGE, PACKAGE.parent) and Path(path) == packaged_file(Path(path).name)


def find_network(name, folder=None):
    """The path of the neural network; also looked for where SExtractor's packages put theirs.

    Raises
    ------
    SexlikeError
        If it is nowhere.
    """
    try:
        return find_file(name, folder)
    except SexlikeError as error:
        if os.path.dirname(name):
            raise
        prefixes = [*PREFIXES, *filter(None, [os.environ.get("CONDA_PREFIX")])]
        for prefix in prefixes:
            for share in SHARES:
                path = Path(prefix, "share", share, name)
                if path.is_file():
                    return path
        raise SexlikeError(
            f"STARNNW_NAME: {error.message}",
            hint="CLASS_STAR needs the weights of SExtractor's neural network. They come with its packages "
            "(default.nnw): put the file here, give STARNNW_NAME its path, or leave CLASS_STAR out.",
        ) from None
