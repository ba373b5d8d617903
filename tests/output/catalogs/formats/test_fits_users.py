"""FITS catalogs in the hands of the programs that read them: PSFEx and SCAMP."""

import re
import subprocess

import numpy as np
import pytest
from astropy.io import fits

from sexlike.measure.registry import Column

TYPES = {"NUMBER": ("i4", "%10d"), "FLAGS": ("i2", "%3d"), "X_WORLD": ("f8", "%18.10e"), "Y_WORLD": ("f8", "%18.10e")}


def catalog_of(make_catalog, values):
    """A catalog with these columns, of a 1024 x 1024 image with pixels of 0.18 arcsec around (150, 2) degrees."""
    columns = tuple(
        Column(name, None, *TYPES.get(name, ("f4", "%12.7g")), name, dimensions=np.ndim(column) - 1)
        for name, column in values.items()
    )
    catalog = make_catalog(("NUMBER",), len(next(iter(values.values()))), values=values)
    catalog.request.columns = columns
    catalog.request.sizes = {name: np.shape(column)[:0:-1] for name, column in values.items()}
    header = catalog.image.header
    header["NAXIS1"], header["NAXIS2"], header["CRPIX1"], header["CRPIX2"] = 1024, 1024, 512.5, 512.5
    header["EXPTIME"], header["EQUINOX"] = 100.0, 2000.0
    return catalog


@pytest.fixture
def stars():
    """Columns that SCAMP and PSFEx want, of bright stars with Gaussian profiles."""
    random = np.random.default_rng(5)
    count, size, width = 80, 25, 2.0
    x, y = random.uniform(30, 990, (2, count))
    flux = random.uniform(2e4, 1e5, count)
    dy, dx = np.mgrid[:size, :size] - size // 2
    off_x, off_y = (x - np.rint(x))[:, None, None], (y - np.rint(y))[:, None, None]
    profile = np.exp(-((dx - off_x) ** 2 + (dy - off_y) ** 2) / (2 * width**2)) / (2 * np.pi * width**2)
    values = {"NUMBER": np.arange(count) + 1} | dict.fromkeys(("X_IMAGE", "XWIN_IMAGE"), x)
    values |= dict.fromkeys(("Y_IMAGE", "YWIN_IMAGE"), y) | dict.fromkeys(("FLUX_AUTO", "FLUX_APER"), flux)
    values |= dict.fromkeys(("ERRAWIN_IMAGE", "ERRBWIN_IMAGE"), np.full(count, 0.01))
    values |= dict.fromkeys(("FLUXERR_AUTO", "FLUXERR_APER"), np.full(count, 100))
    values |= dict.fromkeys(("ERRTHETAWIN_IMAGE", "FLAGS"), np.zeros(count))
    values |= {"ELONGATION": np.full(count, 1.02), "SNR_WIN": flux / 100}
    values |= {"FLUX_RADIUS": 1.1774 * width * random.normal(1, 0.01, count)}
    return values | {"VIGNET": flux[:, None, None] * profile + random.normal(0, 5, (count, size, size))}


def run(program, options, folder):
    done = subprocess.run([program, *options.split()], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.needs_psfex
def test_psfex_makes_a_model(stars, make_catalog, written, tmp_path):
    written("FITS_LDAC", catalog_of(make_catalog, stars))
    sample = "-SAMPLE_FWHMRANGE 2,10 -SAMPLE_MINSN 5"
    run("psfex", f"out.cat {sample} -CHECKIMAGE_TYPE NONE -CHECKPLOT_TYPE NONE -WRITE_XML N", tmp_path)
    header = fits.getheader(tmp_path / "out.psf", 1)
    assert header["ACCEPTED"] > 70
    assert header["PSF_FWHM"] == pytest.approx(2.3548 * 2, rel=0.05)


@pytest.mark.needs_scamp
def test_scamp_solves_the_astrometry(stars, make_catalog, written, tmp_path):
    """Against a reference catalog, written by us too, that lies 10 pixels (0.0005 degree) to the north."""
    ra = 150 - 5e-5 * (stars["X_IMAGE"] - 512.5) / np.cos(np.radians(2))
    dec = 2 + 5e-5 * (stars["Y_IMAGE"] - 512.5) + 5e-4
    reference = {"X_WORLD": ra, "Y_WORLD": dec, "FLAGS": stars["FLAGS"]}
    reference |= dict.fromkeys(("ERRA_WORLD", "ERRB_WORLD"), np.full(80, 1e-6))
    reference |= {"MAG": 25 - 2.5 * np.log10(stars["FLUX_AUTO"]), "MAGERR": np.full(80, 0.01)}
    written("FITS_LDAC", catalog_of(make_catalog, reference | {"OBSDATE": np.full(80, 2020)}))
    (tmp_path / "out.cat").rename(tmp_path / "reference.cat")
    written("FITS_LDAC", catalog_of(make_catalog, stars))
    options = "out.cat -ASTREF_CATALOG FILE -ASTREFCAT_NAME reference.cat -CHECKPLOT_TYPE NONE -WRITE_XML N"
    said = run("scamp", f"{options} -DISTORT_DEGREES 1 -CROSSID_RADIUS 3 -POSITION_MAXERR 0.3", tmp_path)
    assert re.search(r"O'Field .* 80 detections", said)
    lines = (tmp_path / "out.head").read_text(encoding="latin-1").splitlines()
    solved = fits.Header.fromstring("".join(f"{line:<80}" for line in lines if line.isascii() and line != "END"))
    assert solved["CRVAL1"] == pytest.approx(150, abs=2e-5)
    assert solved["CRVAL2"] == pytest.approx(2.0005, abs=2e-5)
