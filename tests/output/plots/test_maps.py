import numpy as np
import pytest

pytest.importorskip("matplotlib")

from sexlike.images.regions import Region, whole_image
from sexlike.output.plots.layers import Layer
from sexlike.output.plots.layout import Margins
from sexlike.output.plots.maps import map_figure, plan_of, row_of

from ..skies import searched

LAYERS = [Layer(name, rows=None) for name in "abcd"]
WHOLE, PART = whole_image((60, 80)), Region(0, 10, 0, 20)


@pytest.mark.parametrize(
    ("count", "regions", "expected"),
    [
        (1, [], ["a"]),
        (2, [], ["ab"]),
        (3, [], ["abc"]),
        (4, [], ["ab", "cd"]),
        (2, [PART, PART, PART], ["ab", "aaa", "bbb"]),
        (3, [PART], ["abc", "abc"]),
    ],
)
def test_arrangement(count, regions, expected):
    plan = plan_of(LAYERS[:count], WHOLE, regions)
    assert ["".join(layer.title for layer, _ in row) for row in plan] == expected
    shown = [region for row in plan for _, region in row]
    assert sum(region is WHOLE for region in shown) == count
    assert all(region is WHOLE or region in regions for region in shown)


def test_margins_have_room_for_what_stands_in_them():
    numbers = Layer("e", rows=None, paint=lambda values: values)
    ratio, margins = row_of([(LAYERS[0], WHOLE), (numbers, WHOLE)], WHOLE, None)
    assert ratio == 0.75
    assert margins == [Margins(right=1.1), Margins()]
    _, (with_sky,) = row_of([(LAYERS[0], WHOLE)], WHOLE, "a WCS")
    assert with_sky == Margins(right=1.2, top=Margins().top + 0.48, bottom=Margins().bottom + 0.6)
    assert row_of([(LAYERS[0], PART)], WHOLE, None) == (2.0, [Margins(bottom=0.35)])


def test_a_map_is_shown_in_fits_pixels():
    extension = searched("small")
    values = np.arange(128 * 128, dtype=np.float32).reshape(128, 128)
    values[5, 7] = np.nan
    layer = Layer("Map", rows=lambda first, last: values[first:last], stretch=lambda v: (v.min(), v.max()), unit="ct")
    panel, bar = map_figure(extension, [layer], "title").axes
    (image,) = panel.get_images()
    np.testing.assert_array_equal(image.get_array().filled(np.nan), values)
    assert image.get_extent() == [0.5, 128.5, 0.5, 128.5]
    assert image.origin == "lower"
    assert image.get_clim() == (0, 128 * 128 - 1)
    assert (panel.get_title(), bar.get_ylabel()) == ("Map", "ct")
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("x (pixels)", "y (pixels)")
