"""A library that was compiled of other sources gives wrong numbers, or none: it is not used."""

import shutil

import pytest

from sexlike import compiled


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a source and a library, as `compiled` sees it -> its folder of loops."""
    folder = tmp_path / "loops"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "a.c").write_text("int a;")
    (tmp_path / "constants.py").write_text("A = 1")
    monkeypatch.setattr(compiled, "FOLDER", str(folder))
    monkeypatch.setattr(compiled, "PATH", str(folder / "library"))
    monkeypatch.delenv(compiled.VARIABLE, raising=False)
    (folder / "library").write_bytes(b"\0code" + compiled.fingerprint().encode() + b"\0")
    return folder


def test_a_library_of_these_sources_is_used(package):
    assert compiled.kind_of_loops() == "compiled loops"


@pytest.mark.parametrize("changed", ["loops/images/a.c", "loops/b.h", "constants.py"])
def test_a_library_of_other_sources_is_not(package, changed):
    (package.parent / changed).write_text("B = 2")
    assert not compiled.is_compiled()
    assert compiled.kind_of_loops() == "loops of numpy, for the compiled ones are out of date"


def test_an_installed_library_has_no_sources_beside_it(package):
    shutil.rmtree(package / "images")
    assert compiled.fingerprint() == ""
    assert compiled.is_compiled()


def test_without_a_library(package):
    (package / "library").unlink()
    assert compiled.kind_of_loops() == "loops of numpy"
