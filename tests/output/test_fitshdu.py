import io

import numpy as np
import pytest
from astropy.io import fits

from sexlike.output.fitshdu import primary_header, write_hdu


@pytest.mark.parametrize("rows", [0, 1, 720, 721])
def test_data_fill_blocks(rows):
    """720 rows of four bytes are a block of FITS."""
    header = fits.Header([("SIMPLE", True), ("BITPIX", 16), ("NAXIS", 2), ("NAXIS1", 2), ("NAXIS2", rows)])
    values = np.arange(2 * rows, dtype=">i2").reshape(rows, 2)
    file = io.BytesIO()
    write_hdu(file, header, [values[: rows // 2], values[rows // 2 :]])
    data = file.getvalue()
    assert len(data) == 2880 * (1 + -(-rows // 720))
    assert data[2880 : 2880 + values.nbytes] == values.tobytes()
    assert not any(data[2880 + values.nbytes :])


def test_parts_may_be_bytes_or_rows_of_tables():
    rows = np.array([(1, 2.5)], [("N", ">i4"), ("F", ">f4")])
    file = io.BytesIO()
    write_hdu(file, primary_header([("NEXTEND", 2, "number of extensions")]), [b"", b"text", rows])
    data = file.getvalue()
    assert data[2880:2892] == b"text" + rows.tobytes()
    header = fits.Header.fromstring(data[:2880].decode())
    assert list(header) == ["SIMPLE", "BITPIX", "NAXIS", "EXTEND", "NEXTEND"]
    assert (header["SIMPLE"], header["BITPIX"], header["NAXIS"], header["EXTEND"]) == (True, 8, 0, True)
