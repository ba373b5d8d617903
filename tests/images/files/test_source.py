"""What an image's file says of its pixels, and what its header says."""

import numpy as np
from astropy.io import fits

from sexlike.images.files.extensions import open_extensions


def test_cards_that_cannot_be_understood_do_not_hide_the_pixels(tmp_path):
    """CONTINUE after a number: the header does not tell the number any more."""
    hdu = fits.PrimaryHDU(np.arange(24, dtype=np.int16).reshape(4, 6))
    header = hdu.header.tostring(endcard=False, padding=False)
    for keyword in ("BITPIX", "NAXIS2"):
        after = header.index(keyword) + 80
        header = header[:after] + "CONTINUE  'and more'".ljust(80) + header[after:]
    data = hdu.data.astype(">i2").tobytes().ljust(2880, b"\0")
    (tmp_path / "odd.fits").write_bytes((header + "END").ljust(2880).encode() + data)
    source = open_extensions(tmp_path / "odd.fits")[0]
    assert (source.shape, source.bits) == ((4, 6), 16)
    np.testing.assert_array_equal(source.read(), hdu.data)
