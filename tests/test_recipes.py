"""Recipes at work: on our field, on images of telescopes, and with the programs that read the catalogs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

import sexlike

from .ourfield import EXAMPLES, SCIENCE

IMAGES = Path(os.environ.get("SEXLIKE_TEST_IMAGES", ""))
MAPS = ",".join(str(EXAMPLES / f"field_{name}.fits.fz") for name in ("wht", "err"))


def run(folder, image, *words):
    """A run without pictures -> what it says."""
    argv = [sys.executable, "-m", "sexlike", str(image), *words, "-CHECKPLOT_DEV", "NULL"]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def weighted(name, *parts):
    """Options for the maps of an exposure of DECam."""
    keywords = {"oow": ("-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE"), "ood": ("-FLAG_IMAGE",)}
    return [word for part in parts for word in (*keywords[part], str(IMAGES / name.replace("ooi", part)))]


ON_TELESCOPES = [
    ("jwst_miri_orion_i2d_mef.fits", "jwst", []),
    ("jwst_glass_f200w_sci.fits", "jwst", ["-WEIGHT_TYPE", "MAP_RMS", "-WEIGHT_IMAGE", "jwst_glass_f200w_err.fits"]),
    ("hst_wfc3_f105w_a2744_cd_f64.fits", "hst", ["-WEIGHT_TYPE", "NONE"]),
    ("decam_z_N2_ooi.fits", "decam", weighted("decam_z_N2_ooi.fits", "oow", "ood")),
    ("decam_r_N15_ooi.fits.fz", "decam", weighted("decam_r_N15_ooi.fits.fz", "oow")),
    ("decam_r_N15_ooi.fits", "decam", []),
    ("vista_kids_Ks_1500crop.fits", "crowded", []),
]


@pytest.mark.needs_images
@pytest.mark.parametrize(("image", "recipe", "more"), ON_TELESCOPES)
def test_on_images_of_telescopes(image, recipe, more, tmp_path):
    more = [str(IMAGES / word) if word.startswith("jwst_") else word for word in more]
    said = run(tmp_path, IMAGES / image, "-c", recipe, *more)
    assert f"Configuration: the recipe {recipe}, " in said
    hdu = "LDAC_OBJECTS" if recipe == "decam" else 1
    catalog = Table.read(tmp_path / f"{recipe}_catalog.fits", hdu=hdu)
    assert len(catalog) > 5
    magnitude = "MAG_APER" if recipe == "crowded" else "MAG_AUTO"
    assert np.isfinite(catalog[magnitude]).all()


def recovered(catalog):
    """Share of the bright sources of our field that are in a catalog."""
    truth = Table.read(EXAMPLES / "field_truth.csv")
    bright = truth[(truth["snr"] > 20) & (truth["blend"] == 0)]
    x, y = (np.array(catalog[name]) for name in ("X_IMAGE", "Y_IMAGE"))
    distance = np.hypot(np.subtract.outer(np.array(bright["x"]), x), np.subtract.outer(np.array(bright["y"]), y))
    return (distance.min(axis=1) < 2).mean()


def test_jwst_on_our_field():
    assert recovered(sexlike.extract(SCIENCE, "jwst", WEIGHT_IMAGE=MAPS)) > 0.95


@pytest.mark.parametrize("sky", [0, 5000])
def test_jwst_with_and_without_sky(sky, tmp_path):
    """MIRI's mosaics have sky in them, NIRCam's mostly none: the recipe finds the same objects."""
    with fits.open(SCIENCE) as hdus:
        science = fits.ImageHDU(hdus[1].data[200:500, 200:500] - 0.03 + sky, hdus[1].header, "SCI")
    science.writeto(tmp_path / "i2d.fits")
    error = np.full((300, 300), 0.008, "f4")
    fits.append(tmp_path / "i2d.fits", error, fits.Header({"EXTNAME": "ERR"}))
    fits.append(tmp_path / "i2d.fits", error**-2, fits.Header({"EXTNAME": "WHT"}))
    found = sexlike.extract(tmp_path / "i2d.fits", "jwst")
    assert 20 < len(found) < 60
    assert (np.array(found["ISOAREA_IMAGE"]) < 5000).all()


def stars(count=80, size=512, width=1.5):
    """An image of stars with noise, and its header on the sky."""
    random = np.random.default_rng(3)
    image = random.normal(100, 5, (size, size))
    y, x = np.mgrid[:size, :size]
    for x0, y0, flux in zip(*random.uniform(20, size - 20, (2, count)), random.uniform(2e3, 2e5, count), strict=True):
        image += flux / (2 * np.pi * width**2) * np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * width**2))
    header = fits.Header({"GAIN": 2.0, "SATURATE": 60000.0, "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN"})
    header.update({"CRVAL1": 150.0, "CRVAL2": 2.0, "CRPIX1": 256.0, "CRPIX2": 256.0, "EXPTIME": 60.0})
    header.update({"CD1_1": -1e-4, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1e-4, "FILTER": "r", "DATE-OBS": "2020-01-01"})
    return image.astype("f4"), header


@pytest.fixture
def star_field(tmp_path):
    fits.writeto(tmp_path / "stars.fits", *stars())
    return tmp_path


@pytest.mark.needs_psfex
def test_psfex_reads_what_its_recipe_gives(star_field):
    run(star_field, "stars.fits", "-c", "psfex")
    done = subprocess.run(
        ["psfex", "psfex_catalog.fits", "-CHECKPLOT_TYPE", "NONE", "-CHECKIMAGE_TYPE", "NONE"],
        cwd=star_field,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    header = fits.getheader(star_field / "psfex_catalog.psf", 1)
    assert header["ACCEPTED"] > 30
    assert header["PSF_FWHM"] == pytest.approx(2.355 * 1.5, rel=0.1)


@pytest.mark.needs_scamp
def test_scamp_reads_what_its_recipe_gives(star_field):
    """The header is wrong by 2 arcsec: SCAMP finds that, from a reference catalog."""
    run(star_field, "stars.fits", "-c", "scamp", "-CATALOG_NAME", "truth.cat")
    truth = Table.read(star_field / "truth.cat", hdu="LDAC_OBJECTS")
    renamed = {"ALPHAWIN_J2000": "X_WORLD", "DELTAWIN_J2000": "Y_WORLD", "MAG_AUTO": "MAG", "MAGERR_AUTO": "MAGERR"}
    truth.rename_columns(list(renamed), list(renamed.values()))
    for name, value in (("ERRA_WORLD", 1e-6), ("ERRB_WORLD", 1e-6), ("ERRTHETA_WORLD", 0), ("OBSDATE", 2020)):
        truth[name] = np.full(len(truth), value, "f4")
    with fits.open(star_field / "truth.cat") as hdus:
        reference = fits.BinTableHDU(truth, name="LDAC_OBJECTS")
        fits.HDUList([hdus[0], hdus[1], reference]).writeto(star_field / "reference.cat")
    image, header = fits.getdata(star_field / "stars.fits"), fits.getheader(star_field / "stars.fits")
    header["CRVAL2"] += 2 / 3600
    fits.writeto(star_field / "wrong.fits", image, header)
    run(star_field, "wrong.fits", "-c", "scamp", "-CATALOG_NAME", "wrong.cat")
    words = "-ASTREF_CATALOG FILE -ASTREFCAT_NAME reference.cat -CHECKPLOT_TYPE NONE -WRITE_XML N -DISTORT_DEGREES 1"
    words += " -CROSSID_RADIUS 3 -POSITION_MAXERR 0.3"
    done = subprocess.run(["scamp", "wrong.cat", *words.split()], cwd=star_field, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (solved,) = re.findall(r"^CRVAL2 *= *(\S+)", (star_field / "wrong.head").read_text("latin-1"), re.MULTILINE)
    assert float(solved) == pytest.approx(2.0, abs=0.1 / 3600)


def test_a_copy_runs(tmp_path):
    subprocess.run([sys.executable, "-m", "sexlike", "--init", "hst"], cwd=tmp_path, check=True, capture_output=True)
    run(tmp_path, SCIENCE, "-c", "run.toml", "-WEIGHT_IMAGE", MAPS.split(",")[0])
    first = (tmp_path / "hst_catalog.fits").read_bytes()
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    run(tmp_path, SCIENCE, "-c", "hst", "-WEIGHT_IMAGE", MAPS.split(",")[0])
    assert len(Table.read(tmp_path / "hst_catalog.fits")) > 300
    assert len(first) == (tmp_path / "hst_catalog.fits").stat().st_size
