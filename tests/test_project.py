"""What the project's files say of it agrees: versions, Pythons, dependencies."""

import re
import subprocess
import sys
from pathlib import Path

import sexlike

ROOT = Path(__file__).parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text()


def test_the_version_is_the_same_everywhere():
    (cited,) = re.findall(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1]
    assert cited == newest == sexlike.__version__


def test_the_pythons_are_the_same_everywhere():
    first, after = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', PROJECT).groups()
    last = int(after) - 1
    assert f"Python 3.{first} to 3.{last}." in (ROOT / "README.md").read_text()
    minors = " ".join(map(str, range(int(first), last + 1)))
    assert f"for minor in {minors}; do" in (ROOT / ".ci" / "run").read_text()
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    assert f'python: ["3.{first}", "3.{last}"]' in workflow
    assert re.search(rf"^ *3\.{first}\n *3\.{last}\n", workflow, re.MULTILINE)


def test_every_dependency_has_an_oldest_version():
    done = subprocess.run([sys.executable, ROOT / ".ci" / "oldest"], capture_output=True, text=True, check=True)
    pins = dict(line.split("==") for line in done.stdout.splitlines())
    assert pins.keys() >= {"astropy", "matplotlib", "numpy", "photutils", "pytest", "scipy", "sep"}
    for package, version in pins.items():
        assert f'"{package}>={version}' in PROJECT
