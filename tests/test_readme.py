"""README's commands and examples do what it says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"^    (pip install .*)$", README, re.MULTILINE)


def python_blocks():
    return re.findall(r"```python\n(.*?)```", README, re.DOTALL)


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


def test_the_second_command_is_how_these_tests_are_run():
    assert COMMANDS[1] == "pip install '.[test]' && pytest"


@pytest.mark.parametrize("block", python_blocks())
def test_python_examples_run(block, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {})


def test_the_three_ways_of_toml_are_the_same(tmp_path):
    import sexlike

    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    texts = [*block.splitlines()[:2], "\n".join(block.splitlines()[2:])]
    values = set()
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.toml"
        path.write_text(text)
        values.add(sexlike.read_config(path).DETECT_THRESH)
    assert values == {(1.5,)}


def test_files_that_readme_names_exist():
    names = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"\bexamples/[\w./]+\w", README)
    missing = [name for name in names if not (ROOT / name).exists()]
    assert not missing
