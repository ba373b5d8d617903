"""The plan of the house: what may import what, and how large files and folders may be."""

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

import sexlike

ROOMS = ["config", "images", "detection", "measure", "output"]
ABOVE = ["commands", "batch", "page"]  # packages that use the rooms, and those before them
FRONT_DOORS = ["__init__.py", "__main__.py", "cli.py", "pipeline.py", "reference.py", *ABOVE]  # they use the rooms
PACKAGE = Path(sexlike.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
COLUMNS = PACKAGE / "measure" / "columns"  # holds nothing but declarations of columns, as many as there are
GRAMMAR = {"config/arguments.py", "config/grid.py"}  # of the command line
LINES = [len(path.read_text().splitlines()) for path in FILES if path.name != "__init__.py"]


def name_of(path):
    return path.relative_to(PACKAGE).as_posix()


def imported(path):
    """The modules of sexlike that a file imports, as tuples of names; imports inside functions count too."""
    package = ("sexlike", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from ((*module, alias.name) for alias in node.names)


def files_imported(path):
    """The files of sexlike that a file imports; of a package, its ``__init__.py``."""
    for names in imported(path):
        if names[0] != "sexlike":
            continue
        for end in range(len(names), 0, -1):
            module = PACKAGE.joinpath(*names[1:end])
            found = module.with_suffix(".py") if end > 1 else None
            if found is None or not found.exists():
                found = module / "__init__.py"
            if found.exists():
                yield found
                break


def test_compiled_loops_know_of_no_room():
    used = {found for path in (PACKAGE / "loops").glob("*.py") for found in files_imported(path)}
    assert {path.relative_to(PACKAGE).parts[0] for path in used} == {"compiled.py", "loops"}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_come_from_the_rooms_above(path):
    room = path.relative_to(PACKAGE).parts[0]
    used = {found.relative_to(PACKAGE).parts[0] for found in files_imported(path)}
    if room in ROOMS:
        assert not used & {*ROOMS[ROOMS.index(room) + 1 :], *FRONT_DOORS}
    if room in ("pipeline.py", "reference.py", *ABOVE):
        assert not used & {*ABOVE[ABOVE.index(room) + 1 if room in ABOVE else 0 :], "cli.py"}


def test_no_files_import_each_other_in_a_circle():
    arrows = {name_of(path): {name_of(found) for found in files_imported(path)} for path in FILES}
    assert arrows["cli.py"] >= {"commands/running.py", "output/console.py", "_version.py"}
    assert arrows["commands/running.py"] >= {"pipeline.py"}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_the_grammar_of_the_command_line_is_the_command_lines():
    users = {name_of(path) for path in FILES if GRAMMAR & {name_of(found) for found in files_imported(path)}}
    assert {name.partition("/")[0] for name in users} <= {"cli.py", *ABOVE}


def test_sep_is_called_by_one_module():
    users = [path.name for path in FILES if any(names[0] == "sep" for names in imported(path))]
    assert users == ["seplib.py"]


def test_there_are_five_rooms():
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} <= {*ROOMS, *ABOVE, "loops"}


def test_folders_are_small():
    files = [*FILES, *PACKAGE.rglob("*.[ch]")]
    counts = Counter(path.parent for path in files if path.name != "__init__.py" and path.parent != COLUMNS)
    assert {name_of(folder): count for folder, count in counts.items() if count > 20} == {}


def test_files_are_small():
    assert max(LINES) <= 300
    assert median(LINES) < 110
