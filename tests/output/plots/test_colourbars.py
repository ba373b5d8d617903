"""The numbers of colour bars."""

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from matplotlib.colors import Normalize

from sexlike.output.plots.colourbars import add_colour_bar, numbers_of, texts_of
from sexlike.output.plots.layout import Margins, lay_out
from sexlike.output.plots.stretches import norm_of

from .pictures import assert_text_is_inside


@pytest.mark.parametrize(
    ("low", "high", "label", "texts"),
    [
        (0, 10, "ct", ["0", "2", "4", "6", "8", "10"]),
        (6150, 6250, "ct", ["6160", "6180", "6200", "6220", "6240"]),
        (-2e-9, 3e-9, "10⁻⁹ ct", ["−2", "−1", "0", "1", "2", "3"]),
        (0, 2.2e6, "10⁶ ct", ["0", "0.5", "1.0", "1.5", "2.0"]),
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_numbers_are_short(low, high, label, texts, below):
    figure, ((panel,),) = lay_out([(0.8, [Margins(right=1.1, bottom=1.2)])], 6.0, "title")
    add_colour_bar(panel, panel.imshow([[0, 1]], norm=Normalize(low, high), aspect="auto"), "ct", below=below, gap=0.1)
    axes = figure.axes[1].xaxis if below else figure.axes[1].yaxis
    assert [text.get_text() for text in axes.get_ticklabels()] == texts
    assert axes.get_label().get_text() == label
    panel.set_xticks([])
    panel.set_yticks([])
    assert_text_is_inside(figure)


@pytest.mark.parametrize("scale", ["sqrt", "asinh", "log"])
@pytest.mark.parametrize("level", [0.0, 6197.0, -3e-7])
def test_numbers_of_stretches_are_round_and_apart(scale, level):
    unit = max(abs(level), 1.0) * 1e-3
    values = level + unit * np.r_[np.random.default_rng(1).normal(size=10_000), np.geomspace(1, 1e5, 1000)]
    norm = norm_of(scale, values, (level - 2 * unit, level + 3 * unit))
    numbers = numbers_of(norm, 6)
    assert 4 <= len(numbers) <= 6
    assert np.diff(norm(numbers)).min() > 0.05
    assert norm.vmin <= numbers[0]
    assert numbers[-1] <= norm.vmax
    texts = texts_of(numbers)
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 8
