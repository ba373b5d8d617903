"""The worst exposures of a batch: those whose seeing, sky, depth or number of objects is far from the others'."""

from collections.abc import Sequence

import numpy as np

from ..state.columns import Row
from .qualities import Quality, Rows, number, qualities_of

TO_SIGMA = 1.4826  # the standard deviation of a normal distribution, in median absolute deviations
LEAST_SCATTER = 0.03  # of the median: exposures that are alike to this are not told apart
LEAST_IN_MAGNITUDES = 0.05  # the same
NOTABLE = 3.0  # standard deviations from which on an exposure is among the worst


def worst(rows: Rows, most: int = 8) -> list[tuple[int, str]]:
    """Find the worst exposures.

    Parameters
    ----------
    rows : sequence of mapping
        The state.
    most : int
        How many at most.

    Returns
    -------
    list of (int, str)
        Index of the row and what is wrong with it, the worst first: "seeing 6.2 pix (median 3.1)".
    """
    qualities = qualities_of(rows)
    scores = np.zeros((len(qualities), len(rows)))
    medians = np.zeros(len(qualities))
    for index, quality in enumerate(qualities):
        values = np.array([number(row, quality.name) for row in rows], dtype=float)
        if np.isfinite(values).any():
            scores[index], medians[index] = _how_bad(values, quality)
    best = scores.max(axis=0, initial=0)
    order = [int(row) for row in np.argsort(-best, kind="stable") if best[row] >= NOTABLE][:most]
    return [(row, _reason(rows[row], qualities, scores[:, row], medians)) for row in order]


def _how_bad(values: np.ndarray, quality: Quality) -> tuple[np.ndarray, float]:
    """How many standard deviations each value is on the bad side of the median, 0 for none; and the median."""
    median = float(np.nanmedian(values))
    scatter = TO_SIGMA * float(np.nanmedian(np.abs(values - median)))
    scatter = max(scatter, LEAST_IN_MAGNITUDES if quality.unit == "mag" else LEAST_SCATTER * abs(median)) or 1.0
    return np.nan_to_num(quality.bad * (values - median) / scatter), median


def _reason(row: Row, qualities: Sequence[Quality], scores: np.ndarray, medians: np.ndarray) -> str:
    """What is wrong with an exposure, the worst first."""
    order = [int(index) for index in np.argsort(-scores, kind="stable") if scores[index] >= NOTABLE]
    return ", ".join(_comparison(qualities[index], row, float(medians[index])) for index in order)


def _comparison(quality: Quality, row: Row, median: float) -> str:
    """A value and the median of all."""
    return f"{quality.title} {quality.text(number(row, quality.name))} (median {quality.text(median)})"
