import dataclasses
import io
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

from sexlike.config.config import load_config
from sexlike.detection.footprints import Footprints
from sexlike.errors import SexlikeError
from sexlike.images.image import BAD, Image
from sexlike.measure.extension import Extension
from sexlike.output.checkimages.checkfiles import check_header, check_image_files, wanted_check_images
from sexlike.output.checkimages.checkimages import CHECK_IMAGES
from sexlike.output.targets import check_writable

from ..madeup import made_up_image

DEFAULTS = load_config()


class MadeUpBackground(SimpleNamespace):
    def rows(self, first, last):
        return np.full((last - first, 40), 100.25, np.float32)

    def rms_rows(self, first, last):
        return np.full((last - first, 40), 5, np.float32)


@pytest.fixture
def searched():
    """An extension of 40 x 30 pixels: two objects, one detection that was cleaned away, one blob that is too small."""

    def make(rank=1, config=DEFAULTS, kernel=None, **header):
        random = np.random.default_rng(rank)
        pixels = random.normal(0, 5, (30, 40)).astype(np.float32)
        pixels[20, 5] = BAD
        level, rms = (random.normal(size=(2, 3)).astype(np.float32) for _ in range(2))
        background = MadeUpBackground(mean=100.25, sigma=5, level=level, rms=rms, mesh=(16, 20))
        description = vars(made_up_image(rank, background=background))
        image = Image(**description, pixels=pixels, raw=pixels + np.float32(100.25))
        image.header.update(header)
        x, y = np.array([3, 4, 10, 11, 12, 30]), np.array([5, 5, 8, 8, 8, 2])
        footprints = Footprints(x, y, np.array([0, 2, 5, 6]))
        blanked = np.zeros((30, 40), np.int32)
        blanked[y[:5], x[:5]] = [1, 1, 2, 2, 2]
        blanked[25, 25] = -1
        labels = np.zeros((30, 40), np.int32)
        labels[y[:5], x[:5]] = [2, 2, 1, 1, 1]
        detections = SimpleNamespace(
            raw=SimpleNamespace(footprints=footprints), blanked=blanked, segmentation=lambda: labels
        )
        return Extension(
            image=image,
            detection_image=image,
            config=config,
            kernel=kernel,
            detections=detections,
            request=SimpleNamespace(),
            values={},
            seconds=1.5,
        )

    return make


def made(kind, extension):
    return CHECK_IMAGES[kind](extension)


def test_contents(searched):
    extension = searched()
    pixels, blanked = extension.image.pixels, extension.detections.blanked
    assert np.array_equal(made("IDENTICAL", extension), extension.image.raw)
    assert np.array_equal(made("-BACKGROUND", extension), pixels)
    assert np.all(made("BACKGROUND", extension) == 100.25)
    assert np.all(made("BACKGROUND_RMS", extension) == 5)
    assert made("MINIBACKGROUND", extension) is extension.image.background.level
    assert made("MINIBACK_RMS", extension) is extension.image.background.rms
    assert np.array_equal(made("FILTERED", extension), pixels)
    objects = made("OBJECTS", extension)
    assert np.count_nonzero(objects) == 6
    assert objects[2, 30] == pixels[2, 30]
    empty = made("-OBJECTS", extension)
    assert np.array_equal(empty == 0, (blanked != 0) | (pixels == BAD))
    assert np.array_equal(empty[empty != 0], pixels[empty != 0])
    mask = made("MASK", extension)
    assert mask.dtype == np.uint8
    assert np.array_equal(mask == 1, blanked != 0)
    assert np.array_equal(made("-MASK", extension), 1 - mask)


def test_nothing_is_hidden_without_masks(searched, configure):
    extension = searched(config=configure(MASK_TYPE="NONE"))
    assert np.array_equal(made("-OBJECTS", extension), extension.image.pixels)
    assert not made("MASK", extension).any()


def test_filtered_with_the_kernel(searched):
    kernel = np.zeros((3, 3), np.float32)
    kernel[1, 2] = 1
    extension = searched(kernel=kernel)
    shown = made("FILTERED", extension)
    assert np.array_equal(shown[:, :-1], extension.image.pixels[:, 1:])


def written(tmp_path, configure, extensions, *kinds):
    names = [str(tmp_path / f"{number}.fits") for number in range(len(kinds))]
    with check_image_files(configure(CHECKIMAGE_TYPE=kinds, CHECKIMAGE_NAME=names)) as write:
        for rank, extension in enumerate(extensions, 1):
            image = dataclasses.replace(extension.image, rank=rank, total=len(extensions))
            write(dataclasses.replace(extension, image=image))
    return [fits.open(io.BytesIO(Path(name).read_bytes())) for name in names]


def test_types_and_values(tmp_path, configure, searched):
    extension = searched()
    kinds = "SEGMENTATION", "BACKGROUND", "MASK", "MINIBACKGROUND"
    files = written(tmp_path, configure, [extension], *kinds)
    assert [len(hdus) for hdus in files] == [1, 1, 1, 1]
    assert [hdus[0].header["BITPIX"] for hdus in files] == [32, -32, 8, -32]
    for kind, hdus in zip(kinds, files, strict=True):
        assert np.array_equal(hdus[0].data, made(kind, extension))
    assert all((tmp_path / f"{number}.fits").stat().st_size % 2880 == 0 for number in range(4))


def test_header_is_the_images(searched):
    extension = searched()
    header = extension.image.header
    header["BITPIX"], header["BSCALE"], header["BZERO"] = (16, "as taken"), 2.0, 32768
    header["ORIGIN"], header["BLANK"], header["CHECKSUM"] = "Observatory", -32768, "abcd"
    header["EXTNAME"], header["DATAMIN"], header["EXTEND"] = "SCI", 3.0, True
    made = check_header(extension.image, np.zeros((30, 40), np.int32), alone=True)
    assert made["BITPIX"] == 32
    assert made.comments["BITPIX"] == "as taken"
    assert (made["BSCALE"], made["BZERO"], made["ORIGIN"]) == (1, 0, "sexlike")
    changed = {"BITPIX", "BSCALE", "BZERO", "ORIGIN", "BLANK", "CHECKSUM", "EXTNAME"}
    same = [str(card) for card in header.cards if card.keyword not in changed]
    assert [str(card) for card in made.cards if card.keyword not in changed] == same
    assert not {"BLANK", "CHECKSUM", "EXTNAME"} & set(made)
    assert (header["BITPIX"], header["ORIGIN"]) == (16, "Observatory")


def test_no_card_is_added():
    image = made_up_image(header=fits.Header())
    assert list(check_header(image, np.zeros((30, 40), "f4"), alone=True)) == [
        "SIMPLE",
        "BITPIX",
        "NAXIS",
        "NAXIS1",
        "NAXIS2",
    ]


def test_coordinates_of_meshes(searched, tmp_path, configure):
    extension = searched(CD1_2=1e-5, CD2_1=2e-5)
    [hdus] = written(tmp_path, configure, [extension], "MINIBACK_RMS")
    # a mesh of 20 x 16 pixels: the corner of the first is that of the image
    meshes, pixels = [[0.5, 0.5], [1, 1.5]], [[0.5, 0.5], [10.5, 16.5]]
    large, small = WCS(extension.image.header), WCS(hdus[0].header)
    assert np.allclose(small.wcs_pix2world(meshes, 1), large.wcs_pix2world(pixels, 1), rtol=0, atol=1e-9)


def test_coordinates_with_steps_per_axis(searched, tmp_path, configure):
    extension = searched(CDELT1=-1e-3, CDELT2=2e-3)
    [hdus] = written(tmp_path, configure, [extension], "MINIBACKGROUND")
    header = hdus[0].header
    assert (header["CDELT1"], header["CDELT2"]) == pytest.approx((-0.02, 0.032))
    assert (header["CRPIX1"], header["CRPIX2"]) == pytest.approx((1.5, 15 / 16 + 0.5))


def test_several_extensions(searched, tmp_path, configure):
    first, second = searched(), searched(rank=2, EXTNAME="CCD2", EXTVER=2)
    del second.image.header["SIMPLE"]
    second.image.header.insert(0, ("XTENSION", "IMAGE"))
    for hdus in written(tmp_path, configure, [first, second], "MASK", "-BACKGROUND"):
        assert [type(hdu).__name__ for hdu in hdus] == ["PrimaryHDU", "ImageHDU", "ImageHDU"]
        assert hdus[0].header["NEXTEND"] == 2
        assert (hdus[2].name, hdus[2].header["PCOUNT"], hdus[2].header["GCOUNT"]) == ("CCD2", 0, 1)
    assert np.array_equal(hdus[2].data, second.image.pixels)


@pytest.mark.needs_fitsverify
def test_fitsverify_has_nothing_to_say(searched, tmp_path, configure):
    kinds = tuple(kind for kind in CHECK_IMAGES if kind != "APERTURES")
    for extensions in ([searched()], [searched(EXTEND=True), searched(rank=2)]):
        written(tmp_path, configure, extensions, *kinds)
        names = [str(tmp_path / f"{number}.fits") for number in range(len(kinds))]
        checked = subprocess.run(["fitsverify", "-q", *names], capture_output=True, text=True)
        assert checked.stdout.count("verification OK") == len(kinds), checked.stdout


def test_which_are_wanted(configure):
    def wanted(types, names):
        return wanted_check_images(configure(CHECKIMAGE_TYPE=types, CHECKIMAGE_NAME=names))

    assert wanted("NONE", ("a", "b", "c")) == []
    assert wanted((), ()) == []
    assert wanted(("NONE", "SEGMENTATION"), ("a.fits", "b.fits")) == [("SEGMENTATION", "b.fits")]
    with pytest.raises(SexlikeError, match=r"CHECKIMAGE_NAME\(s\) and CHECKIMAGE_TYPE\(s\) are not in equal number"):
        wanted(("BACKGROUND", "SEGMENTATION"), ("check.fits",))
    with pytest.raises(SexlikeError, match="BACKGROUND twice"):
        wanted(("BACKGROUND", "NONE", "BACKGROUND"), ("a", "b", "c"))
    with pytest.raises(SexlikeError, match="MODELS is not made") as failure:
        wanted(("MODELS",), ("a",))
    assert "SEGMENTATION" in str(failure.value)


def test_files_are_checked_before_the_work(configure, tmp_path):
    good = {"CHECKIMAGE_TYPE": "BACKGROUND", "CHECKIMAGE_NAME": str(tmp_path / "b.fits")}
    check_writable(configure(**good))
    nowhere = str(tmp_path / "no" / "file")
    with pytest.raises(SexlikeError, match="CATALOG_NAME"):
        check_writable(configure(CATALOG_NAME=nowhere))
    with pytest.raises(SexlikeError, match="CHECKIMAGE_NAME"):
        check_writable(configure(**good | {"CHECKIMAGE_NAME": nowhere}))
    with pytest.raises(SexlikeError, match="XML_NAME"):
        check_writable(configure(WRITE_XML=True, XML_NAME=nowhere))
    check_writable(configure(CATALOG_NAME=nowhere, CATALOG_TYPE="NONE", XML_NAME=nowhere))
    check_writable(configure(CATALOG_NAME="STDOUT"))
    assert list(tmp_path.iterdir()) == []


def test_apertures_that_are_measured_are_shown(searched, configure, monkeypatch):
    extension = searched(config=configure(PHOT_APERTURES=(4, 8)))
    shape = dict.fromkeys(("a", "b"), np.array([2, 1], np.float32))
    found = {"x": np.array([10.0, 30.0]), "y": np.array([10.0, 20.0]), "theta": np.zeros(2, np.float32)}
    extension.detections.objects = SimpleNamespace(**found, **shape)
    radii = {"FLAGS": np.array([0, 1]), "KRON_RADIUS": np.array([3, 5], np.float32)}
    monkeypatch.setattr("sexlike.output.checkimages.checkimages.measured", lambda *_: radii)

    def drawn(quantities, apertures):
        vars(extension.request).update(quantities=quantities, longest=lambda *_: apertures)
        shown = made("APERTURES", extension)
        return (shown != extension.image.pixels)[10]

    assert list(np.flatnonzero(drawn(frozenset(), 0))) == []
    assert list(np.flatnonzero(drawn(frozenset(), 1))) == [8, 12]
    assert list(np.flatnonzero(drawn(frozenset(), 2))) == [6, 8, 12, 14]
    assert list(np.flatnonzero(drawn(frozenset({"kron"}), 0))) == [4, 16]
