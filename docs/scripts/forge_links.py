"""A Sphinx extension for links between Markdown files that are written for a forge, where files lie in folders.

The site has pages that include Markdown files from outside docs/. Links to these files lead to their pages, and links
within them are made relative to docs/.
"""

import os
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
PAGES = {  # file of the project, or a section of it -> page that includes it
    "README.md": "start.md",
    "README.md#where-the-numbers-differ": "from_sextractor.md#where-the-numbers-differ",
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
    "examples/README.md": "examples.md",
}
LINK = re.compile(r"(?<=\]\()([^)#:\s]+)(#[^)\s]*)?(?=\))")  # a relative one, and its anchor


def for_the_site(text, folder):
    """Markdown with its relative links made for a page in docs/.

    Parameters
    ----------
    text : str
    folder : path
        The folder that the links start from.

    Returns
    -------
    str
    """

    def moved(link):
        path, anchor = (folder / link[1]).resolve(), link[2] or ""
        name = Path(os.path.relpath(path, ROOT)).as_posix()
        if name + anchor in PAGES:
            return PAGES[name + anchor]
        return PAGES.get(name, Path(os.path.relpath(path, DOCS)).as_posix()) + anchor

    return LINK.sub(moved, text)


def read_page(app, name, content):
    content[0] = for_the_site(content[0], DOCS)


def read_included(app, path, parent, content):
    content[0] = for_the_site(content[0], (DOCS / path).parent)


def setup(app):
    app.connect("source-read", read_page)
    app.connect("include-read", read_included)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
