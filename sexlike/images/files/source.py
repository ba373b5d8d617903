"""An image in a file or in memory, not yet read."""

from dataclasses import dataclass, field

import numpy as np
from astropy.io.fits import Header

from ...errors import SexlikeError, warn
from ..fitsfile import FitsFile
from ..window import is_partial
from .pixels import pixels_of_array


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where an image is stored, and its header; its pixels are read when they are needed.

    Attributes
    ----------
    name, path : str
        The file, without selector: without its folder, and with it. In memory there is no path.
    hdu, rank : int
        Index in the file, 0 for the primary; and number among the images of the file that are processed, from 1.
    extension_count : int
        How many extensions the file has besides its primary.
    alone, selected : bool
        No other image of the file is processed; the user has named this extension.
    header : astropy.io.fits.Header
        Header, external header included.
    external_header : bool
        There was an external header.
    file : FitsFile, optional
        The file, opened; None for an image in memory.
    array : ndarray, optional
        Pixels of an image in memory.
    has_unit : bool
        A unit is attached to the array.
    primary : astropy.io.fits.Header, optional
        The primary header of a file in memory, if the image is not there.
    opened : dict
        Name of a file that goes with the image -> its images. All images of a file have the same dictionary, so that
        the other file is opened once, and not for each of them.
    """

    name: str
    path: str = ""
    hdu: int = 0
    rank: int = 1
    extension_count: int = 0
    alone: bool = True
    selected: bool = False
    header: Header
    external_header: bool = False
    file: FitsFile | None = None
    array: np.ndarray | None = None
    has_unit: bool = False
    primary: Header | None = None
    opened: dict[str, list["Source"]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)"""
        height, width = self.file.hdus[self.hdu].shape if self.file else self.stored().shape
        return height, width

    @property
    def bits(self) -> int:
        """BITPIX"""
        return self.file.hdus[self.hdu].bits if self.file else int(self.header["BITPIX"])

    def __str__(self) -> str:
        return f"{self.path or self.name}[{self.hdu}]" if self.extension_count else self.path or self.name

    def headers(self) -> list[Header]:
        """The header of the image, and the primary header if the image is an extension."""
        primary = self.file.header(0) if self.file and self.hdu else self.primary
        return [self.header] if primary is None else [self.header, primary]

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
        axes = self.file.hdus[self.hdu].axes if self.file else self.stored_shape()
        if any(length > 1 for length in axes[2:]):  # FREQ and STOKES of radio images may be there with one plane
            text = f"{self} has {len(axes)} dimensions: its first plane is taken, the others are not"
            warn(text)
        return self.file.pixels(self.hdu, unsigned) if self.file else pixels_of_array(self.stored())

    def stored_shape(self) -> tuple[int, ...]:
        """Lengths of the axes of an image in memory, as FITS has them: the last axis of the array first."""
        assert self.array is not None
        return self.array.shape[::-1]

    def stored(self) -> np.ndarray:
        """The numbers of the first plane as they are stored, of any type -> ndarray, shape (height, width)."""
        if self.file:
            return self.file.stored(self.hdu)
        assert self.array is not None
        return self.array[(0,) * (self.array.ndim - 2)]

    def largest_value(self) -> float:
        """The largest absolute value that is stored; 0 if no finite number is."""
        stored = np.ma.getdata(self.stored())
        return float(np.abs(stored[np.isfinite(stored)]).max(initial=0))


def refuse_or_warn(source: Source, text: str, where: str | None = None, hint: str | None = None) -> None:
    """Say that no pixel of an image is of use.

    Parameters
    ----------
    source : Source
    text, where, hint
        See `SexlikeError`.

    Raises
    ------
    SexlikeError
        It is the only image of its file. One of several is a warning, and the others are searched, as in SExtractor.
        Nothing is said of a part of an image.
    """
    if is_partial():
        return
    if source.alone:
        raise SexlikeError(text, where, hint)
    warn(f"{where}: {text}" if where else text)
