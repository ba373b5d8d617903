"""How deep an image is: the magnitude of objects that are just seen."""

import numpy as np

DEPTH = 5.0  # sigmas: signal to noise at the depth of a catalog
LEAST_FOR_DEPTH, MOST_FOR_DEPTH = 5, 51  # objects of neighbouring magnitudes whose median is taken


def depth_of(magnitude, ratio):
    """The magnitude at which objects have a signal-to-noise ratio of DEPTH, in the median of those of like magnitude.

    It is found where they are, not by the noise of brighter ones, whose apertures are larger. It is NaN where too few
    objects are left, or the faintest of them are above the depth, or the brightest below.
    """
    order = np.argsort(magnitude, kind="stable")
    length = int(np.clip(len(order) // 20, LEAST_FOR_DEPTH, MOST_FOR_DEPTH)) | 1  # odd
    if len(order) < length:
        return np.nan
    windows = np.lib.stride_tricks.sliding_window_view(order, length)
    faintness, height = np.median(magnitude[windows], axis=1), np.median(np.log(ratio / DEPTH)[windows], axis=1)
    above = np.count_nonzero(height >= 0)
    if above in (0, len(height)):
        return np.nan
    before, after = height[above - 1], height[above]
    share = before / (before - after) if before >= 0 > after else 0.5  # where medians go up and down around the depth
    return float(faintness[above - 1] + share * (faintness[above] - faintness[above - 1]))
