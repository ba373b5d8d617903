"""SExtractor's columns that sexlike does not offer because they need a fit of models or special maps.

Their names are made of parts, and so are their descriptions: ``ERRX2MODEL_IMAGE`` is an ERR of the X2 of the model fit
in the frame IMAGE.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ..errors import SexlikeError
from .order import ORDER
from .registry import COLUMNS


class NotOffered(NamedTuple):
    """A column that is not offered.

    Attributes
    ----------
    about, unit : str
        What it is, as for columns that are offered.
    needs : str
        What it needs that sexlike does not have.
    """

    about: str
    unit: str
    needs: str


MODELS = "a fit of galaxy models (PSF_NAME)"

# Part of the name -> what is described, what it needs.
SUBJECTS = {
    "SOMFIT": ("best node of the map", "a self-organising map (SOM_NAME)"),
    "DGEO": ("map of displacements", "a map of displacements (DGEO_TYPE PIXEL)"),
    "DETMODEL": ("fit of the detection's model", MODELS),
    "MODEL": ("model fit", MODELS),
    "FOCAL_WORLD": ("model fit on the focal plane", MODELS),
    "HYBRID": ("model's shape", MODELS),
    "BACKOFFSET": ("background beside the model", MODELS),
    "POINTSOURCE": ("point source of the model", MODELS),
    "SPHEROID": ("spheroid of the model", MODELS),
    "DISK": ("disk of the model", MODELS),
}

FRAMES = {"IMAGE": "image", "WORLD": "world", "SKY": "native sky", "J2000": "J2000", "B1950": "B1950"}
LENGTH = {"IMAGE": "pixel", "WORLD": "deg"}
AREA = {"IMAGE": "pixel**2", "WORLD": "deg**2"}
INVERSE = {"IMAGE": "pixel**(-2)", "WORLD": "deg**(-2)"}
BRIGHTNESS = "mag * arcsec**(-2)"

# What is left of the name -> the quantity, its unit (by frame if that matters).
PROPERTIES: dict[str, tuple[str, str | dict[str, str]]] = {
    "FLUX": ("flux", "count"),
    "MAG": ("magnitude", "mag"),
    "FLUX_MAX": ("flux per pixel at the peak", "count"),
    "FLUX_EFF": ("flux per pixel at the effective radius", "count"),
    "FLUX_MEAN": ("mean flux per pixel within the effective radius", "count"),
    "MU_MAX": ("surface brightness at the peak", BRIGHTNESS),
    "MU_EFF": ("surface brightness at the effective radius", BRIGHTNESS),
    "MU_MEAN": ("mean surface brightness within the effective radius", BRIGHTNESS),
    "FLUXRATIO": ("share in the light", ""),
    "ERROR": ("badness", ""),
    "VECTOR": ("parameters", ""),
    "MATRIX_ERR": ("covariances of the parameters", ""),
    "CHI2": ("reduced chi2", ""),
    "FLAGS": ("flags", ""),
    "NITER": ("number of iterations", ""),
    "X": ("x", LENGTH),
    "Y": ("y", LENGTH),
    "XWIN": ("x at the windowed position", LENGTH),
    "YWIN": ("y at the windowed position", LENGTH),
    "VIGNET_X": ("cut-out in x", "pix"),
    "VIGNET_Y": ("cut-out in y", "pix"),
    "ALPHA": ("right ascension or longitude", "deg"),
    "DELTA": ("declination or latitude", "deg"),
    "X2": ("variance in x", AREA),
    "Y2": ("variance in y", AREA),
    "XY": ("covariance of x and y", AREA),
    "CXX": ("ellipse parameter Cxx", INVERSE),
    "CYY": ("ellipse parameter Cyy", INVERSE),
    "CXY": ("ellipse parameter Cxy", INVERSE),
    "A": ("major axis", LENGTH),
    "B": ("minor axis", LENGTH),
    "THETA": ("position angle", "deg"),
    "ELLIP1": ("first ellipticity", ""),
    "ELLIP2": ("second ellipticity", ""),
    "ELLIPCORR": ("correlation of the ellipticities", ""),
    "POLAR1": ("first polarisation", ""),
    "POLAR2": ("second polarisation", ""),
    "POLARCORR": ("correlation of the polarisations", ""),
    "SPREAD": ("extent beyond a star's,", ""),
    "NOISEAREA": ("area of sky of the same noise", "pixel**2"),
    "REFF": ("effective radius", LENGTH),
    "SCALE": ("scale length", LENGTH),
    "ASPECT": ("axis ratio", ""),
    "INCLINATION": ("inclination", "deg"),
    "SERSICN": ("Sersic index", ""),
}
ODD_UNITS = {  # SExtractor's
    "XFOCAL_WORLD": "",
    "YFOCAL_WORLD": "",
}


@cache
def not_offered() -> dict[str, NotOffered]:
    """Name -> NotOffered, of all columns that are not offered, in SExtractor's order."""
    found = ((name, subject_of(name)) for name in ORDER if name not in COLUMNS)
    return {name: describe(name, subject) for name, subject in found if subject}


def subject_of(name: str) -> str | None:
    """The part of a column's name that is in `SUBJECTS`, or None if there is none."""
    return next((part for part in SUBJECTS if part in name), None)


def describe(name: str, subject: str) -> NotOffered:
    """Describe a column that is not offered."""
    of, needs = SUBJECTS[subject]
    rest = name.replace(subject, "").strip("_")
    rest, _, frame = rest.rpartition("_") if rest.endswith(tuple(FRAMES)) else (rest, "", "")
    if rest in PROPERTIES:
        quantity, unit = PROPERTIES[rest]
    else:
        quantity, unit = PROPERTIES[rest.replace("ERR", "").strip("_")]
        quantity = f"error ellipse: {quantity}" if rest.startswith("ERR") else f"error of the {quantity}"
    where = f" ({FRAMES[frame]})" if frame else ""
    about = f"{quantity} of the {of}{where}"
    if name in ODD_UNITS:
        unit = ODD_UNITS[name]
    elif isinstance(unit, dict):
        unit = unit[frame]
    return NotOffered(about[0].upper() + about[1:], unit, needs)


def refuse(names: Iterable[str]) -> None:
    """Raise SexlikeError if one of these columns is SExtractor's and needs what sexlike does not offer."""
    refused = [name for name in names if name in not_offered()]
    if refused:
        needs = dict.fromkeys(not_offered()[name].needs for name in refused)
        raise SexlikeError(
            f"not offered by sexlike: {', '.join(refused)}: this would need {' and '.join(needs)}",
            hint="Leave out these columns.",
        )
