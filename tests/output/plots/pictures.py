"""Pictures, and what a good one is."""


def figure(kind, extension):
    """A check-plot; matplotlib is imported here, as it may be missing."""
    from sexlike.output.plots.checkplots import figure_of

    return figure_of(kind, extension)


def assert_text_is_inside(figure):
    """No text leaves the figure or runs into another panel; all that belongs to a panel is inside as well."""
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    panels = [axes for axes in figure.axes if axes.get_visible()]
    boxes = [axes.get_tightbbox(renderer) for axes in panels]
    title = figure.texts[0].get_window_extent(renderer)
    for box in (*boxes, title):
        assert box.x0 >= 0, box
        assert box.y0 >= 0, box
        assert box.x1 <= figure.bbox.width, box
        assert box.y1 <= figure.bbox.height, box
    assert not any(overlap(title, box) for box in boxes)
    for axes in panels:
        for text in texts_around(axes):
            box = text.get_window_extent(renderer)
            for other in panels:
                assert not overlap(box, other.get_window_extent(renderer)), text.get_text()


def texts_around(axes):
    """Title, labels and labels of ticks of a panel."""
    texts = [axes.title, axes.xaxis.label, axes.yaxis.label]
    if hasattr(axes, "coords"):  # sky axes have labels of their own
        return [text for text in texts if text.get_text()]
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    texts += [t for t in axes.get_xticklabels() if min(left, right) <= t.get_position()[0] <= max(left, right)]
    texts += [t for t in axes.get_yticklabels() if min(bottom, top) <= t.get_position()[1] <= max(bottom, top)]
    return [text for text in texts if text.get_text()]


def overlap(one, other):
    """Whether two boxes have more than a pixel in common."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 1 and high > 1
