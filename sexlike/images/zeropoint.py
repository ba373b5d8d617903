"""The AB zero-point that a header tells (MAG_ZEROPOINT AUTO)."""

import logging
from collections import ChainMap
from math import log10

from ..errors import SexlikeError
from .files.cards import card_value, number, text
from .files.opening import opened

log = logging.getLogger("sexlike")

AB = 48.60  # m = -2.5 log10 f - 48.60 with f in erg/s/cm2/Hz (Oke & Gunn 1983, ApJ 266, 713)
JANSKY = 1e-23  # erg/s/cm2/Hz, so that the zero-point of 1 Jy is 8.90
LIGHT = 2.99792458e18  # Angstrom/s
ZERO_POINTS = ("MAGZERO", "ZEROPNT", "ZEROPT", "PHOTZP", "PHOT_ZP", "MAGZP", "MAG_ZP", "MAGZPT")


def find_zero_point(source, config):
    """The zero-point of an image, where MAG_ZEROPOINT is AUTO; what it is taken from is told.

    Cards of the extension count, then those of the primary. In this order: BUNIT in units of flux density in a solid
    angle, as MJy/sr, with PIXAR_SR (JWST); BUNIT in units of flux density, as nJy; PHOTFLAM and PHOTPLAM (HST); the
    first of `ZERO_POINTS`, which is taken as it is.

    Parameters
    ----------
    source : Source
    config : Config

    Returns
    -------
    float or None
        Magnitude of 1 unit of the image; None where MAG_ZEROPOINT is a number.

    Raises
    ------
    SexlikeError
        There are no such cards.
    """
    if config.MAG_ZEROPOINT != "AUTO":
        return None
    cards = cards_of(source)
    for read in (of_flux_unit, of_flam, of_cards):
        if found := read(cards):
            value, origin = found
            log.info("%s: MAG_ZEROPOINT is %.4f, from %s", source.name, value, origin)
            return value
    unit = cards.get("BUNIT")
    raise SexlikeError(
        f"{source} tells no zero-point: there is neither PIXAR_SR with BUNIT MJy/sr, nor PHOTFLAM with PHOTPLAM, nor "
        f"any of {', '.join(ZERO_POINTS)} (BUNIT is {unit or 'missing'})",
        where=f"{config.origin('MAG_ZEROPOINT')}: MAG_ZEROPOINT AUTO",
        hint="Set MAG_ZEROPOINT to the magnitude of 1 unit of the image.",
    )


def with_zero_point(config, image):
    """The configuration with the zero-point of an image in place of AUTO."""
    return config if image.zero_point is None else config.with_value("MAG_ZEROPOINT", image.zero_point)


def cards_of(source):
    """Values of the cards of an image, and of the primary HDU behind them, where they are not empty."""
    headers = [source.header]
    if source.path and source.hdu:
        with opened(source.path) as hdus:
            headers.append(hdus[0].header.copy())
    wanted = ("BUNIT", "PIXAR_SR", "PHOTFLAM", "PHOTPLAM", "EXPTIME", *ZERO_POINTS)
    return ChainMap(*({key: card_value(h, key) for key in wanted if filled(card_value(h, key))} for h in headers))


def filled(value):
    """Whether a card has a value that says something."""
    return (isinstance(value, int | float) and not isinstance(value, bool)) or text({"": value}, "") != ""


def of_flux_unit(cards):
    """From BUNIT, if it is a unit of flux density -> zero-point and its origin, or None."""
    unit, area = cards.get("BUNIT"), number(cards.get("PIXAR_SR"))
    factor = janskys(unit) if isinstance(unit, str) else None
    if factor is None:
        return None
    value, solid = factor
    if not solid:
        return 2.5 * log10(1 / (value * JANSKY)) - AB, f"BUNIT {unit}"
    if area > 0:
        return 2.5 * log10(1 / (value * area * JANSKY)) - AB, f"BUNIT {unit} and PIXAR_SR {area:g}"
    return None


def janskys(unit):
    """What a unit is in Jy, or in Jy/sr, and whether the latter; None for other units."""
    from astropy import units

    try:
        unit = units.Unit(unit.strip())
    except (ValueError, TypeError):
        return None
    for wanted, solid in ((units.Jy, False), (units.Jy / units.sr, True)):
        if unit.is_equivalent(wanted):
            return unit.to(wanted), solid
    return None


def of_flam(cards):
    """From PHOTFLAM, in erg/s/cm2/Angstrom for 1 count/s, and the pivot wavelength PHOTPLAM, in Angstrom."""
    flam, pivot = number(cards.get("PHOTFLAM")), number(cards.get("PHOTPLAM"))
    if not (flam > 0 and pivot > 0):
        return None
    value, origin = -2.5 * log10(flam * pivot**2 / LIGHT) - AB, f"PHOTFLAM {flam:g} and PHOTPLAM {pivot:g}"
    unit, seconds = str(cards.get("BUNIT", "")).upper().replace(" ", ""), number(cards.get("EXPTIME"))
    if unit in ("ELECTRONS", "ELECTRON", "COUNTS", "COUNT", "DN", "ADU") and seconds > 0:
        return value + 2.5 * log10(seconds), f"{origin}, EXPTIME {seconds:g} as BUNIT is {cards['BUNIT']}"
    return value, origin


def of_cards(cards):
    """From the first card that is a zero-point."""
    for key in ZERO_POINTS:
        if key in cards and number(cards[key]):
            return number(cards[key]), f"the card {key}"
    return None
