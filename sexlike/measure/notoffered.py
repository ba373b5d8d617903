"""SExtractor's columns that sexlike does not offer because they need special maps, and models that neither has."""

import re
from collections.abc import Collection
from typing import NamedTuple

from ..errors import SexlikeError


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


NODES = "a self-organising map (SOM_NAME)"
DISPLACEMENTS = "a map of displacements (DGEO_TYPE PIXEL)"
NOT_OFFERED = {
    "FLUX_SOMFIT": NotOffered("Flux of the best node of the map", "count", NODES),
    "FLUXERR_SOMFIT": NotOffered("Error of the flux of the best node of the map", "count", NODES),
    "MAG_SOMFIT": NotOffered("Magnitude of the best node of the map", "mag", NODES),
    "MAGERR_SOMFIT": NotOffered("Error of the magnitude of the best node of the map", "mag", NODES),
    "ERROR_SOMFIT": NotOffered("Badness of the best node of the map", "", NODES),
    "VECTOR_SOMFIT": NotOffered("Parameters of the best node of the map", "", NODES),
    "DGEOX_IMAGE": NotOffered("Displacement along x", "pixel", DISPLACEMENTS),
    "DGEOY_IMAGE": NotOffered("Displacement along y", "pixel", DISPLACEMENTS),
    "DGEOXWIN_IMAGE": NotOffered("Displacement along x at the windowed position", "pixel", DISPLACEMENTS),
    "DGEOYWIN_IMAGE": NotOffered("Displacement along y at the windowed position", "pixel", DISPLACEMENTS),
    "VIGNET_DGEOX": NotOffered("Cut-out of the map of displacements along x", "pix", DISPLACEMENTS),
    "VIGNET_DGEOY": NotOffered("Cut-out of the map of displacements along y", "pix", DISPLACEMENTS),
}
# Names in SExtractor's manual that no program takes: 2.25 leaves them out with a warning, too.
OF_NO_PROGRAM = r"(\w+_)?(BAR|ARMS|PATTERN)(_\w+)?|DISK_PATTERN\w*|CLASS_STAR_MODEL"
WHAT_MODELS_HAVE = (
    "Models have a point source, a spheroid, a disk and a level of the sky; no bars, arms or patterns "
    "(nor has SExtractor 2.25)."
)


def refuse(names: Collection[str]) -> None:
    """Raise SexlikeError if one of these columns is SExtractor's and needs what sexlike does not offer."""
    refused = [name for name in names if name in NOT_OFFERED]
    if refused:
        needs = dict.fromkeys(NOT_OFFERED[name].needs for name in refused)
        raise SexlikeError(
            f"not offered by sexlike: {', '.join(refused)}: this would need {' and '.join(needs)}",
            hint="Leave out these columns.",
        )


def hint_on_models(name: str) -> str | None:
    """What models have, for an unknown column that looks as if it were of another component; or None."""
    return WHAT_MODELS_HAVE if re.fullmatch(OF_NO_PROGRAM, name) else None
