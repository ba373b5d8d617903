"""``--explain kron``: columns and keywords that have something to do with a word."""

from ...config.keywords import KEYWORDS
from ..notoffered import NOT_OFFERED
from ..order import ORDER
from ..registry import COLUMNS


def matches(word: str) -> list[tuple[str, str]]:
    """Columns and keywords in whose name, description or choices a word is.

    Parameters
    ----------
    word : str
        In any case.

    Returns
    -------
    list of (str, str)
        Name and description, the keywords first.
    """
    found = []
    for row in KEYWORDS.values():
        if has(word, row.name, row.about, row.section, *row.choices):
            found.append((row.name, f"{row.about} (keyword)"))
    for name in dict.fromkeys((*ORDER, *COLUMNS)):
        column = COLUMNS.get(name) or NOT_OFFERED.get(name)
        if column is not None and has(word, name, column.about):
            found.append((name, column.about + ("" if name in COLUMNS else " (not offered)")))
    return found


def has(word: str, *texts: str) -> bool:
    """Whether a word, in any case, is in one of some texts."""
    return any(word.lower() in text.lower() for text in texts)
