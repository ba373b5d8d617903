"""What the words mean that a keyword may be set to: ``--explain WEIGHT_TYPE``, ``--explain MAP_RMS``."""

from ...config.keywords import KEYWORDS

# Keyword -> word -> what it asks for.
MEANINGS: dict[str, dict[str, str]] = {
    "CATALOG_TYPE": {
        "NONE": "no catalog",
        "ASCII": "text, a line for each object, without a header",
        "ASCII_HEAD": "the same, below a comment for each column",
        "ASCII_SKYCAT": "text for Skycat; it needs positions on the sky",
        "ASCII_VOTABLE": "VOTable, with units and the configuration: topcat and astropy read it",
        "FITS_LDAC": "FITS table with the header of the image in a table before it: for SCAMP and PSFEx",
        "FITS_TPX": "the same as FITS_LDAC, with a card of the header in each row",
        "FITS_1.0": "FITS table: the one to take if no other program asks for FITS_LDAC",
        "ECSV": "text that astropy reads with units, descriptions and the configuration",
        "CSV": "text with commas: for spreadsheets and pandas",
        "PARQUET": "table by columns for pandas, polars and databases; it needs pyarrow (the extra parquet)",
        "REGION": "the objects as ellipses or circles for DS9",
    },
    "DETECT_TYPE": {
        "CCD": "pixels are proportional to the light",
        "PHOTO": "pixels are densities of a photographic plate: light is 10^(pixel / MAG_GAMMA)",
    },
    "THRESH_TYPE": {
        "RELATIVE": "thresholds are multiples of the noise of the sky",
        "ABSOLUTE": "thresholds are values above the sky, in the unit of the image",
    },
    "MASK_TYPE": {
        "NONE": "pixels of neighbours count as any other",
        "BLANK": "pixels of neighbours count as 0",
        "CORRECT": "pixels of neighbours are replaced by those on the other side of the object",
    },
    "WEIGHT_TYPE": {
        "NONE": "all pixels are equally good; the noise is that of the sky, one number",
        "BACKGROUND": "the noise of the sky varies as it does from mesh to mesh; there is no file",
        "MAP_RMS": "WEIGHT_IMAGE holds the noise (standard deviation, ERR) of each pixel; it is not scaled",
        "MAP_VAR": "WEIGHT_IMAGE holds variances, on any scale (see WEIGHT_SCALING)",
        "MAP_WEIGHT": "WEIGHT_IMAGE holds weights, 1 / variance on any scale (WHT, exposure times); 0: bad pixel",
    },
    "WEIGHT_SCALING": {
        "BACKGROUND": "MAP_VAR and MAP_WEIGHT are scaled to the noise of the sky in the image, as in SExtractor",
        "ERROR": "the weights of the search are scaled to the error map of the measurement: noise = C / sqrt(weight), "
        "C = median of error x sqrt(weight)",
        "NONE": "the numbers of the maps are taken as they are",
    },
    "FLAG_TYPE": {
        "OR": "bits that any of the object's pixels has",
        "AND": "bits that all of its flagged pixels have",
        "MIN": "the smallest flag of its flagged pixels",
        "MAX": "the largest flag of its pixels",
        "MOST": "the flag that most of its flagged pixels have",
    },
    "DGEO_TYPE": {"NONE": "pixels are where they are", "PIXEL": "displacements from a map: not offered"},
    "BACK_TYPE": {
        "AUTO": "the sky is measured in meshes of BACK_SIZE",
        "MANUAL": "the sky is BACK_VALUE everywhere; its noise is measured all the same",
    },
    "BACKPHOTO_TYPE": {
        "GLOBAL": "photometry takes the background map",
        "LOCAL": "photometry takes the sky in a frame around each object, BACKPHOTO_THICK wide",
    },
    "FLUX_UNIT": {
        "COUNT": "fluxes are sums of pixel values",
        "AUTO": "microjansky where the zero-point is known to be AB, counts elsewhere",
    },
    "CHECKPLOT_DEV": {
        "NULL": "no pictures are drawn",
        "PNG": "pixels: for the screen",
        "PDF": "for papers",
        "SVG": "for web pages, and to be edited",
    },
    "ASSOCCOORD_TYPE": {"PIXEL": "pixels; the first one is 1", "WORLD": "degrees, as ALPHA_J2000 and DELTA_J2000"},
    "ASSOC_TYPE": {
        "FIRST": "of the entries within ASSOC_RADIUS, the first in y",
        "NEAREST": "the nearest of them",
        "MEAN": "their mean, weighted with the third of ASSOC_PARAMS",
        "MAG_MEAN": "their mean, weighted with the light that the third of ASSOC_PARAMS, a magnitude, stands for",
        "SUM": "their sum",
        "MAG_SUM": "the magnitude of their light together: all data are magnitudes",
        "MIN": "the one with the smallest third of ASSOC_PARAMS: of magnitudes the brightest",
        "MAX": "the one with the largest",
    },
    "ASSOCSELEC_TYPE": {
        "ALL": "the catalog has all objects",
        "MATCHED": "it has those with an entry in ASSOC_NAME",
        "-MATCHED": "it has those without one",
    },
    "VERBOSE_TYPE": {
        "QUIET": "warnings and errors",
        "NORMAL": "besides, what is read, found and written, and on a terminal how far the run is",
        "EXTRA_WARNINGS": "the same as NORMAL",
        "FULL": "besides, a line for each object",
    },
    "COMPATIBILITY": {
        "SEXTRACTOR": "SExtractor's numbers and words, its oddities included: the default without a configuration and "
        "with a .sex file",
        "NONE": "the right numbers where SExtractor is odd (README lists where): the default in TOML and Python",
    },
    "INTERP_TYPE": {
        "NONE": "bad pixels stay without a value",
        "VAR_ONLY": "only their weight is interpolated: they may belong to objects, and their values stay",
        "ALL": "their values and weights are interpolated from pixels beside them",
    },
    "PATTERN_TYPE": {
        "RINGS-QUADPOLE": "rings with two-fold angles",
        "RINGS-OCTOPOLE": "rings with four-fold angles",
        "RINGS-HARMONIC": "rings with all angles",
        "GAUSS-LAGUERRE": "Gauss-Laguerre functions",
    },
    "CHECKPLOT_TYPE": {
        "NONE": "no picture",
        "IMAGE": "the image with pixel and sky coordinates",
        "INPUTS": "the image, its error and weight maps, and the noise that the search goes by",
        "FILTERED": "the image before and after smoothing",
        "SEGMENTATION": "the image beside its objects, coloured",
        "APERTURES": "Kron ellipses over the image and over the objects",
        "MODELS": "pixels, fitted models and what is left of some objects",
        "BACKGROUND": "the background, its noise, and the image with and without it",
        "DIAGNOSTICS": "sizes, number counts, signal to noise and depth, growth of the light",
        "PAGE": "the image with its objects and the table, for a browser: one HTML file that needs no other; "
        "all images of a file are in it",
    },
    "CHECKIMAGE_TYPE": {
        "NONE": "no check-image",
        "IDENTICAL": "the image as it was read",
        "BACKGROUND": "the background",
        "BACKGROUND_RMS": "the noise of the background of the image that is searched",
        "MINIBACKGROUND": "the background, a pixel for each mesh",
        "MINIBACK_RMS": "its noise, a pixel for each mesh",
        "-BACKGROUND": "the image without its background",
        "FILTERED": "what is searched: without background, and smoothed",
        "OBJECTS": "the pixels of detections, 0 elsewhere",
        "APERTURES": "the image with the apertures drawn into it",
        "SEGMENTATION": "NUMBER of the object that a pixel belongs to, 0 for the sky",
        "MASK": "1 for bad pixels and those of objects, which photometry masks (MASK_TYPE)",
        "-MASK": "the opposite of MASK",
        "ASSOC": "nothing, as in SExtractor",
        "-OBJECTS": "the image, 0 where MASK is 1",
        "PSFS": "the fitted PSF at each object",
        "-PSFS": "the image without them",
        "MODELS": "the fitted model of each object",
        "-MODELS": "the image without them",
        "SPHEROIDS": "the spheroid of each model",
        "-SPHEROIDS": "the image without them",
        "DISKS": "the disk of each model",
        "-DISKS": "the image without them",
    },
}
SPECIAL = {"MAG_ZEROPOINT": {"AUTO": "from the header: BUNIT in MJy/sr, PHOTFLAM, or a card of the zero-point"}}


def meanings(name: str) -> dict[str, str]:
    """The words that a keyword may be set to, with their meanings; empty if it takes none."""
    row = KEYWORDS[name]
    known = MEANINGS.get(name, {}) | SPECIAL.get(name, {})
    return {word: known[word] for word in (*row.offered, *row.special_words) if word in known}


def keywords_with(word: str) -> list[str]:
    """The keywords that may be set to a word, in capitals: MAP_RMS is one of WEIGHT_TYPE's."""
    return [name for name in KEYWORDS if word in meanings(name)]
