"""Make what is in psf/: a field of stars, its PSF by PSFEx, and SExtractor's catalogs of PSF fits.

    python -m tests.reference.make_psf_fits

It needs SExtractor 2.25.0 and PSFEx. Pixels are whole numbers, so that the field is small.
"""

import gzip
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits

from .make_reference import EVERYWHERE, HERE, SEXTRACTOR

FOLDER = HERE / "psf"
SHAPE = 256, 256
SAMPLE = [
    "VIGNET(25,25)", "X_IMAGE", "Y_IMAGE", "FLUX_RADIUS", "FLUX_APER(1)", "FLUXERR_APER(1)", "ELONGATION", "FLAGS",
    "SNR_WIN",
]  # fmt: skip
COLUMNS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "X_IMAGE_DBL", "Y_IMAGE_DBL", "FLAGS"]
PSF_COLUMNS = [
    "XPSF_IMAGE", "YPSF_IMAGE", "XPSF_WORLD", "YPSF_WORLD", "ALPHAPSF_SKY", "DELTAPSF_SKY", "ALPHAPSF_J2000",
    "DELTAPSF_J2000", "ALPHAPSF_B1950", "DELTAPSF_B1950", "FLUX_PSF", "FLUXERR_PSF", "MAG_PSF", "MAGERR_PSF",
    "NITER_PSF", "CHI2_PSF", "ERRX2PSF_IMAGE", "ERRY2PSF_IMAGE", "ERRXYPSF_IMAGE", "ERRX2PSF_WORLD", "ERRY2PSF_WORLD",
    "ERRXYPSF_WORLD", "ERRCXXPSF_IMAGE", "ERRCYYPSF_IMAGE", "ERRCXYPSF_IMAGE", "ERRCXXPSF_WORLD", "ERRCYYPSF_WORLD",
    "ERRCXYPSF_WORLD", "ERRAPSF_IMAGE", "ERRBPSF_IMAGE", "ERRTHETAPSF_IMAGE", "ERRAPSF_WORLD", "ERRBPSF_WORLD",
    "ERRTHETAPSF_WORLD", "ERRTHETAPSF_SKY", "ERRTHETAPSF_J2000", "ERRTHETAPSF_B1950", "ERRCXX_IMAGE",
]  # fmt: skip
STARS = {"GAIN": "3", "SATUR_LEVEL": "6000", "DETECT_THRESH": "2", "BACK_SIZE": "128", "PIXEL_SCALE": "0.5"}
RUNS = {
    "plain": {},
    "weighted": {"WEIGHT_TYPE": "NONE,MAP_WEIGHT", "WEIGHT_IMAGE": "none,weight.fits"},
    "local": {"BACKPHOTO_TYPE": "LOCAL", "MASK_TYPE": "NONE", "GAIN": "0"},
}


def make_field():
    """Pixels of a field of stars and some galaxies, int16, and a weight map with dead columns and a hole."""
    random = np.random.default_rng(13)
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(float)
    image = np.full(SHAPE, 300.0)
    for k in range(110):
        x0, y0, wide = *random.uniform(-1, SHAPE[0], 2), 1.0 if k < 85 else random.uniform(1.3, 2.5)
        flux = 10 ** random.uniform(2.9, 5.3)
        radius2 = ((x - x0) ** 2 + (y - y0) ** 2 + 0.2 * (x - x0) * (y - y0)) / (2.2 * wide) ** 2
        image += flux * 2 / (np.pi * (2.2 * wide) ** 2) * (1 + radius2) ** -3
    weight = np.where(x > 140, 0.5, 1.0).astype(np.float32)
    weight[:, 90:92] = 0
    weight[100:112, 180:190] = 0
    image += random.normal(size=SHAPE) * 6
    return np.clip(np.rint(image), 0, 32000).astype(np.int16), weight


def header():
    """A sky around (150, 20) degrees, with pixels of half an arcsecond."""
    cards = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 20.0, "CRPIX1": 128.5}
    cards |= {"CRPIX2": 120.5, "CD1_1": -1.38e-4, "CD1_2": 1e-5, "CD2_1": 1.1e-5, "CD2_2": 1.39e-4}
    return fits.Header(list(cards.items()))


def unpack(folder):
    """Write the committed field, its weight map and its PSF into a folder."""
    (folder / "field.fits").write_bytes(gzip.decompress((FOLDER / "field.fits.gz").read_bytes()))
    fits.writeto(folder / "weight.fits", make_field()[1])
    (folder / "field.psf").write_bytes((FOLDER / "field.psf").read_bytes())


def run_sextractor(folder, columns, settings):
    """Run SExtractor on the unpacked field; the path of its FITS_LDAC catalog."""
    (folder / "columns.param").write_text("\n".join(columns) + "\n")
    (folder / "empty.sex").touch()
    files = {"CATALOG_TYPE": "FITS_LDAC", "CATALOG_NAME": "field.cat", "PARAMETERS_NAME": "columns.param"}
    files |= {"PSF_NAME": "field.psf"}
    words = [word for key, value in (EVERYWHERE | STARS | files | settings).items() for word in (f"-{key}", value)]
    image = "field.fits,field.fits" if "WEIGHT_TYPE" in settings else "field.fits"
    subprocess.run([SEXTRACTOR, image, "-c", "empty.sex", *words], cwd=folder, check=True, capture_output=True)
    return folder / "field.cat"


def main():
    """Make the field, its PSF and the catalogs."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pixels, weight = make_field()
        fits.writeto(folder / "field.fits", pixels, header())
        fits.writeto(folder / "weight.fits", weight)
        run_sextractor(folder, SAMPLE, {"PHOT_APERTURES": "12"})
        options = "-PSFVAR_DEGREES 1 -PSF_SIZE 25,25 -CHECKIMAGE_TYPE NONE -CHECKPLOT_TYPE NONE -WRITE_XML N"
        subprocess.run(["psfex", "field.cat", *options.split()], cwd=folder, check=True, capture_output=True)
        (FOLDER / "field.psf").write_bytes((folder / "field.psf").read_bytes())
        (FOLDER / "field.fits.gz").write_bytes(gzip.compress((folder / "field.fits").read_bytes(), mtime=0))
        for run, settings in RUNS.items():
            catalog = run_sextractor(folder, COLUMNS + PSF_COLUMNS, settings)
            (FOLDER / f"{run}.fits.gz").write_bytes(gzip.compress(catalog.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
