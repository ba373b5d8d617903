"""The panels of a figure: a whole map with its coordinates, or an enlarged region of it."""

from dataclasses import dataclass

import numpy as np

from .colourbars import add_colour_bar
from .layers import colour_range
from .layout import BAR_GAP, Margins
from .segment_colours import NO_DATA_COLOUR
from .skyaxes import add_sky_axes
from .skymarks import add_sky_marks
from .stretches import norm_of

FRAME_COLOURS = ("#E69F00", "#56B4E9", "#CC79A7")  # of the enlarged regions, after Okabe & Ito (2008)
COLOUR_LEVELS = 64  # more are not seen, and make files larger
LINE_OF_NUMBERS = 0.25  # inches between numbers on the axes of an enlarged region, at least
SMALL_CHARACTER = 0.075  # inches, on average, in the title of an enlarged region
TITLE_GAP, TITLE_GAP_OF_SKY = 6, 46  # points between a panel and its title


@dataclass(frozen=True, eq=False)
class Part:
    """What a panel shows: a region of a map.

    Attributes
    ----------
    layer : Layer
    region : Region
    values : ndarray, shape (h, w)
        Rebinned if the region is large.
    norm : matplotlib.colors.Normalize, optional
        From values to colours; None for numbers of objects.
    """

    layer: object
    region: object
    values: np.ndarray
    norm: object = None


def parts_of(layers, regions):
    """The same regions of several maps; the colours of a map are the same in all of them.

    Parameters
    ----------
    layers : list of Layer
    regions : list of Region

    Returns
    -------
    dict
        (Layer, Region) -> Part
    """
    parts, first = {}, None
    for layer in layers if regions else ():
        values = [layer.values(region) for region in regions]
        norm = first if layer.as_first and first else norm_of_values(layer, values)
        first = first or norm
        parts |= {(layer, region): Part(layer, region, one, norm) for region, one in zip(regions, values, strict=True)}
    return parts


def norm_of_values(layer, values):
    """The norm of several arrays of a map; None for numbers of objects."""
    if layer.paint:
        return None
    together = np.concatenate([one[np.isfinite(one)] for one in values])
    return norm_of(layer.scale, together, colour_range(together, layer.stretch))


def show_overview(axes, part, regions, wcs):
    """Show the whole map with coordinates, a colour bar and frames around the regions that are enlarged.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    part : Part
    regions : list of Region
    wcs : astropy.wcs.WCS, optional
        With it there are sky coordinates, a scale bar and a compass, and the colour bar is below.
    """
    shown = show(axes, part)
    axes.set_xlabel("x (pixels)")
    axes.set_ylabel("y (pixels)")
    if wcs is not None:
        add_sky_axes(axes, wcs)
    axes.set_title(part.layer.title, pad=TITLE_GAP if wcs is None else TITLE_GAP_OF_SKY)
    if not part.layer.paint:
        gap = BAR_GAP if wcs is None else Margins().bottom
        add_colour_bar(axes, shown, part.layer.unit, gap=gap, below=wcs is not None)
    for region, colour in zip(regions, FRAME_COLOURS, strict=False):
        left, right, bottom, top = region.extent
        frame = [left, right, right, left, left], [bottom, bottom, top, top, bottom]
        axes.plot(*frame, color=colour, linewidth=2)
    if wcs is not None:
        add_sky_marks(axes, wcs)


def show_enlarged(axes, part, colour):
    """Show a region of the map in a coloured frame."""
    show(axes, part)
    width, height = size_of(axes)
    title, room = f"{part.region.title}: {part.layer.title.lower()}", sum(Margins()[:2]) + width
    axes.set_title(title if len(title) * SMALL_CHARACTER < room else title.replace(": ", ":\n"), size=9)
    axes.tick_params(labelsize=8)
    axes.locator_params(axis="x", nbins=5, integer=True)
    axes.locator_params(axis="y", nbins=int(np.clip(height / LINE_OF_NUMBERS, 1, 5)), integer=True)
    for spine in axes.spines.values():
        spine.set(color=colour, linewidth=2.5)


def size_of(axes):
    """Width and height of a panel in inches."""
    return axes.get_position().size * axes.figure.get_size_inches()


def show(axes, part):
    """Show a region of a map in FITS pixels -> AxesImage."""
    import matplotlib

    layer, region = part.layer, part.region
    place = {"origin": "lower", "extent": region.extent, "aspect": "auto"}
    if layer.paint:
        shown = axes.imshow(layer.paint(part.values), **place)
    else:
        colours = matplotlib.colormaps[layer.colours].resampled(COLOUR_LEVELS).with_extremes(bad=NO_DATA_COLOUR / 255)
        shown = axes.imshow(part.values, cmap=colours, norm=part.norm, **place)
    if layer.marks:
        layer.marks(axes, region)
    axes.set(xlim=region.extent[:2], ylim=region.extent[2:])
    return shown
