"""How the page looks and is reached: wide and narrow, light and dark, by keyboard, by those who do not see it."""

import os
import re

import numpy as np
import pytest
from astropy.io import fits

from ...browser import serious_faults
from .live import COUNT, filter_rows, open_page, served, set_field

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_posix]

SIZES = [(width, height, dark) for width, height in [(1440, 900), (1024, 768), (400, 800)] for dark in (False, True)]
SIZES.append((720, 450, False))  # the first one at 200 %
UNNAMED = (
    "[...document.querySelectorAll('input, select, textarea, button, canvas[role], [role=region], svg[role]')]"
    ".filter(e => !(e.labels?.length || e.textContent.trim() && e.tagName === 'BUTTON'"
    " || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page of two extensions with some stars and a bad column; one is without sky."""
    folder = tmp_path_factory.mktemp("looks")
    random = np.random.default_rng(5)
    y, x = np.mgrid[:150, :200]
    pixels = random.normal(100, 1, (150, 200)).astype(np.float32)
    for left, bottom in random.uniform(10, 140, (30, 2)):
        pixels += 60 * np.exp(-((x - left) ** 2 + (y - bottom) ** 2) / 6, dtype=np.float32)
    pixels[:, 77] = np.nan
    header = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0, "CRPIX1": 100.0}
    header |= {"CRPIX2": 75.0, "CDELT1": -1e-4, "CDELT2": 1e-4, "CUNIT1": "deg", "CUNIT2": "deg"}
    images = [fits.ImageHDU(pixels, fits.Header(header), "SCI"), fits.ImageHDU(pixels[:64, :64], name="PLAIN")]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(folder / "<b>two & more.fits")
    with served(folder, "<b>two & more.fits", "-PARAMETERS_NAME", str(columns(folder))) as served_at:
        yield served_at


def columns(folder):
    """A list of columns."""
    path = folder / "out.param"
    path.write_text("NUMBER\nX_IMAGE\nY_IMAGE\nMAG_AUTO\nVIGNET(3,3)\nFLUX_APER(2)\nFLAGS\nFLUX_RADIUS\nALPHA_J2000\n")
    return path


@pytest.fixture
def shown(chromium, address):
    yield chromium
    assert chromium.complaints == []


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
def test_no_part_is_wider_than_the_window(shown, address, width, height, dark, tmp_path):
    open_page(shown, address, width, height, dark)
    shown.evaluate("document.querySelector('#table tr[data-place]').click()")
    shown.wait_for("document.querySelectorAll('#object-rows tr').length")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate("document.getElementById('overlays').clientHeight") > 200
    assert shown.evaluate("document.getElementById('table-box').clientHeight") > 90
    red, green, blue = map(int, shown.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"))
    assert (red + green + blue < 150) == dark
    assert shown.evaluate(UNNAMED) == []
    pictures = os.environ.get("SEXLIKE_TEST_PICTURES", tmp_path)
    shown.picture(f"{pictures}/page_{width}_{'dark' if dark else 'light'}.png")


@pytest.mark.needs_axe
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (400, False)])
def test_axe_finds_no_serious_fault(shown, address, width, dark):
    open_page(shown, address, width, 900, dark)
    shown.evaluate("document.querySelector('#table tr[data-place]').click()")
    shown.wait_for("document.querySelectorAll('#object-rows tr').length")
    shown.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert serious_faults(shown) == []


def test_keywords_and_the_whole_image_stay_when_the_extension_changes_or_the_page_is_loaded_again(shown, address):
    open_page(shown, address)
    set_field(shown, "DETECT_THRESH", "7.5")
    current = "document.querySelector('#history-list [aria-current]')"
    shown.wait_for(f"{current}?.textContent.includes('DETECT_THRESH 7.5')")
    shown.click("#run")
    shown.wait_for("document.getElementById('rows-of-run').checked")
    numbers = shown.evaluate("[...document.querySelectorAll('#table tr[data-place]')].map(row => row.dataset.number)")
    change = "(e => {{ e.value = '{}'; e.dispatchEvent(new Event('change')); }})(document.getElementById('extension'))"
    shown.evaluate(change.format(1))
    shown.wait_for("document.querySelector('#keyword-DETECT_THRESH').value === '7.5'")
    first = "document.querySelector('#table tr[data-place=\"0\"]')?.dataset.number"
    shown.wait_for(f"document.getElementById('rows-of-run').checked && {first} && {first} !== '{numbers[0]}'")
    assert shown.evaluate("document.getElementById('rows-note').textContent") == ""
    set_field(shown, "DETECT_THRESH", "6.5")
    shown.wait_for(f"{current}?.textContent.includes('DETECT_THRESH 6.5')")
    shown.click("#rows-of-run")
    shown.wait_for("document.getElementById('rows-note').textContent.includes('DETECT_THRESH 7.5')")

    entries = shown.evaluate("document.querySelectorAll('#history-list button').length")
    open_page(shown, address, anew=False)
    assert shown.evaluate("document.getElementById('keyword-DETECT_THRESH').value") == "6.5"
    assert shown.evaluate("document.getElementById('extension').value") == "1"
    shown.wait_for(f"{current}?.textContent.includes('DETECT_THRESH 6.5')")
    assert shown.evaluate("document.querySelectorAll('#history-list button').length") == entries
    shown.evaluate(change.format(0))  # a new tab begins with what was looked at last
    shown.wait_for(f"{first} === '{numbers[0]}'")


def test_the_name_of_the_file_is_shown_and_does_nothing(shown, address):
    open_page(shown, address)
    assert shown.evaluate("document.getElementById('title').textContent") == "<b>two & more.fits"
    assert shown.evaluate("document.querySelector('h1 b')") is None


def test_keys_do_what_their_sheet_says(shown, address):
    open_page(shown, address)
    shown.press("?", 191)
    assert shown.evaluate("document.getElementById('help-sheet').open")
    assert "zoom in" in shown.evaluate("document.getElementById('help-keys').textContent")
    shown.press("Escape", 27)
    shown.wait_for("!document.getElementById('help-sheet').open && !document.activeElement?.closest('dialog')")
    shown.press("f", 70)
    shown.wait_for("document.getElementById('layer-footprints').checked")
    shown.press("s", 83)
    shown.wait_for("document.getElementById('stretch').value === 'asinh'")
    shown.press("n", 78)
    shown.press("n", 78)
    shown.wait_for("document.getElementById('object-title').textContent === 'Object 2'")
    shown.press("/", 191)
    shown.wait_for("document.activeElement.id === 'filter'")
    shown.press("f", 70)  # a letter that is typed is no command
    assert shown.evaluate("document.getElementById('filter').value") == "f"
    assert shown.evaluate("document.getElementById('layer-footprints').checked")


def test_the_object_under_the_cross_is_chosen_by_keyboard(shown, address):
    open_page(shown, address)
    shown.evaluate("document.getElementById('overlays').focus()")
    x, y = shown.evaluate(
        "[...document.querySelector('#table tr[data-place=\"4\"]').cells].slice(1, 3).map(c => +c.textContent)"
    )
    shown.press("1", 49)  # a pixel of the screen for each
    for now, wanted, keys in [("x", x, ("ArrowRight", "ArrowLeft")), ("y", y, ("ArrowUp", "ArrowDown"))]:
        shown.press(keys[0], 39, shift=True)
        steps = round(wanted - float(shown.evaluate(f"document.getElementById('at-{now}').textContent")))
        for _ in range(abs(steps)):
            shown.press(keys[steps < 0], 39, shift=True)
        assert float(shown.evaluate(f"document.getElementById('at-{now}').textContent")) == pytest.approx(wanted, abs=1)
    shown.press("Enter", 13)
    shown.wait_for("document.querySelector('#table tr.chosen')?.dataset.place === '4'")


def test_another_extension_is_chosen(shown, address):
    open_page(shown, address)
    assert shown.evaluate("document.getElementById('extension').options.length") == 2
    before = shown.evaluate(COUNT)
    shown.evaluate(
        "(s => { s.value = '1'; s.dispatchEvent(new Event('change')); })(document.getElementById('extension'))"
    )
    shown.wait_for(f"{COUNT} < {before}")
    x, y = shown.evaluate(
        "(b => [b.x + b.width / 2, b.y + b.height / 2])(document.getElementById('overlays').getBoundingClientRect())"
    )
    shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    shown.wait_for("document.getElementById('at-value').textContent !== '–'")
    assert shown.evaluate("document.getElementById('at-sky').textContent") == "–"
    shown.evaluate(
        "(s => { s.value = '0'; s.dispatchEvent(new Event('change')); })(document.getElementById('extension'))"
    )
    shown.wait_for(f"{COUNT} === {before}")


def test_what_has_several_elements_is_shown_by_element(shown, address):
    open_page(shown, address)
    shown.click("#run")
    shown.wait_for("document.getElementById('rows-of-run').checked")
    names = shown.evaluate("[...document.querySelectorAll('#table thead th')].map(th => th.dataset.name)")
    assert names[4:] == [
        *(f"VIGNET[{n}]" for n in range(1, 10)),
        "FLUX_APER[1]",
        "FLUX_APER[2]",
        "FLAGS",
        "FLUX_RADIUS",
        "ALPHA_J2000",
    ]
    for condition in ("FLUX_RADIUS > 0", "FLUX_RADIUS[1] > 0"):
        found, total = re.fullmatch(r"(\d+) of (\d+) rows", filter_rows(shown, condition)).groups()
        assert found == total != "0"
    angle = shown.evaluate("document.querySelector('#table tr[data-place] td:last-child').textContent")
    assert re.fullmatch(r"1(49|50)\.\d{7}", angle)


def test_presets_and_back_follow_what_is_done(shown, address):
    open_page(shown, address)
    choose = "(s => { s.value = 'faint'; s.dispatchEvent(new Event('change')); })(document.getElementById('preset'))"
    shown.evaluate(choose)
    shown.wait_for("document.querySelector('#history-list [aria-current]').textContent.includes('DETECT_THRESH 1.1')")
    set_field(shown, "DETECT_THRESH", "7")
    assert shown.evaluate("document.getElementById('preset').value") == ""
    shown.wait_for("document.querySelector('#history-list [aria-current]').textContent.includes('DETECT_THRESH 7')")
    shown.evaluate("document.querySelector('#history-list li:last-child button').click()")
    shown.wait_for("document.getElementById('keyword-DETECT_THRESH').value === '1.5'")
    shown.click("#back")
    shown.wait_for("document.getElementById('keyword-DETECT_THRESH').value === '7'")
    shown.click("#back")
    shown.wait_for("document.getElementById('preset').value === 'faint'")


def test_a_grid_of_one_keyword_twice_is_refused(shown, address):
    open_page(shown, address)
    shown.evaluate("document.querySelector('details').open = true")
    shown.evaluate("document.getElementById('grid-second').value = document.getElementById('grid-first').value")
    shown.evaluate("document.getElementById('grid-second-values').value = '3, 5'")
    shown.click("#grid-first-values")
    shown.type("2, 50")
    shown.press("Enter", 13)
    shown.wait_for("document.getElementById('messages').textContent.includes('chosen twice')")
    assert shown.evaluate("document.getElementById('grid-cancel').hidden")


@pytest.mark.parametrize("height", [800, 450])
def test_on_a_narrow_page_the_counts_stay_in_sight(shown, address, height):
    open_page(shown, address, 400, height)
    shown.evaluate("document.getElementById('keyword-GAIN').scrollIntoView({block: 'center'})")
    top, bottom = shown.evaluate(
        "(b => [b.top, b.bottom])(document.getElementById('counts-line').getBoundingClientRect())"
    )
    assert 0 <= top < bottom <= height
    assert "objects" in shown.evaluate("document.getElementById('counts-line').textContent")
    assert (shown.evaluate("document.getElementById('overlays').getBoundingClientRect().top") >= 0) == (height == 800)


def test_a_grid_is_tried_and_a_panel_becomes_the_try(shown, address):
    open_page(shown, address)
    shown.evaluate("document.querySelector('details').open = true")
    shown.click("#grid-first-values")
    shown.type("2, 50")
    shown.press("Enter", 13)
    shown.wait_for("document.querySelectorAll('#grid-sheet img').length === 2")
    assert shown.evaluate("[...document.querySelectorAll('#grid-sheet img')].every(image => image.naturalWidth > 50)")
    text = shown.evaluate("document.querySelector('#grid-sheet li:last-child').textContent")
    assert text.startswith("DETECT_THRESH 50")
    assert shown.evaluate("document.querySelectorAll('#grid-sheet .best').length") == 1
    shown.click("#grid-sheet li:last-child button")
    shown.wait_for("document.querySelector('#history-list [aria-current]').textContent.includes('DETECT_THRESH 50')")
    assert f"{shown.evaluate(COUNT)} objects" in text
