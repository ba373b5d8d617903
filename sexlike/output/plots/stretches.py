"""How the values of a map become colours: the words that ``plot(stretch=)`` takes."""

import numpy as np

BRIGHTEST = 99.9  # percentile of the values that is shown brightest where bright sources shall not be burnt out
FAINTEST_SHARE = 1e-4  # least width of the part of the range in which asinh is linear
STRETCHES = ("zscale", "linear", "sqrt", "asinh", "log")


def norm_of(scale, values, limits):
    """What matplotlib needs to turn the values of a map into colours.

    Parameters
    ----------
    scale : str
        zscale: linear between the limits of the map. The others end at its `BRIGHTEST` values; linear begins at the
        lowest, sqrt, asinh and log at the faint limit, and asinh is linear as far as the limits go.
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
    brightest = float(np.percentile(finite, BRIGHTEST)) if scale != "zscale" and finite.size else high
    if scale == "zscale" or not brightest > low:
        return Normalize(low, high)
    if scale == "linear":
        return Normalize(min(low, float(finite.min())), brightest)
    from astropy.visualization import AsinhStretch, ImageNormalize, LogStretch, SqrtStretch

    stretch = {
        "sqrt": SqrtStretch,
        "log": LogStretch,
        "asinh": lambda: AsinhStretch(float(np.clip((high - low) / (brightest - low), FAINTEST_SHARE, 1))),
    }[scale]
    return ImageNormalize(vmin=low, vmax=brightest, stretch=stretch(), clip=False)
