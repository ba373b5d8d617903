"""The files of check-plots: their names, their formats, and what happens if one cannot be made."""

import dataclasses
import os
import sys

import numpy as np
import pytest
from astropy.io import fits

from sexlike import SexlikeError, cli
from sexlike.config.config import load_config
from sexlike.output.plots.plotfiles import drawn_as, wanted_check_plots, write_check_plots

from ..skies import searched, sky
from .pictures import figure

pytest.importorskip("matplotlib")


def test_too_large_a_file_is_made_again():
    drawn = figure("FILTERED", searched("small"))
    size = len(drawn_as(drawn, "png"))
    assert len(drawn_as(drawn, "png", size // 2)) <= size // 2


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"CHECKPLOT_TYPE": "NONE", "CHECKPLOT_NAME": "a,b"}, []),
        ({"CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_DEV": "NULL"}, []),
        ({"CHECKPLOT_TYPE": "IMAGE,INPUTS"}, [("IMAGE", "image.png"), ("INPUTS", "inputs.png")]),
        ({"CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_DEV": "SVG"}, [("IMAGE", "image.svg")]),
        ({"CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_NAME": "m31.v2"}, [("IMAGE", "m31.v2.png")]),
        ({"CHECKPLOT_TYPE": "NONE,IMAGE", "CHECKPLOT_NAME": "x,y.PDF"}, [("IMAGE", "y.PDF")]),
        ({"CHECKPLOT_TYPE": "PAGE"}, [("PAGE", "page.html")]),
        ({"CHECKPLOT_TYPE": "PAGE", "CHECKPLOT_DEV": "PDF", "CHECKPLOT_NAME": "m31.v2"}, [("PAGE", "m31.v2.html")]),
        ({"CHECKPLOT_TYPE": "PAGE,IMAGE", "CHECKPLOT_NAME": "a.HTM,a"}, [("PAGE", "a.HTM"), ("IMAGE", "a.png")]),
    ],
)
def test_names(settings, expected):
    assert wanted_check_plots(load_config(None, settings)) == expected


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"CHECKPLOT_TYPE": "IMAGE,INPUTS", "CHECKPLOT_NAME": "a"}, "not in equal number: a for IMAGE, INPUTS"),
        ({"CHECKPLOT_TYPE": "IMAGE,IMAGE"}, "CHECKPLOT_TYPE has IMAGE twice"),
        ({"CHECKPLOT_TYPE": "IMAGE,INPUTS", "CHECKPLOT_NAME": "a,a.png"}, r"CHECKPLOT_NAME has a\.png twice"),
    ],
)
def test_wrong_names(settings, message):
    with pytest.raises(SexlikeError, match=message):
        wanted_check_plots(load_config(None, settings))


@pytest.mark.parametrize(("device", "start"), [("PDF", b"%PDF"), ("SVG", b"<?xml"), ("PNG", b"\x89PNG")])
def test_one_plot_per_extension(device, start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = [fits.ImageHDU(sky((64, 70)).data) for _ in range(3)]
    fits.HDUList([fits.PrimaryHDU(), *pixels]).writeto("three.fits")
    argv = ["three.fits", "-CATALOG_TYPE", "NONE", "-CHECKPLOT_DEV", device, "-CHECKPLOT_TYPE", "IMAGE,SEGMENTATION"]
    assert cli.main([*argv, "-CHECKPLOT_NAME", "a,b", "-VERBOSE_TYPE", "QUIET"]) == 0
    ending = device.lower()
    assert sorted(os.listdir()) == [*(f"{name}_{rank}.{ending}" for name in "ab" for rank in (1, 2, 3)), "three.fits"]
    for name in os.listdir():
        if name != "three.fits":
            with open(name, "rb") as file:
                assert file.read(5).startswith(start)


def test_without_matplotlib_nothing_is_begun(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("sexlike.pipeline.run", lambda *_: pytest.fail("the work has begun"))
    assert cli.main(["no.fits", "-CHECKPLOT_TYPE", "IMAGE"]) == 1
    assert "pip install 'sexlike[plot]' (or pip install matplotlib)" in capsys.readouterr().err
    assert cli.main(["no.fits", "--tune", "DETECT_THRESH=1,2"]) == 1
    assert "pip install 'sexlike[plot]' (or pip install matplotlib)" in capsys.readouterr().err
    assert os.listdir() == []


def test_a_plot_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = load_config(None, {"CHECKPLOT_TYPE": "DIAGNOSTICS"})
    extension = dataclasses.replace(searched("small"), config=config)
    (tmp_path / "diagnostics.png").write_bytes(b"old")
    monkeypatch.setattr("sexlike.output.plots.plotfiles.drawn_as", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_check_plots(extension)
    assert os.listdir() == ["diagnostics.png"]
    assert (tmp_path / "diagnostics.png").read_bytes() == b"old"


def test_a_png_that_is_too_large_is_drawn_once_more():
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(8, 8))
    drawn.add_axes((0, 0, 1, 1)).imshow(np.random.default_rng(1).normal(size=(800, 800)))
    calls, savefig = [], drawn.savefig

    def counted(*arguments, **keywords):
        calls.append(keywords["dpi"])
        savefig(*arguments, **keywords)

    drawn.savefig = counted
    full = len(drawn_as(drawn, "png", 10**9))
    assert 0.5 * full / 3 < len(drawn_as(drawn, "png", full // 3)) <= full // 3
    assert len(calls) <= 1 + 3


def test_pictures_are_a_stage_of_the_profile(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    sky((128, 128)).writeto("sky.fits")
    assert cli.main(["sky.fits", "--profile", "-CHECKPLOT_TYPE", "IMAGE", "-VERBOSE_TYPE", "QUIET"]) == 0
    rows = {line.split("  ")[0]: line.split() for line in capsys.readouterr().err.splitlines() if line}
    assert float(rows["pictures"][2]) > float(rows["writing"][2]) > 0
    assert cli.main(["sky.fits", "--profile", "-VERBOSE_TYPE", "QUIET"]) == 0
    assert "pictures" not in capsys.readouterr().err
