"""Coordinates that are written in hours or degrees, minutes and seconds: 10:00:00.5, 10h00m00.5s, -02 30 15."""

import re

_NUMBER = r"(\d+(?:\.\d*)?)"
_SEXAGESIMAL = re.compile(
    rf"([+-]?){_NUMBER}\s*([:hd°\s])\s*{_NUMBER}(?:\s*[:m'′\s]\s*(?:{_NUMBER}\s*[s\"″]?)?)?", re.IGNORECASE
)
_BASE = 60
_DEGREES_PER_HOUR = 15


def degrees_of(text: str, hours: bool) -> float | None:
    """An angle in degrees, or None for what is not sexagesimal.

    Parameters
    ----------
    text : str
    hours : bool
        Whether ``10:30`` is in hours; the letters of 10h30m and of 10d30m tell for themselves.
    """
    match = _SEXAGESIMAL.fullmatch(text.strip())
    if not match:
        return None
    sign, whole, mark, minutes, seconds = match.groups()
    parts = float(minutes), float(seconds or 0)
    if max(parts) >= _BASE:
        return None
    value = float(whole) + parts[0] / _BASE + parts[1] / _BASE**2
    in_hours = mark in "hH" or (hours and mark not in "dD°")
    return (-value if sign == "-" else value) * (_DEGREES_PER_HOUR if in_hours else 1)
