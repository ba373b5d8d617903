"""Kron ellipses over maps."""

import numpy as np

from ...measure.flags import Flag
from ..measured import measured

CLEAR, DOUBTFUL = "#56B4E9", "#E69F00"  # after Okabe & Ito (2008)
ON_OBJECTS = "white"
LEAST_SHOWN = 0.004  # of the side of a panel: smaller ellipses would hide what they are about
MOST_AS_LINES = 3000  # in a PDF or SVG; more are drawn as pixels


def kron_ellipses(extension, over_objects=False):
    """What draws the Kron ellipses of the objects on a panel.

    Over an image they are blue, or orange where neighbours had a part in the aperture (FLAGS 1 and 2); over the
    objects they are white.

    Parameters
    ----------
    extension : Extension
    over_objects : bool

    Returns
    -------
    callable
        (axes, region): draws those that reach into the region and are large enough to be seen.
    """
    from matplotlib.collections import EllipseCollection

    found = extension.detections.objects
    values = measured(extension, {"KRON_RADIUS": (), "FLAGS": ()})
    radius, doubtful = values["KRON_RADIUS"], values["FLAGS"] & (Flag.CROWDED | Flag.MERGED) > 0
    a, b = found.a * radius, found.b * radius

    def draw(axes, region):
        near = (2 * a > LEAST_SHOWN * max(region.shape)) & (found.x > region.left - a) & (found.x < region.right + a)
        near &= (found.y > region.bottom - a) & (found.y < region.top + a)
        width = 0.6 if max(region.shape) > 2000 else 1.0
        colours = ON_OBJECTS if over_objects else np.where(doubtful[near], DOUBTFUL, CLEAR)
        ellipses = EllipseCollection(
            2 * a[near], 2 * b[near], np.degrees(found.theta[near]), units="xy",
            offsets=np.column_stack([found.x[near], found.y[near]]) + 1, offset_transform=axes.transData,
            facecolors="none", edgecolors=colours, linewidths=width, rasterized=bool(near.sum() > MOST_AS_LINES),
        )  # fmt: skip
        axes.add_collection(ellipses, autolim=False)

    return draw
