"""What people call things: subjects, with the keywords and columns that belong to them whatever their names say."""

import re

POSITIONS = r"[XY](WIN|PSF|PEAK|MODEL)?_IMAGE|(ALPHA|DELTA)(WIN|PSF)?_J2000"
CLASSES = "CLASS_STAR|STARNNW_NAME|SEEING_FWHM|SPREAD(ERR)?_MODEL|FLUX_RADIUS|PSF_NAME"
BLENDS = "DEBLEND_.*|MASK_TYPE|CLEAN.*|BACKPHOTO_TYPE|FLAGS"
SHAPES = "[AB]_IMAGE|THETA_(IMAGE|J2000)|ELLIPTICITY|ELONGATION|CXX_IMAGE|X2_IMAGE"
SIZES = "FLUX_RADIUS|FWHM_(IMAGE|WORLD)|[AB]_IMAGE|(KRON|PETRO)_RADIUS|ISOAREA_IMAGE"
BAD_PIXELS = "MASK_IMAGE|FLAG_IMAGE|WEIGHT_(IMAGE|THRESH)|INTERP_.*|IMAFLAGS_ISO|FLAGS_WEIGHT"
ERRORS = "(FLUX|MAG)ERR_(AUTO|APER|ISO|PSF)|ERR[AB]_IMAGE|GAIN|WEIGHT_(TYPE|IMAGE|SCALING)"
RATIOS = "SNR_WIN|FLUX(ERR)?_AUTO|MAGERR_AUTO|DETECT_THRESH"
SPACE = "WEIGHT_(TYPE|IMAGE|SCALING)|MAG_ZEROPOINT|FLUX_UNIT"
WORLD = "(ALPHA|DELTA)(WIN)?_(J2000|SKY)|[XY]_WORLD|PIXEL_SCALE|HEADER_SUFFIX"
ZERO_POINT = "MAG_ZEROPOINT|FLUX_UNIT"
SMOOTHING = "FILTER(_NAME|_THRESH)?"
SPEED = "NTHREADS|MEMORY_LIMIT"
SATURATION = "SATUR_(LEVEL|KEY)|FLAGS|FLUX_MAX"
TOTAL = "(FLUX|MAG)_(AUTO|PETRO|BEST|MODEL)"
GROWTH = "FLUX_GROWTH|FLUX_GROWTHSTEP|FLUX_RADIUS|PHOT_FLUXFRAC|(FLUX|MAG)_APER"
SPHEROIDS = "(FLUX|MAG)_SPHEROID|SPHEROID_(REFF|ASPECT|THETA)_IMAGE|SPHEROID_SERSICN|PSF_NAME"
DISKS = "(FLUX|MAG)_DISK|DISK_(SCALE|ASPECT|THETA)_IMAGE|PSF_NAME"

# Words, in small letters and in British spelling -> a pattern of names. A phrase is looked for as a whole first.
SUBJECTS = {
    "half light": "FLUX_RADIUS|PHOT_FLUXFRAC",
    **dict.fromkeys(("effective radius", "hlr", "r50"), "FLUX_RADIUS|PHOT_FLUXFRAC"),
    **dict.fromkeys(("centroid", "centroids", "centre", "position", "positions", "x", "y"), POSITIONS),
    **dict.fromkeys(("crowded", "crowding", "blend", "blends", "blending", "neighbour", "neighbours"), BLENDS),
    **dict.fromkeys(("star", "stars", "stellarity", "galaxy", "galaxies", "classification", "classifier"), CLASSES),
    **dict.fromkeys(("neural", "network", "nnw"), CLASSES),
    **dict.fromkeys(("aperture", "apertures", "circle"), "(FLUX|MAG)(ERR)?_APER|PHOT_APERTURES|PHOT_AUTOAPERS"),
    **dict.fromkeys(("saturation", "saturated"), SATURATION),
    **dict.fromkeys(("jwst", "hst", "nircam", "miri", "wfc3", "mjy/sr"), SPACE),
    **dict.fromkeys(("ra", "right ascension"), r"ALPHA\w*|X_WORLD"),
    **dict.fromkeys(("dec", "declination"), r"DELTA\w*|Y_WORLD"),
    **dict.fromkeys(("wcs", "coordinates", "astrometry", "sky coordinates"), WORLD),
    **dict.fromkeys(("error", "errors", "uncertainty", "uncertainties", "sigma", "rms"), ERRORS),
    **dict.fromkeys(("snr", "s/n", "sn", "signal to noise", "significance"), RATIOS),
    **dict.fromkeys(("size", "sizes", "radius", "radii"), SIZES),
    **dict.fromkeys(("shape", "shapes", "ellipse", "axis ratio", "axes", "orientation", "position angle"), SHAPES),
    **dict.fromkeys(("bad pixels", "bad pixel", "dead pixels", "cosmic rays", "mask", "masks"), BAD_PIXELS),
    **dict.fromkeys(("zeropoint", "zero point", "zp", "ab", "calibration"), ZERO_POINT),
    **dict.fromkeys(("ujy", "njy", "jansky", "janskys", "units", "unit"), ZERO_POINT),
    **dict.fromkeys(("kernel", "smoothing", "convolution", "smooth"), SMOOTHING),
    **dict.fromkeys(("cores", "threads", "parallel", "speed", "memory", "ram"), SPEED),
    **dict.fromkeys(("match", "matching", "crossmatch", "cross match"), r"ASSOC\w*|\w+_ASSOC"),
    **dict.fromkeys(("surface brightness", "isophote"), "MU_(MAX|THRESHOLD)|(DETECT|ANALYSIS)_THRESH|ISOAREA_IMAGE"),
    **dict.fromkeys(("total flux", "total magnitude", "total"), TOTAL),
    **dict.fromkeys(("curve of growth", "growth", "concentration"), GROWTH),
    **dict.fromkeys(("spurious", "false detections", "noise peaks"), "DETECT_(THRESH|MINAREA)|CLEAN.*|FILTER"),
    **dict.fromkeys(("id", "identifier"), "NUMBER|ID_PARENT"),
    **dict.fromkeys(("depth", "completeness"), "CHECKPLOT_TYPE|DETECT_THRESH|SNR_WIN"),
    **dict.fromkeys(("bulge", "bulges", "spheroid", "spheroids", "sersic", "de vaucouleurs"), SPHEROIDS),
    **dict.fromkeys(("disk", "disks", "disc", "discs", "exponential disk", "exponential"), DISKS),
    **dict.fromkeys(("regions", "ds9", "region"), "CATALOG_TYPE"),
}
BRITISH = {"center": "centre", "neighbor": "neighbour", "neighbors": "neighbours", "color": "colour", "gray": "grey"}


def normalised(phrase: str) -> list[str]:
    """The words of a phrase: in small letters, in British spelling, without hyphens."""
    return [BRITISH.get(word, word) for word in re.split(r"[\s-]+", phrase.lower()) if word]


def pattern_of(words: list[str]) -> str | None:
    """The pattern of the names that belong to a subject, or None if it is not known."""
    return SUBJECTS.get(" ".join(words))
