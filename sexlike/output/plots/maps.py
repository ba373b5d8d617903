"""Figures of maps: the whole image, and enlarged regions of an image that is large."""

from ...images.regions import whole_image
from .enlarged import enlarged_regions
from .layout import Margins, lay_out
from .panels import FRAME_COLOURS, parts_of, show, show_enlarged, show_overview
from .skyaxes import sky_of
from .views import WHOLE

COLOUR_BAR_MARGIN = 1.1
SKY_AXES_MARGIN, SKY_AXES_HEIGHT, BAR_BELOW = 1.2, 0.48, 0.6
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
        Whether there are sky coordinates above and on the right, a scale bar and a compass, if the header has any.
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
    regions = enlarged_regions(extension.detections, shape) if enlarged and view.region is None else []
    wcs = sky_of(extension.image.header) if sky else None
    plan = plan_of(layers, overview, regions)
    rows = [row_of(row, overview, wcs) for row in plan]
    figure, panels = lay_out(rows, FIGURE_WIDTHS[len(layers)], title)
    parts = parts_of(layers, [overview]) | parts_of(layers, regions)
    for row, axes_of_row in zip(plan, panels, strict=True):
        for (layer, region), axes in zip(row, axes_of_row, strict=True):
            part = parts[layer, region]
            if region is overview:
                show_overview(axes, part, regions, wcs)
            else:
                show_enlarged(axes, part, FRAME_COLOURS[regions.index(region)])
    return figure


def show_in_axes(layers, region, axes_of_layers):
    """Show maps in axes that are given -> the figure of these."""
    parts = parts_of(layers, [region])
    for layer, axes in zip(layers, axes_of_layers, strict=True):
        show(axes, parts[layer, region])
        axes.set(xlabel="x (pixels)", ylabel="y (pixels)", title=layer.title)
    return axes_of_layers[0].figure


def plan_of(layers, overview, regions):
    """The arrangement of the panels: rows of (layer, region)."""
    if len(layers) < 3:
        plan = [[(layer, overview) for layer in layers]]
        return plan + [[(layer, region) for region in regions] for layer in layers if regions]
    if regions:
        return [[(layer, region) for layer in layers] for region in (overview, *regions)]
    if len(layers) == 3:
        return [[(layer, overview) for layer in layers]]
    half = -(-len(layers) // 2)
    return [[(layer, overview) for layer in part] for part in (layers[:half], layers[half:])]


def row_of(row, overview, wcs):
    """Height over width of the panels of a row, and the margins of each."""
    ratio = max(region.shape[0] / region.shape[1] for _, region in row)
    if row[0][1] is not overview:
        return ratio, [Margins(bottom=0.35)] * len(row)
    if wcs is not None:
        sides = Margins()
        return ratio, [Margins(sides.left, SKY_AXES_MARGIN, sides.bottom + BAR_BELOW, sides.top + SKY_AXES_HEIGHT)]
    return ratio, [Margins() if layer.paint else Margins(right=COLOUR_BAR_MARGIN) for layer, _ in row]
