"""Inputs of the command, damaged at random: each maker writes them here and returns the arguments."""

from pathlib import Path

import numpy as np
from astropy.io import fits

from sexlike.config.keywords import KEYWORDS
from sexlike.measure import request_of  # noqa: F401 (declares the columns)
from sexlike.measure.families import PSF_COLUMNS
from sexlike.measure.registry import COLUMNS

from ..measure.psf.files import gaussian, psf_table, write_psf
from .damage import VALUES, damaged, spoiled
from .skies import file_of, packed, sky

CATALOGS = ("ASCII", "ASCII_HEAD", "ASCII_SKYCAT", "ASCII_VOTABLE", "CSV", "ECSV", "FITS_1.0", "FITS_LDAC", "FITS_TPX")
CHECKS = """
    BACKGROUND BACKGROUND_RMS MINIBACKGROUND MINIBACK_RMS -BACKGROUND FILTERED OBJECTS -OBJECTS SEGMENTATION
    APERTURES MASK -MASK IDENTICAL PSFS -PSFS
"""
NETWORK = "NNW\n3 10 10 1\n" + "".join(f"{' '.join(['0.1'] * n)}\n" for n in [10] * 2 + [11] * 20 + [1] * 2)
TEXTS = {
    "my.param": "NUMBER\nX_IMAGE\nFLUX_APER(3)\nVIGNET(5,5)\nALPHA_J2000 # text\nMAG_AUTO\n",
    "my.conv": "CONV NORM\n# text\n1 2 1\n2 4 2\n1 2 1\n",
    "my.nnw": NETWORK,
    "my.list": "# n x y mag\n1 20 20 15\n2 10.5 30 16.5\n3 25 8 nan\n",
    "image.head": "GAIN    =                  2.5 / gain\nCRVAL1  =                 10.0\nOBJECT  = 'M31     '\nEND\n",
    "run.sex": "DETECT_THRESH 2\nPHOT_APERTURES 3,5\nBACK_SIZE 16\nFILTER N\nCATALOG_TYPE ASCII_HEAD\nGAIN 2.0\n",
    "run.toml": 'detect.thresh = 2\nphot_apertures = [3, 5]\n[back]\nsize = 16\n[catalog]\ntype = "ASCII_HEAD"\n',
}
NEED_FILES = ("CLASS_STAR", "VECTOR_ASSOC", "NUMBER_ASSOC", "IMAFLAGS", "NIMAFLAGS", "DURATION")
OFFERED = sorted(name for name in COLUMNS if not name.startswith(NEED_FILES) and name not in PSF_COLUMNS)


def outputs(rng):
    """Arguments that ask for catalogs, check-images and columns."""
    argv = ["-CATALOG_TYPE", rng.choice(CATALOGS), "-FILTER", rng.choice("YN"), "-BACK_SIZE", rng.choice(["8", "64"])]
    columns = rng.sample(OFFERED, rng.choice([3, 8, 20, len(OFFERED)]))
    Path("n.param").write_text("\n".join(["NUMBER", *columns]) + "\n")
    if not Path("image.psf").exists():
        write_psf(Path("image.psf"), psf_table([gaussian()]))
    argv += ["-PARAMETERS_NAME", "n.param", "-PSF_NAME", "image.psf"]
    if rng.random() < 0.4:
        argv += ["-CHECKIMAGE_TYPE", rng.choice(CHECKS.split()), "-CHECKIMAGE_NAME", "check.fits"]
    if rng.random() < 0.3:
        argv += ["-WRITE_XML", "Y"]
    if rng.random() < 0.3:
        argv += ["-BACKPHOTO_TYPE", "LOCAL"]
    return argv


def damaged_images(rng):
    """An image, damaged before or after it is packed; or whole, with pixels of any size."""
    Path("e.sex").touch()
    extreme = rng.random() < 0.3
    data = file_of(rng, extreme)
    if not extreme or rng.random() < 0.2:
        data = damaged(rng, data)
    data = packed(rng, data)
    Path("image.fits").write_bytes(damaged(rng, data) if rng.random() < 0.2 else data)
    return ["image.fits", "-c", "e.sex", *outputs(rng)]


def configurations(rng):
    """A good image, and settings that nobody would make."""
    fits.writeto("image.fits", sky(rng))
    name = rng.choice(["run.sex", "run.toml"])
    keywords = [keyword for keyword in KEYWORDS if keyword not in ("CHECKPLOT_TYPE", "NTHREADS")]
    lines = [TEXTS[name]]
    for _ in range(rng.choice([0, 1, 2, 5])):
        value = rng.choice([*VALUES, *KEYWORDS[rng.choice(keywords)].default.split(",")])
        equals = " = " if name == "run.toml" else " "
        forms = ['"{}"', "{}", "[{}]", "{{ value = {} }}"] if name == "run.toml" else ["{0}", "{0}", "{0},{0}"]
        quoted = rng.choice(forms).format(value)
        lines.insert(rng.randrange(len(lines) + 1), f"{rng.choice(keywords)}{equals}{quoted}\n")
    text = "".join(lines)
    whole = rng.random() < 0.8
    Path(name).write_bytes(text.encode("latin-1", "replace") if whole else spoiled(rng, text))
    argv = ["image.fits", "-c", name]
    for _ in range(rng.choice([0, 0, 1, 2])):
        argv += [f"-{rng.choice(keywords)}", rng.choice(VALUES).replace("\0", "") or "x"]
    return argv


def auxiliary_files(rng):
    """A good image, and a damaged file that goes with it."""
    image = sky(rng)
    header = fits.Header({"GAIN": 1.5, "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 10.0, "CD1_1": -1e-4})
    fits.writeto("image.fits", image, header)
    Path("e.sex").touch()
    name = rng.choice(["my.param", "my.conv", "my.nnw", "my.list", "image.head", "map.fits", "flags.fits", "mask.fits"])
    if name in TEXTS:
        Path(name).write_bytes(spoiled(rng, TEXTS[name]))
    else:
        extreme = sky(rng, extreme=True)
        values = {"map.fits": np.resize(extreme, image.shape), "mask.fits": (image > 330).astype("u1")}
        fits.writeto("made.fits", values.get(name, np.arange(image.size, dtype="i4").reshape(image.shape)))
        Path(name).write_bytes(packed(rng, damaged(rng, Path("made.fits").read_bytes())))
    columns = {"my.nnw": "CLASS_STAR", "my.list": "VECTOR_ASSOC(3)", "flags.fits": "IMAFLAGS_ISO(1)"}
    Path("n.param").write_text(f"NUMBER\nX_WORLD\nFLUX_AUTO\n{columns.get(name, 'FLAGS')}\n")
    argv = ["image.fits", "-c", "e.sex", "-PARAMETERS_NAME", "my.param" if name == "my.param" else "n.param"]
    argv += {
        "my.conv": ["-FILTER_NAME", name],
        "my.nnw": ["-STARNNW_NAME", name],
        "my.list": ["-ASSOC_NAME", name, "-ASSOCCOORD_TYPE", rng.choice(["PIXEL", "WORLD"])],
        "map.fits": ["-WEIGHT_IMAGE", name, "-WEIGHT_TYPE", rng.choice(["MAP_WEIGHT", "MAP_RMS", "MAP_VAR"])],
        "flags.fits": ["-FLAG_IMAGE", name],
        "mask.fits": ["-MASK_IMAGE", name],
    }.get(name, [])
    return argv
