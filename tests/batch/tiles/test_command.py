"""The option --tiles, with processes of this machine."""

import os
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest
from astropy.io import fits

from sexlike.cli import main

COMMON = ["-VERBOSE_TYPE", "QUIET", "-NTHREADS", "2"]


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    pixels = np.random.default_rng(1).normal(100, 5, (160, 90)).astype(np.float32)
    y, x = np.indices(pixels.shape)
    for k in range(12):
        pixels += (300 * np.exp(-((x - 7 * k - 5) ** 2 + (y - 13 * k - 5) ** 2) / 6)).astype(np.float32)
    fits.writeto("a.fits", pixels)
    (tmp_path / "few.param").write_text("NUMBER\nX_IMAGE\nFLUX_AUTO\n")
    (tmp_path / "run.toml").write_text('PARAMETERS_NAME = "few.param"\nBACK_SIZE = 32\n')
    return tmp_path


def test_processes_make_the_same_catalog(in_folder):
    assert main(["a.fits", "-c", "run.toml", "-CATALOG_NAME", "whole.cat", *COMMON]) == 0
    assert main(["a.fits", "-c", "run.toml", "--tiles", "85", "-CATALOG_NAME", "tiles.cat", *COMMON]) == 0
    assert (in_folder / "tiles.cat").read_bytes() == (in_folder / "whole.cat").read_bytes()
    assert sorted(path.name for path in in_folder.iterdir()) == [
        "a.fits",
        "few.param",
        "run.toml",
        "tiles.cat",
        "whole.cat",
    ]


@pytest.mark.parametrize("side", ["8", "many", "1e9", "-5"])
def test_a_side_that_is_none(in_folder, capfd, side):
    assert main(["a.fits", "-c", "run.toml", "--tiles", side, *COMMON]) == 1
    assert f"--tiles: {side} is no side of tiles (allowed: 16 to 1000000 pixels)" in capfd.readouterr().err


def test_a_missing_image_and_a_missing_side(in_folder, capfd):
    assert main(["b.fits", "-c", "run.toml", "--tiles", "64", *COMMON]) == 1
    assert "cannot open b.fits: no such file" in capfd.readouterr().err
    assert main(["a.fits", "-c", "run.toml", "--tiles"]) == 1
    assert "no n after --tiles" in capfd.readouterr().err


def test_a_batch_has_no_tiles(in_folder, capfd):
    assert main(["--batch", "a.fits", "--tiles", "64", *COMMON]) == 1
    assert "--tiles is for one mosaic" in capfd.readouterr().err


@pytest.mark.needs_posix
def test_a_command_that_is_killed_leaves_no_process_and_its_folder_to_the_next(in_folder):
    words = ["a.fits", "-c", "run.toml", "--tiles", "40", "-CATALOG_NAME", "tiles.cat", *COMMON]
    command = subprocess.Popen([sys.executable, "-m", "sexlike", *words])
    end = time.monotonic() + 60
    while not list(in_folder.glob("sexlike-tiles-*/seeds-*.npz")):
        assert time.monotonic() < end
        assert command.poll() is None
        time.sleep(0.005)
    others = psutil.Process(command.pid).children(recursive=True)
    command.kill()
    command.wait()
    _, left = psutil.wait_procs(others, 30)
    assert not left
    (folder,) = in_folder.glob("sexlike-tiles-*")
    of_this = in_folder / folder.name.replace(f"-{command.pid}-", f"-{os.getpid()}-")
    of_other = in_folder / folder.name.replace("-tiles-", "-tiles-elsewhere")
    of_this.mkdir()
    of_other.mkdir()
    assert main(words) == 0
    assert sorted(in_folder.glob("sexlike-tiles-*")) == sorted([of_this, of_other])


def test_a_cluster_makes_the_same_catalog(in_folder):
    """In a process of its own, as the command is."""
    pytest.importorskip("distributed")
    assert main(["a.fits", "-c", "run.toml", "-CATALOG_NAME", "whole.cat", *COMMON]) == 0
    words = ["a.fits", "-c", "run.toml", "--tiles", "85", "--cluster", "local", "-CATALOG_NAME", "tiles.cat", *COMMON]
    assert subprocess.run([sys.executable, "-m", "sexlike", *words], timeout=200).returncode == 0
    assert (in_folder / "tiles.cat").read_bytes() == (in_folder / "whole.cat").read_bytes()
