"""The sheet of a tuning: what each setting finds, side by side. Importing this module imports matplotlib."""

import numpy as np

from ...counting import counted
from .layers import colour_range, good_rows, zscale
from .layout import CHARACTER_WIDTH, Margins, lay_out, our_style, shortened
from .panels import size_of
from .segment_colours import NO_DATA_COLOUR, OBJECT_COLOURS, colour_numbers
from .stretches import AUTOMATIC, norm_of

BEST_COLOUR, FALSE_COLOUR = "#E69F00", "#D55E00"  # after Okabe & Ito (2008)
LOWEST_SHADE = 0.4  # of the colours of objects, where the image is dark
MOST_COLUMNS = 4
MOST_VALUES = 8  # of the second keyword, each in a column of its own
PANEL_WIDTH = 4.0  # inches
LEAST_FIGURE_WIDTH = 8.0
PANEL_MARGINS = Margins(left=0.5, right=0.2, bottom=0.65, top=0.35)


def tuning_sheet(tuning):
    """Draw the segmentation maps of all trials, side by side.

    Objects are coloured over the image; what is grey was not detected. Crosses mark detections in the negative image.
    The best trial has a frame.

    Parameters
    ----------
    tuning : Tuning

    Returns
    -------
    matplotlib.figure.Figure
    """
    image, region = tuning.image, tuning.region
    pixels = good_rows(image, image.pixels, 0, image.shape[0])
    norm = norm_of(AUTOMATIC, pixels, colour_range(pixels, zscale))
    grey = np.clip(np.ma.filled(norm(np.nan_to_num(pixels, nan=norm.vmin)), 0), 0, 1).astype(np.float32)
    height, width = region.shape
    count = columns_of(tuning.trials)
    rows = [tuning.trials[first : first + count] for first in range(0, len(tuning.trials), count)]
    title = f"{image.name} · x {region.left + 1} to {region.right}, y {region.bottom + 1} to {region.top}"
    with our_style():
        plan = [(height / width, [PANEL_MARGINS] * count)] * len(rows)
        figure_width = max(count * (PANEL_WIDTH + PANEL_MARGINS.left + PANEL_MARGINS.right), LEAST_FIGURE_WIDTH)
        figure, panels = lay_out(plan, figure_width, title)
        for trials, axes_of_row in zip(rows, panels, strict=True):
            for trial, axes in zip(trials, axes_of_row, strict=False):
                show_trial(axes, trial, grey, ~np.isfinite(pixels), region, trial is tuning.best)
            for axes in axes_of_row[len(trials) :]:
                axes.set_visible(False)
    return figure


def columns_of(trials):
    """Number of panels in a row: the number of values of the second keyword if there are two."""
    keywords = list(trials[0].settings)
    if len(keywords) > 1 and (count := len({trial.settings[keywords[-1]] for trial in trials})) <= MOST_VALUES:
        return count
    return min(len(trials), MOST_COLUMNS)


def show_trial(axes, trial, grey, no_data, region, best):
    """Show the objects of a trial over the image."""
    labels = trial.detections.segmentation()
    colours = np.concatenate([[[255, 255, 255]], OBJECT_COLOURS])[colour_numbers(labels, trial.detections)]
    shade = np.where(labels > 0, LOWEST_SHADE + (1 - LOWEST_SHADE) * grey, grey)
    picture = (colours[labels] * shade[..., None]).astype(np.uint8)
    picture[no_data & (labels == 0)] = NO_DATA_COLOUR
    axes.imshow(picture, origin="lower", extent=region.extent, aspect="auto")
    x, y = trial.negative.objects.x + region.left + 1, trial.negative.objects.y + region.bottom + 1
    axes.plot(x, y, "x", color=FALSE_COLOUR, markersize=7, markeredgewidth=1.8)
    axes.set(xlim=region.extent[:2], ylim=region.extent[2:])
    title = shortened(trial.name, int(size_of(axes)[0] / CHARACTER_WIDTH))
    axes.set_title(title, size=9, color="black", parse_math=False, weight="bold" if best else "normal")
    axes.set_xlabel(
        f"{trial.found} found, {trial.noise} in the negative, {counted(round(trial.fragments), 'piece')}"
        f"{': best' if best else ''}"
    )
    axes.tick_params(labelsize=7)
    axes.locator_params(nbins=5, integer=True)
    if best:
        for spine in axes.spines.values():
            spine.set(color=BEST_COLOUR, linewidth=4)
