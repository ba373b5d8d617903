"""The table of configuration keywords: SExtractor's and a few of our own, with their defaults and limits.

Readers, dumps, help and documentation all take them from here.
"""

from dataclasses import replace
from typing import Any

from .keyword import choice, flux_unit, integer, real, string, switch

FULL: dict[str, Any] = {"dump": "full"}  # not in the short dump
NAMED: dict[str, Any] = {"names_allowed": True, **FULL}
OWN: dict[str, Any] = {"dump": "none"}  # not in SExtractor 2.25
ONE_OR_TWO: dict[str, Any] = {"count": (1, 2)}
MANY: dict[str, Any] = {"count": (1, 10_000)}  # as many as a column may have elements; SExtractor reads 32
UP_TO_TWO: dict[str, Any] = {"count": (0, 2)}
NO_CHECK_IMAGES = ("PC_CONVPROTOS", "-PC_CONVPROTOS", "PC_PROTOS", "MAP_SOM", "PATTERNS", "OTHER")

SECTIONS = {
    "Catalog": (
        string(
            "CATALOG_NAME", "test.cat", "catalog file; STDOUT: standard output", count=(1, 8), list_needs_commas=True
        ),
        choice(
            "CATALOG_TYPE",
            "ASCII_HEAD",
            "format of the catalog",
            "NONE ASCII ASCII_HEAD ASCII_SKYCAT ASCII_VOTABLE FITS_LDAC FITS_TPX FITS_1.0 ECSV CSV PARQUET REGION",
            count=(1, 8),
            list_needs_commas=True,
        ),
        string("PARAMETERS_NAME", "default.param", "file with the names of the output columns"),
    ),
    "Extraction": (
        choice("DETECT_TYPE", "CCD", "type of detector: linear, or photographic", "CCD PHOTO"),
        integer("DETECT_MINAREA", "5", "minimum number of connected pixels", 1, 1_000_000, unit="pix2"),
        integer(
            "DETECT_MAXAREA",
            "0",
            "maximum number of connected pixels; 0: no limit",
            0,
            1_000_000_000,
            unit="pix2",
            **FULL,
        ),
        choice(
            "THRESH_TYPE",
            "RELATIVE",
            "unit of the thresholds: background sigma, or ADU",
            "RELATIVE ABSOLUTE",
            **ONE_OR_TWO,
            **FULL,
        ),
        real("DETECT_THRESH", "1.5", "detection threshold: sigma, or mag/arcsec2,zero-point", **ONE_OR_TWO),
        real("ANALYSIS_THRESH", "1.5", "analysis threshold: sigma, or mag/arcsec2,zero-point", **ONE_OR_TWO),
        switch("FILTER", "Y", "convolve the image before detection?"),
        string("FILTER_NAME", "default.conv", "file with the convolution kernel"),
        real("FILTER_THRESH", "", "range of pixel values for a retina filter (sigma)", **UP_TO_TWO, **FULL),
        integer("DEBLEND_NTHRESH", "32", "number of deblending levels", 1, 64),
        real("DEBLEND_MINCONT", "0.005", "minimum flux fraction of a component of a blend", 0, 1),
        switch("CLEAN", "Y", "remove false detections in the wings of objects?"),
        real("CLEAN_PARAM", "1.0", "Moffat exponent of the wings; smaller removes more", 0.1, 10),
        choice("MASK_TYPE", "CORRECT", "photometry: how to fill the pixels of neighbours", "NONE BLANK CORRECT"),
    ),
    "Weights": (
        choice(
            "WEIGHT_TYPE",
            "NONE",
            "type of weight map: to detect, to measure",
            "NONE BACKGROUND MAP_RMS MAP_VAR MAP_WEIGHT",
            **UP_TO_TWO,
            **FULL,
        ),
        choice(
            "WEIGHT_SCALING",
            "BACKGROUND",
            "scale weights to the background noise, an error map",
            "BACKGROUND ERROR NONE",
            **OWN,
        ),
        switch("RESCALE_WEIGHTS", "Y", "scale the weights to the noise of the image?", **ONE_OR_TWO, **FULL),
        string("WEIGHT_IMAGE", "weight.fits", "weight-map files", **UP_TO_TWO, **FULL),
        switch("WEIGHT_GAIN", "Y", "scale the gain with the weights?", **FULL),
        real("WEIGHT_THRESH", "", "threshold of the weight map for bad pixels", 0, **UP_TO_TWO, **FULL),
        string("MASK_IMAGE", "", "mask file: pixels other than 0 are bad", count=(0, 1), **OWN),
    ),
    "Flag maps": (
        string("FLAG_IMAGE", "flag.fits", "flag-map files", count=(0, 4), **FULL),
        choice(
            "FLAG_TYPE",
            "OR",
            "how the flags of an object's pixels are combined",
            "OR AND MIN MAX MOST",
            count=(0, 4),
            **FULL,
        ),
    ),
    "Differential geometry": (
        choice("DGEO_TYPE", "NONE", "type of differential-geometry map", "NONE PIXEL", **FULL),
        string("DGEO_IMAGE", "dgeo.fits", "differential-geometry map file", **FULL),
    ),
    "Photometry": (
        real("PHOT_APERTURES", "5", "MAG_APER: diameters of the apertures (pixels)", 0, 2_097_152, unit="pix", **MANY),
        real("PHOT_AUTOPARAMS", "2.5, 3.5", "MAG_AUTO: Kron factor, minimum radius", 0, 10, count=(2, 2)),
        real("PHOT_PETROPARAMS", "2.0, 3.5", "MAG_PETRO: Petrosian factor, minimum radius", 0, 10, count=(2, 2)),
        real(
            "PHOT_AUTOAPERS",
            "0.0,0.0",
            "AUTO, PETRO: minimum diameters to find radii, to sum",
            0,
            1_000_000,
            count=(2, 2),
            unit="pix",
            **FULL,
        ),
        real("PHOT_FLUXFRAC", "0.5", "FLUX_RADIUS: fractions of the flux", 1e-6, 1, **MANY, **FULL),
        real("SATUR_LEVEL", "50000.0", "saturation level (ADU)", unit="adu"),
        string("SATUR_KEY", "SATURATE", "header keyword of the saturation level"),
        real(
            "MAG_ZEROPOINT",
            "0.0",
            "magnitude zero-point; AUTO: from the header",
            -100,
            100,
            special_words=("AUTO",),
            unit="mag",
        ),
        flux_unit("FLUX_UNIT", "COUNT", "unit of fluxes; AUTO: uJy, if the zero-point is AB", "COUNT AUTO", **OWN),
        real("MAG_GAMMA", "4.0", "gamma of the photographic emulsion", 1e-10),
        real("GAIN", "0.0", "gain (electrons per ADU); 0: no photon noise", 0, unit="electron/adu"),
        string("GAIN_KEY", "GAIN", "header keyword of the gain"),
        real("PIXEL_SCALE", "1.0", "pixel size (arcsec); 0: from the WCS", 0, 1e10, unit="arcsec/pix"),
    ),
    "Stars and galaxies": (
        real("SEEING_FWHM", "1.2", "FWHM of stars (arcsec) for CLASS_STAR; 0: of the PSF", 0, 1e10, unit="arcsec"),
        string("STARNNW_NAME", "default.nnw", "neural-network file for CLASS_STAR"),
    ),
    "Background": (
        choice(
            "BACK_TYPE", "AUTO", "background: estimated, or BACK_VALUE (MANUAL)", "AUTO MANUAL", **ONE_OR_TWO, **FULL
        ),
        real("BACK_VALUE", "0.0", "background level, if MANUAL (ADU)", unit="adu", **ONE_OR_TWO, **FULL),
        real("BACK_PEARSON", "2.5", "factor P of the mode: P median - (P - 1) mean", 1, **OWN),
        integer("BACK_SIZE", "64", "mesh size: pixels, or width,height", 1, 2_000_000_000, unit="pix", **ONE_OR_TWO),
        integer("BACK_FILTERSIZE", "3", "median-filter size: meshes, or width,height", 1, 11, **ONE_OR_TWO),
        choice("BACKPHOTO_TYPE", "GLOBAL", "background of photometry: map, or annulus (LOCAL)", "GLOBAL LOCAL"),
        integer("BACKPHOTO_THICK", "24", "width of the annulus (pixels)", 1, 256, unit="pix", **FULL),
        real("BACK_FILTTHRESH", "0.0", "minimum change made by the median filter (ADU)", 0, unit="adu", **FULL),
    ),
    "Check-images": (
        choice(
            "CHECKIMAGE_TYPE",
            "NONE",
            "check-images to write",
            "NONE IDENTICAL BACKGROUND BACKGROUND_RMS MINIBACKGROUND MINIBACK_RMS -BACKGROUND FILTERED OBJECTS "
            "APERTURES SEGMENTATION MASK -MASK ASSOC -OBJECTS PSFS -PSFS PC_CONVPROTOS -PC_CONVPROTOS PC_PROTOS "
            "MAP_SOM MODELS -MODELS SPHEROIDS -SPHEROIDS DISKS -DISKS PATTERNS OTHER",
            count=(0, 17),
            not_offered=NO_CHECK_IMAGES,
        ),
        string("CHECKIMAGE_NAME", "check.fits", "check-image files", count=(0, 29)),
    ),
    "Check-plots": (
        choice("CHECKPLOT_DEV", "PNG", "format of check-plots (but PAGE); NULL: none", "NULL PNG PDF SVG", **OWN),
        choice(
            "CHECKPLOT_TYPE",
            "NONE",
            "check-plots to draw",
            "NONE IMAGE INPUTS FILTERED SEGMENTATION APERTURES MODELS BACKGROUND DIAGNOSTICS PAGE",
            count=(0, 9),
            **OWN,
        ),
        string("CHECKPLOT_NAME", "", "check-plot files; empty: named after their types", count=(0, 9), **OWN),
    ),
    "Memory": (
        integer("MEMORY_OBJSTACK", "3000", "objects in memory (sets the order of the rows)", 16, 65_536),
        integer("MEMORY_PIXSTACK", "300000", "pixels in memory (no effect)", 1000, 100_000_000),
        integer("MEMORY_BUFSIZE", "1024", "image lines in memory (sets the order of the rows)", 8, 65_534),
        integer(
            "MEMORY_LIMIT",
            "0",
            "MB for images, the rest on disk; 0: half of the free",
            0,
            1_000_000_000,
            unit="Mbyte",
            **OWN,
        ),
    ),
    "Association": (
        string("ASSOC_NAME", "sky.list", "assoc list: file with positions to match", takes_objects=True, **FULL),
        integer(
            "ASSOC_DATA", "2,3,4", "columns of the assoc list for VECTOR_ASSOC; 0: all", 0, 1_000_000, **MANY, **NAMED
        ),
        integer(
            "ASSOC_PARAMS",
            "2,3,4",
            "columns of the assoc list with x, y and weight",
            1,
            1_000_000,
            count=(2, 3),
            **NAMED,
        ),
        choice("ASSOCCOORD_TYPE", "PIXEL", "coordinates of the assoc list: pixels, or world", "PIXEL WORLD", **FULL),
        real("ASSOC_RADIUS", "2.0", "matching radius (pixels)", 1e-10, 1e10, unit="pix", **FULL),
        choice(
            "ASSOC_TYPE",
            "NEAREST",
            "which match is taken, or how several are combined",
            "FIRST NEAREST MEAN MAG_MEAN SUM MAG_SUM MIN MAX",
            **FULL,
        ),
        choice("ASSOCSELEC_TYPE", "MATCHED", "objects to keep in the catalog", "ALL MATCHED -MATCHED", **FULL),
    ),
    "Miscellaneous": (
        choice("VERBOSE_TYPE", "NORMAL", "amount of messages", "QUIET NORMAL EXTRA_WARNINGS FULL"),
        string("HEADER_SUFFIX", ".head", "file-name ending of external headers"),
        switch("WRITE_XML", "N", "write an XML summary of the run?"),
        string("XML_NAME", "sex.xml", "file for the XML summary"),
        string(
            "XSL_URL",
            "file:///usr/share/source-extractor/source-extractor.xsl",
            "style sheet of the XML summary",
            **FULL,
        ),
        choice("COMPATIBILITY", "SEXTRACTOR", "whose numbers? NONE in TOML and Python", "SEXTRACTOR NONE", **OWN),
        integer("NTHREADS", "0", "number of threads; 0: one per core; sign ignored", -65_535, 65_535, **FULL),
        switch("FITS_UNSIGNED", "N", "read integer pixels as unsigned?", **FULL),
        integer(
            "INTERP_MAXXLAG",
            "16",
            "longest gap to interpolate along x (pixels)",
            1,
            1_000_000,
            unit="pix",
            **ONE_OR_TWO,
            **FULL,
        ),
        integer(
            "INTERP_MAXYLAG",
            "16",
            "longest gap to interpolate along y (pixels)",
            1,
            1_000_000,
            unit="pix",
            **ONE_OR_TWO,
            **FULL,
        ),
        choice("INTERP_TYPE", "ALL", "what to interpolate at bad pixels", "NONE VAR_ONLY ALL", **ONE_OR_TWO, **FULL),
    ),
    "PSF models": (
        string("PSF_NAME", "default.psf", "PSF model files, by PSFEx", takes_objects=True, **ONE_OR_TWO, **FULL),
        integer("PSF_NMAX", "1", "maximum number of PSFs fitted together (only 1)", 1, 9, **FULL),
    ),
    "Patterns and maps (not offered)": (
        choice(
            "PATTERN_TYPE",
            "RINGS-HARMONIC",
            "patterns fitted to disks",
            "RINGS-QUADPOLE RINGS-OCTOPOLE RINGS-HARMONIC GAUSS-LAGUERRE",
            **FULL,
        ),
        string("SOM_NAME", "default.som", "self-organising map file", **FULL),
    ),
}

KEYWORDS = {row.name: replace(row, section=title) for title, rows in SECTIONS.items() for row in rows}
