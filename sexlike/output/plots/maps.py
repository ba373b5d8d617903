"""Figures of maps: the whole image, and enlarged regions of an image that is large."""

from ...images.regions import whole_image
from .enlarged import enlarged_regions
from .layers import LONGEST_SIDE, colour_range
from .layout import BAR_GAP, Margins, add_colour_bar, lay_out
from .skyaxes import add_sky_axes, sky_of
from .stretches import norm_of
from .views import WHOLE

NO_DATA_COLOUR = "#5b7fa6"  # unlike dark sky
FRAME_COLOURS = ("#E69F00", "#56B4E9", "#CC79A7")  # of the enlarged regions, after Okabe & Ito (2008)
COLOUR_LEVELS = 64  # more are not seen, and make files larger
COLOUR_BAR_MARGIN = 1.0
SKY_AXES_MARGIN, SKY_AXES_HEIGHT = 1.3, 0.5
FIGURE_WIDTHS = {1: 10.0, 2: 15.0, 3: 16.0, 4: 15.0}  # of the figure, by number of layers


def map_figure(extension, layers, title, view=WHOLE, sky=False, enlarged=True):
    """Draw one or more maps of an image.

    Parameters
    ----------
    extension : Extension
    layers : list of Layer
    title : str
    view : View
        The part to show, and how.
    sky : bool
        Whether there are sky coordinates above and on the right, if the header has any.
    enlarged : bool
        Whether regions of a large image are shown enlarged.

    Returns
    -------
    matplotlib.figure.Figure
        That of the axes of the view, if it has any.
    """
    shape = extension.image.shape
    overview = view.region or whole_image(shape)
    layers = view.of_layers(layers, extension)
    if view.axes:
        return show_in_axes(layers, overview, view.axes)
    enlarged = enlarged and view.region is None and max(shape) > LONGEST_SIDE
    regions = enlarged_regions(extension.detections, shape) if enlarged else []
    wcs = sky_of(extension.image.header) if sky else None
    plan = plan_of(layers, overview, regions)
    rows = [row_of(row, overview, wcs) for row in plan]
    figure, panels = lay_out(rows, FIGURE_WIDTHS[len(layers)], title)
    for row, axes_of_row in zip(plan, panels, strict=True):
        for (layer, region), axes in zip(row, axes_of_row, strict=True):
            if region is overview:
                show_overview(axes, layer, overview, regions, wcs)
            else:
                show_enlarged(axes, layer, region, FRAME_COLOURS[regions.index(region)])
    return figure


def show_in_axes(layers, region, axes_of_layers):
    """Show maps in axes that are given -> the figure of these."""
    for layer, axes in zip(layers, axes_of_layers, strict=True):
        show(axes, layer, region)
        axes.set(xlabel="x (pixels)", ylabel="y (pixels)", title=layer.title)
    return axes_of_layers[0].figure


def plan_of(layers, overview, regions):
    """The arrangement of the panels: rows of (layer, region)."""
    if len(layers) < 3:
        plan = [[(layer, overview) for layer in layers]]
        return plan + [[(layer, region) for region in regions] for layer in layers if regions]
    if regions:
        return [[(layer, region) for layer in layers] for region in (overview, *regions)]
    half = -(-len(layers) // 2)
    return [[(layer, overview) for layer in part] for part in (layers[:half], layers[half:])]


def row_of(row, overview, wcs):
    """Height over width of the panels of a row, and the margins of each."""
    ratio = max(region.shape[0] / region.shape[1] for _, region in row)
    if row[0][1] is not overview:
        return ratio, [Margins(bottom=0.35)] * len(row)
    margins = [Margins() if layer.paint else Margins(right=COLOUR_BAR_MARGIN) for layer, _ in row]
    if wcs is not None:
        margins = [m._replace(right=m.right + SKY_AXES_MARGIN, top=m.top + SKY_AXES_HEIGHT) for m in margins]
    return ratio, margins


def show_overview(axes, layer, region, regions, wcs):
    """Show the whole map with coordinates, a colour bar and frames around the regions that are enlarged."""
    shown = show(axes, layer, region)
    axes.set_xlabel("x (pixels)")
    axes.set_ylabel("y (pixels)")
    if wcs is not None:
        add_sky_axes(axes, wcs)
    axes.set_title(layer.title, pad=48 if wcs is not None else 6)
    if not layer.paint:
        add_colour_bar(axes, shown, layer.unit, gap=BAR_GAP if wcs is None else SKY_AXES_MARGIN)
    for part, colour in zip(regions, FRAME_COLOURS, strict=False):
        left, right, bottom, top = part.extent
        frame = [left, right, right, left, left], [bottom, bottom, top, top, bottom]
        axes.plot(*frame, color=colour, linewidth=2)


def show_enlarged(axes, layer, region, colour):
    """Show a region of the map in a coloured frame."""
    show(axes, layer, region)
    axes.set_title(f"{region.title}: {layer.title.lower()}", size=9)
    axes.tick_params(labelsize=8)
    axes.locator_params(nbins=5, integer=True)
    for spine in axes.spines.values():
        spine.set(color=colour, linewidth=2.5)


def show(axes, layer, region):
    """Show a region of a map in FITS pixels -> AxesImage."""
    import matplotlib

    values = layer.values(region)
    if layer.paint:
        shown = axes.imshow(layer.paint(values), origin="lower", extent=region.extent, aspect="auto")
    else:
        low, high = colour_range(values, layer.stretch)
        colours = matplotlib.colormaps[layer.colours].resampled(COLOUR_LEVELS).with_extremes(bad=NO_DATA_COLOUR)
        norm = norm_of(layer.scale, values, (low, high))
        shown = axes.imshow(values, origin="lower", extent=region.extent, aspect="auto", cmap=colours, norm=norm)
    if layer.marks:
        layer.marks(axes, region)
    axes.set(xlim=region.extent[:2], ylim=region.extent[2:])
    return shown
