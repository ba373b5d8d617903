"""The table of keywords as Markdown: ``python -m sexlike.config.document > docs/keywords.md``."""

from .keywords import SECTIONS

INTRODUCTION = """\
# Keywords

Any case will do: in a `.sex` file (`DETECT_THRESH 2`), in TOML (`DETECT_THRESH = 2`, `detect.thresh = 2`, `thresh = 2`
under `[detect]`), on the command line (`-DETECT_THRESH 2`) and in Python (`DETECT_THRESH=2`).
Made by `python -m sexlike.config.document`.
"""


def keywords_document():
    """The text of docs/keywords.md."""
    lines = [INTRODUCTION]
    for title, rows in SECTIONS.items():
        lines += [f"## {title}", "", "| keyword | default | what it is | allowed |", "| --- | --- | --- | --- |"]
        lines += [f"| `{row.name}` | {code(row.default)} | {row.about} | {row.allowed} |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def code(text):
    """A text as code, or nothing."""
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    print(keywords_document(), end="")
