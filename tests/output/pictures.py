"""What a good picture is."""

import numpy as np


def assert_text_is_inside(figure):
    """No text leaves the figure, and no panel's text runs into another panel."""
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    width, height = figure.bbox.size
    panels = [(axes, axes.get_tightbbox(renderer)) for axes in figure.axes if axes.get_visible()]
    boxes = [box for _, box in panels] + [text.get_window_extent(renderer) for text in figure.texts]
    for box in boxes:
        assert box.x0 >= 0, box
        assert box.y0 >= 0, box
        assert box.x1 <= width, box
        assert box.y1 <= height, box
    title = figure.texts[0].get_window_extent(renderer)
    for axes, box in panels:
        assert not overlap(title, box)
        for other, _ in panels:
            if not np.allclose(axes.get_position().bounds, other.get_position().bounds):
                assert not overlap(box, other.get_window_extent(renderer)), (axes.get_title(), other.get_title())


def overlap(one, other):
    """Whether two boxes have more than a pixel in common."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 1 and high > 1
