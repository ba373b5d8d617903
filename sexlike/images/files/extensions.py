"""Finding the images of a FITS file."""

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from astropy.io import fits

from ...errors import SexlikeError
from ..fitsfile import FitsFile, open_fits
from ..memory.errormaps import unit_of
from .hdus import HDU
from .headfile import override, read_heads
from .inmemory import image_in_memory
from .selectors import select, split_selector
from .source import Source

log = logging.getLogger("sexlike")

# Extensions that go with an image and are none themselves: errors, weights, masks of JWST, HST, DECam, LSST, Gemini.
_COMPANION = re.compile(
    r"(ERR|DQ|WHT|WGT|WEIGHTS?|IVAR|INVVAR|VAR|VARIANCE|VAR_\w+|RMS|SIGMA|NOISE|UNCERT|CON|CTX|AREA|SAMP|TIME|MASK|BPM"
    r"|FLAGS?)\d*"
)


@dataclass(frozen=True)
class Part:
    """What an HDU of a file that is open in astropy holds.

    Attributes
    ----------
    name : str
    is_image : bool
    axes : tuple of int
        Lengths of its axes, NAXIS1 first.
    """

    name: str
    is_image: bool
    axes: tuple[int, ...]


def open_extensions(
    image: Any, header_suffix: str = "", with_companions: bool = False, file: FitsFile | None = None
) -> list[Source]:
    """Find the images of a file.

    Parameters
    ----------
    image : str, path, or what `image_in_memory` and `fits.open` give
        A file's name may end with a selector: ``[1]`` (0 is the primary), ``[SCI]``, ``[SCI,2]``. Of a HDUList the same
        images are taken as of a file.
    header_suffix : str
        Ending of the external header that may lie beside the file; none is looked for without it.
    with_companions : bool
        Also take extensions that are known to go with others: ERR, DQ, WHT, VAR_POISSON, ...
    file : FitsFile, optional
        A file that is open already, and need not be opened again if it is the one named.

    Returns
    -------
    list of Source
        The image selected, or all two-dimensional images of the file; companions only where there are no others.

    Raises
    ------
    SexlikeError
        No such file, not FITS, cut short, no such extension, no image in it.
    """
    if isinstance(image, str | os.PathLike):
        return _sources_of_file(os.fspath(image), header_suffix, with_companions, file)
    if isinstance(image, fits.HDUList):
        return _sources_of_hdulist(image, with_companions)
    name, header, array = image_in_memory(image)
    return [Source(name=name, header=header, array=array, has_unit=unit_of(image) is not None)]


def _sources_of_file(name: str, header_suffix: str, with_companions: bool, file: FitsFile | None) -> list[Source]:
    path, selector = split_selector(name)
    if file is None or file.path != path:
        file = open_fits(path)
    hdus = file.hdus
    images = [index for index, hdu in enumerate(hdus) if _has_image(hdu)]
    if selector is None:
        chosen = images if with_companions else _without_companions(path, hdus, images)
    else:
        chosen = [select(path, selector, [(hdu.name, hdu.version) for hdu in hdus])]
    if not chosen or chosen[0] not in images:
        raise _no_image(f"{path}[{chosen[0]}]" if chosen else path, hdus)
    headers = {index: file.header(index) for index in chosen}
    external = dict(zip(images, read_heads(path, header_suffix), strict=False))
    for index in chosen:
        override(headers[index], external.get(index, ()))
    opened: dict[str, list[Source]] = {}
    return [
        Source(
            name=os.path.basename(path),
            path=path,
            hdu=index,
            rank=rank,
            extension_count=len(hdus) - 1,
            alone=len(chosen) == 1,
            selected=selector is not None,
            header=headers[index],
            external_header=index in external,
            file=file,
            opened=opened,
        )
        for rank, index in enumerate(chosen, 1)
    ]


def _sources_of_hdulist(hdus: fits.HDUList, with_companions: bool) -> list[Source]:
    """The images of a file that is open in astropy, as they are in memory."""
    name = os.path.basename(hdus.filename() or "HDUList")
    try:
        parts = [_part(hdu) for hdu in hdus]
        images = [index for index, part in enumerate(parts) if _has_image(part)]
        chosen = images if with_companions else _without_companions(name, parts, images)
        if not chosen:
            raise _no_image(name, parts)
        extension_count = len(hdus) - 1
        contents = [image_in_memory(hdus[index]) for index in chosen]
    except (OSError, ValueError, AttributeError, TypeError) as problem:  # what a closed file leads to
        hint = "Is it closed? Give the file's name, or keep it open."
        raise SexlikeError(f"{name} cannot be read: {problem}", hint=hint) from None
    opened: dict[str, list[Source]] = {}
    return [
        Source(
            name=name,
            hdu=index,
            rank=rank,
            extension_count=extension_count,
            alone=len(chosen) == 1,
            header=header,
            array=array,
            primary=hdus[0].header if index else None,
            opened=opened,
        )
        for rank, (index, (_, header, array)) in enumerate(zip(chosen, contents, strict=True), 1)
    ]


def _part(hdu: Any) -> Part:
    """What an HDU of astropy holds (its header alone is looked at)."""
    axes = (hdu.header.get(f"NAXIS{axis + 1}", 0) for axis in range(hdu.header.get("NAXIS", 0)))
    return Part(hdu.name, hdu.is_image, tuple(axes))


def _has_image(hdu: HDU | Part) -> bool:
    """Whether an HDU holds an image of two dimensions or more."""
    return hdu.is_image and len(hdu.axes) >= 2 and all(length > 0 for length in hdu.axes)


def _without_companions(path: str, hdus: Sequence[HDU | Part], images: Sequence[int]) -> Sequence[int]:
    """The images that do not go with others; all, if there are no others."""
    others = [index for index in images if not _COMPANION.fullmatch(hdus[index].name.upper())]
    left_out = [hdus[index].name for index in images if others and index not in others]
    if left_out:
        log.info("%s: left out, as they go with the image: %s", os.path.basename(path), ", ".join(left_out))
    return others or images


def _no_image(where: str, hdus: Sequence[HDU | Part]) -> SexlikeError:
    content = ", ".join(f"[{index}] {_description(hdu)}" for index, hdu in enumerate(hdus))
    return SexlikeError(f"no two-dimensional image in {where}", hint=f"The file holds: {content}.")


def _description(hdu: HDU | Part) -> str:
    sizes = " x ".join(map(str, hdu.axes))
    kind = (f"image {sizes}" if sizes else "no data") if hdu.is_image else "table"
    return f"{hdu.name} ({kind})" if hdu.name else kind
