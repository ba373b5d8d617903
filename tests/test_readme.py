"""What README and docs/ show works: commands, examples, links."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import sexlike
from sexlike import cli
from sexlike.measure.leftempty import FILLED_WITH

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
START = ROOT / "docs" / "start.md"
DOCUMENTS = [ROOT / "README.md", ROOT / "examples" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = re.findall(r"^    (pip install .*)$", README, re.MULTILINE)


def python_blocks(document):
    return re.findall(r"```python\n(.*?)```", document.read_text(), re.DOTALL)


def name_of(document):
    return str(document.relative_to(ROOT))


def test_the_first_command_writes_a_catalog_and_a_map(tmp_path):
    install, run = COMMANDS[0].split(" && ")
    assert install == "pip install ."
    program, image, *rest = shlex.split(run)
    assert program == "sexlike"
    words = [str(ROOT / word) if (ROOT / word).exists() else word for word in (image, *rest)]
    done = subprocess.run([sys.executable, "-m", "sexlike", *words], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "All done" in done.stderr
    assert done.stdout == ""
    assert {path.name for path in tmp_path.iterdir()} == {"field_catalog.fits", "field_segmentation.fits"}


def test_the_table_of_differences_names_columns_that_are_left_empty():
    table = README.partition("## Where the numbers differ")[2].partition("\n## ")[0]
    assert all(name in table for name in FILLED_WITH)


def test_the_second_command_is_how_these_tests_are_run():
    assert COMMANDS[1] == "pip install '.[test]' && pytest -n auto"


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path != START and python_blocks(path)], ids=name_of)
def test_python_examples_run(document, monkeypatch, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in python_blocks(document):
        exec(compile(block, document.name, "exec"), names)


def test_the_first_steps_work_one_after_the_other(monkeypatch, tmp_path, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    steps = re.findall(r"(?ms)^    (sexlike [^\n]*)$|```python\n(.*?)```", START.read_text())
    assert sum(bool(command) for command, _ in steps) == 4
    names = {}
    for command, block in steps:
        words, _, target = command.partition(" > ")
        if command:
            assert cli.main(shlex.split(words)[1:]) == 0
            printed = capsys.readouterr().out
            Path(target or "printed.txt").write_text(printed)
        else:
            exec(compile(block, START.name, "exec"), names)
    assert 0 < len(names["clean"]) < len(names["catalog"])
    assert {"segmentation.png", "apertures.png", "field_segmentation.fits"} < {path.name for path in tmp_path.iterdir()}
    assert sexlike.read_config("run.toml") == sexlike.read_config("hst")


def test_the_three_ways_of_toml_are_the_same(tmp_path):
    texts = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert len(texts) == 3
    values = set()
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.toml"
        path.write_text(text)
        values.add(sexlike.read_config(path).DETECT_THRESH)
    assert values == {(1.5,)}


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_files_that_documents_name_exist(document):
    text = document.read_text()
    links = [document.parent / name for name in re.findall(r"\]\(([^)#:]+)\)", text)]
    links += [ROOT / name for name in re.findall(r"\bexamples/[\w./]+\w", text)]
    assert not [str(link) for link in links if not link.exists()]
