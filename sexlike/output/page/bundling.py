"""The page's modules of JavaScript as one script: a browser loads no modules from a disk.

Only what the page needs of JavaScript's modules is understood: ``import { one, two } from "./other.js";``, and
``export`` before a declaration. All else is refused, so that the file and the served page are the same program.
"""

import re
from collections import Counter
from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter
from posixpath import basename

NAME = r"[A-Za-z_$][\w$]*"
IMPORT = re.compile(rf'^import \{{\s*({NAME}(?:,\s*{NAME})*),?\s*\}} from "\./([\w-]+\.js)";[ \t]*$', re.M)
SEVERAL = rf"[\[{{]\s*{NAME}(?:,\s*{NAME})*\s*[\]}}]"  # const [WIDTH, HEIGHT] = [280, 150];
DECLARATION = re.compile(rf"^(export )?(?:async )?(?:function\*?|class|const|let|var) ({NAME}|{SEVERAL})", re.M)
ODD = (  # what is refused, and why
    (r"^import\b.*", 'an import of another form than: import { name } from "./file.js";'),
    (r"^export\s+(?:default|\*|\{).*", "an export that is not before a declaration"),
    (rf"^(?:export )?(?:const|let|var) (?!{SEVERAL} =)(?:[\[{{].*|[^=]*,.*)", "a declaration that is not understood"),
    (r"\bimport\s*\(", "an import while the page runs"),
    (r"\bimport\.meta\b", "import.meta"),
    (r"^(?:(?:export )?(?:const|let|var) .*= )?await\b.*", "await outside of a function"),
    (r"</script", "</script"),
    (r"<!--", "<!--"),
)


class BundleError(ValueError):
    """Modules that cannot be joined; the message names the file."""


def bundled(entry: str, read: Callable[[str], str]) -> str:
    """Join modules to one script.

    Parameters
    ----------
    entry : str
        Name of the module that the page begins with.
    read : callable
        Name of a file -> its text.

    Returns
    -------
    str
        A classic script. What was imported stands before what imports it; no name is visible outside.

    Raises
    ------
    BundleError
        A module uses something that is not understood, imports what is not exported, or has a name that another one
        has as well; or modules import each other in a circle.
    """
    texts = texts_of(entry, read)
    names = {name: _declared(name, text) for name, text in texts.items()}
    imports = {
        name: [(found[2], re.findall(NAME, found[1])) for found in IMPORT.finditer(text)]
        for name, text in texts.items()
    }
    for name, wanted in imports.items():
        for source, imported in wanted:
            if missing := [one for one in imported if not names[source].get(one)]:
                raise BundleError(f"{name} imports {', '.join(missing)}, which {source} does not export")
    counts = Counter(one for declared in names.values() for one in declared)
    if repeated := [one for one, count in counts.items() if count > 1]:
        where = [", ".join(name for name, declared in names.items() if one in declared) for one in repeated]
        told = "; ".join(f"{one} ({files})" for one, files in zip(repeated, where, strict=True))
        raise BundleError(f"names are declared in several modules: {told}")
    try:
        order = list(
            TopologicalSorter({name: [source for source, _ in imports[name]] for name in texts}).static_order()
        )
    except CycleError as error:
        raise BundleError(f"modules import each other in a circle: {' <- '.join(error.args[1])}") from None
    parts = (DECLARATION.sub(_without_export, IMPORT.sub("", texts[name])).strip() for name in order)
    return '(() => {\n"use strict";\n' + "\n\n".join(parts) + "\n})();\n"


def texts_of(entry: str, read: Callable[[str], str]) -> dict[str, str]:
    """The texts of a module and of all that it imports, by their names."""
    texts: dict[str, str] = {}
    waiting = [basename(entry)]
    while waiting:
        name = waiting.pop()
        if name not in texts:
            texts[name] = read(name).replace("\r\n", "\n")
            waiting += [found[2] for found in IMPORT.finditer(texts[name])]
    return texts


def _declared(name: str, text: str) -> dict[str, bool]:
    """Names that a module declares at its top level, and whether they are exported."""
    rest = IMPORT.sub("", text)
    for pattern, what in ODD:
        if found := re.search(pattern, rest, re.M):
            raise BundleError(f"{name} has {what}: {found[0].strip()}")
    declarations = list(DECLARATION.finditer(rest))
    if rest.count("\nexport ") + rest.startswith("export ") != sum(bool(found[1]) for found in declarations):
        raise BundleError(f"{name} exports something that is no function, class, const or let")
    return {one: bool(found[1]) for found in declarations for one in re.findall(NAME, found[2])}


def _without_export(found: re.Match[str]) -> str:
    return found[0].removeprefix("export ")
