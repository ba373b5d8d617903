"""The scale of a weight map: the factor between the noise that it gives and the noise of the image."""

import numpy as np

from ...errors import warn, warning_text
from ..background.meshmaps import fill_gaps, median_filter


def weight_scale(
    sigma: np.ndarray,
    variance_level: np.ndarray,
    variance_sigma: np.ndarray,
    size: tuple[int, int],
    least_change: float = 0.0,
) -> np.float32:
    """The factor that turns the noise of a weight map into that of the image.

    Parameters
    ----------
    sigma : ndarray of float32, shape (ny, nx)
        RMS of the image's meshes, filtered.
    variance_level, variance_sigma : ndarray of float32, shape (ny, nx)
        As measured.
    size : tuple of int
        Height and width of the median filter.
    least_change : float
        BACK_FILTTHRESH.

    Returns
    -------
    numpy.float32
        Median over the meshes of the RMS of the image over that of the map; 1, with a warning, if there is none.
    """
    level, _ = median_filter(*fill_gaps(variance_level, variance_sigma), size, least_change)
    positive = level > 0
    ratios = (sigma[positive] / np.sqrt(level[positive].astype(np.float64))).astype(np.float32)
    ratios = ratios[ratios > 0]
    if not len(ratios):
        text = "Null or negative global weighting factor:defaulted to 1"
        hint = "The weight map cannot be scaled to the noise of the image: it is taken as it is."
        warn(warning_text(text, hint=hint))
        return np.float32(1)
    return np.float32(np.median(ratios))
