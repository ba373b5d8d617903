"""Placeholders in the names of files: ``cats/{stem}.cat``, ``{folder}/{stem}.weight.fits``, ``{FILTER}_{number}.cat``.

Only names stand in the braces, those of `OWN` or of cards of the header. Header texts come from elsewhere: what could
lead out of the folder that the configuration names is taken out of them.
"""

import os
import re
from collections.abc import Callable

from ...errors import SexlikeError
from ...suggestions import did_you_mean
from .exposure import Exposure, ending_of

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
CARD = re.compile(r"[A-Z][A-Z0-9_-]{0,7}")
OWN = ("stem", "name", "folder", "number", "ext")
CLOSE = 0.75  # to a name of `OWN`: filter is not folder
SEPARATORS = {ord("/"): None, ord("\\"): None, 0: None}


def placeholders_in(text: str) -> list[str]:
    """The names in the braces of a text, in their order."""
    return PLACEHOLDER.findall(text)


def check_placeholders(text: str, keyword: str, origin: str) -> None:
    """Check that only names stand in the braces of a name of a file.

    Raises
    ------
    SexlikeError
        Something else does.
    """
    if set(PLACEHOLDER.sub("", text)) & set("{}"):
        text = f"{keyword} {text}: a brace has no other one that belongs to it"
        raise SexlikeError(text, where=origin, hint="A placeholder is a name between two braces: {stem}.")
    for name in placeholders_in(text):
        if name in OWN or CARD.fullmatch(name):
            continue
        capitals = name.upper() if CARD.fullmatch(name.upper()) else None
        hint = did_you_mean(name, OWN, cutoff=CLOSE, show="{{{}}}".format)
        hint = hint or (f"A card of the header is written in capitals: {{{capitals}}}." if capitals else None)
        allowed = ", ".join(f"{{{own}}}" for own in OWN)
        text = f"{keyword}: {{{name}}} is no placeholder (allowed: {allowed}, and cards of the header: {{FILTER}})"
        raise SexlikeError(text, where=origin, hint=hint)


def cards_in(text: str) -> list[str]:
    """The cards of the header that a text asks for."""
    return [name for name in placeholders_in(text) if name not in OWN]


def fill_in(text: str, exposure: Exposure, card: Callable[[str], str]) -> str:
    """Fill in the placeholders of the name of a file.

    Parameters
    ----------
    text : str
        Checked by `check_placeholders`.
    exposure : Exposure
    card : callable
        It takes the name of a card, and gives its value as text.

    Returns
    -------
    str

    Raises
    ------
    SexlikeError
        A card is not there, or nothing is left of its value.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return own_value(name, exposure) if name in OWN else harmless(card(name), name, exposure)

    return PLACEHOLDER.sub(value, text)


def own_value(name: str, exposure: Exposure) -> str:
    """The value of a placeholder that is no card."""
    path = exposure.path
    if name == "folder":
        return os.path.dirname(path) or os.curdir
    if name == "number":
        return str(exposure.number)
    return plain({"stem": exposure.stem, "name": os.path.basename(path), "ext": ending_of(path)}[name])


def plain(text: str) -> str:
    """A text without what separates folders, and without leading dots."""
    return text.translate(SEPARATORS).strip().lstrip(". ")


def harmless(text: str, name: str, exposure: Exposure) -> str:
    """The value of a card as a part of the name of a file; SexlikeError if nothing is left of it."""
    if value := plain(text):
        return value
    raise SexlikeError(f"the card {name} of {exposure.images[-1]} is empty, and {{{name}}} names a file after it")
