"""Projections as SExtractor knows them: an old library's codes, and what it makes of parameters."""

import re
from collections.abc import Mapping

import numpy as np

CODES = re.findall(
    r"\w+",
    "AZP TAN TPV TNX SIN STG ARC ZPN ZEA AIR CYP CAR MER CEA COP COD COE COO BON PCO GLS PAR AIT MOL CSC QSC TSC NCP",
)
# Parameters PVi_k of the axis of the latitude that are 0 where they are missing, whatever their default is today.
_ZERO_IF_MISSING = {"AIR": (1,), "CYP": (1, 2), "CEA": (1,), "BON": (1,)}
_WITHOUT_TILT = ("AZP",)

Terms = dict[tuple[int, int], float]  # (axis, number) -> value


def old_terms(code: str, terms: Mapping[tuple[int, int], float], axis: int) -> Terms:
    """The parameters of a projection as SExtractor understands them.

    Parameters
    ----------
    code : str
        SIN, ZPN ...
    terms : dict
        (axis, number) of a parameter -> its value.
    axis : int
        That of the latitude, 1 or 2.
    """
    found = {(axis, number): 0.0 for number in _ZERO_IF_MISSING.get(code, ())} | dict(terms)
    if code in _WITHOUT_TILT:
        found.pop((axis, 2), None)
    if code == "SIN" and (axis, 1) in found:  # the plane is tilted to the other side
        found[axis, 1] *= -1
    return found


class Nowhere:
    """A sky without positions, where SExtractor cannot use the parameters of a projection."""

    def p2s(self, positions: np.ndarray, origin: int) -> dict[str, np.ndarray]:
        """NaN for all positions, under the names that `astropy.wcs.Wcsprm` has for them."""
        nowhere = np.full_like(positions, np.nan)
        return {"world": nowhere, "pixcrd": nowhere}

    s2p = p2s
