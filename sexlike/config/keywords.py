"""The table of configuration keywords: SExtractor's, with their defaults and limits, a row each.

Everything that knows keywords reads them here: the readers, the dumps, the help, the documentation.
"""

from .keyword import Keyword, choice, integer, real, string, switch

FULL = {"dump": "full"}
OWN = {"dump": "none"}
ONE_OR_TWO = {"count": (1, 2)}
UP_TO_TWO = {"count": (0, 2)}

SECTIONS = {
    "Catalog": (
        string("CATALOG_NAME", "test.cat", "file for the catalog; STDOUT prints it", count=(1, 8), single=True),
        choice(
            "CATALOG_TYPE",
            "ASCII_HEAD",
            "format of the catalog",
            "NONE ASCII ASCII_HEAD ASCII_SKYCAT ASCII_VOTABLE FITS_LDAC FITS_TPX FITS_1.0 ECSV",
            count=(1, 8),
            single=True,
        ),
        string("PARAMETERS_NAME", "default.param", "file with the names of the columns wanted"),
    ),
    "Extraction": (
        choice("DETECT_TYPE", "CCD", "response of the detector", "CCD PHOTO"),
        integer("DETECT_MINAREA", "5", "fewest pixels of a detection", 1, 1_000_000),
        integer("DETECT_MAXAREA", "0", "most pixels of a detection; 0: no limit", 0, 1_000_000_000, **FULL),
        choice(
            "THRESH_TYPE",
            "RELATIVE",
            "thresholds in sigmas of the sky, or in ADU",
            "RELATIVE ABSOLUTE",
            **ONE_OR_TWO,
            **FULL,
        ),
        real("DETECT_THRESH", "1.5", "to detect: sigmas, or mag/arcsec2,zeropoint", **ONE_OR_TWO),
        real("ANALYSIS_THRESH", "1.5", "to measure: sigmas, or mag/arcsec2,zeropoint", **ONE_OR_TWO),
        switch("FILTER", "Y", "convolve the image before detecting?"),
        string("FILTER_NAME", "default.conv", "file with the convolution kernel"),
        real("FILTER_THRESH", "", "range of sigmas that a retina filter sees", **UP_TO_TWO, **FULL),
        integer("DEBLEND_NTHRESH", "32", "levels at which blends are looked for", 1, 64),
        real("DEBLEND_MINCONT", "0.005", "least part of the flux that splits a blend", 0, 1),
        switch("CLEAN", "Y", "drop what the wings of neighbours explain?"),
        real("CLEAN_PARAM", "1.0", "steepness of these wings; less drops more", 0.1, 10),
        choice("MASK_TYPE", "CORRECT", "what to do with the pixels of neighbours", "NONE BLANK CORRECT"),
    ),
    "Weights": (
        choice(
            "WEIGHT_TYPE",
            "NONE",
            "kind of weight map: to detect, to measure",
            "NONE BACKGROUND MAP_RMS MAP_VAR MAP_WEIGHT",
            **UP_TO_TWO,
            **FULL,
        ),
        choice(
            "WEIGHT_SCALING",
            "BACKGROUND",
            "fit weights to the background, to the error map, or not",
            "BACKGROUND ERROR NONE",
            **OWN,
        ),
        switch("RESCALE_WEIGHTS", "Y", "fit the weights to the noise of the image?", **ONE_OR_TWO, **FULL),
        string("WEIGHT_IMAGE", "weight.fits", "files of the weight maps", **UP_TO_TWO, **FULL),
        switch("WEIGHT_GAIN", "Y", "does the gain follow the weights?", **FULL),
        real("WEIGHT_THRESH", "", "beyond this weight a pixel is bad", 0, **UP_TO_TWO, **FULL),
        string("MASK_IMAGE", "", "file of a mask: pixels that are not 0 are bad", count=(0, 1), **OWN),
    ),
    "Flag maps": (
        string("FLAG_IMAGE", "flag.fits", "files of the flag maps", count=(0, 4), **FULL),
        choice("FLAG_TYPE", "OR", "how flags of pixels combine", "OR AND MIN MAX MOST", count=(0, 4), **FULL),
    ),
    "Differential geometry": (
        choice("DGEO_TYPE", "NONE", "use a map of displacements?", "NONE PIXEL", **FULL),
        string("DGEO_IMAGE", "dgeo.fits", "file of the map of displacements", **FULL),
    ),
    "Photometry": (
        real("PHOT_APERTURES", "5", "MAG_APER: diameters of circles (pixels)", 0, 2_097_152, count=(1, 32)),
        real("PHOT_AUTOPARAMS", "2.5, 3.5", "MAG_AUTO: Kron factor, least radius", 0, 10, count=(2, 2)),
        real("PHOT_PETROPARAMS", "2.0, 3.5", "MAG_PETRO: Petrosian factor, least radius", 0, 10, count=(2, 2)),
        real(
            "PHOT_AUTOAPERS",
            "0.0,0.0",
            "least diameters for AUTO, PETRO: to look, to sum",
            0,
            1_000_000,
            count=(2, 2),
            **FULL,
        ),
        real("PHOT_FLUXFRAC", "0.5", "FLUX_RADIUS: parts of the flux", 1e-6, 1, count=(1, 32), **FULL),
        real("SATUR_LEVEL", "50000.0", "level of saturation (ADU)"),
        string("SATUR_KEY", "SATURATE", "header card with the level of saturation"),
        real("MAG_ZEROPOINT", "0.0", "magnitude of 1 ADU; AUTO: from the header", -100, 100, words=("AUTO",)),
        real("MAG_GAMMA", "4.0", "contrast of a photographic emulsion", 1e-10),
        real("GAIN", "0.0", "electrons per ADU; 0: no photon noise", 0),
        string("GAIN_KEY", "GAIN", "header card with the gain"),
        real("PIXEL_SCALE", "1.0", "size of a pixel (arcsec); 0: from the WCS", 0, 1e10),
    ),
    "Stars and galaxies": (
        real("SEEING_FWHM", "1.2", "FWHM of stars (arcsec)", 0, 1e10),
        string("STARNNW_NAME", "default.nnw", "file of the neural network for CLASS_STAR"),
    ),
    "Background": (
        choice("BACK_TYPE", "AUTO", "estimate the background, or BACK_VALUE", "AUTO MANUAL", **ONE_OR_TWO, **FULL),
        real("BACK_VALUE", "0.0", "the background, if MANUAL (ADU)", **ONE_OR_TWO, **FULL),
        real("BACK_PEARSON", "2.5", "weight of median - mean in the mode of crowded meshes", 1, **OWN),
        integer("BACK_SIZE", "64", "mesh: pixels, or width,height", 1, 2_000_000_000, **ONE_OR_TWO),
        integer("BACK_FILTERSIZE", "3", "median filter: meshes, or width,height", 1, 11, **ONE_OR_TWO),
        choice("BACKPHOTO_TYPE", "GLOBAL", "sky of the map, or around each object", "GLOBAL LOCAL"),
        integer("BACKPHOTO_THICK", "24", "width of the frame around it (pixels)", 1, 256, **FULL),
        real("BACK_FILTTHRESH", "0.0", "least change that the median filter makes (ADU)", 0, **FULL),
    ),
    "Check-images": (
        choice(
            "CHECKIMAGE_TYPE",
            "NONE",
            "images to write, for a check",
            "NONE IDENTICAL BACKGROUND BACKGROUND_RMS MINIBACKGROUND MINIBACK_RMS -BACKGROUND FILTERED OBJECTS "
            "APERTURES SEGMENTATION MASK -MASK ASSOC -OBJECTS PSFS -PSFS PC_CONVPROTOS -PC_CONVPROTOS PC_PROTOS "
            "MAP_SOM MODELS -MODELS SPHEROIDS -SPHEROIDS DISKS -DISKS PATTERNS OTHER",
            count=(0, 17),
        ),
        string("CHECKIMAGE_NAME", "check.fits", "their files", count=(0, 29)),
    ),
    "Check-plots": (
        choice("CHECKPLOT_DEV", "PNG", "format of pictures; NULL: none", "NULL PNG PDF SVG", **OWN),
        choice(
            "CHECKPLOT_TYPE",
            "NONE",
            "pictures to draw, for a check",
            "NONE IMAGE INPUTS FILTERED SEGMENTATION APERTURES BACKGROUND DIAGNOSTICS",
            count=(0, 7),
            **OWN,
        ),
        string("CHECKPLOT_NAME", "", "their files; named after the types if empty", count=(0, 7), **OWN),
    ),
    "Memory": (
        integer("MEMORY_OBJSTACK", "3000", "objects in memory (here: order of the rows)", 16, 65_536),
        integer("MEMORY_PIXSTACK", "300000", "pixels in memory (here: no effect)", 1000, 100_000_000),
        integer("MEMORY_BUFSIZE", "1024", "lines in memory (here: order of the rows)", 8, 65_534),
    ),
    "Association": (
        string("ASSOC_NAME", "sky.list", "list of positions to be matched", **FULL),
        integer("ASSOC_DATA", "2,3,4", "its columns for VECTOR_ASSOC; 0: all", 0, 1_000_000, count=(1, 32), **FULL),
        integer("ASSOC_PARAMS", "2,3,4", "its columns with x, y and weight", 1, 1_000_000, count=(2, 3), **FULL),
        choice("ASSOCCOORD_TYPE", "PIXEL", "positions on the image, or on the sky", "PIXEL WORLD", **FULL),
        real("ASSOC_RADIUS", "2.0", "largest distance (pixels)", 1e-10, 1e10, **FULL),
        choice(
            "ASSOC_TYPE",
            "NEAREST",
            "if several match",
            "FIRST NEAREST MEAN MAG_MEAN SUM MAG_SUM MIN MAX",
            **FULL,
        ),
        choice("ASSOCSELEC_TYPE", "MATCHED", "which objects stay in the catalog", "ALL MATCHED -MATCHED", **FULL),
    ),
    "Miscellaneous": (
        choice("VERBOSE_TYPE", "NORMAL", "how much is said", "QUIET NORMAL EXTRA_WARNINGS FULL"),
        string("HEADER_SUFFIX", ".head", "ending of the name of an extra header"),
        switch("WRITE_XML", "N", "write a summary of the run?"),
        string("XML_NAME", "sex.xml", "file of the summary"),
        string(
            "XSL_URL", "file:///usr/share/source-extractor/source-extractor.xsl", "style sheet of the summary", **FULL
        ),
        integer("NTHREADS", "0", "workers; 0: all cores", -65_535, 65_535, **FULL),
        switch("FITS_UNSIGNED", "N", "are the integers of the image unsigned?", **FULL),
        integer("INTERP_MAXXLAG", "16", "longest gap to bridge, along x", 1, 1_000_000, **ONE_OR_TWO, **FULL),
        integer("INTERP_MAXYLAG", "16", "longest gap to bridge, along y", 1, 1_000_000, **ONE_OR_TWO, **FULL),
        choice("INTERP_TYPE", "ALL", "what to bridge over bad pixels", "NONE VAR_ONLY ALL", **ONE_OR_TWO, **FULL),
    ),
    "Models (not offered)": (
        string("PSF_NAME", "default.psf", "files of PSF models", **ONE_OR_TWO, **FULL),
        integer("PSF_NMAX", "1", "PSFs fitted together", 1, 9, **FULL),
        choice(
            "PATTERN_TYPE",
            "RINGS-HARMONIC",
            "patterns fitted to disks",
            "RINGS-QUADPOLE RINGS-OCTOPOLE RINGS-HARMONIC GAUSS-LAGUERRE",
            **FULL,
        ),
        string("SOM_NAME", "default.som", "file of a self-organising map", **FULL),
    ),
}

KEYWORDS = {k.name: Keyword(**{**vars(k), "section": title}) for title, rows in SECTIONS.items() for k in rows}
