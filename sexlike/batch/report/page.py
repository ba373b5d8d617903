"""The report as a page: one HTML file that fetches nothing from elsewhere."""

import base64
from importlib.resources import files

from ..._version import __version__
from ...clock import now
from ...output.page.embedding import content_policy
from .charts import charts
from .escaping import escaped
from .exposuretable import csv_of, table
from .qualities import Rows
from .summary import facts, failures
from .thumbnails import thumbnail
from .worst import worst

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="sexlike {version}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1>
<p class="faint">The state of {when}, by sexlike {version}</p>
<dl class="facts">{facts}</dl></header>
<main>
{sections}<section aria-labelledby="all"><h2 id="all">All exposures</h2>
<div class="controls" id="controls" hidden>
<label>Words in the table <input id="words" type="search" autocomplete="off" spellcheck="false"></label>
<label>Status <select id="status"><option value="">all</option>{statuses}</select></label>
<button type="button" id="download" data-name="{name}.csv">All as CSV</button>
<output id="count" for="words status"></output></div>
<div class="scroll" role="region" aria-labelledby="all" tabindex="0">{table}</div>
<textarea id="csv" hidden aria-hidden="true">
{csv}</textarea></section>
</main>
<script>{script}</script>
</body>
</html>
"""


def page(rows: Rows, name: str, folder: str) -> str:
    """Write the report.

    Parameters
    ----------
    rows : sequence of mapping
        The state, see `summary`. Pixels of the worst exposures are read.
    name : str
        Of the batch: the name of the file of its state, without its ending.
    folder : str
        Where the page is going to be.

    Returns
    -------
    str
        HTML.
    """
    style, script = (files(__package__).joinpath(part).read_text("utf-8") for part in ("page.css", "page.js"))
    statuses = dict.fromkeys(str(row["status"]) for row in rows)
    sections = [
        _section("Exposures that failed", _failures(rows)),
        _section("Against time", f'<div class="charts">\n{drawn}</div>' if (drawn := charts(rows)) else ""),
        _section("The worst", _gallery(rows)),
    ]
    return PAGE.format(
        policy=content_policy(style, script),
        version=escaped(__version__),
        title=escaped(f"Report on {name}"),
        name=escaped(name),
        when=f"{now():%Y-%m-%d %H:%M}",
        facts="".join(f"<div><dt>{escaped(what)}</dt><dd>{escaped(value)}</dd></div>" for what, value in facts(rows)),
        sections="".join(sections),
        statuses="".join(f'<option value="{escaped(status)}">{escaped(status)}</option>' for status in statuses),
        table=table(rows, folder),
        csv=escaped_lines(csv_of(rows)),
        style=style,
        script=script,
    )


def escaped_lines(text: str) -> str:
    """Lines of text as HTML; each is escaped by itself, so that their ends stay."""
    return "\n".join(escaped(line) for line in text.split("\r\n"))


def _section(title: str, content: str) -> str:
    """A part of the page; nothing if there is nothing in it."""
    return f"<section><h2>{title}</h2>\n{content}\n</section>\n" if content else ""


def _failures(rows: Rows) -> str:
    """The exposures that failed, and why."""
    items = [
        f'<li><a href="#row-{index}">{escaped(rows[index]["images"])}</a>: {escaped(why)}</li>\n'
        for index, why in failures(rows)
    ]
    return f'<ul class="failures">\n{"".join(items)}</ul>' if items else ""


def _gallery(rows: Rows) -> str:
    """Pictures of the worst exposures."""
    figures = []
    for index, reason in worst(rows):
        image = str(rows[index]["images"])
        drawn = thumbnail(image.split(",")[-1] if "," in image else image)
        data = base64.b64encode(drawn).decode() if drawn else ""
        shown = f'<img alt="" src="data:image/png;base64,{data}">' if drawn else "<p>(its pixels cannot be read)</p>"
        link = f'<a href="#row-{index}">{escaped(image)}</a>'
        figures.append(f"<figure>{shown}<figcaption>{link}<br>{escaped(reason)}</figcaption></figure>\n")
    return f'<div class="gallery">\n{"".join(figures)}</div>' if figures else ""
