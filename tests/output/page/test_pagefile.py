"""The file of a page: what is in it, when it is written, and that nothing in it can do harm."""

import json
from html.parser import HTMLParser

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike import cli
from sexlike.output.page import pagefile

from ..skies import sky

HOSTILE = "<script>alert('x')</script> \"é\" <!-- </script>"


class Elements(HTMLParser):
    """The elements of a document, and its data."""

    def __init__(self, text):
        super().__init__()
        self.found, self.data, self.place = [], "", None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self.place = dict(attributes).get("id")

    def handle_data(self, data):
        if self.place == "data":
            self.data += data

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def data_of(path):
    return json.loads(Elements(path.read_text("utf-8")).data)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "few.param").write_text("NUMBER\nX_IMAGE\nY_IMAGE\nMAG_AUTO\nFLAGS\n")
    return tmp_path


def write_sky(name, shape=(64, 80), total=1, **cards):
    hdus = []
    for index in range(total):
        hdu = sky((shape[0], shape[1] + index))
        hdu.header.update(cards)
        hdus.append(hdu)
    first = fits.PrimaryHDU() if total > 1 else hdus.pop(0)
    fits.HDUList([first, *(fits.ImageHDU(one.data, one.header) for one in hdus)]).writeto(name)


def page(image, *words):
    given = ["-CATALOG_TYPE", "NONE", "-PARAMETERS_NAME", "few.param", "-VERBOSE_TYPE", "QUIET"]
    return cli.main([image, *given, "-CHECKPLOT_TYPE", "PAGE", *words])


def test_a_page_is_one_document_that_asks_for_nothing(folder):
    write_sky("sky.fits")
    assert page("sky.fits") == 0
    assert sorted(path.name for path in folder.iterdir()) == ["few.param", "page.html", "sky.fits"]
    text = (folder / "page.html").read_text("utf-8")
    elements = Elements(text)
    scripts = elements.all("script")
    assert [script.get("type") for script in scripts] == ["application/json", None]
    assert [script.get("src") for script in scripts] == [None, None]
    links = [one.get("href") or one.get("src") for tag, one in elements.found if tag in ("link", "img", "a", "iframe")]
    assert links == ["data:,"]
    assert len(elements.all("style")) == 1
    assert "@import" not in text
    assert "url(" not in text
    policy = next(meta["content"] for meta in elements.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; img-src data: blob:;")
    assert "unsafe" not in policy
    data = data_of(folder / "page.html")
    assert data["image"] == "sky.fits"
    assert ["DETECT_THRESH", "1.5", "default"] in data["settings"]
    assert {flag["name"] for flag in data["flags"]} >= {"CROWDED", "MERGED", "SATURATED"}


def test_matplotlib_and_pillow_are_not_needed(folder, monkeypatch):
    write_sky("sky.fits")
    with monkeypatch.context() as hidden:
        hidden.setattr("sexlike.output.plots.plotfiles.find_spec", lambda name: None)
        hidden.setitem(__import__("sys").modules, "PIL", None)
        assert page("sky.fits") == 0
        assert page("sky.fits", "-CHECKPLOT_TYPE", "PAGE,IMAGE") == 1
    assert data_of(folder / "page.html")["sections"][0]["picture"]["kind"] == "png"


def test_all_extensions_are_in_one_page(folder):
    write_sky("three.fits", total=3)
    assert page("three.fits", "-CHECKPLOT_NAME", "all") == 0
    sections = data_of(folder / "all.html")["sections"]
    assert [one["extension"]["number"] for one in sections] == [1, 2, 3]
    assert [one["extension"]["width"] for one in sections] == [80, 81, 82]
    assert not list(folder.glob("*_1.*"))


def test_hostile_texts_are_texts(folder):
    write_sky("sky.fits")
    name = "<img src=x>'\"&é.fits"
    write_sky(name, OBJECT="<script>alert(1)</script><!--", EXTNAME="</script>", BUNIT="<b>x</b>")
    assert page(name) == 0
    assert page("sky.fits", "-CHECKPLOT_NAME", "plain.html") == 0
    hostile, plain = (Elements((folder / one).read_text("utf-8")).found for one in ("page.html", "plain.html"))
    assert [tag for tag, _ in hostile] == [tag for tag, _ in plain]
    section = data_of(folder / "page.html")["sections"][0]
    assert section["measured"] == name
    assert section["extension"]["name"] == "[0] </script>"
    assert section["unit"] == "<b>x</b>"
    assert ["OBJECT", "<script>alert(1)</script><!--", ""] in section["cards"]


def test_a_page_of_two_images_names_both(folder):
    write_sky("one.fits")
    write_sky("two.fits")
    assert page("one.fits,two.fits") == 0
    section = data_of(folder / "page.html")["sections"][0]
    assert (section["searched"], section["measured"]) == ("one.fits", "two.fits")


def test_without_a_format_there_is_no_page(folder):
    write_sky("sky.fits")
    assert page("sky.fits", "-CHECKPLOT_DEV", "NULL") == 0
    assert not (folder / "page.html").exists()


def test_the_page_is_the_same_every_time(folder):
    write_sky("sky.fits")
    assert page("sky.fits") == 0
    before = (folder / "page.html").read_bytes()
    assert page("sky.fits", "-NTHREADS", "1") == 0
    assert (folder / "page.html").read_bytes() == before


def test_a_run_that_fails_leaves_the_older_page(folder, capsys):
    write_sky("sky.fits", total=2)
    (folder / "page.html").write_text("older")
    whole = (folder / "sky.fits").read_bytes()
    (folder / "cut.fits").write_bytes(whole[: len(whole) - 20_000])
    assert page("cut.fits") == 1
    assert (folder / "page.html").read_text() == "older"
    assert not list(folder.glob(".*"))


def test_a_page_that_cannot_be_written_is_refused_at_once(folder, capsys):
    write_sky("sky.fits")
    assert page("sky.fits", "-CHECKPLOT_NAME", "nowhere/page") == 1
    assert "nowhere/page.html for writing: there is no folder" in capsys.readouterr().err
    assert page("sky.fits", "-CHECKPLOT_TYPE", "PAGE,PAGE") == 1
    assert "CHECKPLOT_TYPE has PAGE twice" in capsys.readouterr().err


def test_a_result_writes_its_page(folder):
    write_sky("three.fits", total=3)
    result = sexlike.extract("three.fits", params=["NUMBER", "MAG_AUTO"])
    result.write_page("mine.html")
    data = data_of(folder / "mine.html")
    assert len(data["sections"]) == 3
    assert [column["name"] for column in data["sections"][0]["columns"]] == ["NUMBER", "MAG_AUTO"]
    with pytest.raises(OSError, match=r"mine\.html exists: overwrite=True replaces it"):
        result.write_page("mine.html")
    result.write_page("mine.html", overwrite=True)
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)no picture 'page'.* result.write_page"):
        result.plot("page")


def test_a_result_of_an_array_has_a_page(folder):
    image = np.random.default_rng(1).normal(10, 1, (50, 60)).astype(np.float32)
    sexlike.extract(image, params=["NUMBER"]).write_page(folder / "array.html")
    section = data_of(folder / "array.html")["sections"][0]
    assert section["sky"] is None
    assert section["extension"]["wcs"] is False


def test_the_room_is_shared_among_extensions(folder, monkeypatch):
    monkeypatch.setattr(pagefile, "LARGEST", 550_000)
    write_sky("three.fits", (400, 400), total=3)
    assert page("three.fits") == 0
    assert (folder / "page.html").stat().st_size < 550_000
    assert [one["picture"]["kind"] for one in data_of(folder / "page.html")["sections"]] == ["jpeg"] * 3
