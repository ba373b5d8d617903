"""Make the catalogs of this folder: SExtractor on the field of examples/, with the settings below.

    python tests/reference/make_reference.py

It needs SExtractor 2.25.0 as Debian ships it (`source-extractor`), which reads no compressed images: they are unpacked.
"""

import gzip
import shutil
import subprocess
import tempfile
from pathlib import Path

from astropy.io import fits

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
SEXTRACTOR = next((path for path in map(shutil.which, ("source-extractor", "sex", "sextractor")) if path), None)

COLUMNS = [
    "NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_ISO", "FLUXERR_ISO", "FLUX_APER(2)", "FLUXERR_APER(2)",
    "FLUX_AUTO", "FLUXERR_AUTO", "MAG_AUTO", "MAGERR_AUTO", "KRON_RADIUS", "FLUX_RADIUS(2)", "A_IMAGE", "B_IMAGE",
    "THETA_IMAGE", "CXX_IMAGE", "CYY_IMAGE", "CXY_IMAGE", "FWHM_IMAGE", "ISOAREA_IMAGE", "XPEAK_IMAGE", "YPEAK_IMAGE",
    "XMIN_IMAGE", "YMAX_IMAGE", "BACKGROUND", "THRESHOLD", "FLUX_MAX", "ALPHA_J2000", "DELTA_J2000", "FLAGS",
]  # fmt: skip

EVERYWHERE = {
    "FILTER_NAME": str(HERE.parents[1] / "sexlike" / "default.conv"),
    "PHOT_APERTURES": "5,12",
    "PHOT_FLUXFRAC": "0.5,0.8",
    "MAG_ZEROPOINT": "28.0865",
    "GAIN": "2000",
    "VERBOSE_TYPE": "QUIET",
}
RUNS = {
    "plain": {"CLEAN": "N", "MASK_TYPE": "NONE"},
    "defaults": {},
    "weighted": {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "field_wht.fits"},
}


def unpack(folder):
    """Write the science and the weight map of examples/ as plain FITS files."""
    for name in ("sci", "wht"):
        with fits.open(EXAMPLES / f"field_{name}.fits.fz") as hdus:
            fits.writeto(folder / f"field_{name}.fits", hdus[1].data, hdus[1].header)


def run_sextractor(folder, settings):
    """Run SExtractor on the unpacked science image; the path of its FITS_LDAC catalog."""
    (folder / "columns.param").write_text("\n".join(COLUMNS) + "\n")
    (folder / "empty.sex").touch()
    files = {"CATALOG_TYPE": "FITS_LDAC", "CATALOG_NAME": "catalog.fits", "PARAMETERS_NAME": "columns.param"}
    words = [word for key, value in (files | settings).items() for word in (f"-{key}", value)]
    command = [SEXTRACTOR, "field_sci.fits", "-c", "empty.sex", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "catalog.fits"


def main():
    """Make all of the catalogs."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        for name, settings in RUNS.items():
            catalog = run_sextractor(Path(folder), EVERYWHERE | settings)
            (HERE / f"{name}.fits.gz").write_bytes(gzip.compress(catalog.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
