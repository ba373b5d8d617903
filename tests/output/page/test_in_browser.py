"""The page that is a file, as Chromium shows it from disk: nothing is asked for, and the downloads are the catalogs."""

import json
import os
import re

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

import sexlike
from sexlike import cli
from sexlike.measure.registry import COLUMNS as COLUMNS_DECLARED
from sexlike.output.catalogs.formats.csv import WIDTH

from ...browser import serious_faults
from ...page.browser.bundle import module_page
from ..skies import sky

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_posix]

NAME = "<b>two&more'.fits"
COLUMNS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "ALPHA_J2000", "DELTA_J2000", "MAG_AUTO", "FLUX_APER(2)", "FLAGS"]
FORMATS = [
    "A_IMAGE",
    "B_IMAGE",
    "ERRA_IMAGE",
    "ELONGATION",
    "KRON_RADIUS",
    "THETA_IMAGE",
    "X2_IMAGE",
    "ERRX2_IMAGE",
    "BACKGROUND",
]
READY = "document.body.dataset.ready === 'yes' && document.getElementById('picture').dataset.complete === 'true'"
POSITION = ("X_IMAGE", "Y_IMAGE")
NUMBERS = "[...document.querySelectorAll('#table tr[data-number]')].map(row => +row.dataset.number)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The page of three extensions, and catalogs of the first. The others have no sky, and the last has no values."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "some.param").write_text("\n".join([*COLUMNS, *FORMATS]))
    first, second = sky((300, 400)), sky((64, 90))
    second.header.clear()
    hdus = [fits.ImageHDU(first.data, first.header, "SCI"), fits.ImageHDU(second.data, name="<I>PLAIN")]
    hdus.append(fits.ImageHDU(np.full((40, 50), np.nan, np.float32)))
    fits.HDUList([fits.PrimaryHDU(), *hdus]).writeto(folder / NAME)
    before = os.getcwd()
    os.chdir(folder)
    try:
        given = ["-PARAMETERS_NAME", "some.param", "-PHOT_APERTURES", "5,9", "-VERBOSE_TYPE", "QUIET"]
        assert cli.main([NAME, *given, "-CATALOG_TYPE", "NONE", "-CHECKPLOT_TYPE", "PAGE"]) == 0
        given += ["-CATALOG_TYPE", "CSV,REGION", "-CATALOG_NAME", "all.csv,all.reg"]
        assert cli.main([f"{NAME}[SCI]", *given]) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def shown(chromium, folder):
    """The page in the browser, which must neither complain nor ask for anything."""
    chromium.complaints.clear()
    chromium.requests.clear()
    show(chromium, folder / "page.html")
    yield chromium
    assert chromium.complaints == []
    own = (folder.parent.parent).as_uri()
    assert all(address.startswith((own, "data:", "blob:")) for address in chromium.requests)


def show(page, path, *size, **more):
    page.open(path, *size, **more)
    page.wait_for(READY)


def downloaded(shown, button):
    """Click a button that downloads something -> the text of the file, and its name."""
    shown.evaluate(
        "window.caught = null; window.names = []; URL.createObjectURL = blob => { caught = blob; return '#'; };"
        "HTMLAnchorElement.prototype.click = function () { names.push(this.download); }; 0"
    )
    shown.click(button)
    shown.wait_for("caught !== null && names.length > 0")
    return shown.evaluate("caught.text()"), shown.evaluate("names[0]")


def type_filter(shown, text):
    shown.evaluate(f"(f => {{ f.value = {json.dumps(text)}; f.dispatchEvent(new Event('input')); }})(filter)")


def pointed_at(shown, x, y):
    """Move the mouse over a pixel of the image -> what is told of it."""
    place = shown.evaluate(
        "(b => [b.x, b.y, b.width, b.height])(document.getElementById('overlays').getBoundingClientRect())"
    )
    width, height = (
        int(part) for part in re.findall(r"\d+", shown.evaluate("document.querySelector('.facts dd').textContent"))[-2:]
    )
    scale = min(place[2] / width, place[3] / height)
    left = place[0] + place[2] / 2 + (x - 0.5 - width / 2) * scale
    top = place[1] + place[3] / 2 - (y - 0.5 - height / 2) * scale
    shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=3, y=3)  # what was told before is no longer there
    shown.wait_for("document.getElementById('at-value').textContent === '–'")
    shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=left, y=top)
    shown.wait_for("document.getElementById('at-value').textContent !== '–'")
    names = ("x", "y", "value", "background", "noise", "object", "sky")
    return {name: shown.evaluate(f"document.getElementById('at-{name}').textContent") for name in names}


def test_the_page_stands_for_itself(shown, folder):
    assert shown.evaluate("document.getElementById('title').textContent") == NAME
    assert shown.evaluate("document.querySelector('h1 b, option i, #about b, #about i')") is None
    assert shown.evaluate("document.getElementById('run').offsetParent") is None  # no server, no runs
    about = shown.evaluate("document.getElementById('about').textContent")
    assert "256 shades" in about
    assert "DETECT_THRESH" in about
    assert "CRVAL1" in about
    assert shown.evaluate("[...document.querySelectorAll('#about td')].some(cell => cell.textContent === 'deg')")


def test_rows_are_sorted_and_filtered(shown, folder):
    table = np.genfromtxt(folder / "all.csv", delimiter=",", names=True)
    assert shown.evaluate(NUMBERS)[:5] == [1, 2, 3, 4, 5]
    shown.click("#table th[data-name='MAG_AUTO'] button")
    assert shown.evaluate(NUMBERS)[:3] == list(np.argsort(table["MAG_AUTO"])[:3] + 1)
    type_filter(shown, "FLAGS == 0 and FLUX_APER[2] > 500")
    passing = (table["FLAGS"] == 0) & (table["FLUX_APER_1"] > 500)
    assert 0 < passing.sum() < len(table)
    assert shown.evaluate("document.getElementById('row-count').textContent").startswith(
        f"{passing.sum()} of {len(table)}"
    )


def test_a_selection_is_the_catalog(shown, folder):
    text, name = downloaded(shown, "#catalog")
    assert text == (folder / "all.csv").read_text()
    assert name == "selected_<b>two&more'.csv"
    type_filter(shown, "NUMBER > 3 and NUMBER <= 6")
    text, _ = downloaded(shown, "#catalog")
    assert text.splitlines() == [(folder / "all.csv").read_text().splitlines()[row] for row in (0, 4, 5, 6)]


def test_regions_are_those_of_the_catalog(shown, folder):
    text, name = downloaded(shown, "#regions")
    assert text == (folder / "all.reg").read_text()
    assert name.endswith(".reg")


def test_an_object_has_a_row_a_picture_flags_and_a_growth_curve(shown, folder):
    table = np.genfromtxt(folder / "all.csv", delimiter=",", names=True)
    row = int(table["MAG_AUTO"].argmin())
    with fits.open(folder / NAME) as hdus:
        told = pointed_at(shown, table["X_IMAGE"][row], table["Y_IMAGE"][row])
        position = WCS(hdus["SCI"].header).wcs_pix2world(float(told["x"]), float(told["y"]), 1)
    assert told["object"] == str(row + 1)
    ra, dec = (float(word.replace("−", "-")) for word in told["sky"].split()[:2])
    assert np.allclose((ra, dec), position, atol=1e-5)
    assert told["value"].startswith("≥ ")
    assert float(told["background"]) == pytest.approx(table["BACKGROUND"][row], abs=0.3)
    place = shown.evaluate(
        "(b => [b.x, b.y, b.width, b.height])(document.getElementById('overlays').getBoundingClientRect())"
    )
    scale = min(place[2] / 400, place[3] / 300)
    x = place[0] + place[2] / 2 + (table["X_IMAGE"][row] - 200.5) * scale
    y = place[1] + place[3] / 2 - (table["Y_IMAGE"][row] - 150.5) * scale
    shown.drag([(x, y)])
    shown.wait_for(f"document.getElementById('object-title').textContent === 'Object {row + 1}'")
    shown.wait_for("document.querySelector('#growth path.curve') !== null")
    assert shown.evaluate("document.querySelector('#table tr.chosen').dataset.number") == str(row + 1)
    names = shown.evaluate("document.getElementById('object-rows').textContent")
    assert all(name.partition("(")[0] in names for name in COLUMNS)
    assert "Right ascension" in names
    shown.wait_for("document.getElementById('cutout').toDataURL().length > 2000")


@pytest.mark.parametrize("layer", ["footprints", "apertures", "segmentation", "background", "noise"])
def test_layers_are_drawn(shown, layer):
    drawn = "['picture', 'overlays'].map(name => document.getElementById(name).toDataURL()).join()"
    shown.evaluate(f"window.before = {drawn}; document.getElementById('layer-{layer}').click()")
    shown.wait_for(f"{drawn} !== before")


def test_values_are_those_of_the_image_to_a_part_of_its_noise(shown, folder):
    data = fits.getdata(folder / NAME, "SCI")
    random = np.random.default_rng(2)
    for x, y in random.integers(60, 290, (12, 2)):
        assert difference(pointed_at(shown, x, y), data) < 0.5


def difference(told, data):
    """How far a value that is told is from that of the pixel; of two, where the position is rounded to their border."""
    places = [{round(float(told[name]) + more) for more in (-0.06, 0.06)} for name in "xy"]
    value = float(told["value"].lstrip("≈ "))
    return min(abs(value - data[line - 1, column - 1]) for column in places[0] for line in places[1])


def test_another_extension_is_chosen(shown):
    choice = "document.getElementById('extension')"
    assert shown.evaluate(f"[...{choice}.options].map(o => o.textContent)[1]").startswith("[2] <I>PLAIN")
    count = shown.evaluate("document.getElementById('row-count').textContent")
    shown.evaluate(f"(s => {{ s.value = '2'; s.dispatchEvent(new Event('change')); }})({choice})")
    shown.wait_for(f"document.getElementById('row-count').textContent !== {json.dumps(count)}")
    shown.wait_for(READY)
    assert pointed_at(shown, 50, 40)["sky"] == "–"
    assert "no positions on the sky" in shown.evaluate("document.getElementById('about').textContent")
    shown.evaluate(f"(s => {{ s.value = '3'; s.dispatchEvent(new Event('change')); }})({choice})")
    shown.wait_for("document.getElementById('row-count').textContent === '0 of 0 rows'")
    shown.wait_for(READY)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (400, 800)])
def test_no_part_is_wider_than_the_window(shown, folder, width, height, dark, tmp_path):
    show(shown, folder / "page.html", width, height, dark=dark)
    shown.evaluate("document.querySelector('#table tr[data-place]').click()")
    shown.wait_for("document.querySelectorAll('#object-rows tr').length > 0")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate("document.getElementById('overlays').clientHeight") > 200
    red, green, blue = map(int, shown.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"))
    assert (red + green + blue < 150) == dark
    pictures = os.environ.get("SEXLIKE_TEST_PICTURES", tmp_path)
    shown.picture(f"{pictures}/file_{width}_{'dark' if dark else 'light'}.png")


@pytest.mark.needs_axe
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (400, True)])
def test_axe_finds_no_serious_fault(shown, folder, width, dark):
    shown.call("Page.setBypassCSP", enabled=True)  # axe-core is no part of the page
    show(shown, folder / "page.html", width, 900, dark=dark)
    shown.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = serious_faults(shown)
    shown.call("Page.setBypassCSP", enabled=False)
    assert found == []


def test_cut_outs_are_shown_where_the_picture_is_small(chromium, tmp_path, monkeypatch):
    monkeypatch.setattr("sexlike.output.page.picture.MOST_PIXELS", 150**2)
    result = sexlike.extract(sky((300, 400)), params=["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_AUTO"])
    result.write_page(tmp_path / "small.html")
    chromium.complaints.clear()
    show(chromium, tmp_path / "small.html")
    assert "one pixel for 3 x 3" in chromium.evaluate("document.getElementById('about').textContent")
    brightest, faint = (result[row] for row in np.argsort(result["FLUX_AUTO"].value)[[-1, -8]])
    assert pointed_at(chromium, *(round(float(brightest[name].value)) for name in POSITION))["value"].startswith("≥ ")
    told = pointed_at(chromium, *(round(float(faint[name].value)) for name in POSITION))
    assert difference(told, result.extensions[0]._extension.image.raw) < 0.03 * float(told["value"].lstrip("≈ "))
    assert chromium.complaints == []


def test_numbers_are_printed_as_in_catalogs(chromium, tmp_path):
    random = np.random.default_rng(1)
    values = random.normal(0, 1, 300) * 10.0 ** random.integers(-12, 13, 300)
    ties = [7753.23828125, -31982.625, 0.5, 1.5, 2.5, 0.125, 123456.5]
    values = [*values.astype(np.float32).tolist(), *ties, 0.0, -0.0, 1e6, 9999999.5, 0.0001, 1e30, np.nan, -np.inf]
    formats = sorted({column.format for column in COLUMNS_DECLARED.values()})
    formats = [text for text in formats if text[-1] not in "du"]
    chromium.open(module_page(tmp_path, "printed.js"))
    given = f"{json.dumps(formats)}.map(format => {json.dumps(values)}.map(value => printed(value, format)))"
    found = chromium.evaluate(given)
    for text, row in zip(formats, found, strict=True):
        assert row == [WIDTH.sub("", text) % value for value in values]


@pytest.mark.parametrize("shape", [(1, 500), (500, 1), (64, 64)])
def test_images_of_odd_shapes_are_shown(chromium, tmp_path, shape):
    image = np.random.default_rng(1).normal(10, 1, shape).astype(np.float32)
    image[shape[0] // 2, shape[1] // 2 :][:5] += 90
    sexlike.extract(image, params=["NUMBER", "MAG_AUTO"], DETECT_MINAREA=1).write_page(tmp_path / "odd.html")
    chromium.complaints.clear()
    show(chromium, tmp_path / "odd.html")
    assert chromium.evaluate(NUMBERS)
    assert chromium.complaints == []
