"""How deep an image is: the magnitude of objects that are just seen."""

import numpy as np

DEPTH = 5.0  # sigmas: signal to noise at the depth of a catalog
NEAR_DEPTH = 1 / 2, 3.0  # range of signal to noise, in units of DEPTH, that it is found from
LEAST_FOR_DEPTH = 5  # objects in this range


def depth_of(magnitude, ratio):
    """The magnitude at which objects have a signal-to-noise ratio of DEPTH; NaN where too few are near it.

    Where the noise is that of the sky, flux is proportional to signal to noise, so that each object near the depth
    tells where it is. This is the median of what they tell.
    """
    low, high = (DEPTH * factor for factor in NEAR_DEPTH)
    near = (ratio > low) & (ratio < high)
    if np.count_nonzero(near) < LEAST_FOR_DEPTH:
        return np.nan
    return float(np.median(magnitude[near] + 2.5 * np.log10(ratio[near] / DEPTH)))
