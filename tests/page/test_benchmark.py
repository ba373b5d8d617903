"""The benchmark of the page, on a small field."""

import subprocess
import sys
from pathlib import Path

import pytest
from astropy.io import fits

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.skipif(sys.platform != "linux", reason="the benchmark of the page needs Linux")
def test_it_times_the_first_view_and_tries(tmp_path):
    sys.path.insert(0, str(BENCHMARKS))
    import page

    page.write_field(tmp_path / "field.fits", 600)
    assert fits.getdata(tmp_path / "field.fits").shape == (600, 600)
    command = [sys.executable, str(BENCHMARKS / "page.py"), "--image", str(tmp_path / "field.fits")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    lines = [line.split()[0] for line in done.stdout.splitlines()]
    assert lines[:3] == ["address", "first", "background"]
    assert "9 tiles" in done.stdout
    assert "redraw" in lines
