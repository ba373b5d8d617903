"""Views: which part of a picture is shown, how, and in which axes; the arguments of ``result.plot``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...errors import SexlikeError
from ...images.regions import Region, rectangle_around
from .skyaxes import sky_of
from .stretches import STRETCHES

DEFAULT_SIZE = 200  # pixels, around a centre
NAMESAKES = {"FILTERED": 1, "SEGMENTATION": 1, "BACKGROUND": 1}  # maps that single axes show, where not the first
LABEL_COLOUR, LABEL_EDGE = "#F0E442", "black"


@dataclass(frozen=True)
class View:
    """What is shown of a picture.

    Attributes
    ----------
    axes : tuple of matplotlib.axes.Axes
        Where to draw; none for a new figure.
    namesake : int, optional
        The only map to show.
    region : Region, optional
        The part of the image; by default all of it, with enlarged regions.
    stretch : str, optional
        A word of `STRETCHES` for the maps of the image.
    labels : bool
        Whether each object has its number.
    """

    axes: tuple[Any, ...] = ()
    namesake: int | None = None
    region: Region | None = None
    stretch: str | None = None
    labels: bool = False

    def of_layers(self, layers, extension):
        """The maps to show, as this view has them -> list of Layer.

        Raises
        ------
        SexlikeError
            There are more or less axes than maps.
        """
        if self.namesake is not None:
            layers = [layers[self.namesake]]
        if self.axes and len(self.axes) != len(layers):
            maps = ", ".join(layer.title for layer in layers)
            hint = f"Give one, or an array with axes for each of: {maps}."
            raise SexlikeError(f"ax: {len(self.axes)} axes are given for {len(layers)} maps", hint=hint)
        if self.stretch:
            layers = [replace(layer, scale=self.stretch) if layer.is_image else layer for layer in layers]
        if self.labels:
            layers = [replace(layer, marks=with_numbers(layer.marks, extension)) for layer in layers]
        return layers


WHOLE = View()


def view_of(extension, kind, ax=None, center=None, size=None, stretch=None, labels=False):
    """The view that the arguments of ``result.plot`` describe.

    Parameters
    ----------
    extension : Extension
    kind : str
        A type of CHECKPLOT_TYPE.
    ax, center, size, stretch, labels
        See `ExtensionMaps.plot`.

    Returns
    -------
    View

    Raises
    ------
    SexlikeError
        One of the arguments makes no sense; the message names it.
    """
    if stretch is not None and stretch not in STRETCHES:
        raise SexlikeError(f"stretch: there is no {stretch!r}", hint=f"The stretches are: {', '.join(STRETCHES)}.")
    region = None if center is None and size is None else region_of(extension, center, size)
    single = ax is not None and not isinstance(ax, Sequence | np.ndarray)
    axes = () if ax is None else (ax,) if single else tuple(np.ravel(np.asarray(ax, object)))
    for one in axes:
        if not hasattr(one, "imshow"):
            raise SexlikeError(f"ax: {type(one).__name__} is no axes of matplotlib", hint="Try ax=pyplot.gca().")
        if hasattr(one, "wcs"):
            hint = "They count pixels from 0, and pictures from 1 as X_IMAGE does. Give axes without a projection."
            raise SexlikeError("ax: axes with a WCS are not offered", hint=hint)
    return View(axes, NAMESAKES.get(kind, 0) if single else None, region, stretch, bool(labels))


def region_of(extension, center, size):
    """The part of the image around a centre, as far as it is inside -> Region."""
    from ..places import pixels_of_position, pixels_of_size

    shape, wcs = extension.image.shape, sky_of(extension.image.header)
    if center is None:
        x, y = (shape[1] - 1) / 2, (shape[0] - 1) / 2
    elif hasattr(center, "colnames"):
        x, y = position_of_row(center, extension)
    else:
        x, y = pixels_of_position(center, wcs, "center")
    sides = pixels_of_size(DEFAULT_SIZE if size is None else size, wcs, "size")
    region = rectangle_around(x, y, sides, shape)
    if min(region.shape) < 1:
        width, height = shape[1], shape[0]
        text = f"center: x = {x + 1:.1f}, y = {y + 1:.1f} is not on the image of {width} x {height} pixels"
        raise SexlikeError(text, hint="Positions in pixels are as in X_IMAGE and Y_IMAGE: the first pixel is 1.")
    return region


def position_of_row(row, extension):
    """Position of an object in 0-based pixels, from a row of a table, or a table of one row.

    Raises
    ------
    SexlikeError
        It has no position, or is in another extension.
    """
    from ..objects.cutouts import row_of
    from ..objects.skycoords import pixel_positions

    of_one = row_of(row, ())
    if "EXT_NUMBER" in of_one.colnames and of_one["EXT_NUMBER"][0] != extension.image.rank:
        text = f"center: the object is in the image of EXT_NUMBER {of_one['EXT_NUMBER'][0]}"
        raise SexlikeError(text, hint=f"Call plot of result.extensions[{of_one['EXT_NUMBER'][0] - 1}].")
    return (float(value[0]) for value in pixel_positions(of_one))


def refuse_views(view, name):
    """Raise SexlikeError for any view but the whole one of a picture that has no maps."""
    if view != WHOLE:
        hint = "It has plots of the catalog or of its objects. Maps take ax, center, size, stretch and labels."
        raise SexlikeError(f"{name} is shown as a whole: it shows no part of the image", hint=hint)


def with_numbers(marks, extension):
    """A function that draws the marks of a layer, and beside each object its NUMBER."""
    objects = extension.detections.objects

    def draw(axes, region):
        if marks:
            marks(axes, region)
        from matplotlib.patheffects import withStroke

        edge = [withStroke(linewidth=1.5, foreground=LABEL_EDGE)]
        for index in np.flatnonzero(region.contains(objects.x, objects.y)):
            position = objects.x[index] + 1, objects.y[index] + 1
            axes.annotate(
                str(index + 1),
                position,
                xytext=(4, 4),
                textcoords="offset points",
                color=LABEL_COLOUR,
                size=7,
                path_effects=edge,
                clip_on=True,
            )

    return draw
