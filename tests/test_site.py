"""The documentation site: links that work on a forge and on the site, and the check of what was built."""

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS / "scripts"))

import check_site  # noqa: E402  # isort: skip
import forge_links  # noqa: E402  # isort: skip


@pytest.mark.parametrize(
    ("link", "folder", "on_the_site"),
    [
        ("jwst.md", DOCS, "jwst.md"),
        ("docs/jwst.md#names-and-masks", DOCS.parent, "jwst.md#names-and-masks"),
        ("docs/field.png", DOCS.parent, "field.png"),
        ("examples/README.md", DOCS.parent, "examples.md"),
        ("../examples/README.md#the-field", DOCS, "examples.md#the-field"),
        ("README.md#where-the-numbers-differ", DOCS.parent, "from_sextractor.md#where-the-numbers-differ"),
        ("README.md#licence", DOCS.parent, "start.md#licence"),
        ("../docs/jwst.md", DOCS.parent / "examples", "jwst.md"),
        ("examples/run.toml", DOCS.parent, "../examples/run.toml"),
        ("https://example.org/a.md", DOCS.parent, "https://example.org/a.md"),
        ("#the-field", DOCS.parent, "#the-field"),
    ],
)
def test_links_between_files_become_links_between_pages(link, folder, on_the_site):
    assert forge_links.for_the_site(f"see [this]({link}), f(x).", folder) == f"see [this]({on_the_site}), f(x)."


@pytest.fixture
def site(tmp_path):
    """Write a site of one style sheet and the page other.html beside an index.html -> what is wrong with it."""
    (tmp_path / "style.css").write_text("body { background: url(picture.png) }")
    (tmp_path / "picture.png").touch()
    (tmp_path / "other.html").write_text('<p id="here"><a href="index.html">back</a></p>')

    def checked(body):
        (tmp_path / "index.html").write_text(f'<link rel="stylesheet" href="style.css?v=1"> {body}')
        return check_site.check(tmp_path)

    return checked


@pytest.mark.parametrize(
    "body",
    [
        '<a href="other.html#here">there</a>',
        '<a href="#">top</a><a href="https://example.org/">elsewhere</a>',
        '<b id="own"></b><a href="#own">here</a><link rel="canonical" href="https://example.org/">',
        '<img src="data:image/png;base64,xyz"><img src="picture.png">',
    ],
)
def test_a_sound_page(site, body):
    assert site(body) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="another.html">there</a>', "no file another.html"),
        ('<a href="other.html#there">there</a>', "no anchor other.html#there"),
        ('<a href="#there">there</a>', "no anchor #there"),
        ('<img src="lost.png">', "no file lost.png"),
        ('<script src="https://example.org/a.js"></script>', "loads https://example.org/a.js"),
        ('<img src="//example.org/a.png">', "loads //example.org/a.png"),
        ('<link rel="preconnect" href="https://example.org">', "loads https://example.org"),
        ("<p style=\"background: url('http://example.org/a.png')\">", "loads http://example.org/a.png"),
    ],
)
def test_a_page_that_is_not(site, body, problem):
    assert site(body) == [f"index.html: {problem}"]


def test_a_style_sheet_that_loads_from_elsewhere(site, tmp_path):
    (tmp_path / "font.css").write_text('@import "https://example.org/font.css"; a { src: url("lost.woff2") }')
    assert site("") == ["font.css: loads https://example.org/font.css", "font.css: no file lost.woff2"]


def test_an_empty_site(tmp_path):
    assert check_site.check(tmp_path) == [f"{tmp_path.resolve()}: no pages"]
