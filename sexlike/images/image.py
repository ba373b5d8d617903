"""One image, ready to be searched and measured."""

from dataclasses import dataclass

import numpy as np

BAD = np.float32(-1e30)  # the value of pixels that hold none (NaN, infinite, BLANK), as in SExtractor


@dataclass(frozen=True)
class Image:
    """An image extension: its pixels, its background, its header.

    Attributes
    ----------
    name : str
        Base name of the file.
    hdu : int
        Index of the extension in its file.
    rank : int
        Its number among the images of the file that are processed, from 1.
    total : int
        How many images of the file are processed.
    of : int
        How many extensions the file has besides its primary.
    header : astropy.io.fits.Header
        Header as it describes the pixels (of the decompressed image).
    bits : int
        BITPIX: 8, 16, 32, -32 or -64.
    raw, pixels : ndarray of float32, shape (height, width)
        Pixels as read, and background-subtracted; bad ones are -1e30 in both.
    background : Background
    gain, saturation : float
        Electrons per unit (0: no photon noise), and the level of saturation.
    variance : ndarray of float32, shape (height, width), optional
        Variance of each pixel, where there is a weight map; 1e30 where there is no weight.
    worst_variance : float
        Pixels of this variance or more are bad.
    weight_scale : float
        Factor that made variances of the weight map; 0 without one.
    external_header : bool
        Cards of an external header were used.
    flag_maps : tuple of ndarray of unsigned integers, shape (height, width)
        Flag maps, as many as are wanted.
    zero_point : float, optional
        That of the header, where MAG_ZEROPOINT is AUTO.
    """

    name: str
    hdu: int
    rank: int
    of: int
    header: object
    bits: int
    raw: np.ndarray
    pixels: np.ndarray
    background: object
    gain: float
    saturation: float
    variance: np.ndarray | None = None
    worst_variance: float = 1e30
    weight_scale: float = 0.0
    external_header: bool = False
    flag_maps: tuple[np.ndarray, ...] = ()
    total: int = 1
    zero_point: float | None = None

    @property
    def shape(self):
        """(height, width)"""
        return self.pixels.shape
