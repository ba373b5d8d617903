"""The contestants of the race: their commands, and the files that these read."""

import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

import settings
from settings import COLUMNS, CONFIGURATION, LEFT_OUT, sized

HERE = Path(__file__).resolve().parent
REFERENCE = "SExtractor"
ONE, TWO, NUMPY = "sexlike, 1 thread", "sexlike, 2 threads", "sexlike, 1 thread, without compiled loops"
SEXTRACTOR = shutil.which("source-extractor") or shutil.which("sex")
SCRIPT = Path(sys.executable).with_name("sexlike")
SEXLIKE = (str(SCRIPT),) if SCRIPT.exists() else (sys.executable, "-m", "sexlike")
NETWORKS = ("source-extractor", "sextractor")  # folders in which SExtractor keeps the network of CLASS_STAR
COLUMN_SETS = (*COLUMNS, "classic")

# Mode -> image, and options of both programs.
MODES = {
    "": ("field.fits", ()),
    "weights": ("weighted.fits", ("-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE", "weight.fits")),
    "two images": ("detect.fits,field.fits", ()),
}


@dataclass(frozen=True)
class Contestant:
    """A program that makes a catalog.

    Attributes
    ----------
    name : str
        As in tables.
    command : tuple of str
    environment : dict
        Variables that it has besides those of all.
    columns : tuple of str
        What its catalog calls x, y, the Kron flux and its error. Positions of SExtractor and sexlike count from 1.
    """

    name: str
    command: tuple
    environment: dict = field(default_factory=dict)
    columns: tuple = ("X_IMAGE", "Y_IMAGE", "FLUX_AUTO", "FLUXERR_AUTO")

    @property
    def catalog(self):
        """The file that it writes."""
        return catalog_of(self.name)


def catalog_of(name):
    """The catalog of a contestant; commas in a name would make two of it."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '_', name)}.fits"


def programs(mode="", options=()):
    """SExtractor, and sexlike with one thread, two threads, and without compiled loops -> list of Contestant.

    Parameters
    ----------
    mode : str
        One of MODES.
    options : sequence of str
        Options of sexlike alone.
    """
    image, of_mode = MODES[mode]
    rest = (image, "-c", "run.sex", *of_mode)
    ours = {ONE: ("1", {}), TWO: ("2", {}), NUMPY: ("1", {"SEXLIKE_LOOPS": "numpy"})}
    found = [Contestant(REFERENCE, (SEXTRACTOR, *rest, "-CATALOG_NAME", catalog_of(REFERENCE)))]
    for name, (threads, environment) in ours.items():
        command = (*SEXLIKE, *rest, *options, "-NTHREADS", threads, "-CATALOG_NAME", catalog_of(name))
        found.append(Contestant(name, command, environment))
    return found


def scripts(photutils, repeat=1):
    """The scripts with the calls of SEP, and of photutils where its Python is known -> list of Contestant."""
    sep = ("x", "y", "flux_auto", "error_auto")
    found = [script("SEP, its own calls", sys.executable, "with_sep.py", 1, repeat, sep)]
    if photutils:
        columns = ("x_centroid", "y_centroid", "kron_flux", "kron_flux_err")
        for threads in (1, 2):
            name = f"photutils, {threads} thread{'s' * (threads > 1)}"
            found.append(script(name, photutils, "with_photutils.py", threads, repeat, columns))
    return found


def script(name, python, file, threads, repeat=1, columns=Contestant.columns):
    """A script of this folder as a contestant."""
    options = ("--threads", str(threads), "--repeat", str(repeat))
    command = (python, str(HERE / file), "field.fits", catalog_of(name), *options)
    return Contestant(name, command, {"PYTHONPATH": ""} if python != sys.executable else {}, columns)


def columns_of(name):
    """The list of columns of a set, as lines of a .param file."""
    if name in COLUMNS:
        return COLUMNS[name].split()
    from sexlike.measure import columns  # noqa: F401, they are declared when they are imported
    from sexlike.measure.order import ORDER
    from sexlike.measure.registry import COLUMNS as DECLARED
    from sexlike.measure.registry import required

    declared = [column for column in ORDER if column in DECLARED and column not in LEFT_OUT]
    psfs = {"psf_model", "detection_psf"}
    wanted = [column for column in declared if not psfs & required(DECLARED[column].needs)]
    return [sized(column) for column in wanted if column != "CLASS_STAR" or network()]


def network():
    """The file with SExtractor's network for CLASS_STAR; None if it is not found."""
    shares = Path(SEXTRACTOR or "/").resolve().parents[1:2]
    files = [share / "share" / folder / "default.nnw" for share in shares for folder in NETWORKS]
    return next((str(file) for file in files if file.exists()), None)


def write_settings(columns):
    """Write the configuration that all share to the current folder."""
    lines = {**CONFIGURATION, "CLEAN": "N" if columns == "packages" else "Y"}
    if network():
        lines["STARNNW_NAME"] = network()
    Path("run.sex").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    Path("run.param").write_text("\n".join(columns_of(columns)) + "\n")
    kernel = "\n".join(" ".join(map(str, row)) for row in settings.KERNEL)
    Path("default.conv").write_text(f"CONV NORM\n{kernel}\n")
