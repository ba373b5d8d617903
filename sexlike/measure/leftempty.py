"""Columns that SExtractor leaves 0, unless one of certain other columns is asked for as well."""

import logging
import re

import numpy as np

from ..config.config import Config
from .registry import Request

log = logging.getLogger("sexlike")

WITH_WINDOWED_ERROR = "FLUXERR_WIN|SNR_WIN|ERR[A-Z0-9]+WIN_[A-Z0-9]+"
WITH_BARYCENTRE_IN_THE_WORLD = (
    "[XY]_(FOCAL|WORLD)|(ALPHA|DELTA)_(SKY|J2000|B1950)|(ERR)?(X2|Y2|XY|CXX|CYY|CXY|A|B|THETA)_WORLD"
    "|(ERR)?THETA_(SKY|J2000|B1950)|(ERR)?THETAWIN_(J2000|B1950)|POLAR_WORLD"
)
# Column -> pattern of the names of those with which it is filled.
FILLED_WITH = {
    "MAGERR_WIN": WITH_WINDOWED_ERROR,
    "YPEAK_FOCAL": "XPEAK_FOCAL",
    "X_MAMA": WITH_BARYCENTRE_IN_THE_WORLD,
    "Y_MAMA": WITH_BARYCENTRE_IN_THE_WORLD,
    "FLUX_GROWTHSTEP": "FLUX_GROWTH",
    "MAG_GROWTHSTEP": "MAG_GROWTH",
}


def left_empty(request: Request, config: Config) -> list[str]:
    """The columns of a request that are 0: none, unless COMPATIBILITY is SEXTRACTOR."""
    if config.COMPATIBILITY != "SEXTRACTOR":
        return []
    empty = (name for name in FILLED_WITH if name in request.sizes)
    return [name for name in empty if not any(re.fullmatch(FILLED_WITH[name], other) for other in request.sizes)]


def tell_of_empty_columns(request: Request, config: Config) -> None:
    """Log which columns are left 0."""
    for name in left_empty(request, config):
        log.info("%s is 0, as in SExtractor where it stands alone: COMPATIBILITY NONE fills it", name)


def emptied(values: dict[str, np.ndarray], request: Request, config: Config) -> dict[str, np.ndarray]:
    """The values of the columns of a request, name -> (n, *size), with those that are left empty set to 0."""
    return values | {name: np.zeros_like(values[name]) for name in left_empty(request, config)}
