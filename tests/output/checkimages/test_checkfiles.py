"""Files of check-images: their headers, their coordinates, and which are wanted."""

import dataclasses
import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

from sexlike.errors import SexlikeError
from sexlike.output.checkimages.checkfiles import check_header, check_image_files, wanted_check_images
from sexlike.output.checkimages.checkimages import CHECK_IMAGES

from ..madeup import made_up_image


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
        assert np.array_equal(hdus[0].data, CHECK_IMAGES[kind](extension))
    assert all((tmp_path / f"{number}.fits").stat().st_size % 2880 == 0 for number in range(4))


def test_header_is_the_images(searched):
    extension = searched()
    header = extension.image.header
    header["BITPIX"], header["BSCALE"], header["BZERO"] = (16, "as taken"), 2.0, 32768
    header["ORIGIN"], header["BLANK"], header["CHECKSUM"] = "Observatory", -32768, "abcd"
    header["EXTNAME"], header["DATAMIN"], header["EXTEND"] = "SCI", 3.0, True
    found = check_header(extension.image, np.zeros((30, 40), np.int32), alone=True)
    assert found["BITPIX"] == 32
    assert found.comments["BITPIX"] == "as taken"
    assert (found["BSCALE"], found["BZERO"], found["ORIGIN"]) == (1, 0, "sexlike")
    changed = {"BITPIX", "BSCALE", "BZERO", "ORIGIN", "BLANK", "CHECKSUM", "EXTNAME"}
    same = [str(card) for card in header.cards if card.keyword not in changed]
    assert [str(card) for card in found.cards if card.keyword not in changed] == same
    assert not {"BLANK", "CHECKSUM", "EXTNAME"} & set(found)
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
    needing = ("APERTURES", "PSFS", "MODELS", "SPHEROIDS", "DISKS")  # columns, or a PSF
    kinds = tuple(kind for kind in CHECK_IMAGES if not kind.endswith(needing))
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
    with pytest.raises(SexlikeError, match="PATTERNS is not made") as failure:
        wanted(("PATTERNS",), ("a",))
    assert "SEGMENTATION" in str(failure.value)
