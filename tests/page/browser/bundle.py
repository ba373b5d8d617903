"""Modules of the page without a server: as a plain script in a page on disk."""

import re

from sexlike import output

WEB = next(iter(output.__path__)) + "/page/web"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./\w+\.js";\n', re.MULTILINE)


def source(name):
    """A module of the page without its imports and exports."""
    with open(f"{WEB}/{name}", encoding="utf-8") as file:
        text = IMPORT.sub("", file.read())
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def module_page(folder, *names):
    """Write a page with these modules -> its path."""
    path = folder / "modules.html"
    scripts = "".join(map(source, names)).replace("</", "<\\/")
    path.write_text(f"<!doctype html><meta charset=utf-8><title>modules</title><script>{scripts}</script>\n")
    return path
