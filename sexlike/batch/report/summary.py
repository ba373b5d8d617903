"""The summary of a batch: how many exposures are done, what they are like, and which failed."""

from collections import Counter

import numpy as np

from ...memory import in_words
from ..state.columns import FAILED
from ..telling import named
from .qualities import OBJECTS, Rows, number, qualities_of
from .worst import worst

MEGABYTE = 1_000_000
MOST_LISTED = 20  # exposures that failed


def facts(rows: Rows) -> list[tuple[str, str]]:
    """What is worth knowing of a batch as a whole: names and values."""
    statuses = Counter(str(row["status"]) for row in rows)
    found = [("exposures", f"{len(rows):,}"), *((status, f"{count:,}") for status, count in statuses.most_common())]
    found.append(("objects in all", f"{_total(rows, OBJECTS.name):,.0f}"))
    found += [
        (f"median {quality.title}", f"{quality.text(median)} {quality.unit}".strip())
        for quality in qualities_of(rows)
        if np.isfinite(median := _median(rows, quality.name))
    ]
    if seconds := _total(rows, "seconds"):
        found.append(("time of all runs", duration(seconds)))
    if memory := max((number(row, "memory") for row in rows if np.isfinite(number(row, "memory"))), default=0.0):
        found.append(("most memory", in_words(MEGABYTE * memory)))
    hosts = {str(row["host"]) for row in rows if row.get("host")}
    return [*found, ("hosts", f"{len(hosts)}")] if len(hosts) > 1 else found


def failures(rows: Rows) -> list[tuple[int, str]]:
    """The exposures that failed: their rows, and the sentences that tell why."""
    return [(index, str(row.get("sentence") or "")) for index, row in enumerate(rows) if row["status"] == FAILED]


def summary(rows: Rows) -> str:
    """The summary as text."""
    from ...output.console import visible, visible_name

    told = facts(rows)
    width = max(len(name) for name, _ in told)
    lines = [f"{name:<{width}}  {value}" for name, value in told]
    for title, exposures in (("Worst", worst(rows)), ("Failed", failures(rows))):
        lines += _section(title, [(visible_name(str(rows[index]["images"])), text) for index, text in exposures])
    return visible("".join(f"{line}\n" for line in lines))


def duration(seconds: float) -> str:
    """A time for people: 42.0 s, 12 min 5 s, 3 h 20 min."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _section(title: str, exposures: list[tuple[str, str]]) -> list[str]:
    """Lines on some exposures, under a title."""
    lines = [f"  {named(image, ' '.join(text.split()))}" for image, text in exposures[:MOST_LISTED]]
    if len(exposures) > MOST_LISTED:
        lines.append(f"  ... and {len(exposures) - MOST_LISTED:,} more")
    return ["", f"{title}:", *lines] if lines else []


def _total(rows: Rows, name: str) -> float:
    """The sum of a column."""
    return float(np.nansum([number(row, name) for row in rows]))


def _median(rows: Rows, name: str) -> float:
    """The median of a column; NaN if it has no value."""
    values = np.array([number(row, name) for row in rows])
    return float(np.median(values[np.isfinite(values)])) if np.isfinite(values).any() else np.nan
