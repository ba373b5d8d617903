"""Make the catalogs of fits of the PSF of this folder: SExtractor on a field that is made here, with the PSF of a file.

    python tests/reference/make_psf_reference.py

It needs SExtractor 2.25.0 as Debian ships it (`source-extractor`).
"""

import gzip
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits

HERE = Path(__file__).parent
SEXTRACTOR = next((path for path in map(shutil.which, ("source-extractor", "sex", "sextractor")) if path), None)
SIZE, CELL, PSF_SIZE, STEP, SKY, NOISE = 350, 50, 31, 0.75, 200.0, 4.0
SPREAD = ["SPREAD_MODEL", "SPREADERR_MODEL"]
POINT = [
    "VECTOR_MODEL",
    "VECTOR_MODELERR",
    "MATRIX_MODELERR",
    "CHI2_MODEL",
    "FLAGS_MODEL",
    "FLUX_MODEL",
    "FLUXERR_MODEL",
    "MAG_MODEL",
    "FLUX_HYBRID",
    "FLUXERR_HYBRID",
    "FLUX_MAX_MODEL",
    "FLUX_EFF_MODEL",
    "MU_MEAN_MODEL",
    "XMODEL_IMAGE",
    "YMODEL_IMAGE",
    "XFOCAL_WORLD",
    "XMODEL_WORLD",
    "DELTAMODEL_J2000",
    "ALPHAMODEL_B1950",
    "ERRX2MODEL_IMAGE",
    "ERRXYMODEL_WORLD",
    "ERRCXYMODEL_IMAGE",
    "ERRCXXMODEL_WORLD",
    "ERRAMODEL_IMAGE",
    "ERRBMODEL_WORLD",
    "ERRTHETAMODEL_J2000",
    "X2MODEL_IMAGE",
    "ELLIP1MODEL_IMAGE",
    "POLARCORRMODEL_WORLD",
    "CXXMODEL_IMAGE",
    "AMODEL_IMAGE",
    "BMODEL_WORLD",
    "THETAMODEL_SKY",
    "NOISEAREA_MODEL",
    "FLUX_POINTSOURCE",
    "FLUXERR_POINTSOURCE",
    "FLUXRATIO_POINTSOURCE",
    "FLUXRATIOERR_POINTSOURCE",
    "MAGERR_POINTSOURCE",
]
SERSIC = ["VECTOR_MODEL", "MATRIX_MODELERR", "CHI2_MODEL", "FLAGS_MODEL", "FLUX_MODEL", "FLUXERR_MODEL"]
RUNS = {"spread": SPREAD, "point": POINT, "sersic": SERSIC}
BASE = ["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_AUTO"]
SETTINGS = {
    "DETECT_THRESH": "2", "BACK_SIZE": "64", "GAIN": "3", "SATUR_LEVEL": "5000", "MAG_ZEROPOINT": "25",
    "PIXEL_SCALE": "0", "FILTER_NAME": str(HERE.parents[1] / "sexlike" / "default.conv"), "PSF_NAME": "field.psf",
}  # fmt: skip


def profile(x, y, width):
    """A Moffat profile of slope 3 with a flux of 1, flattened to 0.9."""
    return 2 / np.pi / 0.9 / width**2 * (1 + (x**2 + (y / 0.9) ** 2) / width**2) ** -3


def width_at(x):
    """Width of the PSF, which grows from left to right, pixels."""
    return 2.6 + 1.2 * x / SIZE


def write_field(folder):
    """Write field.fits, on which every third object is extended and some are saturated, and field.psf."""
    random = np.random.default_rng(5)
    light = np.zeros((SIZE, SIZE))
    y, x = np.mgrid[:SIZE, :SIZE]
    for k, (row, column) in enumerate(np.ndindex(SIZE // CELL, SIZE // CELL)):
        centre_x, centre_y = (np.array([column, row]) + 0.5) * CELL + random.uniform(-15, 15, 2)
        width = width_at(centre_x) * (1 if k % 3 else random.uniform(1.1, 1.8))
        light += 10 ** random.uniform(2.7, 5) * profile(x - centre_x, y - centre_y, width)
    write_image(folder / "field.fits", light, random)
    write_psf(folder / "field.psf")


def write_image(path, light, random, noise=NOISE):
    """Write an image of this light, with a sky and noise."""
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0})
    header.update({"CRPIX1": 175.0, "CRPIX2": 175.0, "CD1_1": -7e-5, "CD1_2": 1e-5, "CD2_1": 1e-5, "CD2_2": 7e-5})
    noise = np.sqrt(noise**2 + light / 3) * random.normal(size=light.shape)
    fits.writeto(path, (SKY + light + noise).astype(np.float32), header)


def write_psf(path):
    """Write the PSF of the field, as PSFEx does."""
    v, u = (np.mgrid[:PSF_SIZE, :PSF_SIZE] - PSF_SIZE // 2) * STEP
    left, right = (profile(u, v, width_at(place)) for place in (0, SIZE))
    planes = np.float32([left, right - left])
    column = fits.Column("PSF_MASK", f"{planes.size}E", dim=str(planes.shape[::-1]), array=planes[None])
    table = fits.BinTableHDU.from_columns([column], name="PSF_DATA")
    cards = {"POLNAXIS": 1, "POLGRP1": 1, "POLNAME1": "X_IMAGE", "POLZERO1": 0.0, "POLSCAL1": float(SIZE)}
    cards |= {"POLNGRP": 1, "POLDEG1": 1, "PSF_FWHM": 3.4, "PSF_SAMP": STEP}
    table.header.update(cards | {"PSFNAXIS": 3, "PSFAXIS1": PSF_SIZE, "PSFAXIS2": PSF_SIZE, "PSFAXIS3": 2})
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(path)


def run_sextractor(folder, columns, image="field.fits", **settings):
    """Run SExtractor on the field, or on another image or pair; the path of its catalog."""
    (folder / "columns.param").write_text("\n".join(BASE + columns) + "\n")
    (folder / "empty.sex").touch()
    files = {"CATALOG_TYPE": "FITS_1.0", "CATALOG_NAME": "catalog.fits", "PARAMETERS_NAME": "columns.param"}
    words = [word for key, value in (files | SETTINGS | settings).items() for word in (f"-{key}", value)]
    command = [SEXTRACTOR, image, "-c", "empty.sex", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "catalog.fits"


def main():
    """Make all of the catalogs."""
    with tempfile.TemporaryDirectory() as folder:
        write_field(Path(folder))
        for name, columns in RUNS.items():
            catalog = run_sextractor(Path(folder), columns)
            (HERE / f"{name}.fits.gz").write_bytes(gzip.compress(catalog.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
