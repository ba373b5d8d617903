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

from sexlike import cli
from sexlike.batch.state.columns import DONE, INTERRUPTED, WAITING
from sexlike.batch.state.store import State

from .processes import Cluster, environment, wait_for

pytestmark = [pytest.mark.needs_posix]

SEED = int(os.environ.get("SEED", "1"))
FULL = os.environ.get("CI_FULL") == "1"
KILLS = 20 if FULL else 3
EXPOSURES = 60 if FULL else 5
LONGEST_WAIT = 1.5  # seconds from when a command begins its work to a kill
WORDS = ["-c", "run.toml", "-CATALOG_NAME", "cats/{stem}.fits", "-VERBOSE_TYPE", "NORMAL"]
CONFIG = """CATALOG_TYPE = "FITS_1.0"
DETECT_THRESH = 3.0
BACK_SIZE = 32
"""
SIGNS = f"----- {EXPOSURES} exposures".encode(), b"] n"  # that it hands out work, and that an exposure is done
GONE = "has ended, or cannot be reached any more"
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


def start(folder, words, sign):
    """Start the command in a folder, and wait until it has said something, or ended."""
    said = folder / "said.txt"
    with open(said, "ab") as file:
        begin = file.tell()
        command = subprocess.Popen(
            [sys.executable, "-m", "sexlike", *words], cwd=folder, env=environment(), stdout=file, stderr=file
        )
    wait_for(lambda: command.poll() is not None or sign in said.read_bytes()[begin:], sign)
    return command


def catalogs(folder):
    """Name -> bytes of each catalog, without what was not complete when its worker was killed."""
    return {path.name: path.read_bytes() for path in (folder / "cats").glob("n*.fits")}


def rows_of(folder):
    """The rows that the state has, with what its journal adds."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        return list(State("batch.ecsv", writing=False).rows.values())
    finally:
        os.chdir(before)


def check_kept(folder, before):
    """What was done before is there, and was not done again -> what is done now, and when it was."""
    rows = rows_of(folder)
    assert {row["status"] for row in rows} <= {DONE, INTERRUPTED, WAITING}
    stems = [row["stem"] for row in rows if row["status"] == DONE]
    now = {stem: os.stat(folder / "cats" / f"{stem}.fits").st_mtime_ns for stem in stems}
    assert {stem: now.get(stem) for stem in before} == before
    return now


def single_runs(folder, count):
    """The catalogs of runs of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        for number in range(count):
            words = [word.replace("{stem}", f"n{number:02d}") for word in WORDS]
            assert cli.main([f"night/n{number:02d}.fits", *words]) == 0
    return catalogs(folder)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """A folder of exposures, and what single runs make of them."""
    folder = tmp_path_factory.mktemp("night")
    make_exposures(folder, EXPOSURES)
    (folder / "cats").mkdir()
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
        words = ["--batch", "night/*.fits", *WORDS, "--cluster", cluster.address]
        begin(cluster)
        command, done, at_work = start(folder, words, SIGNS[1]), {}, 0
        for target in targets:
            time.sleep(chance.uniform(0, LONGEST_WAIT))
            at_work += command.poll() is None
            if target == "worker":
                workers = wait_for(cluster.worker_processes, "workers")
                chance.choice(workers).kill()
                if command.poll() is None:
                    continue
            elif target == "scheduler":
                end_of_scheduler(cluster, command, folder)
                begin(cluster)
            else:
                command.kill()
                command.wait()
            done = check_kept(folder, done)
            command = start(folder, words, chance.choice(SIGNS))
        assert command.wait(120) == 0, (folder / "said.txt").read_text()
    assert len(check_kept(folder, done)) == EXPOSURES
    assert catalogs(folder) == made
    assert "Traceback" not in (folder / "said.txt").read_text()
    print(f"{at_work} of {KILLS} kills met a command at work")
    assert at_work >= (KILLS / 2 if FULL else 1)


def begin(cluster):
    """Start a scheduler and two workers."""
    cluster.start_scheduler()
    cluster.start_worker()
    cluster.start_worker()


def end_of_scheduler(cluster, command, folder):
    """Kill the scheduler, and the workers with it: the command ends with a sentence."""
    was_at_work = command.poll() is None
    begin = time.monotonic()
    cluster.end()
    command.wait(30)
    assert time.monotonic() - begin < 30
    if was_at_work and command.returncode:
        assert GONE in (folder / "said.txt").read_text()[-300:]  # the last it said
