"""Settings are tried on a part of the image, and the best is named: the true catalog agrees."""

import os

import numpy as np
import pytest
from PIL import Image as Picture

from sexlike import SexlikeError, cli
from sexlike.commands.tuning import report, tune
from sexlike.config.arguments import parse_arguments
from sexlike.config.config import load_config
from sexlike.config.grid import read_cutout, read_grid

from ..ourfield import EXAMPLES, SCIENCE, truth

RUN = str(EXAMPLES / "run.toml")


@pytest.fixture(scope="module")
def config():
    return load_config(RUN)


def true_score(trial, region):
    """True detections minus false ones, by the true catalog."""
    from judge_field import match

    x, y = trial.detections.objects.x + region.left + 1, trial.detections.objects.y + region.bottom + 1
    true = np.count_nonzero(match(truth(), x, y) >= 0)
    return true - (len(x) - true)


@pytest.mark.parametrize(
    "word",
    [
        "DETECT_THRESH=0.8,1.6",
        "DETECT_THRESH=3,1.6",
        "DETECT_THRESH=1.2,1.6",
        "DETECT_MINAREA=1,5",
        "DETECT_MINAREA=5,40",
        "DEBLEND_MINCONT=0.001,0.05",
        "DEBLEND_MINCONT=0,0.0001",
        "FILTER=Y,N",
    ],
)
def test_the_truth_agrees_on_the_better_of_two(config, word):
    tuning = tune([SCIENCE], config, read_grid([word]), (512, 512, 1024))
    better = max(tuning.trials, key=lambda trial: true_score(trial, tuning.region))
    assert tuning.best.settings == better.settings


def test_false_detections_are_counted_rightly(config):
    """Pieces and noise together are what has no true source, to a few."""
    from judge_field import spurious

    tuning = tune([SCIENCE], config, read_grid(["DEBLEND_MINCONT=0,0.0001,0.05"]), (512, 512, 1024))
    for trial in tuning.trials:
        false = spurious(truth(), trial.detections.objects.x + 1, trial.detections.objects.y + 1).sum()
        assert abs(trial.noise + trial.fragments - false) < 5


def test_a_spiral_in_pieces_is_seen(config):
    """The spiral of the field falls to seven pieces at a low threshold, and to none where deblending is cautious."""
    tuning = tune([SCIENCE], config, read_grid(["DEBLEND_MINCONT=0.001,0.05", "DETECT_THRESH=1.0"]))
    split, whole = tuning.trials
    objects = split.detections.objects
    _, count = np.unique(objects.parent, return_counts=True)
    assert count.max() == 7
    assert 5 < split.fragments < 7
    assert whole.fragments < 1


def test_busiest_part_is_searched_with_the_noise_of_the_whole(config):
    tuning = tune([SCIENCE], config, read_grid(["DETECT_THRESH=1.6"]))
    assert tuning.region.shape == tuning.image.shape == (512, 512)
    x, y = truth()["x"] - 1, truth()["y"] - 1
    bright = truth()["snr"] > 10
    assert tuning.region.contains(x[bright], y[bright]).sum() > 0.25 * bright.sum()
    level = tuning.trials[0].detections.detection_threshold
    assert level == pytest.approx(1.6 * tuning.image.background.sigma)
    whole = tune([SCIENCE], config, read_grid(["DETECT_THRESH=1.6"]), (512, 512, 1024))
    assert whole.trials[0].detections.detection_threshold == level
    inside = tuning.region.contains(whole.trials[0].detections.objects.x, whole.trials[0].detections.objects.y).sum()
    assert abs(tuning.trials[0].found - inside) < 5


def test_command_prints_a_table_and_draws_a_sheet(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["--tune", "DETECT_THRESH=1.6,3", "DEBLEND_MINCONT=0.001,0.05,1", str(SCIENCE), "--cutout", "500,600,256"]
    assert cli.main(["-c", RUN, *words]) == 0
    out, _ = capsys.readouterr()
    rows = [line.split() for line in out.splitlines() if line.startswith(("1.6", "3"))]
    assert len(rows) == 6
    assert sum("<-" in row for row in rows) == 1
    best = next(row for row in rows if "<-" in row)
    assert f"Best: -DETECT_THRESH {best[0]} -DEBLEND_MINCONT {best[1]}" in out
    assert os.listdir() == ["tuning.png"]
    assert os.path.getsize("tuning.png") < 2_000_000
    with Picture.open("tuning.png") as picture:
        assert picture.width > 1000


def test_without_a_picture(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    argv = [str(SCIENCE), "-c", RUN, "-CHECKPLOT_DEV", "NULL", "--tune", "DETECT_THRESH=3,5", "--cutout", "9,9,64"]
    assert cli.main(argv) == 0
    assert "Best: " in capsys.readouterr().out
    assert os.listdir() == []


def test_sheet_keeps_its_text_inside(config):
    pytest.importorskip("matplotlib")
    from sexlike.output.plots.tuningsheet import tuning_sheet

    from ..output.plots.pictures import assert_text_is_inside

    for words in (["DETECT_THRESH=2"], ["DETECT_THRESH=2,3,4,5,6", "FILTER_NAME=tophat_4.0_5x5.conv"]):
        tuning = tune([SCIENCE], config, read_grid(words), (300, 700, 128))
        assert_text_is_inside(tuning_sheet(tuning))
        assert report(tuning).count("best") == 1


def test_nothing_to_be_found():
    noise = np.random.default_rng(2).normal(size=(100, 80)).astype(np.float32)
    tuning = tune([noise], load_config(), {"DETECT_THRESH": ["50", "60"]})
    assert [trial.score for trial in tuning.trials] == [0, 0]
    assert tuning.best is tuning.trials[0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "which keyword is to be tuned"),
        (["DETECT_TRESH=1,2"], "DETECT_THRESH"),
        (["BACK_SIZE=32,64"], "does not change the search"),
        (["DETECT_THRESH=1", "CLEAN=Y,N", "FILTER=Y"], "3 keywords"),
        (["DETECT_THRESH="], "0 trials"),
        (["DETECT_THRESH=" + ",".join(map(str, range(1, 50)))], "49 trials"),
    ],
)
def test_grids_that_are_none(words, message):
    with pytest.raises(SexlikeError, match=message):
        read_grid(words)


def test_bad_values_are_told_before_the_work(config):
    with pytest.raises(SexlikeError, match="DETECT_THRESH"):
        tune(["no such file"], config, read_grid(["DETECT_THRESH=1,high"]))


@pytest.mark.parametrize("text", ["1,2", "a,b,c", "1,2,3,4", "-1,2,3"])
def test_cutouts_that_are_none(text):
    with pytest.raises(SexlikeError, match="--cutout"):
        read_cutout(text)


def test_cutout_outside(config):
    with pytest.raises(SexlikeError, match="from 1 to 1024"):
        tune([SCIENCE], config, read_grid(["DETECT_THRESH=2"]), (2000, 10, 64))


def test_arguments():
    arguments = parse_arguments(["a.fits", "--tune", "DETECT_THRESH=1,2", "CLEAN=Y,N", "-GAIN", "2", "b.fits"])
    assert arguments.action == "tune"
    assert arguments.grid == ["DETECT_THRESH=1,2", "CLEAN=Y,N"]
    assert arguments.images == ["a.fits", "b.fits"]
    assert arguments.settings == [("GAIN", "2")]
    assert parse_arguments(["--cutout", "1,2,3", "a.fits"]).cutout == "1,2,3"
    with pytest.raises(SexlikeError, match="after --cutout"):
        parse_arguments(["a.fits", "--cutout"])
