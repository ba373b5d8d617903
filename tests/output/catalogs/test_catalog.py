"""Catalogs and their formats, one or several in a run."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

from sexlike.config.keywords import KEYWORDS
from sexlike.errors import SexlikeError
from sexlike.output.catalogs.catalog import write_catalog
from sexlike.output.catalogs.writers import WRITERS
from sexlike.output.outputpaths import output_paths

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_one_run_writes_all_of_them(catalog, configure, tmp_path):
    kinds, names = ("FITS_LDAC", "ASCII_HEAD", "NONE", "ECSV"), ("a.fits", "a.cat", "none", "a.ecsv")
    config = configure(CATALOG_TYPE=kinds, CATALOG_NAME=names)
    assert [path for _, path in output_paths(config)] == ["a.fits", "a.cat", "a.ecsv"]
    write_catalog([catalog], config)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.cat", "a.ecsv", "a.fits"]
    expected = catalog.values["X_IMAGE"]
    np.testing.assert_array_equal(fits.getdata("a.fits", 2)["X_IMAGE"], expected)
    np.testing.assert_allclose(Table.read("a.cat", format="ascii.sextractor")["X_IMAGE"], expected, atol=1e-4)
    np.testing.assert_array_equal(Table.read("a.ecsv")["X_IMAGE"], expected)


def test_each_of_them_is_what_it_would_be_alone(catalog, configure):
    write_catalog([catalog], configure(CATALOG_TYPE=["ASCII", "ASCII_HEAD"], CATALOG_NAME=["a", "b"]))
    for kind, name in (("ASCII", "a"), ("ASCII_HEAD", "b")):
        write_catalog([catalog], configure(CATALOG_TYPE=kind, CATALOG_NAME="alone"))
        with open("alone") as alone, open(name) as among:
            assert alone.read() == among.read()


def test_one_of_them_on_standard_output(catalog, configure, capfdbinary, tmp_path):
    write_catalog([catalog], configure(CATALOG_TYPE=["ECSV", "FITS_1.0"], CATALOG_NAME=["STDOUT", "a.fits"]))
    assert capfdbinary.readouterr().out.startswith(b"# %ECSV")
    assert [path.name for path in tmp_path.iterdir()] == ["a.fits"]


def test_to_standard_output(catalog, configure, capfdbinary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_catalog([catalog], configure(CATALOG_NAME="STDOUT", CATALOG_TYPE="ASCII"))
    assert capfdbinary.readouterr().out.count(b"\n") == 5
    assert list(tmp_path.iterdir()) == []
    write_catalog([catalog], configure(CATALOG_NAME="STDOUT", CATALOG_TYPE="FITS_LDAC"))
    write_catalog([catalog], configure(CATALOG_NAME="stdout", CATALOG_TYPE="ASCII"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["STDOUT", "stdout"]
    assert capfdbinary.readouterr().out == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_standard_output_on_a_full_disk(catalog, configure, monkeypatch):
    """One error, and none once more when what is left in the buffer is written at the end."""
    with open("/dev/full", "w") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(SexlikeError, match="CATALOG_NAME STDOUT: cannot write"):
            write_catalog([catalog], configure(CATALOG_NAME="STDOUT", CATALOG_TYPE="ASCII"))


def test_no_catalog(catalog, configure, tmp_path):
    write_catalog([catalog], configure(CATALOG_TYPE="NONE"))
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_catalog(make_catalog, configure, tmp_path):
    config = configure()
    (tmp_path / "out.cat").write_text("old")
    broken = make_catalog()
    del broken.values["FLAGS"]
    with pytest.raises(KeyError):
        write_catalog([broken], config)
    assert (tmp_path / "out.cat").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.cat"]


def test_every_catalog_type_has_a_writer():
    assert {*WRITERS, "NONE"} == set(KEYWORDS["CATALOG_TYPE"].choices)


@pytest.mark.parametrize("kind", ["ASCII_HEAD", "FITS_LDAC"])
def test_what_takes_time_is_imported_for_the_formats_that_need_it(kind):
    """In a process of its own, as others of these tests import all of it."""
    code = (
        "import sys; from sexlike.config.config import load_config; from tests.output.madeup import made_up_catalog\n"
        "from sexlike.output.catalogs.catalog import write_catalog\n"
        f"config = load_config(None, {{'CATALOG_TYPE': '{kind}', 'CATALOG_NAME': 'a.cat'}})\n"
        "write_catalog([made_up_catalog()], config)\n"
        "heavy = ('astropy.table', 'astropy.io.votable', 'astropy.utils.xml', 'sexlike.output.catalogs.xml', 'yaml')\n"
        "found = [name for name in heavy if name in sys.modules]; assert not found, found"
    )
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths}, capture_output=True)
    assert (done.returncode, done.stderr.strip()) == (0, b"")
