import pytest

pytest.importorskip("matplotlib")

from sexlike.output.plots.colourbars import add_colour_bar
from sexlike.output.plots.layout import TITLE_HEIGHT, Margins, lay_out, panel_size, shortened


@pytest.mark.parametrize(("ratio", "expected"), [(0.5, 0.5), (0.01, 0.12), (50, 8.0)])
def test_panels_fill_the_width_and_keep_their_shape(ratio, expected):
    width, height = panel_size(10.0, ratio, [Margins(left=1, right=0.5), Margins(left=0.3, right=0.2)])
    assert height / width == pytest.approx(expected)
    assert width == pytest.approx(4.0) if ratio < 2 else height == pytest.approx(11.0)


def test_panels_are_where_their_margins_leave_room():
    """In inches: two rows, the second with one panel, which is centred."""
    one, two = Margins(left=1, right=0.5, bottom=0.4, top=0.3), Margins(left=0.5, right=1, bottom=0.2, top=0.6)
    figure, panels = lay_out([(0.5, [one, two]), (2.75, [one])], 11.0, "A title")
    assert [len(row) for row in panels] == [2, 1]
    width, height = figure.get_size_inches()
    assert width == pytest.approx(11)
    assert height == pytest.approx(TITLE_HEIGHT + 0.6 + 2 + 0.4 + 0.3 + 11 + 0.4)
    inches = [[axes.get_position().bounds for axes in row] for row in panels]
    inches = [[(x * width, y * height, w * width, h * height) for x, y, w, h in row] for row in inches]
    assert inches[0][0] == pytest.approx((1, 0.4 + 11 + 0.3 + 0.4, 4, 2))
    assert inches[0][1] == pytest.approx((1 + 4 + 0.5 + 0.5, 0.4 + 11 + 0.3 + 0.4, 4, 2))
    assert inches[1][0] == pytest.approx((0.5 * (11 - 5.5) + 1, 0.4, 4, 11))
    assert figure.texts[0].get_text() == "A title"


def test_colour_bars_stand_in_the_right_margin():
    figure, ((panel,),) = lay_out([(0.5, [Margins(right=1.5)])], 8.0, "A title")
    add_colour_bar(panel, panel.imshow([[0, 1]], aspect="auto"), "ct", gap=0.4)
    (left, bottom, _, height), (x, y, width, h) = (axes.get_position().bounds for axes in figure.axes)
    assert (x * 8, width * 8) == pytest.approx((8 - 1.5 + 0.4, 0.14))
    assert (y, h) == pytest.approx((bottom, height))
    assert left * 8 == pytest.approx(0.72)
    assert figure.axes[1].get_ylabel() == "ct"


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [("abcdefgh", 8, "abcdefgh"), ("abcdefghi", 8, "abc…fghi"), ("abcdefghi", 7, "abc…ghi"), ("a\x00\nb", 9, "a??b")],
)
def test_long_titles_lose_their_middle(text, length, expected):
    assert shortened(text, length) == expected
    assert len(shortened(text, length)) <= length
