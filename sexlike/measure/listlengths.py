"""Columns of several elements, and the keyword that has a value for each of them: is there one for each?"""

import logging

from ..config.config import Config
from ..counting import counted
from ..errors import advise, warn, warning_text
from .families import APERTURE_COLUMNS
from .fluxcolumns import beyond
from .registry import Request

log = logging.getLogger("sexlike")

# Keyword -> the columns with an element for each of its values, and what SExtractor says if values are missing.
LISTS = {
    "PHOT_APERTURES": (
        APERTURE_COLUMNS,
        "Not enough apertures provided in config.:\n         some APER photometric values will remain blank ",
    ),
    "PHOT_FLUXFRAC": (
        ("FLUX_RADIUS",),
        "Not enough fractions provided in config.: some FLUX_RADIUS remain without value",
    ),
}
WARNED_OF_TWICE = ("PHOT_APERTURES",)  # by SExtractor, which says nothing of the others


def tell_of_list_lengths(request: Request, config: Config) -> None:
    """Warn of elements without value as a keyword has too few of them, and log which values are not used.

    Warns
    -----
    SexlikeWarning
        For each keyword. It names the columns and the elements that are 0, or NaN; see `advise`.
    """
    for keyword, (columns, text) in LISTS.items():
        wanted = {name: request.longest(name) for name in columns if name in request.sizes}
        values = len(getattr(config, keyword))
        short = [f"{name}({size})" for name, size in wanted.items() if size > values]
        if short:
            hint = f"{keyword} has {counted(values, 'value')}; what {', '.join(short)} "
            hint += f"{'have' if len(short) > 1 else 'has'} beyond {'it' if values == 1 else 'them'} "
            hint += f"is {beyond(config):g}.".replace("nan", "NaN")
            warning = warning_text(text, config.origin(keyword), hint)
            if keyword not in WARNED_OF_TWICE:
                advise(warning, config.COMPATIBILITY)
                continue
            if config.COMPATIBILITY == "SEXTRACTOR":
                warn(text)
            warn(warning)
        elif wanted and max(wanted.values()) < values:
            name, size = max(wanted.items(), key=lambda item: item[1])
            more = f"{name}({values}) has room for all"
            log.info("%s has %s, and %s used: %s", keyword, counted(values, "value"), used(size), more)


def used(number: int) -> str:
    """How many are used, with the verb."""
    return "the first is" if number == 1 else f"the first {number} are"
