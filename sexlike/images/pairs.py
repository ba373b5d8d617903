"""The image, or the pair of images, that a run is given: one to search, and one to measure."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Number
from typing import Any

import numpy as np
from astropy.io import fits

from ..errors import SexlikeError
from .files.companions import check_size
from .files.extensions import open_extensions
from .files.selectors import split_selector
from .files.source import Source

Maps = tuple[Mapping[str, list[Source]], Mapping[str, list[Source]]]
NO_MAPS: Maps = ({}, {})


def images_of(given: Any) -> list[Any]:
    """One image or two, as a list.

    Parameters
    ----------
    given : str, path, ndarray, HDU, HDUList, NDData or nested sequence of numbers; or a pair of these

    Returns
    -------
    list
        The image; or the one to search and the one to measure.

    Raises
    ------
    SexlikeError
        It is the names of two files in one text.
    """
    if isinstance(given, str):
        refuse_two_names(given)
    if not isinstance(given, list | tuple) or isinstance(given, fits.HDUList) or is_rows(given):
        return [given]
    return list(given)


def refuse_two_names(text: str) -> None:
    """Raise SexlikeError for ``det.fits,meas.fits``, as on a command line: the name of a file may hold a comma."""
    names = [name.strip() for name in re.split(r",(?![^\[]*\])", text)]
    if len(names) == 2 and not os.path.exists(split_selector(text)[0]):
        pair = 'extract(("{}", "{}"))'.format(*names)
        raise SexlikeError(f"cannot open {text}: no such file", hint=f"Two images are a pair: {pair}.")


def is_rows(image: Sequence[Any]) -> bool:
    """Whether a sequence is an image itself, row by row, and not a pair of images."""
    first = image[0] if len(image) else None
    if isinstance(first, list | tuple):
        return not first or isinstance(first[0], Number)
    return isinstance(first, Number) or (isinstance(first, np.ndarray) and first.ndim == 1)


def open_pairs(images: Sequence[Any], header_suffix: str, maps: Maps = NO_MAPS) -> list[tuple[Source, Source]]:
    """Find which extensions to measure, and where to search for each.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the one to search and the one to measure.
    header_suffix : str
        See `open_extensions`.
    maps : pair of dict, optional
        Maps that are in memory: name -> its images, for the image to search and for that to measure.

    Returns
    -------
    list of (Source, Source)
        The image to measure and the image to search, twice the same where there is one. Extensions of two files go
        together by their index; a file with a single image serves all extensions of the other.

    Raises
    ------
    SexlikeError
        An image cannot be read, has no counterpart, or one of another size.
    """
    if len(images) not in (1, 2):
        raise SexlikeError(f"{len(images)} images are given", hint="Give one, or a pair: to be searched, and measured.")
    if len(images) == 1:
        return with_maps([(source, source) for source in open_extensions(images[0], header_suffix)], maps)
    searched, measured = (open_extensions(image, header_suffix) for image in images)
    if len(measured) == 1:
        pairs = [(replace(measured[0], rank=source.rank), source) for source in searched]
    elif len(searched) == 1 and not searched[0].selected:
        pairs = [(source, searched[0]) for source in measured]
    else:
        pairs = _pairs_by_index(measured, searched, images[1])
    for pair in pairs:
        check_size(*pair, None)
    return with_maps(pairs, maps)


def with_maps(pairs: list[tuple[Source, Source]], maps: Maps) -> list[tuple[Source, Source]]:
    """Pairs whose images find the maps that are in memory where they find files that were opened before."""
    for measured, searched in pairs:
        searched.opened.update(maps[0])
        measured.opened.update(maps[1])
    return pairs


def _pairs_by_index(measured: list[Source], searched: list[Source], name: Any) -> list[tuple[Source, Source]]:
    """Each image to search with the image of the same index in the file to measure, whose name is given."""
    by_index = {source.hdu: source for source in measured}
    missing = next((source for source in searched if source.hdu not in by_index), None)
    if missing:
        text = f"{name} has no image [{missing.hdu}] to be measured where {missing} is searched"
        raise SexlikeError(text, hint=f"It has {', '.join(f'[{hdu}]' for hdu in by_index)}.")
    return [(by_index[source.hdu], source) for source in searched]
