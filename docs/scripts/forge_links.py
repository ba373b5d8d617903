"""A Sphinx extension for links between Markdown files that are written for a forge, where files lie in folders.

The site has pages that include Markdown files from outside docs/. Links to these files lead to their pages, and links
within them are made relative to docs/.
"""

import os
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
PAGES = {  # file of the project -> page that includes it
    ROOT / "README.md": "start.md",
    ROOT / "CHANGELOG.md": "changes.md",
    ROOT / "CONTRIBUTING.md": "contributing.md",
    ROOT / "examples" / "README.md": "examples.md",
}
LINK = re.compile(r"(?<=\]\()([^)#:\s]+)(?=[)#])")  # a relative one


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
        path = (folder / link[1]).resolve()
        return PAGES.get(path) or Path(os.path.relpath(path, DOCS)).as_posix()

    return LINK.sub(moved, text)


def read_page(app, name, content):
    content[0] = for_the_site(content[0], DOCS)


def read_included(app, path, parent, content):
    content[0] = for_the_site(content[0], (DOCS / path).parent)


def setup(app):
    app.connect("source-read", read_page)
    app.connect("include-read", read_included)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
