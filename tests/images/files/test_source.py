"""What an image's file says of its pixels, and what its header says."""

import warnings

import numpy as np
import pytest
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


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize(("planes", "warns"), [((1, 1), False), ((1,), False), ((2, 1), True), ((3,), True)])
def test_axes_of_one_plane_as_in_radio_images_are_no_warning(tmp_path, planes, warns, in_memory):
    pixels = np.arange(12, dtype=np.float32).reshape(3, 4)
    cube = np.broadcast_to(pixels, (*planes, 3, 4)).copy()
    fits.PrimaryHDU(cube).writeto(tmp_path / "cube.fits")
    [source] = open_extensions(cube if in_memory else tmp_path / "cube.fits")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert np.array_equal(source.read(), pixels)
    assert [f"has {len(planes) + 2} dimensions" in str(warning.message) for warning in told] == [True] * warns
