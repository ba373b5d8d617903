"""Files and values that a configuration gives and a run does not use, since another keyword or a column is missing."""

import logging

from ..config.config import Config, defaults
from ..errors import advise, warning_text
from ..images.weighting.weights import MAPS
from .families import APERTURE_COLUMNS, ASSOCIATION_COLUMNS, FLAG_MAP_COLUMNS
from .models.components import components_of
from .order import ORDER
from .psf.contexts import MODEL
from .registry import Request

log = logging.getLogger("sexlike")

# Maps and lists that tell of the sky: the catalog lacks something without them, and nobody would notice.
READ_FOR = {"FLAG_IMAGE": FLAG_MAP_COLUMNS, "ASSOC_NAME": ASSOCIATION_COLUMNS}
# What else has no effect, and the values of another keyword with which it has none.
IDLE_WITH = {
    "FILTER_NAME": ("FILTER", (False,)),
    "WEIGHT_IMAGE": ("WEIGHT_TYPE", ("BACKGROUND", "NONE")),
    "CHECKIMAGE_NAME": ("CHECKIMAGE_TYPE", ("NONE",)),
    "CHECKPLOT_NAME": ("CHECKPLOT_TYPE", ("NONE",)),
    "CATALOG_NAME": ("CATALOG_TYPE", ("NONE",)),
    "XML_NAME": ("WRITE_XML", (False,)),
    "BACK_VALUE": ("BACK_TYPE", ("AUTO",)),
    "CLEAN_PARAM": ("CLEAN", (False,)),
    "WEIGHT_THRESH": ("WEIGHT_TYPE", ("NONE",)),
    "BACKPHOTO_THICK": ("BACKPHOTO_TYPE", ("GLOBAL",)),
    "MAG_GAMMA": ("DETECT_TYPE", ("CCD",)),
    "CHECKPLOT_TYPE": ("CHECKPLOT_DEV", ("NULL",)),
}
IDLE_WITHOUT = {
    "PHOT_APERTURES": APERTURE_COLUMNS,
    "PHOT_FLUXFRAC": ("FLUX_RADIUS",),
    "PHOT_PETROPARAMS": tuple(name for name in ORDER if "PETRO" in name),
    "STARNNW_NAME": ("CLASS_STAR",),
}
# Check-images of a component.
SHOWN_COMPONENTS = {"SPHEROIDS": "spheroid", "DISKS": "disk"}


def tell_of_unused(request: Request, config: Config) -> None:
    """Warn of maps and lists that are given and not read, and of images without effect; log what else has none.

    Only what was set to something else than its default counts.

    Warns
    -----
    SexlikeWarning
        Once for each map, list or image; see `advise`. It says what is missing.
    """
    warn_of_absent_components(request, config)
    told = []
    if is_given("WEIGHT_IMAGE", config) and set(config.WEIGHT_TYPE) <= {"NONE"}:
        hint = f"Set it to what the map holds: {', '.join(MAPS)}."
        warn_of("WEIGHT_IMAGE", f"WEIGHT_TYPE is {text_of(config.WEIGHT_TYPE)}", hint, config)
        told.append("WEIGHT_IMAGE")
    for keyword, columns in READ_FOR.items():
        if is_given(keyword, config) and not any(name in request.sizes for name in columns):
            hint = "Add one of them to the columns wanted (PARAMETERS_NAME)."
            warn_of(keyword, f"neither {' nor '.join(columns)} is asked for", hint, config)
    if is_given("PSF_NAME", config) and MODEL not in request.quantities:
        hint = "Add MAG_PSF, FLUX_PSF or the like to the columns wanted (PARAMETERS_NAME)."
        warn_of("PSF_NAME", "no column needs a PSF", hint, config)
    idle = [
        f"{keyword} ({other} is {text_of(getattr(config, other))})"
        for keyword, (other, values) in IDLE_WITH.items()
        if keyword not in told and is_given(keyword, config) and set(as_tuple(getattr(config, other))) <= set(values)
    ]
    idle += [
        f"{keyword} (no column {columns[0]})"
        for keyword, columns in IDLE_WITHOUT.items()
        if is_given(keyword, config) and not any(name in request.sizes for name in columns)
    ]
    if idle:
        log.info("Without effect: %s", ", ".join(idle))


def warn_of(keyword: str, reason: str, hint: str, config: Config) -> None:
    """Warn that the files of a keyword are not read."""
    text = f"{keyword} {text_of(getattr(config, keyword))} is not read: {reason}"
    advise(warning_text(text, config.origin(keyword), hint), config.COMPATIBILITY)


def is_given(keyword: str, config: Config) -> bool:
    """Whether a keyword was set, to something else than its default, and to something at all."""
    value = getattr(config, keyword)
    return keyword in config.origins and repr(value) != repr(defaults()[keyword]) and value != ()


def as_tuple(value: object) -> tuple[object, ...]:
    """The values of a keyword."""
    return value if isinstance(value, tuple) else (value,)


def text_of(value: object) -> str:
    """Values as a configuration has them."""
    words = {True: "Y", False: "N"}
    return ",".join(words[one] if isinstance(one, bool) else str(one) for one in as_tuple(value)) or "empty"


def warn_of_absent_components(request: Request, config: Config) -> None:
    """Warn of check-images of a component that the models of the run do not have."""
    components = components_of(request.sizes)
    shown = dict.fromkeys(kind.lstrip("-") for kind in config.CHECKIMAGE_TYPE)
    for kind in shown:
        component = SHOWN_COMPONENTS.get(kind)
        if component and not getattr(components, component):
            text = f"CHECKIMAGE_TYPE {kind}: the models of this run have no {component}"
            hint = "They have the components whose columns are asked for: FLUX_SPHEROID and FLUX_DISK ask for both."
            advise(warning_text(text, config.origin("CHECKIMAGE_TYPE"), hint), config.COMPATIBILITY)
