"""The texts of ``--explain``: columns, keywords, values of flags, and what matches a word."""

from collections.abc import Iterable, Sequence
from textwrap import fill

from ...config.files.kernels import PROFILE_NAMES
from ...config.helptext import explain_keyword, paragraph
from ...config.keywords import KEYWORDS
from ...errors import SexlikeError
from ...suggestions import did_you_mean
from ..flags import FLAG_COLUMNS, Bits, split_bits
from ..notoffered import NOT_OFFERED, NotOffered
from ..order import ORDER
from ..registry import COLUMNS, Column
from .choices import keywords_with, meanings
from .formulas import formula_of
from .governing import governed_columns, governing_keywords, governs_all
from .kin import flags_concerning, related_columns
from .search import matches

EXAMPLE_SIZES = ("", " It takes one size: {name}(3).", " It takes two sizes: {name}(3,3).")
WIDTH = 100
LABEL = 17  # characters of a label and what is before it
LABEL_OF_WORD = 21  # the same of a word that a keyword may be set to
BLOCK = "block"  # the only kernel without a width
MOST_COLUMNS = 12  # that are listed
# Section of the table of keywords -> the page of the documentation that tells more.
PAGES = {"Weights": "jwst", "Check-plots": "pictures", "Memory": "performance", "Association": "start"}
SEARCHED = "the search and the sky, as for all columns (DETECT_THRESH, DEBLEND_MINCONT, BACK_SIZE ...)"


def explain(topic: Sequence[str]) -> str:
    """Explain keywords, columns, and values of flags; or list what has to do with a word.

    Parameters
    ----------
    topic : sequence of str
        Names of keywords and columns, words that keywords may be set to, or words to look for; after a column of
        flags there may be a value.

    Returns
    -------
    str

    Raises
    ------
    SexlikeError
        There is no name, or one that matches nothing.
    """
    rest = [word.lstrip("-") for words in topic for word in words.split()]
    if not rest:
        raise SexlikeError(
            "--explain needs the name of a keyword or of a column, or FLAGS and a value",
            hint="--explain FLUX_AUTO, --explain DETECT_THRESH, --explain FLAGS 3; --explain kron lists what matches.",
        )
    texts, unknown = [], []
    while rest:
        name = rest.pop(0)
        has_value = name.upper() in FLAG_COLUMNS and rest and rest[0].isdecimal()
        text = explain_bits(name.upper(), int(rest.pop(0)[:9])) if has_value else explain_name(name)
        if text is None:
            unknown.append(name)
            if rest and explain_name(rest[0]) is None:
                continue  # words that follow each other are a phrase: star galaxy
        texts += [search(unknown)] if text is None else [text]
        unknown = []
    return "\n".join(texts)


def explain_name(name: str) -> str | None:
    """A paragraph on a keyword, a column or a word that keywords may be set to; None if it is none of them."""
    if text := explain_keyword(name):
        return text + word_lines(name.upper()) + about_keyword(name.upper())
    words = "".join(
        paragraph(f"{name.upper()}, a value of {keyword}: {meanings(keyword)[name.upper()]}.")
        for keyword in keywords_with(name.upper())
    )
    return (explain_column(name.upper()) or "") + words or None


def search(words: Sequence[str]) -> str:
    """The list of what matches a phrase, or each word of it where nothing matches them all.

    Raises
    ------
    SexlikeError
        A word matches nothing.
    """
    phrase = " ".join(words)
    found = matches(phrase)
    if not found and len(words) > 1:
        return "\n".join(search([word]) for word in words)
    if not found:
        names = [*KEYWORDS, *ORDER, *COLUMNS]
        raise SexlikeError(f"there is no keyword or column {phrase}", hint=did_you_mean(phrase.upper(), names))
    lines = "".join(f"  {one:<20} {about}\n" for one, about in found)
    return f"Keywords and columns with {phrase}:\n{lines}"


def word_lines(keyword: str) -> str:
    """A line for each word that a keyword may be set to, with its meaning."""
    margin = " " * LABEL_OF_WORD
    return "".join(
        fill(meaning, WIDTH, initial_indent=f"    {word:<{LABEL_OF_WORD - 4}}", subsequent_indent=margin) + "\n"
        for word, meaning in meanings(keyword).items()
    )


def about_keyword(name: str) -> str:
    """What a keyword governs, where this is known, and the pages on it."""
    columns = governed_columns(name)
    if governs_all(name):
        governed = "what is detected or measured, and so all columns"
    elif len(columns) > MOST_COLUMNS:
        governed = f"{', '.join(columns[:MOST_COLUMNS])} and {len(columns) - MOST_COLUMNS} more columns"
    else:
        governed = ", ".join(columns)
    pages = filter(None, ("keywords", PAGES.get(KEYWORDS[name].section)))
    text = item("governs", governed) + documentation(*pages)
    if name == "FILTER_NAME":
        shapes = ", ".join(
            f"{short}_2.0_5x5.conv ({long})" for short, long in PROFILE_NAMES.items() if short != "block"
        )
        text += item("by name", f"default.conv, block_3x3.conv, {shapes}: width in pixels, and size")
    return text


def explain_column(name: str) -> str | None:
    """A paragraph on a column, or None if there is no such column."""
    column: Column | NotOffered | None = COLUMNS.get(name) or NOT_OFFERED.get(name)
    if column is None:
        return None
    text = f"{name}, a column: {column.about}.{f' Unit: {column.unit}.' if column.unit else ''}"
    if isinstance(column, NotOffered):
        return paragraph(f"{text} Not offered by sexlike: it would need {column.needs}.")
    text = paragraph(text + EXAMPLE_SIZES[0 if column.size else column.dimensions].format(name=name))
    keywords = sorted(governing_keywords(name), key=lambda keyword: len(governed_columns(keyword)))
    governing = [f"{keyword} ({KEYWORDS[keyword].about})" for keyword in keywords]
    bits = "" if name not in FLAG_COLUMNS else describe_bits(FLAG_COLUMNS[name])
    return (
        text
        + bits
        + item("formula", formula_of(name) or "")
        + item("keywords", "; ".join([*governing, SEARCHED]))
        + item("FLAGS", ", ".join(f"{flag.value} {str(flag.name).lower()}" for flag in flags_concerning(name)))
        + item("related", ", ".join(related_columns(name)))
        + documentation("columns")
    )


def documentation(*pages: str) -> str:
    """The pages that tell more; they are not installed."""
    return item("documentation", f"{', '.join(pages)} (.md, in docs/ of the source)")


def item(label: str, text: str) -> str:
    """A label and what belongs to it; nothing if there is nothing."""
    if not text:
        return ""
    return fill(text, WIDTH, initial_indent=f"  {label:<{LABEL - 2}}", subsequent_indent=" " * LABEL) + "\n"


def explain_bits(name: str, value: int) -> str:
    """What a value of a column of flags says about an object."""
    flags = split_bits(name, FLAG_COLUMNS[name], value)
    if not flags:
        return f"{name} {value}: nothing is wrong.\n"
    return f"{name} {value} = {' + '.join(str(flag.value) for flag in flags)}\n{describe_bits(flags)}"


def describe_bits(flags: Iterable[Bits]) -> str:
    """A line for each flag."""
    return "".join(f"  {flag.value:>3}  {str(flag.name).lower():<18} {flag.meaning}\n" for flag in flags)
