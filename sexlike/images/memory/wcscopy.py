"""The cards of a WCS: of astropy's, with all digits of its numbers, or of a header, as plain values."""

import re
import warnings
from typing import Any

from astropy.io.fits import Header

from ...errors import SexlikeError, warn
from ..files.cards import card_value

# What a WCS is made of: cards of another one would be mixed up with it.
_CARDS = re.compile(
    r"(CTYPE|CUNIT|CRPIX|CRVAL|CDELT|CROTA)\d|(CD|PC)\d_\d|PV\d_\d+|(A|B|AP|BP)_(\d_\d|ORDER|DMAX)"
    r"|WCSAXES|LONPOLE|LATPOLE|RADESYS|RADECSYS|EQUINOX|EPOCH"
)
# What else is read with them: the size of the image, polynomials of TNX, old spellings of matrices.
_MORE_CARDS = re.compile(r"NAXIS[12]|WAT\d_\d{3}|(CD|PC)\d{6}|WCSNAME|MJD-OBS|DATE-OBS")


def plain_wcs(header: Header) -> dict[str, str | int | float | bool]:
    """The cards of a header that tell where its pixels are: keyword -> value."""
    names = (name for name in header if _CARDS.fullmatch(name) or _MORE_CARDS.fullmatch(name))
    values = ((name, card_value(header, name)) for name in names)
    return {name: value for name, value in values if isinstance(value, str | int | float)}


def is_wcs(wcs: Any) -> bool:
    """Whether an object is astropy's WCS of FITS headers."""
    return hasattr(wcs, "to_header") and hasattr(wcs, "wcs")


def set_wcs(header: Header, wcs: Any) -> None:
    """Put the cards of a WCS into a header (in place), instead of those of any other.

    ``WCS.to_header`` rounds to 14 digits. Positions shall be the same, to the last bit, as from the header of which the
    WCS was made.

    Parameters
    ----------
    header : astropy.io.fits.Header
    wcs : astropy.wcs.WCS
    """
    for name in [name for name in header if _CARDS.fullmatch(name)]:
        del header[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd cards
        header.update(wcs.to_header(relax=True))
    exact, axes = wcs.wcs, range(1, wcs.naxis + 1)
    for name in [name for name in header if re.fullmatch(r"(CD|PC)\d_\d|CDELT\d", name)]:
        del header[name]
    numbers = {"CRPIX": exact.crpix, "CRVAL": exact.crval}
    if not exact.has_cd():
        numbers["CDELT"] = exact.get_cdelt()
    for name, values in numbers.items():
        header.update({f"{name}{axis}": float(values[axis - 1]) for axis in axes})
    name, matrix = ("CD", exact.cd) if exact.has_cd() else ("PC", exact.get_pc())
    header.update({f"{name}{row}_{column}": float(matrix[row - 1, column - 1]) for row in axes for column in axes})
    header.update({f"PV{axis}_{term}": value for axis, term, value in exact.get_pv()})


def require_wcs(wcs: Any) -> None:
    """Raise SexlikeError for ``wcs=`` that is no WCS of astropy."""
    if is_wcs(wcs):
        return
    hint = "Give an astropy.wcs.WCS."
    if hasattr(wcs, "to_fits_sip"):
        hint = "Of a gwcs give header=wcs.to_fits_sip(), which fits a FITS header to it."
    raise SexlikeError(f"wcs: {type(wcs).__name__} is not understood", hint=hint)


def warn_of_unused(wcs: Any, name: str) -> None:
    """Warn that the WCS of an image is of a kind that no FITS header holds."""
    text = f"the WCS of the {name} ({type(wcs).__name__}) is not used: there are no sky coordinates"
    warn(f"{text}. Give header= or wcs=.")
