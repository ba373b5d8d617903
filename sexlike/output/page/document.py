"""The page of a run as one HTML document, which asks for nothing from elsewhere."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from ..._version import __version__
from ...config.config import Config
from ...measure.flags import Flag
from ..catalogs.qtable import settings_told
from ..tablemeta import text_of
from .bundling import bundled
from .embedding import content_policy, embedded

SHELL = 400_000  # bytes that style, script and configuration take at most
ENTRY = "main_file.js"
STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([\w./-]+\.css)">')
SCRIPT = re.compile(r'\s*<script type="module" src="[\w./-]+"></script>')
CHARSET = '<meta charset="utf-8">'
NO_SCRIPT = (
    "<noscript><p>This page needs JavaScript: the image and the table are drawn by the script in it.</p></noscript>"
)


def document(sections: list[dict[str, Any]], config: Config) -> bytes:
    """The page.

    Parameters
    ----------
    sections : list of dict
        Those of the extensions, see `section_of`.
    config : Config

    Returns
    -------
    bytes
        HTML; the same for the same input.
    """
    style, script, frame = parts()
    data = embedded(
        {
            "version": __version__,
            "image": sections[0]["measured"],
            "settings": settings(config),
            "flags": [{"bit": flag.value, "name": flag.name, "about": flag.meaning} for flag in Flag],
            "sections": sections,
        }
    )
    policy = content_policy(style, script, "data: blob:")
    head = f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    end = f'{NO_SCRIPT}\n<script type="application/json" id="data">{data}</script>\n<script>{script}</script>\n</body>'
    before, after = frame.replace(CHARSET, head, 1).rsplit("</body>", 1)
    return "".join([before, end, after]).encode()


def settings(config: Config) -> list[tuple[str, str, str]]:
    """Keyword, value and origin of each setting."""
    return [(name, text_of(value), config.origin(name)) for name, value in settings_told(config).items()]


@cache
def parts() -> tuple[str, str, str]:
    """Style, script, and the document into which they are put: those of the served page."""
    folder = files(__package__) / "web"

    def read(name: str) -> str:
        return (folder / name).read_text("utf-8")

    page = read("index.html")
    style = "\n".join(read(name.rpartition("/")[2]) for name in STYLE_LINK.findall(page))
    frame = SCRIPT.sub("", STYLE_LINK.sub("", page))
    return style, bundled(ENTRY, read), frame.replace("</head>", f"<style>{style}</style>\n</head>", 1)
