"""A night in one command: catalogs are those of single runs, and ten broken exposures fail in ten ways."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .nights import ENVIRONMENT, check_catalogs, check_failures, make, rows_of, sexlike

FULL = os.environ.get("CI_FULL") == "1"
COUNT, SIZE = (200, 256) if FULL else (16, 128)


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """A night with ten broken exposures that has been run -> folder, names of the broken, the run."""
    folder = tmp_path_factory.mktemp("night")
    broken = make(folder, count=COUNT, size=SIZE, broken=True)
    done = sexlike("--batch", "night/exposures.csv", "-c", "run.toml", cwd=folder)
    return folder, broken, done


def test_ten_fail_with_ten_sentences(night):
    folder, broken, done = night
    check_failures(rows_of(folder / "batch.ecsv"), broken, COUNT, done)


def test_catalogs_are_those_of_single_runs(night, tmp_path, monkeypatch):
    folder, _, _ = night
    monkeypatch.chdir(folder)
    check_catalogs(COUNT, tmp_path, monkeypatch)


def test_rows_tell_of_sky_seeing_and_depth(night):
    folder, _, _ = night
    rows = [row for row in rows_of(folder / "batch.ecsv").values() if row["status"] == "done"]
    assert all(50 < row["background"] < 400 for row in rows)
    assert all(row["rms"] > 0 and row["seconds"] > 0 and row["memory"] > 20 for row in rows)
    assert all(abs(row["zeropoint"] - 25) < 0.3 and row["depth_aper"] < row["zeropoint"] for row in rows)
    assert all(row["observed"].startswith("2023-02-25T") for row in rows)
    assert all((folder / row["log"]).read_text().count("Measuring from: exp") == 1 for row in rows)


def test_a_second_run_has_nothing_to_do(night):
    folder, _, _ = night
    before = {path: path.stat().st_mtime_ns for path in (folder / "cats").rglob("*.cat")}
    done = sexlike("--batch", "night/exposures.csv", "-c", "run.toml", cwd=folder)
    assert done.returncode == 1
    assert f"{COUNT} exposures, {COUNT - 10} up to date, 10 failed before and have not changed" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in (folder / "cats").rglob("*.cat")} == before


OPENED = """
import os, sys
found = set()
sys.addaudithook(lambda event, words: found.add(words[0]) if event == "open" and isinstance(words[0], str) else None)
from sexlike.cli import main
status = main(sys.argv[1:])
print(*sorted(path for path in found if ".fits" in path))
"""


def test_a_second_run_opens_no_image(night):
    """Those of which no name of a file is known, as they could not be read, are looked at again."""
    folder, broken, _ = night
    words = ["--batch", "night/exposures.csv", "-c", "run.toml"]
    done = subprocess.run(
        [sys.executable, "-c", OPENED, *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert {Path(path).stem for path in done.stdout.split()} <= set(broken)
    assert "up to date" in done.stderr


def test_the_plan_says_what_has_changed(night):
    folder, broken, _ = night
    first, second, third = sorted((folder / "cats").rglob("*.cat"))[:3]
    first.unlink()
    os.utime(folder / "night" / f"{second.stem}.fits")
    with open(folder / "night" / f"{third.stem}.weight.fits", "ab") as file:
        file.write(bytes(2880))
    done = sexlike("--batch", "night/exposures.csv", "-c", "run.toml", "--dry-run", cwd=folder)
    lines = {Path(line.split()[1]).stem: line for line in done.stdout.splitlines() if ".fits" in line}
    assert done.returncode == 0
    assert lines[first.stem].startswith("run ")
    assert f"{first.relative_to(folder)} is missing" in lines[first.stem]
    assert lines[second.stem].endswith("unchanged")  # its time is another one, its contents are the same
    assert f"{third.stem}.weight.fits has changed" in lines[third.stem]
    assert "failed: " in lines[broken[0]]
    assert lines[broken[0]].startswith("skip")
    assert not first.exists()
    done = sexlike("--batch", "night/exposures.csv", "-c", "run.toml", "--dry-run", "-DETECT_THRESH", "3", cwd=folder)
    assert f"{COUNT - 8} to run" in done.stdout  # the others cannot be read
    assert "DETECT_THRESH was 2 and is 3" in done.stdout
