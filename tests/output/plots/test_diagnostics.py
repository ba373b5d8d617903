import dataclasses

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from sexlike.output.plots.diagnostics import (
    Measures,
    depth_of,
    diagnostic_figure,
    growth_curves,
    measures_of,
    plot_counts,
    plot_signal,
    plot_sizes,
)
from sexlike.output.plots.layout import Margins, lay_out

from ..skies import searched

MEASURES = Measures(
    magnitude=np.array([20.1, 20.4, 21.3, 99.0]),
    radius=np.array([2.0, 3.0, 0.0, 5.0]),
    flux=np.array([100.0, 80.0, 40.0, -1.0]),
    error=np.array([2.0, 4.0, 8.0, 1.0]),
    flags=np.zeros(4, int),
    growth=np.ones((4, 64)),
    step=np.ones(4),
)
SEEN = MEASURES.magnitude < 99


@pytest.fixture
def axes():
    _, ((panel,),) = lay_out([(0.7, [Margins(right=1)])], 6.0, "title")
    return panel


def test_growth_curves_reach_half_at_the_half_light_radius():
    measures = measures_of(searched("usual"))
    chosen = np.flatnonzero((measures.flags == 0) & (measures.flux > 1000))
    radius, curves = growth_curves(measures, chosen)
    assert len(chosen) > 5
    assert np.nanmedian(curves[:, np.abs(radius - 1).argmin()]) == pytest.approx(0.5, abs=0.03)


def test_growth_curves_are_interpolated():
    """Flux that grows by 2 per pixel; the half-light radius is 16 pixels, and the curve ends at 64."""
    growth = 2.0 * np.arange(1, 65)[None]
    measures = MEASURES._replace(growth=growth, step=np.ones(1), radius=np.array([16.0]), flux=np.array([64.0]))
    radius, (curve,) = growth_curves(measures, np.array([0]))
    assert radius[[0, -1]].tolist() == [0, 5]
    inside = radius <= 4
    np.testing.assert_allclose(curve[inside], 2 * 16 * radius[inside] / 64)
    assert np.isnan(curve[~inside]).all()


@pytest.mark.parametrize("star", [None, np.array([0.9, 0.1, 0.5, 0.0])])
def test_sizes(axes, star):
    plot_sizes(axes, MEASURES, SEEN, star)
    (points,) = axes.collections
    assert points.get_offsets().tolist() == [[20.1, 2.0], [20.4, 3.0]]
    if star is not None:
        assert points.get_array().tolist() == [0.9, 0.1]
        assert points.get_clim() == (0, 1)


def test_counts(axes):
    """Two objects between 20 and 20.5 mag, none up to 21, one up to 21.5."""
    plot_counts(axes, MEASURES.magnitude[SEEN])
    assert axes.lines[0].get_xydata().tolist() == [[20.25, 2], [21.25, 1]]
    errors, bins = ([part.tolist() for part in lines.get_segments()] for lines in axes.collections)
    assert errors[0] == [[20.25, pytest.approx(2 - 2**0.5)], [20.25, pytest.approx(2 + 2**0.5)]]
    assert errors[1] == [[21.25, pytest.approx(0.1)], [21.25, pytest.approx(2)]]
    assert bins == [[[20.0, 2], [20.5, 2]], [[21.0, 1], [21.5, 1]]]


def test_signal_to_noise(axes):
    plot_signal(axes, MEASURES, SEEN)
    assert axes.collections[0].get_offsets().tolist() == [[20.1, 50.0], [20.4, 20.0], [21.3, 5.0]]
    assert [line.get_ydata()[0] for line in axes.lines] == [10, 5]


def test_depth_is_where_objects_reach_five_sigma(axes):
    """Sky noise alone: 5 sigma at 25 mag, and twice as much scatter as flux where there is photon noise."""
    magnitude = np.random.default_rng(1).uniform(18, 26, 400)
    ratio = 5 * 10 ** (-0.4 * (magnitude - 25)) / np.where(magnitude < 22, 2, 1)
    assert depth_of(magnitude, ratio) == pytest.approx(25)
    assert np.isnan(depth_of(magnitude[ratio > 20], ratio[ratio > 20]))
    measures = MEASURES._replace(magnitude=magnitude, flux=ratio, error=np.ones(400))
    plot_signal(axes, measures, np.ones(400, bool))
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["10", "5", "5-sigma depth: 25.00 mag"]


def test_depth_lies_among_the_points_whatever_their_slope():
    """Apertures grow with the light: five times the signal to noise is ten times the light, roughly. Few are near 5."""
    random = np.random.default_rng(3)
    ratio = 5 * np.concatenate([random.uniform(0.7, 1.4, 60), random.uniform(2, 3, 400), [30, 60]])
    magnitude = 27 - 2.5 * np.log10(ratio / 5) * np.log(10) / np.log(5)
    ratio *= np.exp(random.normal(0, 0.1, len(ratio)))
    depth = depth_of(magnitude, ratio)
    assert depth == pytest.approx(27, abs=0.15)
    assert np.median(ratio[np.abs(magnitude - depth) < 0.3]) == pytest.approx(5, rel=0.1)
    assert np.isnan(depth_of(magnitude[60:], ratio[60:]))  # all are above
    assert np.isnan(depth_of(magnitude, ratio / 100))
    assert np.isnan(depth_of(magnitude[:4], ratio[:4]))
    assert np.isnan(depth_of(np.full(40, 26.0), np.full(40, 5.0)))


@pytest.mark.parametrize("count", [1, 2])
def test_axes_are_logarithmic_if_there_is_more_than_one_object(axes, count):
    for plot, arguments in (
        (plot_sizes, (MEASURES._replace(radius=np.array([2.0, 7.0, 1.0, 1.0])), np.arange(4) < count, None)),
        (plot_signal, (MEASURES._replace(flux=np.array([100.0, 4.0, 1.0, 1.0])), np.arange(4) < count)),
        (plot_counts, (np.r_[20.1, [21.1] * 5][: 6 if count > 1 else 1],)),
    ):
        axes.clear()
        plot(axes, *arguments)
        assert axes.get_yscale() == ("log" if count > 1 else "linear")


def test_panels_without_objects_say_so():
    extension = searched("small")
    values = extension.values | {"MAG_AUTO": np.full_like(extension.values["MAG_AUTO"], 99)}
    nothing = dataclasses.replace(extension, values=values)
    texts = [axes.texts[0].get_text() for axes in diagnostic_figure(nothing, "title").axes if axes.texts]
    assert texts == [
        "no object with a magnitude and a radius",
        "no object with a magnitude",
        "no object with a flux and an error",
        "no object without FLAGS",
    ]
