"""The extension of another file that goes with an image: its weight map, its flag map, its mask."""

import logging
from collections.abc import Iterator

from ...errors import SexlikeError
from .extensions import open_extensions
from .selectors import is_selector
from .source import Source

log = logging.getLogger("sexlike")


def open_companion(name: str, source: Source, keyword: str) -> Source:
    """Find the extension of another file that goes with an image.

    Parameters
    ----------
    name : str
        The file, maybe with a selector; or a selector alone, for an extension of the image's own file.
    source : Source
        The image.
    keyword : str
        The keyword that names the file, for messages: WEIGHT_IMAGE.

    Returns
    -------
    Source
        The extension that is selected; else the only image of the file, whatever its index; else the extension with
        the index of the image, or extension 1 for an image that was selected, as in SExtractor.

    Raises
    ------
    SexlikeError
        There is no such file or extension, or its size differs from the image's.
    """
    own = is_selector(name)
    if own:
        name = _name_in_own_file(name.strip(), source, keyword)
    try:
        if name not in source.opened:
            source.opened[name] = open_extensions(name, with_companions=True, file=source.file if own else None)
        found = source.opened[name]
    except SexlikeError as error:
        hint = " ".join(filter(None, (error.hint, *hints_on_own(keyword)))) if own else error.hint
        raise SexlikeError(error.message, where=keyword, hint=hint) from None
    wanted = 1 if source.selected else source.hdu
    if len(found) > 1:
        matching = [other for other in found if other.hdu == wanted]
        if not matching:
            raise SexlikeError(
                f"{name} has no image [{wanted}] to go with {source}",
                where=keyword,
                hint=f"It has {', '.join(f'[{other.hdu}]' for other in found)}; {name}[{found[0].hdu}] selects one.",
            )
        found = matching
        if source.hdu != wanted:
            log.info("%s: %s goes with %s, which was selected", keyword, found[0], source)
    check_size(found[0], source, keyword)
    return found[0]


def hints_on_own(keyword: str) -> Iterator[str]:
    """What to do where the image's own file has no such extension."""
    yield f"If it is in another file, give that file's name in {keyword}."
    if keyword == "WEIGHT_IMAGE":
        yield "Without such a map the noise is the scatter of the sky: -WEIGHT_TYPE NONE -WEIGHT_SCALING BACKGROUND."


def _name_in_own_file(selector: str, source: Source, keyword: str) -> str:
    """The name of an extension of the image's own file.

    ``[ERR]`` beside ``[SCI,2]`` is ``[ERR,2]``, if there is one.
    """
    if source.file is None:
        raise SexlikeError(
            f"{selector} is an extension of the image's file, and the image is an array",
            where=keyword,
            hint="Give the name of a file.",
        )
    word, version = selector[1:-1].strip(), source.header.get("EXTVER", 1)
    beside = any(hdu.name.upper() == word.upper() and hdu.version == version for hdu in source.file.hdus)
    return f"{source.path}[{word},{version}]" if beside else f"{source.path}{selector}"


def check_size(other: Source, source: Source, keyword: str | None) -> None:
    """Raise SexlikeError if two images are not of one size."""
    if other.shape != source.shape:
        sizes = [f"{one} is {one.shape[1]} x {one.shape[0]}" for one in (other, source)]
        raise SexlikeError(f"images have different sizes: {sizes[0]}, {sizes[1]} pixels", where=keyword)
