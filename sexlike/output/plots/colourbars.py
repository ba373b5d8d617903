"""Colour bars, whose numbers have room whatever the values are."""

import numpy as np

from .layout import BAR_GAP, BAR_WIDTH

SPACING_ABOVE, SPACING_BESIDE = 0.35, 0.75  # inches between the numbers, at least: on top of and beside each other
MOST_NUMBERS = 6
SMALLEST_PLAIN, LARGEST_PLAIN = 0.01, 1e5  # of the largest number; others are given in units of a power of ten
LEAST_LENGTH = 1.0  # inches
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def add_colour_bar(axes, mappable, label, gap=BAR_GAP, below=False):
    """Draw a colour bar in the margin of a panel.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    mappable : matplotlib.cm.ScalarMappable
    label : str
    gap : float
        Between the panel and the bar, in inches.
    below : bool
        Whether it lies below the panel, and does not stand on its right.
    """
    figure, panel = axes.figure, axes.get_position()
    width, height = figure.get_size_inches()
    if below:
        length = max(panel.width * width, LEAST_LENGTH)
        place = (panel.x0, panel.y0 - (gap + BAR_WIDTH) / height, length / width, BAR_WIDTH / height)
    else:
        length = panel.height * height
        place = (panel.x1 + gap / width, panel.y0, BAR_WIDTH / width, panel.height)
    bar = figure.add_axes(place)
    numbers = numbers_of(
        mappable.norm, int(np.clip(length // (SPACING_BESIDE if below else SPACING_ABOVE), 1, MOST_NUMBERS - 1)) + 1
    )
    power = power_of(numbers)
    colour_bar = figure.colorbar(mappable, cax=bar, orientation="horizontal" if below else "vertical", ticks=numbers)
    colour_bar.minorticks_off()
    colour_bar.ax.set(**{f"{'x' if below else 'y'}ticklabels": texts_of(numbers / 10.0**power)})
    factor = f"10{str(power).translate(SUPERSCRIPTS)} " if power else ""
    (bar.set_xlabel if below else bar.set_ylabel)(f"{factor}{label}".strip(), parse_math=False)


def numbers_of(norm, count):
    """Round numbers for a colour bar, about so many, far enough from each other.

    Parameters
    ----------
    norm : matplotlib.colors.Normalize
    count : int

    Returns
    -------
    ndarray of float
    """
    from matplotlib.colors import Normalize
    from matplotlib.ticker import MaxNLocator

    low, high = norm.vmin, norm.vmax
    if type(norm) is Normalize:
        numbers = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    else:
        exact = np.asarray(norm.inverse(np.linspace(0.02, 0.98, count)), np.float64)
        steps = np.diff(exact)
        unit = 10 ** np.floor(np.log10(np.minimum(np.r_[steps, np.inf], np.r_[np.inf, steps])))
        numbers = np.unique(np.round(exact / unit) * unit)
    inside = numbers[(numbers >= low) & (numbers <= high)]
    return inside if len(inside) else np.array([low, high])


def power_of(numbers):
    """The power of ten in whose units the numbers are short: 0 if they are short as they are."""
    largest = np.abs(numbers).max(initial=0)
    if largest == 0 or SMALLEST_PLAIN <= largest < LARGEST_PLAIN:
        return 0
    return int(np.floor(np.log10(largest)))


def texts_of(numbers):
    """Numbers as texts, each with as many decimals as it takes to tell it from its neighbours."""
    steps = np.diff(numbers)
    near = np.minimum(np.r_[steps, np.inf], np.r_[np.inf, steps])
    places = np.where(np.isfinite(near), -np.floor(np.log10(np.where(near > 0, near, 1)) + 1e-9), 2)
    return [tidy(number, int(np.clip(place, 0, 6))) for number, place in zip(numbers, places, strict=True)]


def tidy(number, places):
    """A number with so many decimals, or one more if it needs it; a true minus, and no minus before a zero."""
    if abs(number - round(number, places)) > 0.05 * 10.0**-places:
        places += 1
    return f"{number:.{places}f}".replace("-", "−") if round(number, places) else "0"
