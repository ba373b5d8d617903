"""Kron ellipses over maps."""

import numpy as np

from ...measure.flags import Flag
from ..measured import measured

CLEAN_COLOUR, DOUBTFUL_COLOUR = "#56B4E9", "#E69F00"  # after Okabe & Ito (2008)
COLOUR_OVER_OBJECTS = "white"
SMALLEST_SHOWN = 0.004  # of the side of a panel: smaller ellipses would cover their objects
MOST_AS_LINES = 3000  # in a PDF or SVG; more are rasterized


def kron_ellipses(extension, over_objects=False):
    """A function that draws the Kron ellipses of the objects on a panel.

    Over an image they are blue, or orange where the flux may include neighbours (FLAGS 1 and 2). Over the segmentation
    map they are white.

    Parameters
    ----------
    extension : Extension
    over_objects : bool

    Returns
    -------
    callable
        Takes axes and a region, and draws the ellipses that overlap the region and are large enough to be seen.
    """
    from matplotlib.collections import EllipseCollection

    objects = extension.detections.objects
    values = measured(extension, {"KRON_RADIUS": (), "FLAGS": ()})
    radius, doubtful = values["KRON_RADIUS"], values["FLAGS"] & (Flag.CROWDED | Flag.MERGED) > 0
    a, b = objects.a * radius, objects.b * radius

    def draw(axes, region):
        near = (
            (2 * a > SMALLEST_SHOWN * max(region.shape))
            & (objects.x > region.left - a)
            & (objects.x < region.right + a)
        )
        near &= (objects.y > region.bottom - a) & (objects.y < region.top + a)
        width = 0.6 if max(region.shape) > 2000 else 1.0
        colours = COLOUR_OVER_OBJECTS if over_objects else np.where(doubtful[near], DOUBTFUL_COLOUR, CLEAN_COLOUR)
        ellipses = EllipseCollection(
            2 * a[near],
            2 * b[near],
            np.degrees(objects.theta[near]),
            units="xy",
            offsets=np.column_stack([objects.x[near], objects.y[near]]) + 1,
            offset_transform=axes.transData,
            facecolors="none",
            edgecolors=colours,
            linewidths=width,
            rasterized=bool(near.sum() > MOST_AS_LINES),
        )
        axes.add_collection(ellipses, autolim=False)

    return draw
