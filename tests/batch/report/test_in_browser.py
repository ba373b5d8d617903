"""The report as Chromium shows it: sorted, filtered, with mouse and keyboard, wide and narrow, light and dark."""

import os

import pytest

from sexlike.batch.report.page import page

from .madeup import HOSTILE, night, star_image

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_posix]

SHOWN = "[...document.querySelectorAll('#exposures tbody tr')].filter(r => !r.hidden)"
NAMES = f"{SHOWN}.map(r => r.cells[0].textContent)"
HEADINGS = "[...document.querySelectorAll('#exposures thead th')].map(h => h.textContent)"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report in a folder with its images; some names are hostile."""
    folder = tmp_path_factory.mktemp("report")
    rows = night()
    rows[9] |= {"images": HOSTILE, "sentence": f"cannot open {HOSTILE}"}
    before = os.getcwd()
    os.chdir(folder)
    try:
        for index in (7, 3):
            star_image(f"night_{index:04d}.fits.fz", seed=index)
        (folder / "report.html").write_text(page(rows, "batch", str(folder)), encoding="utf-8")
    finally:
        os.chdir(before)
    return folder / "report.html"


@pytest.fixture
def shown(chromium, report):
    """The report in the browser, which must neither complain nor ask for anything."""
    chromium.complaints.clear()
    chromium.requests.clear()
    chromium.open(report)
    yield chromium
    assert chromium.complaints == []
    assert {address for address in chromium.requests if not address.startswith("data:")} == {report.as_uri()}


def click_heading(shown, title):
    column = shown.evaluate(HEADINGS).index(title) + 1
    shown.click(f"#exposures thead th:nth-child({column}) button")
    sorted_as = shown.evaluate(f"document.querySelector('thead th:nth-child({column})').getAttribute('aria-sort')")
    return sorted_as, shown.evaluate(f"{SHOWN}.map(r => r.cells[{column - 1}].dataset.value ?? '')")


def test_a_column_of_numbers_is_sorted(shown):
    direction, values = click_heading(shown, "seeing, ″")
    numbers = [float(value) for value in values if value]
    assert direction == "ascending"
    assert len(numbers) == 36
    assert numbers == sorted(numbers)
    assert values[36:] == [""] * 4  # without a value: at the end
    direction, values = click_heading(shown, "seeing, ″")
    assert direction == "descending"
    assert values[0] == "1.62"
    assert values[36:] == [""] * 4
    assert shown.evaluate("document.querySelectorAll('[aria-sort]').length") == 1


def test_a_column_of_texts_is_sorted(shown):
    assert click_heading(shown, "status")[1] == ["done"] * 36 + ["failed"] * 4
    assert click_heading(shown, "status")[1] == ["failed"] * 4 + ["done"] * 36


def test_rows_are_filtered_by_words(shown):
    shown.click("#words")
    shown.type("0012")
    assert shown.evaluate(NAMES) == ["night_0012.fits.fz"]
    assert shown.evaluate("document.getElementById('count').textContent") == "1 of 40 exposures"
    assert (
        shown.evaluate("document.querySelectorAll('svg [data-row]:not(.out)').length") == 5
    )  # its points in the charts
    shown.type(" nothing")
    assert shown.evaluate(NAMES) == []


def test_rows_are_filtered_by_status(shown):
    shown.evaluate(
        "(s => { s.value = 'failed'; s.dispatchEvent(new Event('change')); })(document.getElementById('status'))"
    )
    assert shown.evaluate(f"{SHOWN}.map(r => r.dataset.status)") == ["failed"] * 4


def test_a_point_leads_to_its_row(shown):
    shown.click("#words")
    shown.type("0012")
    shown.click("svg circle[data-row='7']")
    assert shown.evaluate("document.querySelector('tr.chosen').id") == "row-7"
    assert shown.evaluate("document.activeElement.id") == "row-7"
    assert shown.evaluate(f"{SHOWN}.length") == 40  # the filter that hid it is off
    assert shown.evaluate("document.querySelectorAll('svg .chosen').length") == 5


def test_the_keyboard_is_enough(shown):
    shown.evaluate("document.getElementById('words').focus()")
    for _ in range(4):  # status, download, table, first heading
        shown.press("Tab", 9)
    assert shown.evaluate("document.activeElement.textContent") == "exposure"
    shown.press("Enter", 13)
    assert shown.evaluate("document.activeElement.parentNode.getAttribute('aria-sort')") == "ascending"


def test_everything_has_a_name(shown):
    unnamed = (
        "[...document.querySelectorAll('input, select, button, svg, [role=region]')]"
        ".filter(e => !(e.labels?.length || e.textContent.trim() && e.tagName !== 'svg' || e.getAttribute('aria-label')"
        " || e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)"
    )
    assert shown.evaluate(unnamed) == []


def test_hostile_names_are_shown_and_do_nothing(shown):
    assert shown.evaluate("document.querySelector('#row-9 th').textContent") == HOSTILE
    assert shown.evaluate("[...document.images].every(i => i.src.startsWith('data:'))")
    assert shown.evaluate("[...document.images].filter(i => i.naturalWidth > 50).length") == 1


def test_the_table_is_downloaded(shown):
    shown.evaluate("window.caught = null; URL.createObjectURL = blob => { caught = blob; return '#'; }")
    shown.click("#download")
    table = shown.evaluate("caught.text()")
    assert table.splitlines()[0].startswith("number,stem,status,objects")
    assert len(table.splitlines()) == 41


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 400])
def test_no_part_is_wider_than_the_window(shown, report, width, dark, tmp_path):
    shown.open(report, width, dark=dark)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate("document.querySelector('.scroll').clientHeight") > 300
    red, green, blue = map(int, shown.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"))
    assert (red + green + blue < 150) == dark
    pictures = os.environ.get("SEXLIKE_TEST_PICTURES", tmp_path)
    shown.picture(f"{pictures}/report_{width}_{'dark' if dark else 'light'}.png")
