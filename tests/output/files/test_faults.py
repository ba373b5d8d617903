"""Each system call that writes an output fails in its turn: older outputs stay whole, and nothing else stays."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

HERE = Path(__file__).parent
SAMPLE = 0 if os.environ.get("CI_FULL") else 6  # calls that are tried, 0 for all


@pytest.mark.needs_gcc
def test_no_call_that_fails_loses_an_older_output(tmp_path):
    library = tmp_path / "failing_calls.so"
    compile_it = ["gcc", "-shared", "-fPIC", "-o", library, HERE / "failing_calls.c", "-ldl"]
    subprocess.run(compile_it, check=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "default.param").write_text("NUMBER\nX_IMAGE\nFLUX_AUTO\n")
    y, x = np.mgrid[:64, :64]
    pixels = np.random.default_rng(1).normal(100, 3, x.shape) + 900 * np.exp(-((x - 30) ** 2 + (y - 40) ** 2) / 6)
    fits.PrimaryHDU(pixels.astype("f4")).writeto(tmp_path / "image.fits")
    sweep = [sys.executable, HERE / "fault_sweep.py", library, tmp_path, str(SAMPLE)]
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    done = subprocess.run(sweep, env=environment, capture_output=True, text=True, check=False)
    *wrong, calls = done.stdout.splitlines() or [done.stderr]
    assert wrong == [], done.stderr
    assert int(calls.split()[0]) > 20
