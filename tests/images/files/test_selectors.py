import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError
from sexlike.images.files.extensions import open_extensions
from sexlike.images.files.selectors import extensions_of, is_selector, split_selector

from .written import only, sky, write


@pytest.mark.parametrize(("selector", "hdu"), [("0", 0), ("2", 2), ("sci", 1), ("SCI,2", 3), ("SCI, 1", 1), ("ERR", 2)])
def test_selectors(tmp_path, selector, hdu):
    images = [
        fits.ImageHDU(sky(seed=i), name=name, ver=ver) for i, name, ver in ((1, "SCI", 1), (2, "ERR", 1), (3, "SCI", 2))
    ]
    name = write(tmp_path / "m.fits", fits.PrimaryHDU(sky()), *images)
    source = only(f"{name}[{selector}]")
    assert (source.hdu, source.rank, source.selected, source.alone) == (hdu, 1, True, True)
    assert np.array_equal(source.read(), sky(seed=hdu))


def test_the_only_image_answers_to_1_too(tmp_path):
    assert only(write(tmp_path / "a.fits", fits.PrimaryHDU(sky())) + "[1]").hdu == 0


def test_brackets_that_belong_to_the_name(tmp_path):
    assert not only(write(tmp_path / "a.fits[1]", fits.PrimaryHDU(sky()))).selected


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("7", "It has [0], [SCI] and [T]; [0] is its primary."),
        ("SCJ", "Did you mean [SCI]?"),
        ("SCI,2", "Did you mean [SCI,1]?"),
        ("WHT", "It has [0], [SCI] and [T]"),
        ("1:10,2:20", "Allowed are"),
        ("", "Allowed are"),
        ("0", "no two-dimensional image in"),
        ("2", "table"),
    ],
)
def test_wrong_selectors(tmp_path, selector, message):
    table = fits.BinTableHDU.from_columns([fits.Column("X", "D", array=[1.0])], name="T")
    name = write(tmp_path / "m.fits", fits.PrimaryHDU(), fits.ImageHDU(sky(), name="SCI"), table)
    with pytest.raises(SexlikeError) as error:
        open_extensions(f"{name}[{selector}]")
    assert message in str(error.value)
    assert name in str(error.value)


def test_what_a_file_has():
    assert "no extensions" in extensions_of([("PRIMARY", 1)])
    names = [("PRIMARY", 1), ("SCI", 1), ("SCI", 2), ("", 1)]
    assert extensions_of(names, with_versions=True) == "It has [0], [SCI,1], [SCI,2] and [3]; [0] is its primary."
    many = extensions_of([("", 1)] * 200)
    assert "[0], [1]" in many
    assert "..." in many
    assert "[198] and [199]" in many
    assert len(many) < 200


@pytest.mark.parametrize(
    ("text", "path", "selector"),
    [("a.fits", "a.fits", None), ("a.fits[ SCI,2 ] ", "a.fits", "SCI,2"), ("a[1].fits[3]", "a[1].fits", "3")],
)
def test_a_name_is_split_at_its_last_brackets(text, path, selector):
    assert split_selector(text) == (path, selector)


def test_what_a_selector_alone_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert is_selector(" [WHT] ")
    assert not any(is_selector(name) for name in ("a.fits[WHT]", "[]", "WHT", "[a][b]"))
    (tmp_path / "[WHT]").touch()
    assert not is_selector("[WHT]")
