"""One image, ready to be searched and measured."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from ..constants import BAD_PIXEL
from .background.background import Background

if TYPE_CHECKING:
    from astropy.io.fits import Header

BAD = np.float32(BAD_PIXEL)  # the value of pixels that hold none (NaN, infinite, BLANK), as in SExtractor


@dataclass(frozen=True)
class ZeroPoint:
    """The zero-point of an image.

    Attributes
    ----------
    magnitude : float
        Magnitude of 1 unit of the image.
    origin : str
        Where it is from: cards of the header, or the place where MAG_ZEROPOINT was set; empty if it was not.
    system : str
        AB where that is known, or taken for granted as FLUX_UNIT is a unit; or empty.
    offered : str
        What MAG_ZEROPOINT AUTO would take, of an image in a unit of flux density; empty where one was set or taken,
        and with COMPATIBILITY SEXTRACTOR.
    has_unit : bool
        The image is an array to which a unit is attached.
    """

    magnitude: float
    origin: str = ""
    system: str = ""
    offered: str = ""
    has_unit: bool = False


@dataclass(frozen=True, kw_only=True)
class ImageDescription:
    """An image extension without its pixels: all that catalogs and logs need.

    Attributes
    ----------
    name : str
        Name of the file, without its folder.
    hdu, rank, total : int
        Index of the extension, 0 for the primary; number of the image among those of the file that are processed, from
        1; and how many these are.
    extension_count : int
        How many extensions the file has besides its primary.
    header : astropy.io.fits.Header
        Header as it describes the pixels (of the decompressed image).
    bits : int
        BITPIX: 8, 16, 32, -32 or -64.
    shape : tuple of int
        Height and width in pixels.
    background : Background
    gain : float
        Electrons per unit; 0 means no photon noise.
    saturation : float
        Level of saturation, in units of the image.
    weight_scale : float
        Factor that made variances of the weight map; 0 without one.
    external_header : bool
        Cards of an external header were used.
    zero_point : ZeroPoint, optional
    object_name : str
        Empty if no header of the file tells it.
    observation : str
        Object, filter and instrument, for the headings of pictures; empty where there are none.
    """

    name: str
    hdu: int
    rank: int
    total: int = 1
    extension_count: int
    header: Header
    bits: int
    shape: tuple[int, int]
    background: Background
    gain: float
    saturation: float
    weight_scale: float = 0.0
    external_header: bool = False
    zero_point: ZeroPoint | None = None
    object_name: str = ""
    observation: str = ""

    def description(self) -> ImageDescription:
        """The same without pixels -> ImageDescription."""
        return ImageDescription(**{field.name: getattr(self, field.name) for field in fields(ImageDescription)})


@dataclass(frozen=True, kw_only=True)
class Image(ImageDescription):
    """An image extension: its description and its pixels.

    Attributes
    ----------
    pixels : ndarray of float32, shape (height, width)
        Pixels, background-subtracted; bad ones are -1e30.
    raw : ndarray of float32, shape (height, width), optional
        Pixels as read, if they are kept; bad ones are -1e30.
    variance : ndarray of float32, shape (height, width), optional
        Variance of each pixel, where there is a weight map; 1e30 where there is no weight.
    worst_variance : float
        Pixels of this variance or more are bad.
    flag_maps : tuple of ndarray of unsigned integers, shape (height, width)
        Flag maps, as many as are wanted.
    """

    pixels: np.ndarray
    raw: np.ndarray | None = None
    variance: np.ndarray | None = None
    worst_variance: float = 1e30
    flag_maps: tuple[np.ndarray, ...] = ()
