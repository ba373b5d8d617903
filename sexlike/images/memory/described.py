"""Images with the header or the WCS that a caller from Python gives beside them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from astropy.io import fits

from ...errors import SexlikeError
from .wcscopy import is_wcs, require_wcs, set_wcs


@dataclass(frozen=True)
class Described:
    """An image in memory, and its ``header=`` and ``wcs=``.

    Attributes
    ----------
    image : ndarray, NDData or nested sequence of numbers
    header : mapping, optional
    wcs : astropy.wcs.WCS, optional
    """

    image: Any
    header: Mapping[str, Any] | None
    wcs: Any

    def describe(self, header: fits.Header) -> fits.Header:
        """The header of the image, completed -> Header."""
        if self.header is not None:
            given = self.header if isinstance(self.header, fits.Header) else fits.Header(list(self.header.items()))
            unit = header.get("BUNIT")
            header = given.copy()
            if unit is not None:  # that of the array itself
                header["BUNIT"] = unit
        wcs = getattr(self.image, "wcs", None) if self.wcs is None else self.wcs
        if is_wcs(wcs):
            set_wcs(header, wcs)
        return header


def described(image: Any, header: Any, wcs: Any) -> Any:
    """An image with what is given beside it.

    Parameters
    ----------
    image : object
        As for `image_in_memory`.
    header : Header or mapping, optional
    wcs : astropy.wcs.WCS, optional

    Returns
    -------
    Described, or the image itself
        The latter if nothing is given.

    Raises
    ------
    SexlikeError
        It is no header or WCS, or the image has its own.
    """
    if header is None and wcs is None:
        return image
    if header is not None and not isinstance(header, fits.Header | Mapping):
        raise SexlikeError(f"header: {type(header).__name__} is no header", hint="Give a Header of astropy or a dict.")
    if wcs is not None:
        require_wcs(wcs)
    name = "header" if header is not None else "wcs"
    has_own = {"header": bool(getattr(image, "meta", None)), "wcs": getattr(image, "wcs", None) is not None}
    is_file = isinstance(image, str | os.PathLike | fits.HDUList)
    if is_file or (hasattr(image, "header") and not hasattr(image, "uncertainty")):
        what, hint = "file" if is_file else type(image).__name__, "Leave it out, or give the array alone."
        raise SexlikeError(f"{name}: it goes with an array, and the {what} that is given has a header", hint=hint)
    for argument, value in (("header", header), ("wcs", wcs)):
        if value is not None and has_own[argument]:
            text = f"{argument}: the {type(image).__name__} that is given has a {argument} of its own"
            raise SexlikeError(text, hint=f"Leave {argument}= out, or give the array alone.")
    return Described(image, header, wcs)
