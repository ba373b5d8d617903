"""Finding the images of a FITS file, and reading them."""

import logging
import os
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from astropy.io import fits

from ...errors import SexlikeError, SexlikeWarning
from .headfile import override, read_heads
from .inmemory import image_in_memory
from .opening import opened
from .pixels import physical_pixels, pixels_of_array
from .selectors import select, split_selector

log = logging.getLogger("sexlike")

# Extensions that go with an image and are none themselves: errors, weights, masks of JWST, HST, DECam, LSST, Gemini.
_COMPANION = re.compile(
    r"(ERR|DQ|WHT|WGT|WEIGHTS?|IVAR|INVVAR|VAR|VARIANCE|VAR_\w+|RMS|SIGMA|NOISE|UNCERT|CON|CTX|AREA|SAMP|TIME|MASK|BPM"
    r"|FLAGS?)\d*"
)


@dataclass(frozen=True)
class Source:
    """Where an image is, and how it is described; its pixels are read when they are asked for.

    Attributes
    ----------
    path : str
        The file, without selector; empty for an image in memory.
    name : str
        Base name of the file.
    hdu, rank, extension_count : int
        Index in the file, number among the images that are processed (from 1), number of the file's extensions.
    alone : bool
        No other image of the file is processed.
    selected : bool
        The user has named this extension.
    header : astropy.io.fits.Header
        Header, external header included.
    external_header : bool
        There was an external header.
    array : ndarray, optional
        Pixels of an image in memory.
    """

    path: str
    name: str
    hdu: int
    rank: int
    extension_count: int
    alone: bool
    selected: bool
    header: fits.Header
    external_header: bool = False
    array: np.ndarray | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)"""
        return int(self.header["NAXIS2"]), int(self.header["NAXIS1"])

    def __str__(self) -> str:
        return f"{self.path or self.name}[{self.hdu}]" if self.extension_count else self.path or self.name

    def read(self, unsigned: bool = False) -> np.ndarray:
        """Read the pixels.

        Parameters
        ----------
        unsigned : bool
            Integers are stored without sign (FITS_UNSIGNED).

        Returns
        -------
        ndarray of float32, shape (height, width)
            A new array, native and contiguous; -1e30 where there is no value.
        """
        axes = self.header["NAXIS"]
        if axes > 2:
            text = f"{self} has {axes} dimensions: its first plane is taken, the others are not"
            warnings.warn(text, SexlikeWarning, stacklevel=2)
        if self.array is not None:
            return pixels_of_array(_first_plane(self.array))
        with opened(self.path) as hdus:
            hdu = hdus[self.hdu]
            return physical_pixels(_first_plane(hdu.data), hdu.header, unsigned)

    def largest_value(self) -> float:
        """The largest absolute value that is stored; 0 if no finite number is."""
        if self.array is not None:
            return _largest(np.ma.getdata(self.array))
        with opened(self.path) as hdus:
            return _largest(hdus[self.hdu].data)


def _largest(stored: np.ndarray) -> float:
    return float(np.abs(stored[np.isfinite(stored)]).max(initial=0))


def _first_plane(data: np.ndarray) -> np.ndarray:
    return data[(0,) * (data.ndim - 2)]


def open_extensions(image: Any, header_suffix: str = "", with_companions: bool = False) -> list[Source]:
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

    Returns
    -------
    list of Source
        The image selected, or all two-dimensional images of the file; companions only where there are no others.

    Raises
    ------
    SexlikeError
        No such file, not FITS, cut short, no such extension, no image in it.
    """
    if not isinstance(image, str | os.PathLike):
        if isinstance(image, fits.HDUList):
            return _sources_in_memory(image, with_companions)
        name, header, array = image_in_memory(image)
        return [Source("", name, 0, 1, 0, True, False, header, array=array)]
    path, selector = split_selector(os.fspath(image))
    with opened(path) as hdus:
        images = [index for index, hdu in enumerate(hdus) if _is_image(hdu)]
        if selector is None:
            chosen = images if with_companions else _without_companions(path, hdus, images)
        else:
            chosen = [select(path, selector, [(hdu.name, hdu.ver) for hdu in hdus])]
        if not chosen or chosen[0] not in images:
            raise _no_image(f"{path}[{chosen[0]}]" if chosen else path, hdus)
        headers = {index: hdus[index].header.copy() for index in chosen}
        extensions = len(hdus) - 1
    heads = dict(zip(images, read_heads(path, header_suffix), strict=False))
    for index in chosen:
        override(headers[index], heads.get(index, ()))
    name, alone, selected = os.path.basename(path), len(chosen) == 1, selector is not None
    return [
        Source(path, name, index, rank, extensions, alone, selected, headers[index], index in heads)
        for rank, index in enumerate(chosen, 1)
    ]


def _sources_in_memory(hdus: fits.HDUList, with_companions: bool) -> list[Source]:
    """Sources of an open file of astropy, as it is in memory."""
    name = os.path.basename(hdus.filename() or "HDUList")
    try:
        images = [index for index, hdu in enumerate(hdus) if _is_image(hdu)]
        chosen = images if with_companions else _without_companions(name, hdus, images)
        if not chosen:
            raise _no_image(name, hdus)
        alone, extensions = len(chosen) == 1, len(hdus) - 1
        given = [(index, *image_in_memory(hdus[index])[1:]) for index in chosen]
    except (OSError, ValueError, AttributeError, TypeError) as problem:  # what a closed file leads to
        hint = "Is it closed? Give the file's name, or keep it open."
        raise SexlikeError(f"{name} cannot be read: {problem}", hint=hint) from None
    return [
        Source("", name, index, rank, extensions, alone, False, header, array=array)
        for rank, (index, header, array) in enumerate(given, 1)
    ]


def _is_image(hdu: Any) -> bool:
    """Whether a HDU holds an image of two dimensions or more (its header alone is looked at)."""
    axes = hdu.header.get("NAXIS", 0)
    return hdu.is_image and axes >= 2 and all(hdu.header.get(f"NAXIS{axis + 1}", 0) > 0 for axis in range(axes))


def _without_companions(path: str, hdus: fits.HDUList, images: Sequence[int]) -> Sequence[int]:
    """The images that do not go with others; all, if there are no others."""
    others = [index for index in images if not _COMPANION.fullmatch(hdus[index].name.upper())]
    left_out = [hdus[index].name for index in images if others and index not in others]
    if left_out:
        log.info("%s: left out, as they go with the image: %s", os.path.basename(path), ", ".join(left_out))
    return others or images


def _no_image(where: str, hdus: fits.HDUList) -> SexlikeError:
    content = ", ".join(f"[{index}] {_description(hdu)}" for index, hdu in enumerate(hdus))
    return SexlikeError(f"no two-dimensional image in {where}", hint=f"The file holds: {content}.")


def _description(hdu: Any) -> str:
    axes = hdu.header.get("NAXIS", 0)
    sizes = " x ".join(str(hdu.header.get(f"NAXIS{axis + 1}")) for axis in range(axes))
    kind = ("image " + sizes if axes else "no data") if hdu.is_image else "table"
    return f"{hdu.name} ({kind})" if hdu.name else kind
