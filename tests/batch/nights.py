"""Nights of small exposures for the tests of batches."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from ..ourfield import EXAMPLES  # noqa: F401  # the scripts of examples/ can be imported

COLUMNS = "NUMBER\nX_IMAGE\nY_IMAGE\nFLUX_APER\nMAG_AUTO\nFLAGS\n"
RUN = """\
PARAMETERS_NAME = "run.param"
CATALOG_NAME = "cats/{FILTER}/{stem}.cat"
WEIGHT_TYPE = "MAP_WEIGHT"
WEIGHT_IMAGE = "{folder}/{stem}.weight.fits"
DETECT_THRESH = 2
"""
PROBLEMS = [  # of the ten broken exposures, in their order
    "empty",
    "truncated|cut short|ends",
    "FITS",
    "no two-dimensional image",
    "no such file|cannot open",
    "truncated: its compressed data have no end|compressed",
    "no good pixel|no value|no pixel|NaN",
    "BITPIX",
    "weight",
    "no card FILTER",
]
COMMAND = [sys.executable, "-m", "sexlike"]
ENVIRONMENT = os.environ | {"SOURCE_DATE_EPOCH": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def make(folder, **arguments):
    """Make a night in the folder ``night`` of a folder, with a configuration -> names of the broken exposures."""
    from make_night import make_night

    kinds = make_night(Path(folder) / "night", **arguments)
    Path(folder, "run.toml").write_text(RUN)
    Path(folder, "run.param").write_text(COLUMNS)
    return kinds


def sexlike(*words, cwd=None, variables=None, **more):
    """Run the command in a process of its own, with more variables in its environment -> CompletedProcess."""
    environment = ENVIRONMENT | (variables or {})
    return subprocess.run([*COMMAND, *words], cwd=cwd, env=environment, capture_output=True, text=True, **more)


@cache
def _field(size, seed):
    from make_night import make_exposure

    return make_exposure(seed, size, 1)


def write_images(folder, names, size=96):
    """Write small images without weights, the same for a name in every test."""
    from astropy.io import fits

    for number, name in enumerate(names, 1):
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image, _, cards = _field(size, number)
        fits.writeto(path, image, cards, overwrite=True)


def rows_of(path="batch.ecsv"):
    """Stem of each exposure -> its row in the state."""
    from sexlike.batch.state.table import read_table

    return {row["stem"]: row for row in read_table(str(path))}


def check_failures(rows, broken, count, done):
    """Of so many exposures these have failed, each with its own sentence; the command has told of all."""
    assert len(rows) == count
    assert [stem for stem, row in rows.items() if row["status"] == "failed"] == broken
    for stem, problem in zip(broken, PROBLEMS, strict=True):
        sentence = rows[stem]["sentence"]
        assert re.search(problem, sentence), (stem, sentence)
        assert "Traceback" not in sentence
        assert "mistake" not in sentence
        assert sentence in done.stderr
    assert done.returncode == 1
    assert f"10 of {count} exposures failed" in done.stderr
    assert done.stdout == ""


def check_catalogs(count, elsewhere, monkeypatch):
    """The catalogs of the night in the current folder are those of single runs, which write into another folder."""
    from sexlike import cli

    finished = [row for row in rows_of().values() if row["status"] == "done"]
    assert len(finished) == count - 10
    monkeypatch.setenv("SOURCE_DATE_EPOCH", ENVIRONMENT["SOURCE_DATE_EPOCH"])
    for row in finished:
        path = Path(re.search(r"cats/\w/\w+\.cat", row["outputs"])[0])
        assert path.stem == row["stem"]
        alone = Path(elsewhere, "alone.cat")
        words = ["-CATALOG_NAME", str(alone), "-WEIGHT_IMAGE", f"night/{row['stem']}.weight.fits"]
        words += ["-MAG_ZEROPOINT", f"{25 + row['number'] % 3 / 10:g}", "-VERBOSE_TYPE", "QUIET"]
        assert cli.main([row["images"], "-c", "run.toml", *words]) == 0
        assert path.read_bytes() == alone.read_bytes()
        assert row["objects"] == sum(not line.startswith(b"#") for line in alone.read_bytes().splitlines())
    assert {path.name for path in Path("cats").iterdir()} == {"g", "r", "i"}
    assert not list(Path().rglob("*.part"))


def write_folder(names):
    """Write small images, and the files that the command looks for there, to the current folder."""
    write_images(".", names)
    Path("default.param").write_text("NUMBER\nX_IMAGE\nMAG_AUTO\n")
    Path("default.sex").write_text("DETECT_THRESH 2\n")
