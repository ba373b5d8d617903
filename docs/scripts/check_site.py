"""Check a built site: every internal link leads somewhere, and no page loads anything from elsewhere.

python docs/scripts/check_site.py docs/_build
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"src", "srcset", "data", "poster", "action"}  # attributes that make a browser fetch; and href of <link>
KINDS_OF_LINK = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


class Page(HTMLParser):
    """What a page links to, what it loads, and the names that links to it may use."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loaded, self.names = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = {key: value or "" for key, value in attributes}
        self.names |= {given[key] for key in ("id", "name") if key in given}
        self.loaded += [given[key] for key in LOADED & given.keys()]
        self.loaded += addresses_in_styles(given.get("style", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and KINDS_OF_LINK & set(given.get("rel", "").lower().split()):
            self.loaded.append(given.get("href", ""))


def addresses_in_styles(text):
    """The addresses that a style sheet loads."""
    return [url or imported for url, imported in IN_STYLES.findall(text)]


def is_external(address):
    """Whether an address names another host; data within the page does not."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def check(site):
    """What is wrong with a site.

    Parameters
    ----------
    site : path
        Folder of the built HTML.

    Returns
    -------
    list of str
    """
    site = Path(site).resolve()
    paths = [
        path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts
    ]  # the theme has templates there
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in paths}
    if not pages:
        return [f"{site}: no pages"]
    styles = {path: addresses_in_styles(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.css"))}
    problems = []
    for path, loaded in [*((path, page.loaded) for path, page in pages.items()), *styles.items()]:
        problems += [f"{path.relative_to(site)}: loads {address}" for address in loaded if is_external(address)]
        problems += missing(site, path, pages, [address for address in loaded if not is_external(address)])
    for path, page in pages.items():
        problems += missing(site, path, pages, [link for link in page.links if not is_external(link)])
    return problems


def missing(site, path, pages, addresses):
    """The internal addresses of a file that lead nowhere."""
    problems = []
    for address in addresses:
        parts = urlsplit(address)
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        target = target / "index.html" if target.is_dir() else target
        if parts.scheme or not address.strip("#"):
            continue  # data within the page; the top of the page
        if not target.exists():
            problems.append(f"{path.relative_to(site)}: no file {address}")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].names:
            problems.append(f"{path.relative_to(site)}: no anchor {address}")
    return problems


if __name__ == "__main__":
    sys.exit("\n".join(check(sys.argv[1])) or None)
