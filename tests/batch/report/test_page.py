"""The page of a report: what is in it, and that nothing in it can do harm."""

import html
import re
from html.parser import HTMLParser

import pytest

from sexlike.batch.report.page import page

from .madeup import FORMULA, HOSTILE, night, star_image


class Elements(HTMLParser):
    """The elements of a page, and the text of its cells."""

    def __init__(self, text):
        super().__init__()
        self.found, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_exposure_has_a_row_and_its_points(folder):
    rows = night()
    elements = Elements(page(rows, "batch", str(folder)))
    assert [row["data-row"] for row in elements.all("tr") if "data-row" in row] == [str(n) for n in range(40)]
    assert len(elements.all("circle")) == 4 * 36  # seeing, depth, sky and objects
    assert len(elements.all("rect")) == 36  # depth in the aperture
    assert len(elements.all("path")) == 4 * 4  # those that failed
    assert len([svg for svg in elements.all("svg") if svg["role"] == "img"]) == 4


def test_nothing_is_fetched_from_elsewhere(folder):
    star_image("night_0007.fits.fz")
    text = page(night(), "batch", str(folder))
    addresses = [
        value for _, attributes in Elements(text).found for name, value in attributes.items() if name in ("src", "href")
    ]
    assert any(address.startswith("data:image/png;base64,iVBOR") for address in addresses)
    assert all(address.startswith(("data:", "#row-", "./")) for address in addresses)
    assert "//" not in re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|data:[^\"]*", "", text).replace("://", "")
    policy = next(meta["content"] for meta in Elements(text).all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_names_and_sentences_are_text_and_nothing_else(folder):
    rows = night()
    usual = [tag for tag, _ in Elements(page(rows, "batch", str(folder))).found]
    for name in ("images", "stem", "sentence", "host", "log", "observed"):
        rows[7][name] = rows[9][name] = HOSTILE
    text = page(rows, HOSTILE, str(folder))
    elements = Elements(text)
    # The exposure's date is gone, and with it its points; there is no element of other kinds, and none more.
    assert {tag for tag, _ in elements.found} == set(usual)
    assert "onerror" not in {name for _, attributes in elements.found for name in attributes}
    assert HOSTILE in html.unescape(text)
    assert "<img src=x" not in text


def test_the_end_of_the_script_cannot_be_written_by_a_name(folder):
    rows = night(3)
    rows[0]["images"] = rows[0]["sentence"] = "</script></textarea></style><script>alert(1)</script>"
    elements = Elements(page(rows, "batch", str(folder)))
    assert len(elements.all("script")) == len(elements.all("style")) == len(elements.all("textarea")) == 1


def test_formulas_are_defused_in_the_table_to_download(folder):
    rows = night(2)
    rows[0]["stem"] = FORMULA
    text = page(rows, "batch", str(folder))
    table = html.unescape(re.search(r"(?s)<textarea.*?>\n(.*)</textarea>", text)[1])
    assert f'"\'{FORMULA}"' in table
    assert len(table.splitlines()) == 3


def test_logs_and_pictures_are_linked_if_they_are_there(folder):
    rows = night(3)
    (folder / "logs").mkdir()
    (folder / "logs" / "a#1.log").write_text("")
    (folder / "night_0001_apertures.png").write_bytes(b"")
    rows[1]["log"] = "logs/a#1.log"
    rows[2]["log"] = "logs/gone.log"
    links = [link["href"] for link in Elements(page(rows, "batch", str(folder))).all("a")]
    assert [link for link in links if link[0] != "#"] == ["./logs/a%231.log", "./night_0001_apertures.png"]


def test_without_dates_exposures_are_in_their_order(folder):
    rows = [row | {"observed": ""} for row in night()]
    assert "number of the exposure" in page(rows, "batch", str(folder))
    assert "time of the exposure (UTC), from 2026-11-25 22:00" in page(night(), "batch", str(folder))


def test_a_batch_without_exposures_has_a_page(folder):
    assert "<td>" not in page([], "batch", str(folder))


def test_the_page_is_the_same_every_time(folder, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795694400")
    assert page(night(), "batch", str(folder)) == page(night(), "batch", str(folder))
    assert "The state of 2026-11-26 12:00" in page(night(), "batch", str(folder))
