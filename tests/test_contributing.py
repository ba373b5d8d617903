"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the package."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

ROOT = Path(__file__).parents[1]
INSTRUCTION = re.compile(r"(?:Write|In) `(sexlike/\S+)`(?:, (after|in place of) `([^`]+)`( and what follows)?)?:$")


def recipes():
    """File, way, mark, whether all that follows goes, and code, of each instruction of the page."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    steps = []
    for paragraph, code in re.findall(r"\n\n([^\n`](?:[^\n]|\n(?!\n))*:)\n\n```\w*\n(.*?)```", text, re.DOTALL):
        found = INSTRUCTION.search(" ".join(paragraph.split()))
        assert found, f"not understood: {paragraph}"
        steps.append((*found.groups(), code))
    assert len(steps) == text.count("```") // 2, "a block of code without an instruction"
    return steps


def follow(folder, path, way, mark, rest, code):
    """Do as an instruction says."""
    file = folder / path
    if way is None:
        assert not file.exists()
        file.write_text(code)
        return
    text = file.read_text()
    assert text.count(mark) == 1, f"{mark} stands {text.count(mark)} times in {path}"
    before, after = text.split(mark)
    if way == "after":
        line, _, after = after.partition("\n")
        file.write_text(f"{before}{mark}{line}\n{code}{after}")
    else:
        file.write_text(before + code.rstrip("\n") + ("\n" if rest else after))


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A folder with an image and the package with all that the recipes add -> a function that runs Python there."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(ROOT / "sexlike", folder / "sexlike", ignore=shutil.ignore_patterns("__pycache__"))
    for step in recipes():
        follow(folder, *step)
    pixels = np.random.default_rng(1).normal(0, 2, (100, 120)).astype("f4")
    pixels[40:44, 60:64] += 100
    fits.PrimaryHDU(pixels).writeto(folder / "image.fits")
    (folder / "own.param").write_text("NUMBER\nFLUX_MAX\nSNR_PEAK\nFLUX_APER(2)\n")
    (folder / "own.sex").write_text(
        "PARAMETERS_NAME own.param\nFILTER N\nPHOT_APERTURES 5,10\nDETECT_THRESH 10\n"
        "CATALOG_TYPE TSV\nCATALOG_NAME own.tsv\n"
    )

    def run(*words):
        environment = os.environ | {"PYTHONPATH": str(folder)}
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return folder, run


def catalog(changed, *words):
    """Names and numbers of the catalog of a run."""
    folder, run = changed
    run("-m", "sexlike", "image.fits", "-c", "own.sex", *words)
    names, *rows = (folder / "own.tsv").read_text().splitlines()
    return names, np.array([row.split("\t") for row in rows], dtype=float)


def test_the_column_is_in_a_catalog_of_the_new_format(changed):
    names, rows = catalog(changed)
    assert names == "NUMBER\tFLUX_MAX\tSNR_PEAK\tFLUX_APER\tFLUX_APER"
    assert rows.shape == (1, 5)
    assert rows[0, 1] / rows[0, 2] == pytest.approx(2, rel=0.05)


def test_the_keyword_acts(changed):
    _, rows = catalog(changed, "-SNR_NOISE", "4")
    assert rows[0, 1] / rows[0, 2] == pytest.approx(4, rel=1e-3)


def test_the_picture_is_drawn(changed):
    folder, _ = changed
    catalog(changed, "-CHECKPLOT_TYPE", "NOISE")
    assert (folder / "noise.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("-m sexlike -dp", r"#SNR_PEAK +Brightest pixel over the noise of the sky *"),
        ("-m sexlike --explain SNR_NOISE", r"SNR_NOISE, a keyword .*"),
        ("-m sexlike.reference", r"\| `SNR_PEAK` \|  \| f4 \| .*"),
        ("-m sexlike.config.document", r"\| `SNR_NOISE` \| `0.0` \| .*"),
    ],
)
def test_documentation_knows_of_it(changed, words, line):
    _, run = changed
    assert re.search(f"^{line}$", run(*words.split()), re.MULTILINE)


def test_every_marker_is_on_the_page():
    from .conftest import NEEDS

    page = (ROOT / "CONTRIBUTING.md").read_text()
    assert [marker for marker in NEEDS if f"`{marker}`" not in page] == []


def test_every_file_and_command_of_the_page_is_there():
    page = (ROOT / "CONTRIBUTING.md").read_text()
    assert not [name for name in re.findall(r"python ((?:docs|tests)/\S+\.py)", page) if not (ROOT / name).exists()]
