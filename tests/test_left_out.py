"""A run of the tests says what it left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def run(tmp_path):
    """Run a test with a marker, where there are no programs -> exit status, output."""

    def run(marker):
        (tmp_path / "test_it.py").write_text(f"import pytest\n\n@pytest.mark.{marker}\ndef test_it():\n    pass\n")
        options = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
        environment = os.environ | {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "pytest", *options, "test_it.py"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout

    return run


def test_a_missing_program_is_told_at_the_end(run):
    status, output = run("needs_psfex")
    assert status == 0
    assert "\nTests left out: 1 because PSFEx is not installed\n" in output


def test_a_marker_that_nobody_knows_is_an_error(run):
    status, output = run("needs_psfexx")
    assert status != 0
    assert "'needs_psfexx' not found in `markers`" in output
