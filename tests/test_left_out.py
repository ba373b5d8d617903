"""A run of the tests says what it left out."""

import os
import subprocess
import sys
from pathlib import Path


def test_missing_programs_are_told_at_the_end(tmp_path):
    """Without a PATH there is no PSFEx and no SCAMP."""
    path = Path(__file__).parent / "output" / "catalogs" / "test_catalog_users.py"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(path)]
    done = subprocess.run(command, env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "Tests left out: 1 because PSFEx is not installed, 1 because SCAMP is not installed\n" in done.stdout


def test_a_marker_that_nobody_knows_is_an_error(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import pytest\n\n@pytest.mark.needs_sextracter\ndef test_it():\n    assert True\n"
    )
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", str(root / "pyproject.toml"), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "'needs_sextracter' not found in `markers`" in done.stdout
