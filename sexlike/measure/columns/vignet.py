"""Small images of the objects: VIGNET, and VIGNET_SHIFT with the object in the middle of the central pixel."""

from collections.abc import Iterator

import numpy as np

from ... import loops
from ...arrays import slices
from ...config.config import Config
from ...constants import ALMOST_HALF
from ...detection.objects import Objects
from ...images.image import BAD, Image
from ...images.window import look_at
from ...threads import in_slices
from ..fluxcolumns import FLUX
from ..photometry.glibcmath import sine
from ..photometry.masking import Masking, neighbour_pixels
from ..photometry.scene import LEAST_OBJECTS, for_objects, scene_of
from ..registry import column

TAPS = 8  # of the interpolation along each axis
LANCZOS_ORDER = 4
CENTRED = 1e-5  # pixels: nearer to a tap, its weight is 1
PIXELS_AT_A_TIME = 1 << 17


@column("VIGNET", FLUX, about="Pixels around the object; -1e30 where a neighbour is", ucd="obs.image", dimensions=2)
def _(image, objects, masking, config, request):
    width, height = request.sizes["VIGNET"]
    x0 = (objects.x + ALMOST_HALF).astype(np.int64) - width // 2
    y0 = (objects.y + ALMOST_HALF).astype(np.int64) - height // 2
    stamps = np.empty((len(objects), height, width), np.float32)
    for block in blocks(objects, width, height):
        stamps[block] = cutouts(image, masking.take(block), config, x0[block], y0[block], (height, width), BAD)
    return stamps


@column(
    "VIGNET_SHIFT", FLUX, about="Pixels around the object, moved so that it is centred", ucd="obs.image", dimensions=2
)
def _(image, objects, masking, config, request):
    width, height = request.sizes["VIGNET_SHIFT"]
    x0, x_weights = taps(objects.x.astype(np.float32), width)
    y0, y_weights = taps(objects.y.astype(np.float32), height)
    weights = (y_weights.astype(np.float32)[:, :, None] * x_weights[:, None, :]).astype(np.float32)
    total = weights.reshape(-1, TAPS * TAPS).cumsum(axis=1)[:, -1]  # one after the other, unlike sum()
    weights /= total[:, None, None]
    stamps = np.empty((len(objects), height, width), np.float32)
    size = (height + TAPS - 1, width + TAPS - 1)
    for block in blocks(objects, *size):
        pixels = cutouts(image, masking.take(block), config, x0[block], y0[block], size, np.float32(0))
        interpolate(weights[block], pixels, stamps[block])
    return stamps


def interpolate(weights: np.ndarray, pixels: np.ndarray, stamps: np.ndarray) -> None:
    """Sums of weights times pixels, tap by tap.

    Parameters
    ----------
    weights : ndarray of float32, shape (n, 8, 8)
    pixels : ndarray of float32, shape (n, height + 7, width + 7)
    stamps : ndarray of float32, shape (n, height, width)
        It is written to.
    """
    add_up = loops.add_up_taps or add_up_taps
    in_slices(lambda first, stop: add_up(weights, pixels, stamps, first, stop), len(stamps), LEAST_OBJECTS)


def add_up_taps(weights: np.ndarray, pixels: np.ndarray, stamps: np.ndarray, first: int, stop: int) -> None:
    """What `interpolate` does, for the objects `first` to `stop`."""
    here, (height, width) = slice(first, stop), stamps.shape[1:]
    stamps[here] = 0
    for j, i in np.ndindex(TAPS, TAPS):
        stamps[here] += weights[here, j, i, None, None] * pixels[here, j : j + height, i : i + width]


def taps(centre: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The pixels that are interpolated along an axis, so that the middle of the vignette is on the centre.

    Parameters
    ----------
    centre : ndarray of float32, shape (n,)
        0-based pixels.
    size : int
        Of the vignette.

    Returns
    -------
    first : ndarray of int64, shape (n,)
        First pixel.
    weights : ndarray of float64, shape (n, 8)
        Of the pixels for each pixel of the vignette.
    """
    whole = centre.astype(np.int64)
    fraction = centre - whole.astype(np.float32)
    before = (TAPS - (fraction > 0)) // 2
    distance = np.arange(TAPS) - (before + fraction.astype(np.float64))[:, None]
    return whole - size // 2 - before, lanczos(distance)


def lanczos(distance: np.ndarray) -> np.ndarray:
    """Weight of the Lanczos-4 interpolation at distances in pixels.

    Sines are SExtractor's, of float32: it shows where the mark of a neighbour's pixels, -1e30, cancels itself.
    """
    at_tap = np.abs(distance) < CENTRED
    angle = np.where(at_tap, 1, np.pi * distance).astype(np.float32)
    weight = (sine(angle) * sine(angle / LANCZOS_ORDER)) / (
        np.pi**2 / LANCZOS_ORDER * np.where(at_tap, 1, distance) ** 2
    )
    return np.where(at_tap, 1, np.where(np.abs(distance) > LANCZOS_ORDER, 0, weight))


def blocks(objects: Objects, width: int, height: int) -> Iterator[slice]:
    """Slices of the objects, so that the pixels of their windows are not too many at a time."""
    return slices(len(objects), max(1, PIXELS_AT_A_TIME // (width * height)))


def cutouts(
    image: Image,
    masking: Masking,
    config: Config,
    x0: np.ndarray,
    y0: np.ndarray,
    size: tuple[int, int],
    outside: np.float32,
) -> np.ndarray:
    """Windows of an image as the objects see it.

    Parameters
    ----------
    image : Image
    masking : Masking
        Of n objects.
    config : Config
    x0, y0 : ndarray of int64, shape (n,)
        First pixels of the windows.
    size : (int, int)
        Height and width.
    outside : float32
        Value of pixels that are not on the image, as far as it is seen; those of neighbours are -1e30.

    Returns
    -------
    ndarray of float32, shape (n, height, width)
    """
    view = masking.view
    look_at(np.maximum(y0, view.y_start), np.minimum(y0 + size[0], view.y_stop))
    scene = scene_of(image, masking, config)
    if scene is None:
        return cut_out(image, masking, x0, y0, size, outside)
    stamps = np.empty((len(x0), *size), np.float32)
    for_objects(loops.cut_out, scene, len(x0), x0, y0, outside, stamps)
    return stamps


def cut_out(
    image: Image, masking: Masking, x0: np.ndarray, y0: np.ndarray, size: tuple[int, int], outside: np.float32
) -> np.ndarray:
    """What `cutouts` returns, from numpy."""
    height, width = image.shape
    rows, columns = y0[:, None] + np.arange(size[0]), x0[:, None] + np.arange(size[1])
    index = np.clip(rows, 0, height - 1)[:, :, None] * width + np.clip(columns, 0, width - 1)[:, None, :]
    owner = np.repeat(np.arange(len(x0)), size[0] * size[1])
    value = image.pixels.ravel().take(index.ravel())
    value[neighbour_pixels(masking, owner, index.ravel())] = BAD
    stamps = value.reshape(len(x0), *size)
    view = masking.view
    stamps[(rows < view.y_start[:, None]) | (rows >= view.y_stop[:, None])] = outside
    stamps.swapaxes(1, 2)[(columns < 0) | (columns >= width)] = outside
    return stamps
