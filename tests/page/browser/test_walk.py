"""The whole way: from an image that is opened to a catalog that the command writes with what was found on the page."""

from urllib.parse import urlsplit

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli

from ...reference.make_reference import EXAMPLES
from .live import ASKED, COUNT, ROWS, filter_rows, open_page, place_of_object, served, set_field

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_posix]

IMAGE = str(EXAMPLES / "field_sci.fits.fz")
CONFIGURED = [IMAGE, "-c", str(EXAMPLES / "run.toml"), "-CHECKIMAGE_TYPE", "NONE"]


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A folder, and the page of the examples' field, which runs there and may save one file."""
    folder = tmp_path_factory.mktemp("field")
    with served(folder, *CONFIGURED, "--save", "found.toml") as address:
        yield folder, address


@pytest.fixture
def shown(chromium, field):
    """The page in the browser, which must neither complain nor ask for anything from elsewhere."""
    open_page(chromium, field[1])
    yield chromium
    assert chromium.complaints == []
    hosts = {urlsplit(address).netloc for address in chromium.requests if not address.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(field[1]).netloc}


def catalog(folder, monkeypatch, *words):
    """What the command gives."""
    monkeypatch.chdir(folder)
    assert cli.main([*words, "-CATALOG_NAME", "command.fits", "-VERBOSE_TYPE", "QUIET"]) == 0
    return fits.getdata("command.fits", "LDAC_OBJECTS")


def test_from_the_image_to_the_catalog(shown, field, monkeypatch):
    folder, _ = field
    assert shown.evaluate(COUNT) == len(catalog(folder, monkeypatch, *CONFIGURED))

    set_field(shown, "DETECT_THRESH", "4.5")
    expected = catalog(folder, monkeypatch, *CONFIGURED, "-DETECT_THRESH", "4.5")
    shown.wait_for(f"{COUNT} === {len(expected)}")
    shown.wait_for("document.querySelector('#history-list [aria-current]')?.textContent.includes('DETECT_THRESH 4.5')")

    kept = (expected["FLAGS"] == 0) & (expected["FLUX_AUTO"] > 3)
    assert 0 < kept.sum() < len(expected)
    assert filter_rows(shown, "FLAGS == 0 and FLUX_AUTO > 3") == f"{kept.sum()} of {len(expected)} rows"

    shown.drag([place_of_object(shown, 0)])
    shown.wait_for("document.querySelectorAll('#object-rows tr').length > 5")
    assert shown.evaluate("document.getElementById('object-title').textContent") == shown.evaluate(
        "'Object ' + document.querySelector('#table tr[data-place=\"0\"]').dataset.number"
    )
    assert shown.evaluate("document.querySelector('#table tr.chosen').dataset.place") == "0"

    shown.click("#back")
    shown.wait_for("document.getElementById('keyword-DETECT_THRESH').value === '1.6'")
    newest = "document.querySelector('#history-list button')"
    shown.wait_for(f"{newest}.textContent.includes('DETECT_THRESH 4.5') && !{newest}.ariaCurrent")
    shown.click("#history-list button")
    shown.wait_for(f"{COUNT} === {len(expected)}")
    assert shown.evaluate("document.getElementById('keyword-DETECT_THRESH').value") == "4.5"

    shown.click("#save")
    shown.wait_for("document.getElementById('messages').textContent.includes('found.toml')")
    assert "DETECT_THRESH = 4.5" in (folder / "found.toml").read_text()

    shown.click("#run")
    shown.wait_for("document.getElementById('rows-of-run').checked")
    rows = shown.evaluate(ASKED.format("api/table"))["rows"]
    saved = catalog(folder, monkeypatch, IMAGE, "-c", "found.toml")
    assert len(saved) == len(expected)
    for name in ("NUMBER", "X_IMAGE", "MAG_AUTO", "FLUX_APER", "FLAGS"):
        np.testing.assert_array_equal(np.array(rows[name], saved[name].dtype.newbyteorder("=")), saved[name])

    faint = f"{np.count_nonzero((saved['FLAGS'] == 0) & (saved['MAG_AUTO'] < 24))} of {len(saved)} rows"
    assert filter_rows(shown, "FLAGS == 0 and MAG_AUTO < 24") == faint


def test_a_value_that_is_refused_leaves_the_picture(shown):
    before = shown.evaluate(COUNT)
    set_field(shown, "DETECT_THRESH", "-3")
    shown.wait_for("document.getElementById('error-DETECT_THRESH').textContent.includes('DETECT_THRESH')")
    assert shown.evaluate("document.getElementById('keyword-DETECT_THRESH').ariaInvalid") == "true"
    assert shown.evaluate("document.getElementById('messages').className") == "error"
    assert shown.evaluate(COUNT) == before
    assert shown.evaluate(ROWS) == f"{before} of {before} rows"
    shown.complaints[:] = [text for text in shown.complaints if "422" not in text]  # Chromium notes refusals


def test_the_newest_request_wins(shown):
    shown.evaluate(
        """(field => [3, 5, 2, 9, 4.25].forEach((value, index) => setTimeout(() => {
            field.value = value;
            field.dispatchEvent(new Event('change'));
        }, 90 * index)))(document.getElementById('keyword-DETECT_THRESH'))"""
    )
    current = "(document.querySelector('#history-list [aria-current]')?.textContent ?? '')"
    shown.wait_for(f"{current}.includes('DETECT_THRESH 4.25')")
    count = shown.evaluate(COUNT)
    shown.wait_for("document.getElementById('busy').hidden")
    assert f"DETECT_THRESH 4.25{count} objects" in shown.evaluate(current)


def test_the_table_sorts_and_has_few_rows_in_the_document(shown):
    rows = "[...document.querySelectorAll('#table tr[data-place]')]"
    column = f"{rows}.map(row => Number(row.cells[3].textContent.replace('−', '-')))"
    shown.click("#table thead th:nth-child(4) button")
    values = shown.evaluate(column)
    assert values == sorted(values)
    assert 5 < len(values) < 60 < shown.evaluate(COUNT)
    shown.click("#table thead th:nth-child(4) button")
    assert shown.evaluate("document.querySelector('#table th:nth-child(4)').ariaSort") == "descending"
    largest = shown.evaluate(column)
    assert largest[0] >= values[-1]
    shown.evaluate("document.getElementById('table-box').scrollTop = 1e9")
    last = shown.evaluate(COUNT) - 1
    shown.wait_for(f"document.querySelector('#table tr[data-place=\"{last}\"]')")
    assert shown.evaluate(column)[-1] == values[0]


def test_a_row_leads_to_the_object_and_regions_are_downloaded(shown):
    shown.evaluate("window.caught = []; URL.createObjectURL = blob => { caught.push(blob); return '#'; }")
    shown.click("#table tr[data-place='3']")
    shown.wait_for("document.querySelectorAll('#object-rows tr').length > 5")
    assert shown.evaluate("document.querySelector('#growth svg').ariaLabel").startswith("Growth curve of object")
    shown.press("c", 67)
    shown.wait_for("caught.length === 1")
    assert len(shown.evaluate("caught[0].text()").splitlines()) == shown.evaluate(COUNT) + 1
    shown.press("Escape", 27)
    shown.evaluate(
        "[5, 7].forEach(place => document.querySelector(`#table tr[data-place='${place}']`)"
        ".dispatchEvent(new MouseEvent('click', {bubbles: true, ctrlKey: true})))"
    )
    assert shown.evaluate("document.getElementById('regions').textContent") == "Regions (2) r"
    shown.press("r", 82)
    shown.wait_for("caught.length === 2")
    text = shown.evaluate("caught[1].text()")
    assert text.startswith("# Region file format: DS9")
    assert text.count("ellipse") == 2


def test_the_chosen_object_stays_the_same_one_where_numbers_change(shown):
    shown.click("#table thead th:nth-child(4) button")
    shown.click("#table thead th:nth-child(4) button")  # the brightest first: it is there with any threshold
    cells = "[...document.querySelector('#table tr.chosen').cells].map(cell => Number(cell.textContent))"
    shown.click("#table tr[data-place='0']")
    shown.wait_for("document.querySelectorAll('#object-rows tr').length > 5")
    number, x, y = shown.evaluate(cells)[:3]
    assert filter_rows(shown, "STATUS != 'nothing'").startswith(f"{shown.evaluate(COUNT)} of")
    set_field(shown, "DETECT_THRESH", "6")
    shown.wait_for("document.querySelector('#history-list [aria-current]')?.textContent.includes('DETECT_THRESH 6')")
    after = shown.evaluate(cells)
    assert after[0] != number
    assert after[1:3] == pytest.approx([x, y], abs=1.5)
    shown.wait_for(f"document.getElementById('object-title').textContent === 'Object {after[0]:.0f}'")

    shown.click("#run")  # whose columns are others: the condition has no meaning there
    shown.wait_for("document.getElementById('rows-of-run').checked")
    count = shown.evaluate(f"{ROWS}.match(/of (\\d+) rows/)[1]")
    assert shown.evaluate(ROWS) == f"{count} of {count} rows"
    assert "All rows are shown" in shown.evaluate("document.getElementById('filter-error').textContent")


def test_the_pointer_tells_what_is_under_it(shown):
    x, y = place_of_object(shown, 2)
    shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    shown.wait_for("/^\\d/.test(document.getElementById('at-object').textContent)")
    told = {
        name: shown.evaluate(f"document.getElementById('at-{name}').textContent")
        for name in ("x", "y", "value", "background", "noise", "sky")
    }
    assert all(text and text != "–" for text in told.values())
    assert "h" not in told["sky"]
    assert told["sky"].count(":") == 4


def test_contrast_is_dragged_and_pixels_are_reached(shown):
    x, y, width, height = shown.evaluate(
        "(b => [b.x, b.y, b.width, b.height])(document.getElementById('overlays').getBoundingClientRect())"
    )
    middle = (x + width / 2, y + height / 2)
    shown.drag([middle, (middle[0] + 60, middle[1] - 30)], "right")
    assert shown.evaluate("document.getElementById('contrast').value") > "0"
    assert float(shown.evaluate("document.getElementById('brightness').value")) > 0
    shown.call("Input.dispatchMouseEvent", type="mouseWheel", x=middle[0], y=middle[1], deltaX=0, deltaY=-960)
    shown.evaluate("document.getElementById('overlays').focus()")
    for _ in range(6):
        shown.press("+", 187)
    shown.press("ArrowRight", 39)
    assert float(shown.evaluate("document.getElementById('at-x').textContent")) == pytest.approx(513, abs=2.5)
    shown.wait_for("document.getElementById('at-value').textContent !== '–'")
