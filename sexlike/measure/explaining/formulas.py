"""Formulas of the columns, in plain text. Families share a pattern: the first that fits a name is its formula."""

import re

# I: pixels of the object above the sky; sum: over these pixels; x, y: positions; <>: mean weighted with I.
FORMULAS = (
    ("NUMBER", "1, 2, 3 ... in the order of the catalog: the value of its pixels in a SEGMENTATION check-image"),
    ("ID_PARENT", "number of the connected pixels above the threshold from which it was deblended"),
    ("EXT_NUMBER", "1 for the first image of the file, 2 for the second ..."),
    ("DURATION_ANALYSIS", "time of the measurement / number of objects, seconds"),
    ("SPREAD_MODEL", "its light in a small disk over that in the PSF, minus the same of the PSF: 0 for a star"),
    (r"FLUX_(MODEL|POINTSOURCE|HYBRID)", "flux of what fits the pixels best, with the PSF of PSF_NAME"),
    (r"ELLIP1MODEL_\w+", "(A - B) / (A + B) cos 2 THETA, of the model"),
    (r"ELLIP2MODEL_\w+", "(1 - q) / (1 + q) sin 2 THETA, q = B / A"),
    (r"POLAR1MODEL_\w+", "(1 - q^2) / (1 + q^2) cos 2 THETA, q = B / A"),
    (r"POLAR2MODEL_\w+", "(1 - q^2) / (1 + q^2) sin 2 THETA, q = B / A"),
    ("FLUX_ISO", "sum I over the pixels above ANALYSIS_THRESH"),
    ("FLUX_ISOCOR", "FLUX_ISO / (1 - 0.1961 h - 0.7512 h^2), h = ISOAREA THRESHOLD / FLUX_ISO: wings of a Gaussian"),
    ("FLUX_APER", "sum of the light in circles of the diameters PHOT_APERTURES; pixels on the rim by 5 x 5 parts"),
    ("FLUX_AUTO", "sum of the light in the ellipse KRON_RADIUS x (A_IMAGE, B_IMAGE)"),
    (
        "KRON_RADIUS",
        "max(k sum r I / sum I, least), k and least: PHOT_AUTOPARAMS; r: radius in units of A, B",
    ),
    ("FLUX_PETRO", "sum of the light in the ellipse PETRO_RADIUS x (A_IMAGE, B_IMAGE)"),
    ("PETRO_RADIUS", "max(N r, least), N and least = PHOT_PETROPARAMS; r: where the light is 0.2 of the mean within r"),
    ("FLUX_BEST", "FLUX_AUTO; FLUX_ISOCOR where neighbours take more than a tenth of the ellipse (FLAGS 1)"),
    ("FLUX_WIN", "sum w I, w: a Gaussian of FWHM 2 FLUX_RADIUS around XWIN_IMAGE, YWIN_IMAGE"),
    ("SNR_WIN", "FLUX_WIN / FLUXERR_WIN"),
    ("FLUX_PSF", "flux of the model of PSF_NAME, fitted to the pixels by least squares"),
    ("FLUX_GROWTH", "light within circles of growing radius around the object, in steps of FLUX_GROWTHSTEP"),
    (r"(FLUX|MAG)_GROWTHSTEP", "radius of the last circle of FLUX_GROWTH / number of elements, pixels"),
    ("FLUX_RADIUS", "radius of the circle that holds PHOT_FLUXFRAC of FLUX_AUTO, pixels"),
    ("FLUX_MAX", "the largest I"),
    (r"FLUXERR_ISOCOR", "sqrt(FLUXERR_ISO^2 + (error of the correction)^2)"),
    (r"FLUXERR_PSF", "sqrt(1 / sum(p^2 / variance)), p: the model of flux 1"),
    (r"FLUXERR_BEST", "that of the flux taken"),
    (r"FLUXERR_(\w+)", "sqrt(sum(variance of the sky) + FLUX_{0} / GAIN) over the same pixels"),
    (r"MAGERR_(\w+)", "1.0857 FLUXERR_{0} / FLUX_{0}; 99 where the flux is not positive"),
    (r"MAG_(\w+)", "MAG_ZEROPOINT - 2.5 log10 FLUX_{0}; 99 where the flux is not positive"),
    ("CHI2_PSF", "sum((I - fit)^2 / variance) / number of degrees of freedom"),
    (r"NITER_\w+", "steps until the centre stayed where it was"),
    ("MU_MAX", "MAG_ZEROPOINT - 2.5 log10(FLUX_MAX / area of a pixel in arcsec^2)"),
    ("MU_THRESHOLD", "MAG_ZEROPOINT - 2.5 log10(analysis threshold / area of a pixel in arcsec^2)"),
    (
        "BACKGROUND",
        "the background at the barycentre, with BACKPHOTO_TYPE LOCAL that of a frame around it",
    ),
    (r"THRESHOLD(MAX)?", "DETECT_THRESH times the noise of the sky"),
    ("ISOAREA_(IMAGE|WORLD)", "number of pixels above ANALYSIS_THRESH; in the world times the area of a pixel"),
    ("ISOAREAF_(IMAGE|WORLD)", "number of filtered pixels above DETECT_THRESH; in the world times the area of a pixel"),
    (
        r"ISO(\d)",
        "number of pixels above one of eight levels, in logarithmic steps from the analysis threshold",
    ),
    ("FWHM_(IMAGE|WORLD)", "width of the Gaussian that fits log I of the core; in the world times the size of a pixel"),
    ("FWHMPSF_(IMAGE|WORLD)", "width of the PSF at half of its peak: that of PSF_NAME at the object, or SEEING_FWHM"),
    ("CLASS_STAR", "a neural network (STARNNW_NAME) of eight isophotal areas, the peak and SEEING_FWHM"),
    ("ELONGATION", "A_IMAGE / B_IMAGE"),
    ("ELLIPTICITY", "1 - B_IMAGE / A_IMAGE"),
    (r"POLAR(WIN|MODEL)?_(IMAGE|WORLD)", "(A{0}^2 - B{0}^2) / (A{0}^2 + B{0}^2)"),
    ("[XY](MIN|MAX)_IMAGE", "the first or the last column or row of its pixels"),
    ("[XY]PEAK_(IMAGE|WORLD|FOCAL)", "position of the brightest filtered pixel"),
    ("[XY]_IMAGE(_DBL)?", "<x>, <y>: barycentre of the filtered pixels above DETECT_THRESH; the first pixel is 1"),
    ("[XY]WIN_IMAGE", "x -> x + 2 sum w (x' - x) I / sum w I, until it stays; w: Gaussian window around x, y"),
    ("[XY](PSF|MODEL)_IMAGE", "position at which the model of PSF_NAME fits the pixels best"),
    (r"ERR(X2|Y2|XY)(WIN|PSF|MODEL)?_(IMAGE|WORLD)", "variance of the position by the pixels' noise, or covariance"),
    (
        r"ERR(A|B|THETA|CXX|CYY|CXY)(WIN|PSF|MODEL)?_\w+",
        "ellipse of the position's errors: as A_IMAGE, with ERRX2{1} for X2",
    ),
    (r"X2(WIN|MODEL)?_(IMAGE|WORLD)", "<x^2> - <x>^2, weighted with the light, and the window for WIN"),
    (r"Y2(WIN|MODEL)?_(IMAGE|WORLD)", "<y^2> - <y>^2, weighted with the light, and the window for WIN"),
    (r"XY(WIN|MODEL)?_(IMAGE|WORLD)", "<xy> - <x><y>, weighted with the light, and the window for WIN"),
    (r"A(WIN|MODEL)?_(IMAGE|WORLD)", "sqrt((X2{0} + Y2{0}) / 2 + sqrt((X2{0} - Y2{0})^2 / 4 + XY{0}^2))"),
    (r"B(WIN|MODEL)?_(IMAGE|WORLD)", "sqrt((X2{0} + Y2{0}) / 2 - sqrt((X2{0} - Y2{0})^2 / 4 + XY{0}^2))"),
    (r"THETA(WIN|MODEL)?_(IMAGE|WORLD)", "tan 2 THETA = 2 XY{0} / (X2{0} - Y2{0}); from the first to the second axis"),
    (r"THETA(WIN|MODEL)?_(SKY|J2000|B1950)", "position angle of the long axis, from north to east"),
    (r"CXX(WIN|MODEL)?_(IMAGE|WORLD)", "cos^2 THETA / A^2 + sin^2 THETA / B^2; r^2 = CXX dx^2 + CYY dy^2 + CXY dx dy"),
    (r"CYY(WIN|MODEL)?_(IMAGE|WORLD)", "sin^2 THETA / A^2 + cos^2 THETA / B^2; r^2 = CXX dx^2 + CYY dy^2 + CXY dx dy"),
    (r"CXY(WIN|MODEL)?_(IMAGE|WORLD)", "2 cos THETA sin THETA (A^-2 - B^-2); r^2 = CXX dx^2 + CYY dy^2 + CXY dx dy"),
    (r"(ALPHA|DELTA)(\w*)_(SKY|J2000|B1950)", "the position X{1}_IMAGE, Y{1}_IMAGE, by the header (WCS)"),
    (r"[XY](\w*)_(WORLD|FOCAL|MAMA)", "the position X{0}_IMAGE, Y{0}_IMAGE, by the header (WCS)"),
    ("FLAGS", "sum of bits, see --explain FLAGS 3"),
    (r"FLAGS_\w+", "sum of bits"),
    ("IMAFLAGS_ISO", "the pixels of FLAG_IMAGE under the object, combined as FLAG_TYPE says"),
    ("NIMAFLAGS_ISO", "number of its pixels whose flags are in IMAFLAGS_ISO"),
    ("NLOWD?WEIGHT_ISO", "number of its pixels whose weight is below WEIGHT_THRESH"),
    ("VECTOR_ASSOC", "the columns ASSOC_DATA of the entry of ASSOC_NAME within ASSOC_RADIUS"),
    ("NUMBER_ASSOC", "number of entries of ASSOC_NAME within ASSOC_RADIUS"),
    ("VIGNET", "the pixels around the object; -1e30 where there is none, or a neighbour's"),
    ("VIGNET_SHIFT", "as VIGNET, interpolated so that the object is in the middle of the central pixel"),
    # What is left of the columns of models: each is a number of the same fit.
    (r"\w*(MODEL|POINTSOURCE|SPHEROID|DISK|HYBRID)\w*", "of the model's fit to the pixels, with the PSF of PSF_NAME"),
)


def formula_of(name: str) -> str | None:
    """The formula of a column; None if there is none for it."""
    for pattern, formula in FORMULAS:
        if match := re.fullmatch(pattern, name):
            return formula.format(*(group or "" for group in match.groups()))
    return None
