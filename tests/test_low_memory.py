"""Too little memory ends in a sentence and status 1, and nothing is left over."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli, memory, seplib

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs limits of the address space")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    image = np.random.default_rng(1).normal(100, 3, (1500, 1500))
    image[30:33, 40:43] += 300
    fits.writeto("a.fits", image.astype("f4"))
    Path("n.param").write_text("NUMBER\nFLUX_AUTO\n")
    Path("e.sex").touch()
    Path("test.cat").write_text("# older\n")


def limited(megabytes, code, *argv):
    """Run Python code with so much more address space than it has when sexlike and its rooms are imported."""
    before = f"""
import resource, sys
import numpy, sep, astropy.io.fits, scipy.ndimage
import sexlike.output.catalogs.catalog, sexlike.output.checkimages.checkfiles, sexlike.output.console, sexlike.pipeline
from sexlike import cli, seplib
pages = int(open("/proc/self/statm").read().split()[0])
limit = pages * resource.getpagesize() + {megabytes} * 1000000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
"""
    command = [sys.executable, "-c", before + code, *argv]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


@pytest.mark.parametrize("megabytes", [3, 8, 15])
def test_a_run(megabytes):
    options = ["-CHECKIMAGE_TYPE", "SEGMENTATION", "-CHECKIMAGE_NAME", "s.fits", "-PARAMETERS_NAME", "n.param"]
    done = limited(megabytes, "sys.exit(cli.main(sys.argv[1:]))", "a.fits", "-c", "e.sex", *options)
    assert done.returncode == 1, done.stderr
    assert "memory" in done.stderr
    assert "Traceback" not in done.stderr
    assert Path("test.cat").read_text() == "# older\n"
    assert sorted(path.name for path in Path().iterdir()) == ["a.fits", "e.sex", "n.param", "test.cat"]


def test_too_little_for_the_message(monkeypatch, capsys):
    def no_memory(*_):
        raise MemoryError

    monkeypatch.setattr(cli, "run_command", no_memory)
    monkeypatch.setattr(memory, "out_of_memory", no_memory)
    assert cli.main(["a.fits"]) == 1
    assert capsys.readouterr().err == "\n> *Error*: out of memory\n\n"


@pytest.mark.parametrize("megabytes", [5, 10, 20, 35, 50, 100])
def test_sep_does_not_crash(megabytes):
    code = """
image = numpy.random.default_rng(1).normal(size=(500, 500)).astype("f4")
try:
    seplib.mesh_background(image)
except MemoryError:
    print("MemoryError")
"""
    done = limited(megabytes, code)
    assert done.returncode == 0, done.stderr


def test_sep_does_not_get_less_than_it_asks_for():
    with pytest.raises(MemoryError):
        seplib.reserve(1 << 60)


@pytest.mark.parametrize("column", ["VIGNET(10000,10000)", "VIGNET_SHIFT(9999,9999)", "FLUX_RADIUS(9000)"])
def test_columns_are_refused_before_they_are_computed(column, monkeypatch, capsys):
    Path("n.param").write_text(f"NUMBER\n{column}\n")
    least = 5e5 if column.startswith("FLUX_RADIUS") else 8e9
    monkeypatch.setattr("sexlike.measure.room.require_memory", refuse_above(least))
    assert cli.main(["a.fits", "-c", "e.sex", "-PARAMETERS_NAME", "n.param", "-DETECT_THRESH", "20"]) == 1
    error = capsys.readouterr().err
    assert f"{column} of 1 object would take" in error


def refuse_above(limit):
    def require(needed, what, hint):
        assert needed > limit
        raise memory.SexlikeError(f"{what} would take too much", hint=hint)

    return require


def test_memory_that_runs_out_all_the_same(monkeypatch, capsys):
    def exhaust(*_, **__):
        raise MemoryError

    monkeypatch.setattr("sexlike.pipeline.search", exhaust)
    assert cli.main(["a.fits", "-c", "e.sex", "-PARAMETERS_NAME", "n.param"]) == 1
    assert "*Error*: out of memory" in capsys.readouterr().err
    assert Path("test.cat").read_text() == "# older\n"
