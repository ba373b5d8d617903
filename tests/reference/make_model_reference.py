"""Make what is in models/: SExtractor's catalogs of fits of galaxies, on fields that are made here.

    python -m tests.reference.make_model_reference

It needs SExtractor 2.25.0 as Debian ships it (`source-extractor`).
"""

import gzip
import tempfile
from pathlib import Path

import numpy as np
from scipy.signal import fftconvolve

from sexlike.measure.order import ORDER

from .make_psf_reference import CELL, HERE, SIZE, profile, run_sextractor, width_at, write_image, write_psf

FOLDER = HERE / "models"
NOISE, DEEPER = 4.0, 2.5
PARTS = ("BACKOFFSET", "POINTSOURCE", "SPHEROID", "DISK", "DETMODEL", "SPREAD")
WHOLE = [
    name
    for name in ORDER
    if ("MODEL" in name or "HYBRID" in name or "FOCAL_WORLD" in name) and not any(part in name for part in PARTS)
]
SPHEROID, DISK, POINT, OFFSET, DETECTION = (
    [name for name in ORDER if part in name] for part in ("SPHEROID", "DISK", "POINTSOURCE", "BACKOFFSET", "DETMODEL")
)
DE_VAUCOULEURS = [name for name in SPHEROID if "SERSICN" not in name]
PAIR = {"image": "deep.fits,field.fits", "PSF_NAME": "deep.psf,field.psf"}
RUNS = {
    "sersic": (WHOLE + SPHEROID, {}),
    "sersicdisk": (WHOLE + SPHEROID + DISK, {}),
    "devdisk": (WHOLE + DE_VAUCOULEURS + DISK, {"MASK_TYPE": "NONE"}),
    "pointback": (WHOLE + POINT + OFFSET, {}),
    "det": (WHOLE + SPHEROID + DETECTION, PAIR),
}


def galaxy(x, y, scale, aspect, angle, index):
    """A Sersic profile with a flux of about 1, of pixels of an image; its core is rounded off."""
    rows, columns = np.mgrid[:SIZE, :SIZE]
    cosine, sine = np.cos(angle), np.sin(angle)
    u, v = cosine * (columns - x) + sine * (rows - y), -sine * (columns - x) + cosine * (rows - y)
    radius = np.sqrt(u**2 + (v / aspect) ** 2 + 0.3) / scale
    light = np.exp(-(2 * index - 1 / 3) * (radius ** (1 / index) - 1))
    return light / light.sum()


def write_fields(folder):
    """Write field.fits with galaxies and stars, deep.fits of the same with less noise, and the PSF of both."""
    random = np.random.default_rng(21)
    light = np.zeros((SIZE, SIZE))
    offset = np.arange(-25, 26)
    for k, (row, column) in enumerate(np.ndindex(SIZE // CELL, SIZE // CELL)):
        x, y = (np.array([column, row]) + 0.5) * CELL + random.uniform(-15, 15, 2)
        flux, size, aspect, angle = 10 ** random.uniform(3.2, 5), *random.uniform([1, 0.3, 0], [6, 1, np.pi])
        blur = profile(offset, offset[:, None], width_at(x))
        if k % 4:
            shape = galaxy(x, y, size, aspect, angle, (1.0, 2.0, 4.0)[k % 3])
            shape = fftconvolve(shape, blur / blur.sum(), mode="same")
        else:
            shape = profile(*(np.arange(SIZE) - x, (np.arange(SIZE) - y)[:, None]), width_at(x))
        light += flux * np.maximum(shape, 0)
    for name, noise in (("field", NOISE), ("deep", DEEPER)):
        write_image(folder / f"{name}.fits", light, random, noise)
        write_psf(folder / f"{name}.psf")


def main():
    """Make all of the catalogs."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_fields(folder)
        for run, (columns, settings) in RUNS.items():
            catalog = run_sextractor(folder, columns, **settings)
            (FOLDER / f"{run}.fits.gz").write_bytes(gzip.compress(catalog.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
