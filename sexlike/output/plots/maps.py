"""Figures of maps: the whole image, and regions of it enlarged where it is too large for a figure."""

from ...images.regions import whole_image
from .enlarged import enlarged_regions
from .layers import MOST_SHOWN, shown_range
from .layout import BAR_GAP, Margins, add_colour_bar, lay_out
from .skyaxes import add_sky_axes, sky_of

NO_DATA = "#5b7fa6"  # tells what holds no value from dark sky
FRAMES = ("#E69F00", "#56B4E9", "#CC79A7")  # of the enlarged regions, after Okabe & Ito (2008)
GREYS = 64  # shades: more are not seen, and make files large
BAR_ROOM = 1.0
SKY_ROOM, SKY_HEIGHT = 1.3, 0.5
WIDTHS = {1: 10.0, 2: 15.0, 3: 16.0, 4: 15.0}  # of the figure, by number of layers


def map_figure(extension, layers, title, sky=False, enlarged=True):
    """A picture of one or more maps of an image.

    Parameters
    ----------
    extension : Extension
    layers : list of Layer
    title : str
    sky : bool
        With sky coordinates on the other sides, if the header has them.
    enlarged : bool
        Whether a large image has regions enlarged.

    Returns
    -------
    matplotlib.figure.Figure
    """
    shape = extension.image.shape
    overview = whole_image(shape)
    regions = enlarged_regions(extension.detections, shape) if enlarged and max(shape) > MOST_SHOWN else []
    wcs = sky_of(extension.image.header) if sky else None
    plan = plan_of(layers, overview, regions)
    rows = [row_of(row, overview, wcs) for row in plan]
    figure, panels = lay_out(rows, WIDTHS[len(layers)], title)
    for row, axes_of_row in zip(plan, panels, strict=True):
        for (layer, region), axes in zip(row, axes_of_row, strict=True):
            if region is overview:
                show_overview(axes, layer, overview, regions, wcs)
            else:
                show_enlarged(axes, layer, region, FRAMES[regions.index(region)])
    return figure


def plan_of(layers, overview, regions):
    """What stands where: rows of (layer, region)."""
    if len(layers) < 3:
        plan = [[(layer, overview) for layer in layers]]
        return plan + [[(layer, region) for region in regions] for layer in layers if regions]
    if regions:
        return [[(layer, region) for layer in layers] for region in (overview, *regions)]
    half = -(-len(layers) // 2)
    return [[(layer, overview) for layer in part] for part in (layers[:half], layers[half:])]


def row_of(row, overview, wcs):
    """Height over width of the panels of a row, and the room that each needs."""
    ratio = max(region.shape[0] / region.shape[1] for _, region in row)
    if row[0][1] is not overview:
        return ratio, [Margins(bottom=0.35)] * len(row)
    margins = [Margins() if layer.paint else Margins(right=BAR_ROOM) for layer, _ in row]
    if wcs is not None:
        margins = [room._replace(right=room.right + SKY_ROOM, top=room.top + SKY_HEIGHT) for room in margins]
    return ratio, margins


def show_overview(axes, layer, region, regions, wcs):
    """The whole map with coordinates, colour bar and the frames of the regions that are enlarged."""
    shown = show(axes, layer, region)
    axes.set_xlabel("x (pixels)")
    axes.set_ylabel("y (pixels)")
    if wcs is not None:
        add_sky_axes(axes, wcs)
    axes.set_title(layer.title, pad=48 if wcs is not None else 6)
    if not layer.paint:
        add_colour_bar(axes, shown, layer.unit, gap=BAR_GAP if wcs is None else SKY_ROOM)
    for part, colour in zip(regions, FRAMES, strict=False):
        left, right, bottom, top = part.extent
        frame = [left, right, right, left, left], [bottom, bottom, top, top, bottom]
        axes.plot(*frame, color=colour, linewidth=2)


def show_enlarged(axes, layer, region, colour):
    """A region of the map in a coloured frame."""
    show(axes, layer, region)
    axes.set_title(f"{region.title}: {layer.title.lower()}", size=9)
    axes.tick_params(labelsize=8)
    axes.locator_params(nbins=5, integer=True)
    for spine in axes.spines.values():
        spine.set(color=colour, linewidth=2.5)


def show(axes, layer, region):
    """A region of a map, in FITS pixels."""
    import matplotlib

    values = layer.values(region)
    if layer.paint:
        shown = axes.imshow(layer.paint(values), origin="lower", extent=region.extent, aspect="auto")
    else:
        low, high = shown_range(values, layer.stretch)
        colours = matplotlib.colormaps[layer.colours].resampled(GREYS).with_extremes(bad=NO_DATA)
        shown = axes.imshow(
            values, origin="lower", extent=region.extent, aspect="auto", cmap=colours, vmin=low, vmax=high
        )
    if layer.marks:
        layer.marks(axes, region)
    axes.set(xlim=region.extent[:2], ylim=region.extent[2:])
    return shown
