"""The maps of which the page shows tiles: the image, its background and noise, the filtered image, weights, masks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...config.files.convfile import find_kernel
from ...images.background.background import Background
from ...images.image import BAD
from ...output.plots.layers import LOWEST_SMOOTHED
from ..refused import Refused
from .view import View

Values = Callable[[View, slice, slice], np.ndarray]
NOT_YET = "The background is still being measured."


@dataclass(frozen=True)
class Layer:
    """A map.

    Attributes
    ----------
    about : str
        One line for the panel.
    values : callable
        (view, rows, columns) -> these of its values; float with NaN where there is none, or integers for labels.
    of_sky : bool
        It is there when the background is.
    labels : bool
        Its values are numbers of objects.
    """

    about: str
    values: Values
    of_sky: bool = False
    labels: bool = False


def background_of(view: View) -> Background:
    """The background of the image that is searched.

    Raises
    ------
    Refused
        It is not there yet.
    """
    found = view.sky.background(view.config)
    if found is None:
        raise Refused(503, view.sky.latest.error or NOT_YET)
    return found


def of_rows(surface: Callable[[int, int], np.ndarray], rows: slice, columns: slice) -> np.ndarray:
    """Some rows and columns of a surface of which whole rows are computed."""
    if rows.step in (1, None):
        return surface(rows.start, rows.stop)[:, columns]
    return np.concatenate([surface(row, row + 1)[:, columns] for row in range(rows.start, rows.stop, rows.step)])


def image(view: View, rows: slice, columns: slice) -> np.ndarray:
    """The pixels as they were read."""
    pixels = view.pixels(rows, columns)
    return np.where(pixels > BAD, pixels, np.float32(np.nan))


def background(view: View, rows: slice, columns: slice) -> np.ndarray:
    """The background that is subtracted."""
    return of_rows(background_of(view).rows, rows, columns)


def noise(view: View, rows: slice, columns: slice) -> np.ndarray:
    """The noise of a pixel: that of its weight, or the scatter of the background."""
    if not view.has_weight_map:
        return of_rows(background_of(view).rms_rows, rows, columns)
    background_of(view)
    weighting, variance = view.weighting, view.variances(rows, columns)
    assert weighting is not None
    return np.where(variance < weighting.worst_variance, np.sqrt(variance), np.float32(np.nan))


def weight(view: View, rows: slice, columns: slice) -> np.ndarray:
    """The weight map as it is in its file."""
    if not view.has_weight_map:
        raise Refused(404, "There is no weight map.")
    weights = view.weights(rows, columns)
    return np.where(weights > BAD, weights, np.float32(np.nan))


def mask(view: View, rows: slice, columns: slice) -> np.ndarray:
    """1 where a pixel is masked or has no weight."""
    return view.masked(rows, columns).astype(np.int32)


def filtered(view: View, rows: slice, columns: slice) -> np.ndarray:
    """The image without its background, smoothed as for the search (FILTER_NAME)."""
    config = view.config
    kernel = find_kernel(config.FILTER_NAME, config.folder) if config.FILTER else np.ones((1, 1), np.float32)
    height, width = view.shape
    reach_y, reach_x = (size // 2 for size in kernel.shape)
    near = slice(max(columns.start - reach_x, 0), min(columns.stop + reach_x, width))
    smoothed = np.zeros([len(range(part.start, part.stop, part.step)) for part in (rows, columns)], np.float32)
    surface = background_of(view).rows
    for j, factors in enumerate(kernel):
        up, lines = neighbours(rows, j - reach_y, height)
        if lines.start >= lines.stop:
            continue
        pixels = view.pixels(lines, near)
        pixels[view.masked(lines, near)] = BAD
        pixels -= of_rows(surface, lines, near)
        for i, factor in enumerate(factors):
            along, places = neighbours(columns, i - reach_x, width)
            there = slice(places.start - near.start, max(places.stop - near.start, 0), columns.step)
            smoothed[up, along] += factor * pixels[:, there]
    return np.where(smoothed > LOWEST_SMOOTHED, smoothed, np.float32(np.nan))


def neighbours(places: slice, shift: int, length: int) -> tuple[slice, slice]:
    """Which of some places along an axis have a neighbour on the image.

    Parameters
    ----------
    places : slice
        With start, stop and step.
    shift : int
        How far away the neighbours are.
    length : int
        Of the axis.

    Returns
    -------
    which, there : slice
        Indices of these places among all, and where their neighbours are.
    """
    count, begin, step = len(range(places.start, places.stop, places.step)), places.start + shift, places.step
    first = max(-(begin // step), 0)
    stop = max(min((length - 1 - begin) // step + 1, count), first)
    return slice(first, stop), slice(begin + first * step, begin + (stop - 1) * step + 1, step)


LAYERS = {
    "image": Layer("The image as it was read", image),
    "background": Layer("The background, which is subtracted", background, of_sky=True),
    "noise": Layer("The noise of each pixel", noise, of_sky=True),
    "filtered": Layer("The image without its background, smoothed for the search", filtered, of_sky=True),
    "weight": Layer("The weight map", weight),
    "mask": Layer("Pixels that are masked, or have no weight", mask, labels=True),
}


def why_not(name: str, view: View) -> str:
    """Why a layer is not there, or nothing."""
    if name == "weight" and not view.has_weight_map:
        return "There is no weight map (WEIGHT_TYPE, WEIGHT_IMAGE)."
    if name == "mask" and not view.has_weight_map and not view.config.MASK_IMAGE:
        return "Nothing is masked (MASK_IMAGE)."
    return view.sky.latest.error if LAYERS[name].of_sky else ""
