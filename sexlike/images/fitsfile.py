"""A FITS file: its HDUs, their headers, and the pixels of its images."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from astropy.io.fits import Header
from numpy.typing import DTypeLike

from ..progress import counter
from ..threads import in_slices
from .files.contents import Contents
from .files.hdus import BYTES, HDU, read_hdus
from .files.opening import explaining
from .files.pixels import physical_pixels
from .files.tiles import tiled_bands, tiled_header
from .scratch import frame
from .window import rows_of

_BAND = 1 << 20  # numbers that are read at a time
KINDS = {8: "u1", 16: ">i2", 32: ">i4", 64: ">i8", -32: ">f4", -64: ">f8"}  # as they are stored, by BITPIX


def open_fits(path: str) -> "FitsFile":
    """Open a FITS file, compressed or not, and read all its headers.

    Parameters
    ----------
    path : str

    Returns
    -------
    FitsFile

    Raises
    ------
    SexlikeError
        There is no such file, it is not FITS, truncated or damaged; the message names it.
    """
    with explaining(path):
        contents = Contents(path)
        hdus = read_hdus(contents)
        contents.check_end()
    return FitsFile(path, contents, hdus)


@dataclass(frozen=True)
class FitsFile:
    """A FITS file whose headers have been read and checked, see `open_fits`.

    Attributes
    ----------
    path : str
    contents : Contents
    hdus : list of HDU
    unpacked : dict
        Index of an image in tiles -> where its pixels are now, see `unpack`.
    """

    path: str
    contents: Contents
    hdus: list[HDU]
    unpacked: dict[int, tuple[Contents, HDU]] = field(default_factory=dict, compare=False, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    def unpack(self, index: int) -> None:
        """Keep the first plane of an image that is compressed tile by tile in a temporary file, for parts of it.

        Nothing is done for other images, or if it is there already.

        Raises
        ------
        SexlikeError
            It cannot be read, or the temporary file cannot be written.
        """
        with self.lock:
            hdu = self.hdus[index]
            if not hdu.tiled or index in self.unpacked:
                return
            kind, rows = KINDS[hdu.bits], max(1, _BAND // hdu.shape[1])
            bands = tiled_bands(self.contents, hdu, rows)
            contents = Contents.of_pieces(self.path, (stored.astype(kind).tobytes() for _, stored in bands))
            structure = {"BITPIX": hdu.bits, "NAXIS": 2, "NAXIS1": hdu.shape[1], "NAXIS2": hdu.shape[0]}
            with explaining(self.path):
                length = contents.length(sys.maxsize)
            self.unpacked[index] = contents, HDU(index, hdu.where, hdu.cards, structure, 0, length)

    def place(self, index: int) -> tuple[Contents, HDU]:
        """Where the pixels of an image are -> Contents, HDU."""
        return self.unpacked.get(index, (self.contents, self.hdus[index]))

    def header(self, index: int) -> Header:
        """The header of an HDU, a new one; of an image in tiles that of the image."""
        hdu = self.hdus[index]
        with explaining(self.path):
            return tiled_header(hdu) if hdu.tiled else Header.fromstring(hdu.cards)

    def pixels(self, index: int, unsigned: bool = False) -> np.ndarray:
        """Read the first plane of an image, see `physical_pixels`.

        Parameters
        ----------
        index : int
            Of the HDU.
        unsigned : bool
            Integers are stored without sign (FITS_UNSIGNED).

        Returns
        -------
        ndarray of float32, shape (height, width)
            -1e30 where there is no value.

        Raises
        ------
        SexlikeError
            It cannot be read, or there is no room for it.
        """
        header = self.header(index)
        pixels = self._frame(index, np.float32)

        def convert(rows: slice, stored: np.ndarray) -> None:
            pixels[rows] = physical_pixels(stored, header, unsigned)

        self._in_bands(index, convert)
        return pixels

    def stored(self, index: int) -> np.ndarray:
        """The numbers of the first plane of an image -> ndarray, shape (height, width), of their type in the file."""
        numbers = self._frame(index, np.dtype(KINDS[self.hdus[index].bits]).newbyteorder("="))

        def keep(rows: slice, stored: np.ndarray) -> None:
            numbers[rows] = stored

        self._in_bands(index, keep)
        return numbers

    def _frame(self, index: int, dtype: DTypeLike) -> np.ndarray:
        """An array for an image; SexlikeError if there is no room for it."""
        height, width = self.hdus[index].shape
        return frame((height, width), dtype, f"the image of {width} x {height} pixels in {self.path}[{index}]")

    def _in_bands(self, index: int, work: Callable[[slice, np.ndarray], None]) -> None:
        """Call a function for some rows of the first plane of an image at a time, and their numbers as they are stored.

        Rows that are not worked on are left out.

        Each band must be independent of the others: they come in any order, and on several threads.
        """
        contents, hdu = self.place(index)
        height, width = hdu.shape
        step, wanted = max(1, _BAND // width), rows_of(height)
        if hdu.tiled:
            tell = counter(height, "rows")
            with explaining(self.path):
                for rows, stored in tiled_bands(contents, hdu, step, wanted):
                    work(rows, stored)
                    if tell:
                        tell(rows.stop)
            return

        def read(first: int, stop: int) -> None:
            for start in range(wanted.start + first, wanted.start + stop, step):
                rows = slice(start, min(start + step, wanted.start + stop))
                offset = hdu.offset + start * width * BYTES[hdu.bits]
                with explaining(self.path):
                    numbers = contents.numbers(offset, KINDS[hdu.bits], (rows.stop - start) * width)
                work(rows, numbers.reshape(-1, width))

        in_slices(read, wanted.stop - wanted.start, step)
