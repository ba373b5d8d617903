"""Files of sexlike against those of SExtractor, where it is installed: headers, formats, check-images."""

import subprocess
import sys

import numpy as np
import pytest
from astropy.io import fits

from ...reference.make_reference import SEXTRACTOR

pytestmark = pytest.mark.needs_sextractor

COLUMNS = (
    "NUMBER X_IMAGE Y_IMAGE MAG_AUTO FLUX_APER(3) FLUX_AUTO FLUX_PETRO A_IMAGE THETA_IMAGE CXX_IMAGE XPEAK_IMAGE"
    " ISOAREA_IMAGE FLUX_RADIUS(2) VIGNET(5,7) FLAGS"
)
CHECK_IMAGES = (
    "IDENTICAL BACKGROUND BACKGROUND_RMS MINIBACKGROUND MINIBACK_RMS -BACKGROUND FILTERED OBJECTS -OBJECTS SEGMENTATION"
    " APERTURES"
)
# What tells of the program and the moment; where SExtractor copies the parameters of FLUX_AUTO for FLUX_PETRO.
OWN = ("SEXVERS", "SEXDATE", "SEXTIME", "SEXELAPS", "SEXPETP")
# In primary headers of FITS_1.0 SExtractor has 0 for all that it does not know yet.
UNKNOWN = (
    "EPOCH OBJECT ORIGIN FITSEXT SEXIMASX SEXIMASY SEXSTRSY SEXIMABP SEXPIXS SEXGAIN SEXBKGND SEXBKDEV SEXBKTHD"
    " SEXCLNST SEXSATLV SEXBKGSX SEXBKGSY SEXBKGFX SEXBKGFY"
)


def field(seed, shape=(150, 200), sources=25):
    random = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    pixels = random.normal(100 + x / 20, 5, shape)
    for _ in range(sources):
        dx, dy = x - random.uniform(0, shape[1]), y - random.uniform(0, shape[0])
        pixels += random.uniform(10, 300) * np.exp(-(dx**2 + dy**2 + 0.5 * dx * dy) / random.uniform(5, 30))
    return pixels.astype("f4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with an image, a mosaic of two images, and what a run needs."""
    folder = tmp_path_factory.mktemp("live")
    header = fits.Header({"OBJECT": "It's a field", "ORIGIN": "Earth", "EXPTIME": 30.5, "GAIN": 2.5, "SEXGAIN": 9})
    header.update({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0, "CRPIX1": 100.5})
    header.update({"CRPIX2": 75.5, "CD1_1": -5e-5, "CD1_2": 1e-6, "CD2_1": 2e-6, "CD2_2": 5e-5, "EQUINOX": 2000.0})
    header.add_history("made up")
    fits.writeto(folder / "one.fits", field(1), header)
    mosaic = [fits.ImageHDU(field(seed), header, name=f"CCD{seed}") for seed in (2, 3)]
    fits.HDUList([fits.PrimaryHDU(), *mosaic]).writeto(folder / "mosaic.fits")
    (folder / "run.param").write_text("\n".join(COLUMNS.split()))
    (folder / "run.conv").write_text("CONV NORM\n1 2 1\n2 4 2\n1 2 1\n")
    return folder


def both(folder, image, **settings):
    """Run both programs -> the folders with SExtractor's files and ours."""
    settings = {"CATALOG_NAME": "out.cat", "VERBOSE_TYPE": "QUIET", "PARAMETERS_NAME": "../run.param"} | settings
    settings |= {"FILTER_NAME": "../run.conv", "PHOT_APERTURES": "5,10,20", "PHOT_FLUXFRAC": "0.5,0.9"}
    options = [word for keyword, value in settings.items() for word in (f"-{keyword}", value)]
    folders = []
    for name, program in (("theirs", [SEXTRACTOR]), ("ours", [sys.executable, "-m", "sexlike"])):
        folders.append(folder / name)
        folders[-1].mkdir(exist_ok=True)
        command = [*program, f"../{image}", "-c", "/dev/null", *options]
        done = subprocess.run(command, cwd=folders[-1], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
    return folders


def cards(path):
    """Cards of each HDU without their comments, and those that an LDAC_IMHEAD holds."""
    data, found = path.read_bytes(), []
    with fits.open(path) as hdus:
        for hdu in hdus:
            place = hdu.fileinfo()
            found.append(data[place["hdrLoc"] : place["datLoc"]])
            if hdu.name == "LDAC_IMHEAD":
                found.append(data[place["datLoc"] : place["datLoc"] + hdu.header["NAXIS1"]])
    lines = [[text[start : start + 80].decode() for start in range(0, len(text), 80)] for text in found]
    return [[line.partition(" /")[0].rstrip() for line in part if not line.startswith(OWN)] for part in lines]


@pytest.mark.parametrize("image", ["one.fits", "mosaic.fits"])
def test_cards_of_ldac(folder, image):
    theirs, ours = (cards(path / "out.cat") for path in both(folder, image, CATALOG_TYPE="FITS_LDAC"))
    if image == "mosaic.fits":  # SExtractor mixes up the counts of the extensions
        counts = ("SEXNDET", "SEXNFIN")
        theirs, ours = ([[c for c in part if not c.startswith(counts)] for part in parts] for parts in (theirs, ours))
    assert ours == theirs


def test_cards_of_fits_1_0(folder):
    theirs, ours = (cards(path / "out.cat") for path in both(folder, "one.fits", CATALOG_TYPE="FITS_1.0"))
    unknown = tuple(UNKNOWN.split())
    assert [card[:8] for card in ours[0]] == [card[:8] for card in theirs[0]]
    assert [c for c in ours[0] if not c.startswith(unknown)] == [c for c in theirs[0] if not c.startswith(unknown)]
    assert ours[1:] == theirs[1:]


def as_read(line):
    """What readers of a catalog see of a line: all but the description."""
    return line[:29] + line[88:] if line.startswith("#") else line


@pytest.mark.parametrize("catalog_type", ["ASCII", "ASCII_HEAD", "ASCII_SKYCAT"])
@pytest.mark.parametrize("image", ["one.fits", "mosaic.fits"])
def test_lines_of_text(folder, image, catalog_type):
    folders = both(folder, image, CATALOG_TYPE=catalog_type)
    theirs, ours = ([as_read(x) for x in (path / "out.cat").read_text().split("\n")] for path in folders)
    assert ours == theirs


@pytest.mark.parametrize("image", ["one.fits", "mosaic.fits"])
def test_check_images(folder, image):
    kinds = CHECK_IMAGES.split()
    names = ",".join(f"{kind}.fits" for kind in kinds)
    theirs, ours = both(folder, image, CHECKIMAGE_TYPE=",".join(kinds), CHECKIMAGE_NAME=names, BACK_SIZE="40,50")
    for kind in kinds:
        with fits.open(theirs / f"{kind}.fits") as reference, fits.open(ours / f"{kind}.fits") as made:
            assert len(made) == len(reference)
            for expected, found in zip(reference, made, strict=True):
                assert np.array_equal(found.data, expected.data), kind
                same = [keyword for keyword in expected.header if keyword not in ("ORIGIN", "COMMENT", "HISTORY")]
                assert list(found.header) == list(expected.header)
                assert all(found.header[keyword] == expected.header[keyword] for keyword in same), kind
