"""SExtractor's columns that sexlike does not offer because they need a fit of models or special maps.

Their names are made of parts, and so are their descriptions: ``DISK_SCALEERR_WORLD`` is an ERR of the SCALE of the
DISK in the frame WORLD.
"""

from collections.abc import Collection
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


MODELS = "a fit of galaxy models (not offered yet)"

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

OF_WHOLE_MODEL = ("MODEL", "FOCAL_WORLD", "HYBRID")  # subjects of columns that any model has
COMPONENTS = ("BACKOFFSET", "POINTSOURCE", "SPHEROID", "DISK")  # ... and of those that ask for a component
ALONE = ("SPREAD_MODEL", "SPREADERR_MODEL")  # need no model of the whole object

FRAMES = {"IMAGE": "image", "WORLD": "world", "SKY": "native sky", "J2000": "J2000", "B1950": "B1950"}
LENGTH = {"IMAGE": "pixel", "WORLD": "deg"}
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
    "CHI2": ("reduced chi2", ""),
    "FLAGS": ("flags", ""),
    "NITER": ("number of iterations", ""),
    "X": ("x", LENGTH),
    "Y": ("y", LENGTH),
    "XWIN": ("x at the windowed position", LENGTH),
    "YWIN": ("y at the windowed position", LENGTH),
    "VIGNET_X": ("cut-out in x", "pix"),
    "VIGNET_Y": ("cut-out in y", "pix"),
    "THETA": ("position angle", "deg"),
    "REFF": ("effective radius", LENGTH),
    "SCALE": ("scale length", LENGTH),
    "ASPECT": ("axis ratio", ""),
    "INCLINATION": ("inclination", "deg"),
    "SERSICN": ("Sersic index", ""),
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
    if isinstance(unit, dict):
        unit = unit[frame]
    return NotOffered(about[0].upper() + about[1:], unit, needs)


def refuse(names: Collection[str]) -> None:
    """Raise SexlikeError if one of these columns is SExtractor's and needs what sexlike does not offer."""
    refuse_models_of_galaxies(names)
    refused = [name for name in names if name in not_offered()]
    if refused:
        needs = dict.fromkeys(not_offered()[name].needs for name in refused)
        raise SexlikeError(
            f"not offered by sexlike: {', '.join(refused)}: this would need {' and '.join(needs)}",
            hint="Leave out these columns.",
        )


def refuse_models_of_galaxies(names: Collection[str]) -> None:
    """Raise SexlikeError for columns of a model of which no component is asked for: it would be a Sersic spheroid."""
    of_model = [name for name in names if name in COLUMNS and subject_of(name) in OF_WHOLE_MODEL and name not in ALONE]
    if of_model and not any(subject_of(name) in COMPONENTS for name in names):
        raise SexlikeError(
            f"not offered by sexlike: {', '.join(of_model)} of a Sersic spheroid, which SExtractor fits if no "
            "component is asked for; models of galaxies are not offered yet",
            hint="Ask for FLUX_POINTSOURCE, too, to fit a point source; or leave out these columns.",
        )
