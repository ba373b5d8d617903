"""What was probably meant by what is no TOML: a decimal comma, yes, text without quotes."""

import re

NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
LONGEST = 300  # characters of a line that somebody wrote
NUMBERS = re.compile(rf"{NUMBER}(?:\s*,\s*{NUMBER})+")
DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
BARE_POINT = re.compile(r"([-+]?)(?:(\d+)\.|\.(\d+))")
WITH_UNIT = re.compile(rf"{NUMBER}\s*[A-Za-z]\S*")
WORDS = re.compile(r"[A-Za-z_.~/-][\w.+/-]*(?:\s*,\s*[\w.+/-]+)*")
SWITCHES = {
    **dict.fromkeys(("Y", "YES", "TRUE", "ON"), "true"),
    **dict.fromkeys(("N", "NO", "FALSE", "OFF"), "false"),
}
_KEY = r"""[ \t]*([\w.\-]+|"[^"]*"|'[^']*')"""
_ASSIGNMENT = re.compile(rf"{_KEY}[ \t]*=[ \t]*(.*)")
_WITHOUT_EQUALS = re.compile(rf"{_KEY}(?:[ \t]*:[ \t]*|[ \t]+)([^=\s].*)")


def hint_on_text(message: str, text: str) -> str | None:
    """What to do about a text that is no TOML.

    Parameters
    ----------
    message : str
        The parser's: it names the line.
    text : str

    Returns
    -------
    str or None
        None if nothing is recognised.
    """
    lines = text.splitlines()
    found = re.search(r"at line (\d+)", message)
    number = int(found[1]) if found else len(text.rstrip().splitlines())
    if "scape" in message:  # a backslash
        return r"In double quotes a backslash begins something special: write 'C:\data' in single quotes, or C:/data."
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return hint_on_line(line) if len(line) <= LONGEST else None


def hint_on_line(line: str) -> str | None:
    """What to do about a line that is no TOML."""
    line = without_comment(line)
    if found := _ASSIGNMENT.fullmatch(line):
        return hint_on_value(found[1], found[2])
    if found := _WITHOUT_EQUALS.fullmatch(line):
        value = hint_on_value(found[1], found[2])
        return value or f"TOML has = between a keyword and its value: {found[1]} = {found[2]}"
    return None


def without_comment(line: str) -> str:
    """A line without the comment at its end; a # between quotes begins none."""
    found = re.match(r"""(?:[^#"']|"[^"]*"|'[^']*')*""", line)
    return (found[0] if found else line).strip()


def hint_on_value(key: str, value: str) -> str | None:
    """What to do about a value that TOML does not know."""
    if not value:
        return f'A value is missing; an empty list is {key} = [], an empty text {key} = "".'
    if switch := SWITCHES.get(value.upper()):
        return f"A switch is true or false, in small letters: {key} = {switch}"
    if NUMBERS.fullmatch(value):
        return hint_on_numbers(key, value)
    if point := BARE_POINT.fullmatch(value):
        return f"A decimal point stands between digits: {key} = {point[1]}{point[2] or 0}.{point[3] or 0}"
    if WITH_UNIT.fullmatch(value):
        return f'A value with a unit is in quotes: {key} = "{value}"'
    if WORDS.fullmatch(value):
        return f"A name or a word is in quotes: {key} = {quoted(value)}"
    return None


def hint_on_numbers(key: str, text: str, *, is_list: bool = True) -> str:
    """How to write numbers with commas between them, of which one may be a decimal comma."""
    numbers = ", ".join(re.split(r"\s*,\s*", text))
    members = f"A list has brackets: {key} = [{numbers}]" if is_list else ""
    if not DECIMAL_COMMA.fullmatch(text):
        return members
    decimal = f"Decimals have a point: {key} = {text.replace(',', '.')}"
    return f"{decimal}. {members}" if members else decimal


def quoted(value: str) -> str:
    """A text, or a list of texts, as TOML has it."""
    names = [f'"{name}"' for name in re.split(r"\s*,\s*", value)]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
