from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure.registry import Request
from sexlike.output.plots.kron_ellipses import CLEAN_COLOUR, DOUBTFUL_COLOUR

from ..skies import searched
from .pictures import figure

pytest.importorskip("matplotlib")


def test_ellipses_are_where_the_light_was_summed():
    from matplotlib.collections import EllipseCollection

    from sexlike.output.measured import measured

    extension = searched("small")
    names = ("X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "THETA_IMAGE", "KRON_RADIUS")
    x, y, a, b, theta, radius = measured(extension, dict.fromkeys(names, ())).values()
    drawn = figure("APERTURES", extension)
    collections = drawn.findobj(EllipseCollection)
    assert len(collections) == 2
    for ellipses in collections:
        np.testing.assert_allclose(ellipses.get_offsets(), np.column_stack([x, y]), atol=1e-3)
        np.testing.assert_allclose(ellipses.get_widths(), 2 * a * radius, rtol=1e-5)
        np.testing.assert_allclose(ellipses.get_heights(), 2 * b * radius, rtol=1e-5)
        np.testing.assert_allclose(ellipses.get_angles(), theta, atol=1e-3)


def test_ellipses_that_reach_into_a_region_are_drawn():
    """Within the frame lies one; half of the next four, on each side, reach into it; and the last four do not."""
    from matplotlib.collections import EllipseCollection
    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure

    from sexlike.images.regions import Region
    from sexlike.output.plots.kron_ellipses import kron_ellipses

    x = np.array([50.0, 18.0, 82.0, 50.0, 50.0, 14.0, 86.0, 50.0, 50.0])
    y = np.array([50.0, 50.0, 50.0, 18.0, 82.0, 50.0, 50.0, 14.0, 86.0])
    objects = SimpleNamespace(x=x, y=y, a=np.full(9, 2.0), b=np.full(9, 1.0), theta=np.zeros(9))
    values = {"KRON_RADIUS": np.full(9, 2.0), "FLAGS": np.array([0, 1, 2, 3, 4, 0, 0, 0, 0])}
    extension = SimpleNamespace(
        detections=SimpleNamespace(objects=objects),
        values=values,
        request=Request(dict.fromkeys(values, ())),
    )
    region, axes = Region(20, 80, 20, 80), Figure().add_subplot()
    kron_ellipses(extension)(axes, region)
    (ellipses,) = axes.findobj(EllipseCollection)
    np.testing.assert_array_equal(ellipses.get_offsets(), np.column_stack([x, y])[:5] + 1)
    colours = [to_hex(colour).upper() for colour in ellipses.get_edgecolors()]
    assert colours == [CLEAN_COLOUR, *[DOUBTFUL_COLOUR] * 3, CLEAN_COLOUR]


def test_ellipses_too_small_to_be_seen_are_left_out():
    from matplotlib.collections import EllipseCollection
    from matplotlib.figure import Figure

    from sexlike.images.regions import whole_image
    from sexlike.output.plots.kron_ellipses import SMALLEST_SHOWN, kron_ellipses

    extension = searched("large")
    draw, axes = kron_ellipses(extension), Figure().add_subplot()
    draw(axes, whole_image(extension.image.shape))
    (ellipses,) = axes.findobj(EllipseCollection)
    seen = len(ellipses.get_widths())
    assert 0 < seen <= len(extension.detections.objects)
    assert ellipses.get_widths().min() > SMALLEST_SHOWN * max(extension.image.shape)
    draw(axes, whole_image((20_000, 20_000)))
    assert len(axes.findobj(EllipseCollection)[1].get_widths()) < seen
