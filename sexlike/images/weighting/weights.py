"""Weight maps: which are wanted (WEIGHT_TYPE), and from their numbers to variances."""

import logging
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError, warn
from ...threads import bands
from ..files.companions import open_companion
from ..files.source import Source, refuse_or_warn
from ..image import BAD
from ..role import Role, value_for
from ..window import is_partial

log = logging.getLogger("sexlike")

NO_WEIGHT = np.float32(1e30)  # the variance of pixels without weight
LARGEST_VARIANCE = np.finfo(np.float32).max
MAPS = ("MAP_RMS", "MAP_VAR", "MAP_WEIGHT")
SCALED = ("MAP_VAR", "MAP_WEIGHT")


@dataclass(frozen=True)
class Weighting:
    """How the pixels of an image are weighted.

    Attributes
    ----------
    kind : str
        BACKGROUND, MAP_RMS, MAP_VAR or MAP_WEIGHT.
    name : str
        The file of the map, if there is one.
    worst_variance : numpy.float32
        Pixels of this variance or more are bad.
    may_be_beyond : bool
        All pixels of the map may be bad because of WEIGHT_THRESH, as in SExtractor.
    given_by : str
        What the user calls the map: WEIGHT_IMAGE, ``error=``.
    """

    kind: str
    name: str
    worst_variance: np.float32
    may_be_beyond: bool = False
    given_by: str = "WEIGHT_IMAGE"


class Weightings(NamedTuple):
    """How the search and the measurement are weighted.

    Attributes
    ----------
    detection, measurement : Weighting or None
    shared : bool
        One type and one map serve both.
    """

    detection: Weighting | None
    measurement: Weighting | None
    shared: bool


def weightings(config: Config) -> Weightings:
    """How the search and the measurement are weighted, as WEIGHT_TYPE and WEIGHT_IMAGE say.

    Returns
    -------
    Weightings

    Raises
    ------
    SexlikeError
        WEIGHT_TYPE and WEIGHT_IMAGE do not go together.
    """
    kinds, names = config.WEIGHT_TYPE or ("NONE",), config.WEIGHT_IMAGE
    if len(kinds) == 1 and kinds[0] in MAPS and len(names) == 2:
        kinds *= 2
    _require_maps(kinds, names, config)
    found = [_weighting(kind, config, role) for role, kind in zip(Role, kinds, strict=False)]
    return Weightings(found[0], found[-1], len(kinds) == 1)


def _require_maps(kinds: tuple[str, ...], names: tuple[str, ...], config: Config) -> None:
    """Raise SexlikeError if there are less maps than their types need; its first line is SExtractor's own."""
    needed = len({kind for kind in kinds if kind in MAPS})
    why = "Maps of two types are two files: the first for detection, the second for measurement."
    if needed and len(kinds) == 1 and config.INTERP_TYPE[0] == "VAR_ONLY" and config.COMPATIBILITY == "SEXTRACTOR":
        needed, why = 2, "With INTERP_TYPE VAR_ONLY SExtractor wants WEIGHT_TYPE and WEIGHT_IMAGE twice."
    if len(names) < needed:
        where = config.origin("WEIGHT_IMAGE" if names else "WEIGHT_TYPE")
        given = f"WEIGHT_TYPE {','.join(kinds)} needs {needed} ({where}), but there is {len(names)}."
        raise SexlikeError("WEIGHT_IMAGE missing", hint=f"{given} {why}")


def _weighting(kind: str, config: Config, role: Role) -> Weighting | None:
    if kind == "NONE":
        return None
    name = value_for(role, config.WEIGHT_IMAGE) if kind in MAPS else ""
    may_be_beyond = config.COMPATIBILITY == "SEXTRACTOR"
    return Weighting(kind, name, _worst_variance(kind, config, role), may_be_beyond, config.called("WEIGHT_IMAGE"))


def _worst_variance(kind: str, config: Config, role: Role) -> np.float32:
    """WEIGHT_THRESH as a variance; a single value is that of the weights for detection only."""
    if role >= len(config.WEIGHT_THRESH):
        return NO_WEIGHT
    limit = np.float32(config.WEIGHT_THRESH[role])
    if kind == "MAP_WEIGHT":
        return np.float32(1) / limit if limit > 0 else NO_WEIGHT
    return limit * limit if kind in ("MAP_RMS", "BACKGROUND") else limit


def rescales(config: Config, measurement: Weighting | None) -> tuple[bool, bool]:
    """Whether maps are scaled to the noise of the image: those for detection, and those for measurement."""
    if config.WEIGHT_SCALING != "BACKGROUND":
        return False, False
    first, last = config.RESCALE_WEIGHTS[0], config.RESCALE_WEIGHTS[-1]
    alone = len(config.RESCALE_WEIGHTS) == 1
    return first, last or (alone and measurement is not None and measurement.kind == "BACKGROUND")


def read_weights(weighting: Weighting, source: Source) -> np.ndarray:
    """Read a weight map.

    Parameters
    ----------
    weighting : Weighting
        Of a map.
    source : Source
        The image that it goes with.

    Returns
    -------
    ndarray of float32, shape (height, width)
        As in the file; -1e30 where it holds no number.

    Raises
    ------
    SexlikeError
        There is no such map, it is of another size, or no pixel of it has a weight. For one of several images of a
        file that is a warning: nothing is found in it, and the others are searched.
    """
    companion = open_companion(weighting.name, source, weighting.given_by)
    weights = companion.read()
    if is_partial():  # there may be weights elsewhere
        return weights
    parts = [weights[rows] for rows in bands(0, len(weights))]
    if not any((part > 0).any() for part in parts):
        found = weights[weights > BAD]
        content = "holds no number" if not len(found) else "is nowhere positive" if found.any() else "is zero"
        hint = f"It was read as {weighting.kind}."
        refuse_or_warn(source, f"{companion} {content}, so that no pixel has a weight", weighting.given_by, hint)
        return weights
    negative = sum(int(np.count_nonzero((part < 0) & (part > BAD))) for part in parts)
    if negative and weighting.kind != "MAP_WEIGHT":
        text = f"{companion}, read as {weighting.kind}, is negative at {negative} pixels"
        warn(text)
    if not any((variances(part, weighting.kind) < weighting.worst_variance).any() for part in parts):
        text = f"no pixel of {companion} has a weight beyond WEIGHT_THRESH"
        if weighting.may_be_beyond:
            log.info(text)
        else:
            refuse_or_warn(source, text, "WEIGHT_THRESH")
    return weights


def variances(weights: np.ndarray, kind: str, scale: float = 1) -> np.ndarray:
    """The variances that a weight map stands for.

    Parameters
    ----------
    weights : ndarray of float32, shape (height, width)
    kind : str
        MAP_RMS, MAP_VAR or MAP_WEIGHT.
    scale : float
        Factor of the noise; ignored for MAP_RMS.

    Returns
    -------
    ndarray of float32, shape (height, width)
        1e30 or more where there is no weight: the weight is not positive, the variance is negative, or there is no
        number.
    """
    factor = np.float32(scale) * np.float32(scale)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        if kind == "MAP_WEIGHT":
            bad, variance = ~(weights > 0), factor / weights
        elif kind == "MAP_VAR":
            bad, variance = weights < 0, factor * weights
        else:
            # Errors that stand for no weight are no squares: their size shows in errors of fluxes over such pixels.
            bad, variance = weights <= BAD, np.where(weights < NO_WEIGHT, weights * weights, weights)
    variance[bad] = NO_WEIGHT
    return np.minimum(variance, LARGEST_VARIANCE, out=variance)
