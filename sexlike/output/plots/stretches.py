"""How the values of a map become colours: the words that ``plot(stretch=)`` takes."""

import numpy as np

BRIGHTEST_OF_ALL = 99.98  # the same where the stretch is chosen by the image: few stars must not be burnt out
BRIGHTEST = 99.9  # percentile of the values that is shown brightest where bright sources shall not be burnt out
LINEAR_SHARE = 0.3  # of the faint range, in which asinh is linear
FAINTEST_SHARE = 1e-4  # least width of the part of the range in which asinh is linear
BURNT_OUT = 4.0  # widths of the faint range: images with brighter values than these are stretched
AUTOMATIC = "automatic"  # asinh for an image with bright sources, and zscale for any other
STRETCHES = ("zscale", "linear", "sqrt", "asinh", "log")


def norm_of(scale, values, limits):
    """What matplotlib needs to turn the values of a map into colours.

    Parameters
    ----------
    scale : str
        automatic: asinh where sources are much brighter than what zscale shows, zscale where not.
        zscale: linear between the limits of the map. The others end at its `BRIGHTEST` values; linear begins at the
        lowest, sqrt, asinh and log at the faint limit, and asinh is linear in the lowest part of the limits.
    values : ndarray of float
        NaN where there is no value.
    limits : tuple of float
        Range that shows the sky and what is faint.

    Returns
    -------
    matplotlib.colors.Normalize
    """
    from matplotlib.colors import Normalize

    low, high = limits
    finite = values[np.isfinite(values)]
    percentile = BRIGHTEST_OF_ALL if scale == AUTOMATIC else BRIGHTEST
    brightest = float(np.percentile(finite, percentile)) if scale != "zscale" and finite.size else high
    if scale == AUTOMATIC:
        scale = "asinh" if brightest - low > BURNT_OUT * (high - low) else "zscale"
    if scale == "zscale" or not brightest > low:
        return Normalize(low, high)
    if scale == "linear":
        return Normalize(min(low, float(finite.min())), brightest)
    from astropy.visualization import AsinhStretch, ImageNormalize, LogStretch, SqrtStretch

    linear = float(np.clip(LINEAR_SHARE * (high - low) / (brightest - low), FAINTEST_SHARE, 1))
    stretch = {"sqrt": SqrtStretch, "log": LogStretch, "asinh": lambda: AsinhStretch(linear)}[scale]
    return ImageNormalize(vmin=low, vmax=brightest, stretch=stretch(), clip=False)
