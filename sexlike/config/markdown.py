"""Markdown for the pages of the documentation that are made from tables."""

from collections.abc import Iterable, Sequence


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table, with a line for the titles of its columns and one for each row."""
    lines = (titles, ["---"] * len(titles), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def code(text: str) -> str:
    """Mark a text as code; an empty one stays empty."""
    return f"`{text}`" if text else ""
