"""Keywords under other names: what was probably meant by a key that is not a keyword."""

from collections.abc import Sequence

from ..suggestions import did_you_mean
from .keywords import KEYWORDS

# Name in SEP, in photutils or in plain English -> SExtractor's keyword.
OTHER_WORDS = {
    "THRESH": "DETECT_THRESH",
    "THRESHOLD": "DETECT_THRESH",
    "NSIGMA": "DETECT_THRESH",
    "SIGMA": "DETECT_THRESH",
    "MINAREA": "DETECT_MINAREA",
    "MIN_AREA": "DETECT_MINAREA",
    "NPIXELS": "DETECT_MINAREA",
    "N_PIXELS": "DETECT_MINAREA",
    "MAXAREA": "DETECT_MAXAREA",
    "DEBLEND_CONT": "DEBLEND_MINCONT",
    "MINCONT": "DEBLEND_MINCONT",
    "CONTRAST": "DEBLEND_MINCONT",
    "NLEVELS": "DEBLEND_NTHRESH",
    "N_LEVELS": "DEBLEND_NTHRESH",
    "NTHRESH": "DEBLEND_NTHRESH",
    "KERNEL": "FILTER_NAME",
    "FILTER_KERNEL": "FILTER_NAME",
    "FILTER_TYPE": "FILTER",
    "CONVOLVE": "FILTER",
    "BW": "BACK_SIZE",
    "BH": "BACK_SIZE",
    "BOX_SIZE": "BACK_SIZE",
    "MESH": "BACK_SIZE",
    "FW": "BACK_FILTERSIZE",
    "FH": "BACK_FILTERSIZE",
    "FILTER_SIZE": "BACK_FILTERSIZE",
    "FTHRESH": "BACK_FILTTHRESH",
    "FILTER_THRESHOLD": "BACK_FILTTHRESH",
    "APERTURE": "PHOT_APERTURES",
    "APERTURES": "PHOT_APERTURES",
    "RADIUS": "PHOT_APERTURES",
    "ZEROPOINT": "MAG_ZEROPOINT",
    "ZEROPT": "MAG_ZEROPOINT",
    "ZP": "MAG_ZEROPOINT",
    "SATURATION": "SATUR_LEVEL",
    "SATURATE": "SATUR_LEVEL",
    "PIXSCALE": "PIXEL_SCALE",
    "SCALE": "PIXEL_SCALE",
    "FWHM": "SEEING_FWHM",
    "SEEING": "SEEING_FWHM",
    "NNW": "STARNNW_NAME",
    "WEIGHT": "WEIGHT_IMAGE",
    "WEIGHTS": "WEIGHT_IMAGE",
    "ERR": "WEIGHT_IMAGE",
    "ERROR": "WEIGHT_IMAGE",
    "RMS": "WEIGHT_IMAGE",
    "VAR": "WEIGHT_IMAGE",
    "MASK": "MASK_IMAGE",
    "FLAGS": "FLAG_IMAGE",
    "PARAMS": "PARAMETERS_NAME",
    "PARAMETERS": "PARAMETERS_NAME",
    "COLUMNS": "PARAMETERS_NAME",
    "CATALOG": "CATALOG_NAME",
    "OUTPUT": "CATALOG_NAME",
    "FORMAT": "CATALOG_TYPE",
    "SEGMENTATION_MAP": "CHECKIMAGE_TYPE",
    "VERBOSE": "VERBOSE_TYPE",
    "VERBOSITY": "VERBOSE_TYPE",
    "WORKERS": "NTHREADS",
    "NPROC": "NTHREADS",
    "N_PROCESSES": "NTHREADS",
    "THREADS": "NTHREADS",
}

# Arguments of `sexlike.extract`, and what else they are called.
ARGUMENTS = {
    "image": ("IMG", "IMAGES", "DATA", "SCI", "SCIENCE", "FILENAME", "PATH"),
    "config": ("CONF", "CONFIGURATION", "SETTINGS", "CFG"),
    "params": ("PARAM", "PARAMETERS", "COLUMNS", "COLS", "OUTPUT_COLUMNS"),
    "error": ("ERR", "ERRORS", "ERRMAP", "UNCERTAINTY", "UNCERTAINTIES", "RMS", "STD", "STDDEV", "NOISE"),
    "weight": ("WEIGHTS", "WHT", "IVAR", "INVVAR"),
    "mask": ("MASKS", "BADPIX", "BPM", "BAD_PIXELS"),
    "header": ("HEADERS", "HDR", "META"),
    "wcs": ("WCSS", "PROJECTION"),
}
VARIANCES = ("VAR", "VARIANCE", "VARIANCES")


def suggest_argument(name: str) -> str | None:
    """A hint for an argument of `sexlike.extract` that is neither its own nor a keyword."""
    word = name.upper()
    if word in VARIANCES:
        return f"Give error=VarianceUncertainty({name}), of astropy.nddata; or error=, its square root."
    meant = next((own for own, others in ARGUMENTS.items() if word == own.upper() or word in others), None)
    return f"Did you mean {meant}=?" if meant else suggest_keyword([name]) or did_you_mean(name.lower(), ARGUMENTS)


def suggest_keyword(path: Sequence[str]) -> str | None:
    """A hint for a key that is not a keyword: what was probably meant, or None.

    Parameters
    ----------
    path : sequence of str
        The names of the tables and the key: ``("detect", "threshold")``. Outside TOML it is the key alone.
    """
    names = [name.upper() for name in path]
    for start in range(1, len(names)):
        inner = "_".join(names[start:])
        if inner in KEYWORDS:
            table = ".".join(path[:start])
            return f"{inner} is a keyword, but it stands in the table [{table}]: move it above the first table."
    joined = "_".join(names)
    meant = OTHER_WORDS.get(joined) or OTHER_WORDS.get(names[-1]) or joined
    return did_you_mean(meant, KEYWORDS, cutoff=0.75)
