"""Workers, the scheduler and the command are killed at random moments: the same command again comes to the same end.

Three kills, twenty with CI_FULL=1. SEED chooses others.
"""

import os
import random
import subprocess
import sys
import time

import numpy as np
import pytest
from astropy.io import fits

from sexlike.batch.state.columns import DONE
from sexlike.batch.state.store import State

from .processes import Cluster, environment

pytestmark = [pytest.mark.needs_posix]

SEED = int(os.environ.get("SEED", "1"))
KILLS = 20 if os.environ.get("CI_FULL") == "1" else 3
EXPOSURES = 24 if os.environ.get("CI_FULL") == "1" else 5
LONGEST_WAIT = 2.5  # seconds before a kill
WORDS = ["-c", "run.toml", "-CATALOG_NAME", "cats/{stem}.fits", "-VERBOSE_TYPE", "NORMAL"]
CONFIG = """CATALOG_TYPE = "FITS_1.0"
DETECT_THRESH = 3.0
BACK_SIZE = 32
"""
COLUMNS = "NUMBER\nX_IMAGE\nY_IMAGE\nFLUX_AUTO\nMAG_AUTO\nFLUX_APER\nFLAGS\n"


def make_exposures(folder, count):
    """Images of stars, with other sizes, skies and seeds."""
    (folder / "night").mkdir()
    (folder / "run.toml").write_text(CONFIG)
    (folder / "default.param").write_text(COLUMNS)
    for number in range(count):
        noise = np.random.default_rng(number)
        side = 400 + 20 * (number % 5)
        image = noise.normal(100 + 5 * number, 4, (side, side))
        y, x = np.mgrid[:11, :11] - 5
        star = np.exp(-(x**2 + y**2) / 5)
        for place in noise.integers(8, side - 8, (150, 2)):
            image[place[0] - 5 : place[0] + 6, place[1] - 5 : place[1] + 6] += noise.exponential(300) * star
        fits.PrimaryHDU(image.astype(np.float32)).writeto(folder / "night" / f"n{number:02d}.fits")


def start(folder, *words):
    """Start the command in a folder."""
    with open(folder / "said.txt", "ab") as said:
        command = [sys.executable, "-m", "sexlike", *words]
        return subprocess.Popen(command, cwd=folder, env=environment(), stdout=said, stderr=said)


def catalogs(folder):
    """Name -> bytes of each catalog."""
    return {path.name: path.read_bytes() for path in (folder / "cats").iterdir()}


def finished(folder):
    """What the state says to be done: image -> when its catalog was written."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        rows = State("batch.ecsv", writing=False).rows.values()
        stems = [row["stem"] for row in rows if row["status"] == DONE]
        return {stem: os.stat(f"cats/{stem}.fits").st_mtime_ns for stem in stems}
    finally:
        os.chdir(before)


def single_runs(folder, count):
    """The catalogs of runs of their own."""
    (folder / "cats").mkdir()
    for number in range(count):
        words = [word.replace("{stem}", f"n{number:02d}") for word in WORDS]
        assert start(folder, f"night/n{number:02d}.fits", *words).wait(120) == 0
    return catalogs(folder)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """A folder of exposures, and what single runs make of them."""
    folder = tmp_path_factory.mktemp("night")
    make_exposures(folder, EXPOSURES)
    made = single_runs(folder, EXPOSURES)
    for path in (folder / "cats").iterdir():
        path.unlink()
    return folder, made


def test_killed_again_and_again_the_end_is_the_same(expected, tmp_path):
    folder, made = expected
    chance = random.Random(SEED)
    targets = [("worker", "scheduler", "command")[number % 3] for number in range(KILLS)]
    chance.shuffle(targets)
    with Cluster(tmp_path) as cluster:
        cluster.start_scheduler()
        cluster.start_worker()
        cluster.start_worker()
        words = ["--batch", "night/*.fits", *WORDS, "--cluster", cluster.address]
        command = start(folder, *words)
        done = {}
        for target in targets:
            time.sleep(chance.uniform(0.5, LONGEST_WAIT))
            if target == "worker":
                if workers := cluster.worker_processes():
                    chance.choice(workers).kill()
                if command.poll() is None:
                    continue
            elif target == "scheduler":
                begin = time.monotonic()
                cluster.end()
                command.wait(30)
                assert time.monotonic() - begin < 30
                cluster.start_scheduler()
                cluster.start_worker()
                cluster.start_worker()
            else:
                command.kill()
                command.wait()
            done = check_kept(folder, done)
            command = start(folder, *words)
        assert command.wait(120) == 0, (folder / "said.txt").read_text()
    check_kept(folder, done)
    assert catalogs(folder) == made
    said = (folder / "said.txt").read_text()
    assert "Traceback" not in said


def check_kept(folder, before):
    """What was done before is there, and was not done again -> what is done now."""
    now = finished(folder)
    assert {stem: now.get(stem) for stem in before} == before
    return now
