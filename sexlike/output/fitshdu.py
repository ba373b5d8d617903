"""HDUs of FITS files, written without being in memory as a whole."""

from astropy.io import fits

from ..images.files.cardtext import header_bytes

BLOCK_BYTES = 2880


def primary_header(cards=()):
    """Header of a primary HDU without data."""
    start = [
        ("SIMPLE", True, "file conforms to the FITS standard"),
        ("BITPIX", 8, "bits per data value"),
        ("NAXIS", 0, "no data here"),
        ("EXTEND", True, "extensions follow"),
    ]
    return fits.Header([*start, *cards])


def write_hdu(file, header, parts=()):
    """Write an HDU.

    Parameters
    ----------
    file : binary file
    header : astropy.io.fits.Header
        The complete header: no card is added.
    parts : iterable of ndarray or bytes
        The data in big-endian order, part by part.
    """
    cards = header_bytes(header)
    file.write(cards.ljust(-(-len(cards) // BLOCK_BYTES) * BLOCK_BYTES))
    written = 0
    for part in parts:
        part = memoryview(part).cast("B") if len(part) else b""
        file.write(part)
        written += len(part)
    file.write(bytes(-written % BLOCK_BYTES))
