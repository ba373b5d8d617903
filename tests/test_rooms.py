"""Data flows one way: a room imports from itself and from the rooms above it."""

import ast
from pathlib import Path

import pytest

import sexlike

ROOMS = ["config", "images", "detection", "measure", "output"]
PACKAGE = Path(sexlike.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(path):
    """The modules of sexlike that a file imports, as tuples of names."""
    package = ("sexlike", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from ((*module, alias.name) for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_come_from_the_rooms_above(path):
    room = path.relative_to(PACKAGE).parts[0]
    used = {names[1] for names in imported(path) if names[0] == "sexlike" and len(names) > 1}
    if room in ROOMS:
        below = set(ROOMS[ROOMS.index(room) + 1 :]) | {"pipeline", "cli"}
        assert not used & below


def test_sep_is_called_by_one_module():
    users = [path.name for path in FILES if any(names[0] == "sep" for names in imported(path))]
    assert users == ["seplib.py"]


def test_there_are_five_rooms():
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(ROOMS)


def test_the_grammar_of_the_command_line_is_the_command_lines():
    users = {str(path.relative_to(PACKAGE)) for path in FILES for names in imported(path) if "arguments" in names}
    assert users == {"cli.py"}
