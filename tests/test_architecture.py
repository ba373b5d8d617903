"""The page on the architecture: its map is that of the modules, and the files that it names are there."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
QUESTIONS = Path(__file__).parent / "architecture_questions.toml"


def script():
    """docs/scripts/module_map.py as a module."""
    spec = importlib.util.spec_from_file_location("module_map", ROOT / "docs" / "scripts" / "module_map.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_map_is_that_of_the_modules():
    assert script().with_map(PAGE.read_text()) == PAGE.read_text(), "python docs/scripts/module_map.py"


def test_every_path_on_the_page_is_there():
    named = set(re.findall(r"`((?:sexlike|tests|docs|examples)/[\w./]*)`", PAGE.read_text()))
    assert len(named) > 20
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_module_says_what_it_does():
    silent = [path for path in (ROOT / "sexlike").rglob("*.py") if len(script().first_line(path)) < 10]
    assert not [path for path in silent if path.name != "__main__.py"]


def questions():
    return tomllib.loads(QUESTIONS.read_text())["question"]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["file"])
def test_the_answers_to_the_questions_are_there(question):
    path = ROOT / question["file"]
    assert path.exists() or (question.get("also") and path.parent.is_dir())
