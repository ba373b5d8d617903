"""An image in a file or in memory, not yet read."""

import warnings
from dataclasses import dataclass

import numpy as np
from astropy.io.fits import Header

from ...errors import SexlikeWarning
from .opening import opened
from .pixels import physical_pixels, pixels_of_array


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where an image is stored, and its header; its pixels are read when they are needed.

    Attributes
    ----------
    name : str
        Name of the file, without its folder.
    path : str
        The file, without selector; empty for an image in memory.
    hdu : int
        Index in the file, 0 for the primary.
    rank : int
        Number among the images of the file that are processed, from 1.
    extension_count : int
        How many extensions the file has besides its primary.
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

    name: str
    path: str = ""
    hdu: int = 0
    rank: int = 1
    extension_count: int = 0
    alone: bool = True
    selected: bool = False
    header: Header
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
