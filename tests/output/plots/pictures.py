"""Pictures, and what a good one is."""

from itertools import combinations


def figure(kind, extension):
    """A check-plot; matplotlib is imported here, as it may be missing."""
    from sexlike.output.plots.checkplots import figure_of

    return figure_of(kind, extension)


def assert_text_is_inside(figure):
    """No text leaves the figure, covers another text or runs into another panel."""
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    panels = [axes for axes in figure.axes if axes.get_visible()]
    boxes = [axes.get_tightbbox(renderer) for axes in panels]
    texts = [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts]
    around = {axes: texts_around(axes, renderer) for axes in panels}
    for box in boxes + [box for of_axes in (texts, *around.values()) for _, box in of_axes]:
        assert box.x0 >= 0, box
        assert box.y0 >= 0, box
        assert box.x1 <= figure.bbox.width, box
        assert box.y1 <= figure.bbox.height, box
    for axes in panels:
        for text, box in around[axes]:
            for other in panels:
                assert not overlap(box, other.get_window_extent(renderer)), text
    texts += [text for axes in panels for text in around[axes] + texts_within(axes, renderer)]
    for (text, box), (other, other_box) in combinations(texts, 2):
        assert not overlap(box, other_box), f"{text!r} and {other!r}"


def texts_around(axes, renderer):
    """Title, labels and labels of ticks of a panel, with their boxes."""
    texts = [axes.title, axes.xaxis.label, axes.yaxis.label]
    if hasattr(axes, "coords"):
        return texts_of_sky(axes)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    texts += [t for t in axes.get_xticklabels() if min(left, right) <= t.get_position()[0] <= max(left, right)]
    texts += [t for t in axes.get_yticklabels() if min(bottom, top) <= t.get_position()[1] <= max(bottom, top)]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]


def texts_of_sky(axes):
    """Labels of sky axes and of their ticks, which astropy draws, with their boxes."""
    coordinate = vars(axes.coords[0])
    ticks = coordinate.get("ticklabels") or coordinate["_ticklabels"]  # it was renamed in astropy 6.1
    return [(f"sky {index}", box) for index, box in enumerate(ticks._existing_bboxes)]  # of both coordinates


def texts_within(axes, renderer):
    """Remarks, lengths and letters in a panel, and those of its legend, with their boxes."""
    legend = axes.get_legend()
    texts = [*axes.texts, *(legend.get_texts() if legend else ())]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]


def overlap(one, other):
    """Whether two boxes have more than a pixel in common."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 1 and high > 1
