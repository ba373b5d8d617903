"""What the command prints instead of a run: versions, dumps, help, explanations."""

import os
import re
import shutil
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import __version__, cli
from sexlike.compiled import VARIABLE
from sexlike.config.config import load_config
from sexlike.config.document import keywords_document
from sexlike.config.keywords import KEYWORDS
from sexlike.config.options import find_option
from sexlike.measure.order import ORDER
from sexlike.reference import UNITS_OF_DUMP, columns_document, find_column

NOT_IN_SEXTRACTOR = [row.name for row in KEYWORDS.values() if row.dump == "none"]


def said(capsys, *argv, status=0):
    """Standard output and standard error of a call."""
    assert cli.main(list(argv)) == status
    return capsys.readouterr()


def test_bare_call(capsys):
    out, err = said(capsys)
    assert out == ""
    assert re.search(r"[Vv]ersion ([0-9.])+", err)
    assert "version 2.25.0 (2018-02-08)" in err
    assert "SYNTAX: " in err


@pytest.mark.parametrize("option", ["-v", "--version", "--Version"])
def test_version(capsys, option):
    out, err = said(capsys, option)
    assert re.fullmatch(r".*SExtractor version 2\.25\.0 \(\d{4}-\d\d-\d\d\)\n", out)
    assert f"sexlike {__version__} (" in out
    assert err == ""


def test_the_version_is_told_at_once(tmp_path, monkeypatch):
    """Scripts ask for it before each run."""
    monkeypatch.chdir(tmp_path)  # from the package that is installed
    code = "import sys; old = {*sys.modules}; from sexlike.cli import main; main(['-v']); print({*sys.modules} - old)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    version, modules = done.stdout.splitlines()
    assert version == cli.VERSION
    assert not {"re", "dataclasses", "numpy", "sexlike.config.options"} & literal_eval(modules)
    assert find_option("-v").names == cli.VERSION_OPTIONS


@pytest.mark.needs_loops
@pytest.mark.parametrize(("value", "kind"), [("", "compiled loops"), ("numpy", "loops of numpy")])
def test_version_tells_what_runs_the_loops(value, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # from the package that is installed
    command = [sys.executable, "-m", "sexlike", "-v"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {VARIABLE: value})
    assert f" ({kind})," in done.stdout


def test_help(capsys):
    out, err = said(capsys, "--help")
    assert err == ""
    for text in ("SYNTAX: ", "Examples", "run.toml", "DETECT_THRESH    1.5 ", "-dt", "WEIGHT_TYPE", *NOT_IN_SEXTRACTOR):
        assert text in out


@pytest.mark.parametrize("option", ["-d", "-dd"])
def test_dump(capsys, tmp_path, monkeypatch, option):
    out, err = said(capsys, option)
    assert err == ""
    assert out.isascii()
    assert not re.search(r"(?m)^[ \t]{2,}$", out)
    names = [line.split()[0] for line in out.splitlines() if line and line[0] not in "# "]
    kinds = {"short"} if option == "-d" else {"short", "full"}
    assert names == [row.name for row in KEYWORDS.values() if row.dump in kinds]
    for name, line in zip(names, (line for line in out.splitlines() if line and line[0] not in "# "), strict=True):
        assert line.startswith(f"{name:<16} {KEYWORDS[name].default}")

    path = tmp_path / "default.sex"
    path.write_text(out)
    config = load_config(path)
    assert config == load_config()
    assert {name for name in KEYWORDS if name in config.origins} == set(names)


def test_full_dump_has_all_of_sextractor(capsys):
    out, _ = said(capsys, "-dd")
    assert len(re.findall(r"(?m)^[A-Z]", out)) == 73
    assert {"BACK_PEARSON", "CHECKPLOT_TYPE"} <= set(NOT_IN_SEXTRACTOR)


def test_toml_of_an_old_configuration(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("old.sex").write_text("DETECT_THRESH 2\nCATALOG_NAME $NIGHT/x.cat\nBACK_SIZE 32,64\nFILTER N\n")
    monkeypatch.setenv("NIGHT", "n1")
    out, _ = said(capsys, "-c", "old.sex", "-GAIN", "3", "-dt", "-CLEAN", "N")
    Path("run.toml").write_text(out)
    config = load_config("run.toml")
    assert config == load_config("old.sex", {"GAIN": "3", "CLEAN": "N"})
    assert config.CATALOG_NAME == ("n1/x.cat",)


def test_columns(capsys):
    out, err = said(capsys, "-dp")
    assert err == ""
    lines = out.splitlines()
    names = [line.split()[0] for line in lines]
    assert names == [f"#{name}" for name in ORDER if find_column(name)]
    for line, name in zip(lines, names, strict=True):
        unit = UNITS_OF_DUMP.get(name[1:], find_column(name[1:]).unit)
        assert re.findall(r"\[(.*)\]\s*$", line) == ([unit] if unit else [])
        assert line[len(name) + 1 :].strip()


@pytest.mark.parametrize(
    ("topic", "texts"),
    [
        (["detect_thresh"], ["DETECT_THRESH, a keyword (Extraction)", "Default: 1.5", "1 to 2 numbers"]),
        (["-CATALOG_TYPE"], ["FITS_LDAC"]),
        (["MAG_AUTO"], ["MAG_AUTO, a column", "Unit: mag"]),
        (["FLUX_APER"], ["It takes one size: FLUX_APER(3)"]),
        (["FLUX_SOMFIT"], ["Not offered by sexlike: it would need a self-organising map"]),
        (["FLAGS", "19"], ["FLAGS 19 = 1 + 2 + 16", "crowded", "merged", "aperture"]),
        (["FLAGS", "0", "GAIN"], ["nothing is wrong", "GAIN, a keyword"]),
        (["FLAGS"], ["FLAGS, a column", "128  overflow"]),
        (["FLAGS 5"], ["FLAGS 5 = 1 + 4", "saturated"]),
        (["flags_win", "3", "FLAGS_WEIGHT", "2"], ["FLAGS_WIN 3 = 1 + 2", "no_ellipse", "FLAGS_WEIGHT 2 = 2"]),
        (["kron"], ["Keywords and columns with kron", "PHOT_AUTOPARAMS", "KRON_RADIUS", "FLUX_AUTO"]),
        (["MINIBACK_RMS"], ["CHECKIMAGE_TYPE"]),
        (["FLUX_AUTO"], ["formula sum of the light", "PHOT_AUTOPARAMS (", "MASK_TYPE (", "16 aperture", "MAGERR_AUTO"]),
        (["PHOT_FLUXFRAC"], ["governs FLUX_RADIUS", "documentation keywords"]),
        (["WEIGHT_TYPE"], ["governs what is detected or measured", "documentation keywords, jwst"]),
        (["FILTER_NAME"], ["mexhat_2.0_5x5.conv (Mexican hat)"]),
    ],
)
def test_explanations(capsys, topic, texts):
    out, err = said(capsys, "--explain", *topic)
    assert err == ""
    for text in texts:
        assert text in re.sub(r"\s+", " ", out) or text in out


def test_nothing_to_explain(capsys):
    assert "Did you mean DETECT_THRESH?" in said(capsys, "--explain", "DETECT_TRESH", status=1).err
    assert "needs the name" in said(capsys, "--explain", status=1).err


def test_every_keyword_can_be_explained(capsys):
    out, _ = said(capsys, "--explain", *KEYWORDS)
    for name in KEYWORDS:
        assert f"{name}, a keyword" in out


def test_documented_keywords():
    """docs/keywords.md is what the table of keywords gives."""
    path = Path(__file__).parent.parent / "docs" / "keywords.md"
    assert path.read_text() == keywords_document(), "python -m sexlike.config.document > docs/keywords.md"


def test_documented_columns():
    """docs/columns.md is what the declarations of columns give."""
    path = Path(__file__).parent.parent / "docs" / "columns.md"
    assert path.read_text() == columns_document(), "python -m sexlike.reference > docs/columns.md"


@pytest.mark.needs_posix
def test_reader_that_has_had_enough():
    """`sexlike -dd | head -1` ends without a word."""
    process = subprocess.Popen([sys.executable, "-m", "sexlike", "-dp"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    with process.stderr as stream:
        assert stream.read() == b""
    process.wait()


@pytest.mark.needs_posix
@pytest.mark.parametrize("closing", [">&-", "> /dev/full"])
@pytest.mark.parametrize("words", ["-dd", "-v", "image.fits -CATALOG_NAME STDOUT -CATALOG_TYPE ASCII_HEAD"])
def test_standard_output_that_takes_nothing(words, closing, tmp_path):
    if "full" in closing and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    fits.PrimaryHDU(np.random.default_rng(1).normal(size=(64, 64)).astype("f4")).writeto(tmp_path / "image.fits")
    (tmp_path / "default.sex").write_text("VERBOSE_TYPE QUIET\n")
    command = f"exec {sys.executable} -m sexlike {words} {closing}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"\n> \*Error\*: .*standard output.*\n\n", done.stderr)


@pytest.mark.parametrize("value", ["256", "70000", "99999999999999999999"])
def test_a_value_that_flags_never_have(capsys, value):
    _, err = said(capsys, "--explain", "FLAGS", value, status=1)
    assert "is no value of FLAGS (allowed: 0 to 255)" in err


@pytest.mark.needs_posix
def test_a_link_of_the_name_sex(tmp_path):
    """As docs/start.md says, for scripts that call `sex`."""
    command = shutil.which("sexlike")
    if command is None:
        pytest.skip("the command is not installed")
    (tmp_path / "sex").symlink_to(command)
    done = subprocess.run([tmp_path / "sex", "-v"], capture_output=True, text=True, check=True)
    assert done.stdout == f"{cli.VERSION}\n"
