"""Which values a picture shows: the ends of its scale, from a sample of the pixels."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...images.image import BAD
from ...output.page.picture import Scale
from ...output.plots.layers import zscale

PERCENTILES = (99.0, 99.9)  # shares of the pixels that are shown between black and white
OF_MEDIAN_DEVIATION = 1.4826  # sigmas, of Gaussian noise
BELOW, ABOVE = 30.0, 100.0  # sigmas from the median to the ends of the scale, at most and at least
LOWER = 5.0  # sigmas from the lowest of the sample to the end of the scale, at most: all pixels are more than a sample
BEYOND = 0.01  # of the range of the sample, on both sides: other pixels may be a little beyond it
TOP = 65535  # of 16 bits


@dataclass(frozen=True)
class Limits(Scale):
    """The scale of a picture: evenly in asinh((value - low) / soften).

    Attributes
    ----------
    low, high : float
        Its ends: what is beyond them has the value of the end.
    soften : float
        Where it bends: about the noise.
    zscale : tuple of float
        Range that shows the sky and what is faint.
    percentiles : dict
        ``"99"`` -> range of so many pixels in a hundred.
    """

    low: float = 0.0
    high: float = 1.0
    soften: float = 1.0
    zscale: tuple[float, float] = (0.0, 1.0)
    percentiles: dict[str, tuple[float, float]] = field(
        default_factory=lambda: {f"{share:g}": (0.0, 1.0) for share in PERCENTILES}
    )

    def scaled(self, values: np.ndarray) -> np.ndarray:
        """Values on the scale, uint16: 0 at its lower end, and for what is NaN."""
        return self.steps(values, TOP).astype(np.uint16)

    def as_dict(self) -> dict[str, object]:
        """For the browser."""
        return {
            "low": self.low,
            "high": self.high,
            "soften": self.soften,
            "zscale": self.zscale,
            "percentiles": self.percentiles,
        }


def limits_of(sample: np.ndarray, stars: bool = True) -> Limits:
    """The scale for a picture.

    Parameters
    ----------
    sample : ndarray of float32
        Some of its pixels; -1e30, or NaN, where there is no value.
    stars : bool
        It is of stars and galaxies on a sky with noise, and its scale begins some sigmas below the sky. Other maps have
        a scale that holds all of the sample.

    Returns
    -------
    Limits
        Finite and in order, whatever the pixels are.
    """
    with np.errstate(all="ignore"):
        values = sample[np.isfinite(sample) & (sample > BAD)].astype(np.float64)
    if not values.size:
        return Limits()
    ends = [50.0 + side * share / 2 for share in PERCENTILES for side in (-1, 1)]
    median, *found = np.percentile(values, [50.0, *ends])
    lowest, highest = float(values.min()), float(values.max())
    sigma = OF_MEDIAN_DEVIATION * float(np.median(np.abs(values - median)))
    sigma = sigma or (highest - lowest) / ABOVE or abs(highest) / ABOVE or 1.0
    percentiles = {
        f"{share:g}": apart(found[2 * index], found[2 * index + 1], sigma) for index, share in enumerate(PERCENTILES)
    }
    faint_low, faint_high = zscale(values.astype(np.float32))
    faint = apart(faint_low, faint_high, sigma)
    margin = BEYOND * (highest - lowest)
    low, high = lowest - margin, highest + margin
    if stars:
        low, high = (
            max(lowest - LOWER * sigma, float(median) - BELOW * sigma),
            max(highest, float(median) + ABOVE * sigma),
        )
    low, high = apart(low, high, sigma)
    return Limits(low, high, sigma, faint, percentiles)


def apart(low: float, high: float, sigma: float) -> tuple[float, float]:
    """A range of values, wider than nothing."""
    return (float(low), float(high)) if high > low else (float(low) - sigma, float(low) + sigma)
