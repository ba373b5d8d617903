"""The zero-point of an image: MAG_ZEROPOINT, or that of its header."""

import logging
from collections import ChainMap
from collections.abc import Mapping
from functools import partial
from math import log10, radians
from typing import Any

from ..config.config import Config
from ..errors import SexlikeError
from .files.cards import card_value, number, stripped
from .files.source import Source
from .image import ImageDescription, ZeroPoint
from .sky.pixelscale import scale_at_centre
from .sky.wcscards import read_projection

log = logging.getLogger("sexlike")

AB_ZERO_POINT = 48.60  # m = -2.5 log10 f - 48.60 with f in erg/s/cm2/Hz (Oke & Gunn 1983, ApJ 266, 713)
JANSKY = 1e-23  # erg/s/cm2/Hz, so that the zero-point of 1 Jy is 8.90
SPEED_OF_LIGHT = 2.99792458e18  # Angstrom/s
FLUX_DENSITIES = ("Jy", "erg", "W")  # in units: whether one is a flux density takes long to find out
ZERO_POINTS = ("MAGZERO", "ZEROPNT", "ZEROPT", "PHOTZP", "PHOT_ZP", "MAGZP", "MAG_ZP", "MAGZPT")


def find_zero_point(source: Source, config: Config) -> ZeroPoint:
    """Find the zero-point of an image, and log which cards it is from.

    It is MAG_ZEROPOINT, unless that is AUTO, or FLUX_UNIT asks for it and it is not set. Then cards of the extension
    count, and those of the primary after them. In this order: BUNIT in units of flux density in a solid angle, as
    MJy/sr, with PIXAR_SR (JWST), or else the area of the pixel at the centre by the WCS; BUNIT in units of flux
    density, as nJy; PHOTFLAM and PHOTPLAM (HST); the first of
    `ZERO_POINTS`, which is taken as it is.

    Parameters
    ----------
    source : Source
    config : Config

    Returns
    -------
    ZeroPoint

    Raises
    ------
    SexlikeError
        MAG_ZEROPOINT is AUTO, and the header has no such cards.
    """
    wanted, asked = config.MAG_ZEROPOINT, "MAG_ZEROPOINT" in config.origins
    taken_for = "" if config.FLUX_UNIT in ("COUNT", "AUTO") else "AB"  # whoever asks for janskys says so
    if wanted != "AUTO" and (asked or config.FLUX_UNIT == "COUNT"):
        system = "AB" if str(config.given.get("MAG_ZEROPOINT")).endswith("mag(AB)") else taken_for
        offered = "" if asked or config.COMPATIBILITY == "SEXTRACTOR" else offered_by(source, cards_of(source))
        return ZeroPoint(wanted, config.origin("MAG_ZEROPOINT") if asked else "", system, offered, source.has_unit)
    cards = cards_of(source)
    by_unit = partial(from_flux_unit, source)
    for read, system in ((by_unit, "AB"), (from_photflam, "AB"), (from_zero_point_card, taken_for)):
        if found := read(cards):
            value, origin = found
            log.info("%s: MAG_ZEROPOINT is %.4f, from %s", source.name, value, origin)
            return ZeroPoint(value, origin, system)
    if wanted != "AUTO":
        return ZeroPoint(wanted)
    unit = cards.get("BUNIT")
    raise SexlikeError(
        f"{source} tells no zero-point: there is neither BUNIT MJy/sr with PIXAR_SR or a WCS, nor PHOTFLAM with "
        f"PHOTPLAM, nor any of {', '.join(ZERO_POINTS)} (BUNIT is {unit or 'missing'})",
        where=f"{config.origin('MAG_ZEROPOINT')}: MAG_ZEROPOINT AUTO",
        hint="Set MAG_ZEROPOINT to the magnitude of 1 unit of the image.",
    )


def offered_by(source: Source, cards: Mapping[str, Any]) -> str:
    """What the unit of an image says of its zero-point, in words; empty if it is no unit of flux density."""
    if not any(word in str(cards.get("BUNIT", "")) for word in FLUX_DENSITIES):
        return ""
    found = from_flux_unit(source, cards)
    return f"{found[0]:.4f}, from {found[1]}" if found else ""


def with_zero_point(config: Config, image: ImageDescription) -> Config:
    """The configuration with the zero-point of an image in place of AUTO, or of a default that FLUX_UNIT replaces."""
    found = image.zero_point
    if found is None or found.magnitude == config.MAG_ZEROPOINT:
        return config
    return config.with_value("MAG_ZEROPOINT", found.magnitude)


def cards_of(source: Source) -> Mapping[str, Any]:
    """Values of the cards of an image, and of the primary HDU behind them, where they are not empty."""
    headers = [source.header]
    if source.file and source.hdu:
        headers.append(source.file.header(0))
    wanted = ("BUNIT", "PIXAR_SR", "PHOTFLAM", "PHOTPLAM", "EXPTIME", *ZERO_POINTS)
    return ChainMap(*({key: card_value(h, key) for key in wanted if has_value(card_value(h, key))} for h in headers))


def has_value(value: Any) -> bool:
    """Whether a card has a value that says something: a number, or a text that is not empty."""
    return (isinstance(value, int | float) and not isinstance(value, bool)) or stripped(value) != ""


def from_flux_unit(source: Source, cards: Mapping[str, Any]) -> tuple[float, str] | None:
    """From BUNIT, if it is a unit of flux density -> zero-point and its origin, or None."""
    unit, area, by = cards.get("BUNIT"), number(cards.get("PIXAR_SR")), "PIXAR_SR"
    factor = in_janskys(unit) if isinstance(unit, str) else None
    if factor is None:
        return None
    value, solid = factor
    if not solid:
        return 2.5 * log10(1 / (value * JANSKY)) - AB_ZERO_POINT, f"BUNIT {unit}"
    if not area > 0:
        area, by = area_at_centre(source), "the WCS, a pixel of"
    if area > 0:
        more = f"{area:g}" if by == "PIXAR_SR" else f"{area:.6g} sr"
        return 2.5 * log10(1 / (value * area * JANSKY)) - AB_ZERO_POINT, f"BUNIT {unit} and {by} {more}"
    return None


def area_at_centre(source: Source) -> float:
    """Solid angle of the pixel at the centre of an image, in steradians; 0 where its header tells of no sky."""
    projection = read_projection(source.header)
    return radians(scale_at_centre(projection, source.shape) / 3600) ** 2 if projection.sky is not None else 0.0


def in_janskys(unit: str) -> tuple[float, bool] | None:
    """What a unit is in Jy, or in Jy/sr, and whether the latter; None for other units."""
    from astropy import units

    try:
        given = units.Unit(unit.strip())
    except (ValueError, TypeError):
        return None
    for wanted, solid in ((units.Jy, False), (units.Jy / units.sr, True)):
        if given.is_equivalent(wanted):
            return given.to(wanted), solid
    return None


def from_photflam(cards: Mapping[str, Any]) -> tuple[float, str] | None:
    """From PHOTFLAM, in erg/s/cm2/Angstrom for 1 count/s, and the pivot wavelength PHOTPLAM, in Angstrom."""
    flam, pivot = number(cards.get("PHOTFLAM")), number(cards.get("PHOTPLAM"))
    if not (flam > 0 and pivot > 0):
        return None
    value = -2.5 * log10(flam * pivot**2 / SPEED_OF_LIGHT) - AB_ZERO_POINT
    origin = f"PHOTFLAM {flam:g} and PHOTPLAM {pivot:g}"
    unit, seconds = str(cards.get("BUNIT", "")).upper().replace(" ", ""), number(cards.get("EXPTIME"))
    if unit in ("ELECTRONS", "ELECTRON", "COUNTS", "COUNT", "DN", "ADU") and seconds > 0:
        return value + 2.5 * log10(seconds), f"{origin}, EXPTIME {seconds:g} as BUNIT is {cards['BUNIT']}"
    return value, origin


def from_zero_point_card(cards: Mapping[str, Any]) -> tuple[float, str] | None:
    """From the first card that is a zero-point."""
    for key in ZERO_POINTS:
        if key in cards and number(cards[key]):
            return number(cards[key]), f"the card {key}"
    return None
