import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError
from sexlike.images.files import extensions
from sexlike.images.files.companions import open_companion
from sexlike.images.files.extensions import open_extensions
from sexlike.images.fitsfile import open_fits


def write(path, *names, shape=(10, 12), primary=False):
    images = [fits.ImageHDU(np.full(shape, number, np.float32), name=name) for number, name in enumerate(names, 1)]
    first = fits.PrimaryHDU(np.zeros(shape, np.float32)) if primary else fits.PrimaryHDU()
    fits.HDUList([first, *images]).writeto(path)
    return str(path)


NO_MAP = "-WEIGHT_TYPE NONE -WEIGHT_SCALING BACKGROUND"


def companion(name, source):
    return open_companion(name, source, "WEIGHT_IMAGE")


def test_the_extension_of_the_same_index(tmp_path):
    image, weights = write(tmp_path / "i.fits", "A", "B", "C"), write(tmp_path / "w.fits", "A", "B", "C")
    for source in open_extensions(image):
        assert companion(weights, source).read()[0, 0] == source.hdu


@pytest.mark.parametrize("selector", ["", "[2]", "[B]"])
def test_a_file_is_opened_once_for_all_images(tmp_path, monkeypatch, selector):
    """Else a file with 200 extensions would be read 200 times."""
    image, weights = write(tmp_path / "i.fits", "A", "B", "C"), write(tmp_path / "w.fits", "A", "B", "C")
    opened = []
    monkeypatch.setattr(extensions, "open_fits", lambda path: opened.append(path) or open_fits(path))
    for source in open_extensions(image):
        for _ in range(2):
            assert companion(weights + selector, source).hdu == (2 if selector else source.hdu)
    assert opened == [image, weights]
    assert companion(weights, open_extensions(image)[0]).hdu == 1
    assert opened == [image, weights] * 2  # another run reads them again


def test_a_file_in_memory_opens_others_once(tmp_path, monkeypatch):
    weights, opened = write(tmp_path / "w.fits", "A", "B"), []
    monkeypatch.setattr(extensions, "open_fits", lambda path: opened.append(path) or open_fits(path))
    with fits.open(write(tmp_path / "i.fits", "A", "B")) as hdus:
        assert [companion(weights, source).hdu for source in open_extensions(hdus)] == [1, 2]
    assert opened == [weights]


def test_companions_by_name_are_taken_all_the_same(tmp_path):
    source = open_extensions(write(tmp_path / "i.fits", "A", "B"))[1]
    assert companion(write(tmp_path / "w.fits", "SCI", "WHT"), source).hdu == 2


def test_an_only_image_goes_with_all(tmp_path):
    sources = open_extensions(write(tmp_path / "i.fits", "A", "B"))
    weights = write(tmp_path / "w.fits", primary=True)
    assert [companion(weights, source).hdu for source in sources] == [0, 0]
    source = open_extensions(write(tmp_path / "p.fits", primary=True))[0]
    assert companion(write(tmp_path / "e.fits", "A"), source).hdu == 1


def test_a_selector_has_the_last_word(tmp_path):
    source = open_extensions(write(tmp_path / "i.fits", "A", "B"))[1]
    assert companion(write(tmp_path / "w.fits", "A", "B", "C") + "[C]", source).hdu == 3


def test_for_an_image_that_was_selected_it_is_the_first_extension(tmp_path, caplog):
    source = open_extensions(write(tmp_path / "i.fits", "A", "B") + "[2]")[0]
    with caplog.at_level("INFO", "sexlike"):
        assert companion(write(tmp_path / "w.fits", "A", "B"), source).hdu == 1
    assert "w.fits[1] goes with" in caplog.text


def test_what_is_wrong_is_named(tmp_path):
    source = open_extensions(write(tmp_path / "i.fits", "A", "B", "C"))[2]
    with pytest.raises(SexlikeError, match=r"(?s)WEIGHT_IMAGE: .*w\.fits has no image \[3\].*\[1\], \[2\]"):
        companion(write(tmp_path / "w.fits", "A", "B"), source)
    with pytest.raises(SexlikeError, match=r"WEIGHT_IMAGE: .*nowhere\.fits: no such file"):
        companion(str(tmp_path / "nowhere.fits"), source)
    with pytest.raises(SexlikeError, match=r"different sizes: .*s\.fits is 9 x 8, .*i\.fits\[3\] is 12 x 10 pixels"):
        companion(write(tmp_path / "s.fits", shape=(8, 9), primary=True), source)


def test_a_selector_alone_is_an_extension_of_the_own_file(tmp_path):
    """With the version of the image, if there is such a one."""
    path = tmp_path / "pair.fits"
    parts = [("SCI", 1, 1), ("ERR", 1, 2), ("SCI", 2, 3), ("ERR", 2, 4), ("MASK", 1, 5)]
    images = [fits.ImageHDU(np.full((4, 5), value, "f4"), name=name, ver=ver) for name, ver, value in parts]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(path)
    first, second = open_extensions(path)
    for name, values in (
        ("[ERR]", (2, 4)),
        (" [err] ", (2, 4)),
        ("[ERR,1]", (2, 2)),
        ("[5]", (5, 5)),
        ("[MASK]", (5, 5)),
    ):
        found = [open_companion(name, source, "WEIGHT_IMAGE") for source in (first, second)]
        assert tuple(source.read()[0, 0] for source in found) == values
    with pytest.raises(SexlikeError, match=r"WEIGHT_IMAGE: no extension \[WHT\] in .*pair.fits") as caught:
        open_companion("[WHT]", first, "WEIGHT_IMAGE")
    for words in (
        "It has [0], [SCI], [ERR], ",
        "If it is in another file, give that file's name in WEIGHT_IMAGE.",
        NO_MAP,
    ):
        assert words in caught.value.hint
    with pytest.raises(SexlikeError, match=r"MASK_IMAGE: no extension \[WHT\]") as caught:
        open_companion("[WHT]", first, "MASK_IMAGE")
    assert NO_MAP not in caught.value.hint


def test_a_file_without_extensions_has_no_map(tmp_path):
    (source,) = open_extensions(write(tmp_path / "i2d.fits", primary=True))
    with pytest.raises(SexlikeError, match=r"no extension \[WHT\] in .*i2d.fits") as caught:
        companion("[WHT]", source)
    assert "It has no extensions, but its primary image alone" in caught.value.hint
    assert NO_MAP in caught.value.hint
