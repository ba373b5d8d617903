import numpy as np
import pytest

pytest.importorskip("matplotlib")

from sexlike.commands.tuning import tune
from sexlike.config.config import load_config
from sexlike.output.plots.segment_colours import NO_DATA_COLOUR
from sexlike.output.plots.tuningsheet import BEST_COLOUR, columns_of, tuning_sheet

from ..skies import sky
from .pictures import assert_text_is_inside

PIXELS = sky((128, 160)).data
PIXELS[100:104, 20:24] = -60  # found in the negative image


@pytest.fixture(scope="module")
def tuning():
    return tune([PIXELS], load_config(), {"DETECT_THRESH": ["2", "3", "4", "5", "8"]})


def test_a_panel_for_each_trial(tuning):
    from matplotlib.colors import to_rgba

    axes = tuning_sheet(tuning).axes
    assert len(axes) == 8  # two rows of four
    assert [one.get_visible() for one in axes] == [True] * 5 + [False] * 3
    assert [one.get_title() for one in axes[:5]] == [trial.name for trial in tuning.trials]
    framed = [one.spines["left"].get_edgecolor() == to_rgba(BEST_COLOUR) for one in axes[:5]]
    assert framed == [trial is tuning.best for trial in tuning.trials]
    assert sum(framed) == 1


def test_objects_are_coloured_and_the_rest_is_grey(tuning):
    for trial, axes in zip(tuning.trials, tuning_sheet(tuning).axes, strict=False):
        shown = np.asarray(axes.get_images()[0].get_array())
        assert shown.shape == (128, 160, 3)
        coloured = np.ptp(shown, axis=2) > 0
        objects, no_data = trial.detections.segmentation() > 0, np.isnan(PIXELS)
        assert not coloured[~objects & ~no_data].any()
        assert (shown[no_data & ~objects] == NO_DATA_COLOUR).all()
        assert shown[objects].max(axis=1).min() >= 67  # 0.4 of the darkest colour: seen where the image is black
        assert coloured[objects].mean() > 0.5  # one of the nine colours is grey


def test_crosses_mark_detections_in_the_negative_image(tuning):
    (crosses,) = tuning_sheet(tuning).axes[0].get_lines()
    negative = tuning.trials[0].negative.objects
    np.testing.assert_array_equal(crosses.get_xdata(), negative.x + 1)
    np.testing.assert_array_equal(crosses.get_ydata(), negative.y + 1)
    assert np.hypot(negative.x - 21.5, negative.y - 101.5).min() < 1


MANY = [{"A": "1", "B": str(b)} for b in range(36)]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [([{"A": "1"}] * 3, 3), ([{"A": "1"}] * 9, 4), ([{"A": a, "B": b} for a in "12" for b in "123456"], 6), (MANY, 4)],
)
def test_panels_in_a_row(settings, expected):
    from types import SimpleNamespace

    assert columns_of([SimpleNamespace(settings=each) for each in settings]) == expected


@pytest.mark.parametrize("side", [32, 128])
@pytest.mark.parametrize(
    "grid",
    [
        {"DETECT_THRESH": ["2"]},
        {"FILTER_NAME": ["gauss_2.5_5x5.conv", "a_folder_of_a_very_long_name/../default.conv"]},
        {"DETECT_THRESH": list("2345678"), "DEBLEND_MINCONT": ["0.000001", "0.05"]},
    ],
)
def test_text_is_inside(side, grid, tmp_path, monkeypatch):
    (tmp_path / "a_folder_of_a_very_long_name").mkdir()
    (tmp_path / "default.conv").write_text("CONV NORM\n1 2 1\n2 4 2\n1 2 1\n")
    monkeypatch.chdir(tmp_path)
    sheet = tuning_sheet(tune([PIXELS], load_config(), grid, (80, 64, side)))
    assert_text_is_inside(sheet)
