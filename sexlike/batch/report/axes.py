"""Axes of charts: where the ticks are, and what is written at them."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = 1 / 1440, 1 / 24, 1.0  # in days
TIME_STEPS = [minutes * MINUTE for minutes in (1, 2, 5, 10, 15, 30)] + [hours * HOUR for hours in (1, 2, 3, 6, 12)]
MJD_BEGIN = datetime(1858, 11, 17)


def limits(values: Sequence[float], margin: float = 0.06) -> tuple[float, float]:
    """A range that holds all values, with some room at its ends; never empty."""
    low, high = min(values), max(values)
    room = margin * (high - low) or 0.05 * abs(low) or 1.0
    return low - room, high + room


def round_step(length: float, most: int) -> float:
    """The least of 1, 2, 5, 10, 20 ... (and of their tenths, and so on) that fits no more often than `most`."""
    power = 10.0 ** math.floor(math.log10(length / most))
    return next(factor * power for factor in (1, 2, 5, 10, 20) if length <= most * factor * power)


def multiples(low: float, high: float, step: float) -> list[float]:
    """The multiples of a step from `low` to `high`."""
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def ticks(low: float, high: float, most: int = 5) -> list[tuple[float, str]]:
    """Ticks of an axis of numbers: where, and what is written there."""
    step = round_step(high - low, most)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return [(place, short_number(place, digits)) for place in multiples(low, high, step)]


def short_number(value: float, digits: int) -> str:
    """A number of so many digits after the point; large ones in thousands (k) or millions (M)."""
    for factor, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= factor:
            return f"{value / factor:.10g}{letter}"
    return f"{value:.{digits}f}" if abs(value) > 10.0**-digits / 2 else "0"


def time_ticks(first: float, last: float, most: int = 4) -> list[tuple[float, str]]:
    """Ticks of an axis of time: modified Julian dates, and the hour or the day."""
    length = last - first
    step = next((step for step in TIME_STEPS if length <= most * step), 0.0)
    if not step:
        step = max(DAY, round_step(length, most))
    form = "%H:%M" if step < DAY else "%m-%d" if step < 300 else "%Y-%m"
    return [(place, moment(place).strftime(form)) for place in multiples(first, last, step)]


def julian_date(text: str) -> float:
    """The modified Julian date of a date as headers have it, 2026-11-26T04:05:06.7; NaN of any other text."""
    try:
        date = datetime.fromisoformat(text.strip().rstrip("Z")[:26])
    except ValueError:
        return math.nan
    return (date.replace(tzinfo=None) - MJD_BEGIN) / timedelta(days=1)


def moment(date: float) -> datetime:
    """The moment of a modified Julian date, to the second."""
    return MJD_BEGIN + timedelta(seconds=round(date * 86400))
