"""Nights of small exposures for the tests of batches."""

import os
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
COMMAND = [sys.executable, "-m", "sexlike"]
ENVIRONMENT = os.environ | {"SOURCE_DATE_EPOCH": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def make(folder, **arguments):
    """Make a night in the folder ``night`` of a folder, with a configuration -> names of the broken exposures."""
    from make_night import make_night

    kinds = make_night(Path(folder) / "night", **arguments)
    Path(folder, "run.toml").write_text(RUN)
    Path(folder, "run.param").write_text(COLUMNS)
    return kinds


def sexlike(*words, cwd=None, **more):
    """Run the command in a process of its own -> CompletedProcess."""
    return subprocess.run([*COMMAND, *words], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, **more)


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
