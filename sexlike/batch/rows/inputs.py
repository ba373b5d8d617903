"""The exposures that ``--batch`` names: a pattern, a folder, a list of names, a table, or several of these."""

import glob
import logging
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...errors import SexlikeError
from ...images.files.selectors import split_selector
from ...suggestions import similar_files
from .exposure import ENDINGS, Exposure, found_from
from .tables import TABLES, is_fits_table, read_table

log = logging.getLogger("sexlike")

IMAGES = (".fits", ".fit", ".fts", ".fz", ".gz", ".bz2")  # endings of the images in a folder
WILD = frozenset("*?[")
WHERE = "--batch"
MOST_IMAGES = 2
MOST_OF_A_LIST = 10_000_000  # bytes: a larger file is no list of names


def read_exposures(given: Sequence[str]) -> list[Exposure]:
    """Find the exposures of a batch.

    Parameters
    ----------
    given : sequence of str
        Names of images, patterns, folders, text files of names, and tables, in any mixture.

    Returns
    -------
    list of Exposure
        In the order given; those of a pattern or a folder sorted by name. An image that several of them name is there
        once.

    Raises
    ------
    SexlikeError
        Nothing is given, something does not exist or names no image, or a table is wrong.
    """
    if not given:
        hint = "sexlike --batch 'night/*.fits' -c run.toml; it takes a pattern, a folder, a list or a table."
        raise SexlikeError("no exposures are given", where=WHERE, hint=hint)
    found: list[Exposure] = []
    seen: dict[tuple[str, ...], Exposure] = {}
    twice: list[tuple[Exposure, Exposure]] = []
    for word in given:
        for exposure in exposures_of(word):
            first = seen.setdefault(tuple(map(spelt_once, exposure.images)), exposure)
            if exposure.settings or first is exposure:
                found.append(Exposure(len(found) + 1, exposure.images, exposure.settings, exposure.origin))
            elif first.images != exposure.images:
                twice.append((first, exposure))
    if twice:
        first, other = twice[0]
        log.info("%d exposures are named twice, and done once: %s is %s", len(twice), other, first)
    return found


def spelt_once(image: str) -> str:
    """An image in the one spelling of its folder: a.fits, ./a.fits and /night/a.fits are the same."""
    folder, name = os.path.split(image)
    return os.path.join(real_folder(folder or os.curdir, os.getcwd()), name)


@lru_cache(maxsize=256)
def real_folder(folder: str, _current: str) -> str:
    """The path of a folder, without links, from the current one."""
    return os.path.realpath(folder)


def exposures_of(word: str) -> Iterator[Exposure]:
    """The exposures that a word of the command line names; their numbers do not count."""
    if os.path.isdir(word):
        yield from (Exposure(0, (path,)) for path in images_in(word))
    elif os.path.isfile(word):
        yield from exposures_in_file(word)
    elif names := matches(word):
        yield from (Exposure(0, (name,)) for name in names)
    else:
        images = images_of_line(word)
        if WILD & set(word) and len(images) == 1 and not word.endswith("]"):
            raise SexlikeError(f"no file matches {word}", where=WHERE, hint=f"The current folder is {os.getcwd()}.")
        yield Exposure(0, require_files(images, WHERE))


def images_in(folder: str) -> list[str]:
    """The images in a folder, by their endings, sorted."""
    names = sorted(name for name in os.listdir(folder) if name.lower().endswith(IMAGES) and not name.startswith("."))
    if not names:
        raise SexlikeError(f"no image in the folder {folder} (looked for: {' '.join(IMAGES)})", where=WHERE)
    return [os.path.join(folder, name) for name in names]


def matches(pattern: str) -> list[str]:
    """The files that match a pattern, sorted; ``**`` stands for folders in folders."""
    return sorted(path for path in glob.glob(pattern, recursive=True) if os.path.isfile(path))


def exposures_in_file(path: str) -> Iterator[Exposure]:
    """The exposures of a file that is there: a table, a list of names, or an image."""
    if path.lower().endswith(TABLES) or (ENDINGS.search(path) and is_fits_table(path)):
        yield from read_table(path)
    elif ENDINGS.search(path) or starts_like_fits(path):
        yield Exposure(0, (path,))
    else:
        yield from read_list(path)


def starts_like_fits(path: str) -> bool:
    """Whether a file begins as FITS files do, whatever its name is."""
    with open(path, "rb") as file:
        return file.read(6) == b"SIMPLE"


def read_list(path: str) -> Iterator[Exposure]:
    """The exposures of a text file: on each line an image, or two with a comma between; # begins a comment.

    Names are those of the current folder, or of that of the list if they are not there.
    """
    try:
        if os.path.getsize(path) > MOST_OF_A_LIST:
            raise UnicodeError
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().splitlines()
    except UnicodeError:
        raise SexlikeError(f"{path} is neither an image nor a list of names", where=WHERE) from None
    except OSError as error:
        raise SexlikeError(f"cannot read {path}: {error.strerror or error}", where=WHERE) from None
    found = []
    for number, line in enumerate(lines, 1):
        if text := line.partition("#")[0].strip() if not os.path.exists(line.strip()) else line.strip():
            found.append(require_files(images_of_line(text), f"{path}:{number}", os.path.dirname(path)))
    if not found:
        raise SexlikeError(f"no name of an image in {path}", where=WHERE)
    if not any(os.path.exists(split_selector(image)[0]) for images in found for image in images):
        hint = f"Is it a list of names? A configuration stands after -c: -c {path}."
        raise SexlikeError(f"no line of {path} is the name of a file that exists", where=WHERE, hint=hint)
    yield from (Exposure(0, images) for images in found)


def images_of_line(text: str) -> tuple[str, ...]:
    """The images that a text names: one, or two with a comma between them. A name may be empty, which is a mistake."""
    text = text.strip()
    if os.path.exists(text) or "," not in text:
        return (text,)
    names, depth, start = [], 0, 0
    for place, letter in enumerate(f"{text},"):
        depth += (letter == "[") - (letter == "]")
        if letter == "," and depth <= 0:  # not that of [SCI,2]
            names.append(text[start:place].strip())
            start = place + 1
    return tuple(names)


def require_files(images: tuple[str, ...], origin: str, folder: str = "") -> tuple[str, ...]:
    """The images as they are found from the current folder, or from another one.

    Images that do not exist stay as they are: they are exposures that fail. On the command line that is an error,
    since nothing would be left of a misspelt pattern.
    """
    if not all(images):
        raise SexlikeError(f"an empty name of an image: {','.join(images)!r}", where=origin)
    if len(images) > MOST_IMAGES:
        raise SexlikeError(f"more than two images: {', '.join(images)}", where=origin)
    for image in images:
        path = split_selector(image)[0]
        if origin == WHERE and not os.path.exists(path):
            raise SexlikeError(f"no such file or folder: {path}", where=WHERE, hint=similar_files(path))
    return tuple(found_from(image, folder) for image in images)
