import numpy as np
import pytest

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
