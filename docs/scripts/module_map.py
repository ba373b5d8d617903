"""The map of modules in docs/architecture.md, from the first line of each module's docstring.

    python docs/scripts/module_map.py

It rewrites what stands between the two marks on that page.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- modules: start -->\n", "<!-- modules: end -->\n"
ROOMS = ("config", "images", "detection", "measure", "output")
ABOVE = ("commands", "batch", "page")  # packages that use the rooms


def first_line(path):
    """The first sentence or line of a module's docstring, or of a C file's first comment, without full stop."""
    text = path.read_text()
    if path.suffix == ".py":
        docstring = ast.get_docstring(ast.parse(text)) or ""
    else:
        docstring = text.partition("*/")[0].removeprefix("/* ").replace("\n *", "\n").strip()
    return docstring.partition("\n\n")[0].replace("\n", " ").removesuffix(".")


def table(folder):
    """A heading for a folder, and a row for each of its modules."""
    name = folder.relative_to(ROOT)
    modules = [
        path
        for path in sorted(folder.glob("*.[pch]*"))
        if path.suffix in (".py", ".c", ".h") and path.name not in ("__init__.py", "__main__.py")
    ]
    about = "The front doors and the ground floor"
    if folder.name != "sexlike":
        module = folder / "__init__.py"
        about = first_line(module) if module.exists() else f"Loops of `sexlike/{folder.name}/`"
    level = "###" if len(name.parts) < 3 else "####"
    rows = [f"| `{path.name}` | {first_line(path)} |" for path in modules]
    return "\n".join(
        [f"{level} `{name}/`", "", f"{about}.", "", "| module | what it does |", "| --- | --- |", *rows, ""]
    )


def module_map():
    """The map: the package, then the rooms in their order, each with the folders in it."""
    package = ROOT / "sexlike"
    loops = package / "loops"
    parts = [table(package), table(loops), *(table(loops / room) for room in ROOMS if (loops / room).exists())]
    for room in (*ROOMS, *ABOVE):
        if not (package / room).exists():
            continue
        folders = [path.parent for path in sorted((package / room).rglob("*/__init__.py"))]
        own = [path for path in (package / room).glob("*.py") if path.name != "__init__.py"]
        if own:
            parts.append(table(package / room))
        else:
            about = first_line(package / room / "__init__.py")
            parts.append(f"### `sexlike/{room}/`\n\n{about}.\n")
        parts += [table(folder) for folder in folders]
    return "\n".join(parts)


def with_map(text):
    """The page with the map of today."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{module_map()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_map(PAGE.read_text()))
