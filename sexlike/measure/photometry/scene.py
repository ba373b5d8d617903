"""An image as its objects see it, for compiled loops: addresses of arrays, and a few numbers."""

import ctypes
from collections.abc import Callable

import numpy as np

from ... import loops
from ...config.config import Config
from ...detection.blankedmap import BLOCK_BITS
from ...images.image import BAD, Image
from ...threads import in_slices
from .masking import Masking
from .response import ELLIPSES, density_scale, gain_follows_weights, intensity, sky_variance

LEAST_OBJECTS = 32  # for a thread
MOST_OBJECTS = 1024  # in one call: a tenth of a second, or two

_POINTERS = (
    "pixels",
    "light",
    "variance",
    "block",
    "labels",
    "label",
    "y_start",
    "y_stop",
    "blanked_before",
    "arrived",
    "unblanked",
    "since",
)


class Scene(ctypes.Structure):
    """What `masked_light` and `corrected_light` need, as the loops take it: see loops/measure/scene.h."""

    _fields_ = (
        *((name, ctypes.c_void_p) for name in _POINTERS),
        ("unblanked_count", ctypes.c_ssize_t),
        ("height", ctypes.c_ssize_t),
        ("width", ctypes.c_ssize_t),
        ("gain", ctypes.c_double),
        ("density_scale", ctypes.c_double),
        ("bad", ctypes.c_float),
        ("light_of_sky", ctypes.c_float),
        ("worst_variance", ctypes.c_float),
        ("sky_variance", ctypes.c_float),
        ("mirrored", ctypes.c_int32),
        ("gain_follows", ctypes.c_int32),
        ("block_bits", ctypes.c_int32),
    )


def scene_of(image: Image, masking: Masking, config: Config, plates: bool = False) -> Scene | None:
    """The scene of n objects.

    Parameters
    ----------
    image : Image
    masking : Masking
    config : Config
    plates : bool
        The loop takes the light of photographic plates, in single precision.

    Returns
    -------
    Scene, or None
        None without compiled loops, and for plates where the loop takes none.
    """
    scale = density_scale(config)
    if loops.LIBRARY is None or (scale and not plates):
        return None
    view, blanked, unblanked = masking.view, masking.blanked, masking.unblanked
    arrays = {
        "pixels": image.pixels,
        "light": intensity(image.pixels, scale, ELLIPSES) if scale else None,
        "variance": image.variance,
        "block": None if blanked is None else blanked.block,
        "labels": None if blanked is None else blanked.labels,
        "label": masking.label,
        "y_start": view.y_start,
        "y_stop": view.y_stop,
        "blanked_before": masking.blanked_before,
        "arrived": view.arrived,
        "unblanked": None if unblanked is None else unblanked.flat_index,
        "since": None if unblanked is None else unblanked.since,
    }
    arrays = {name: None if array is None else np.ascontiguousarray(array) for name, array in arrays.items()}
    scene = Scene(
        **{name: None if array is None else array.ctypes.data for name, array in arrays.items()},
        unblanked_count=0 if unblanked is None else len(unblanked.flat_index),
        height=image.shape[0],
        width=image.shape[1],
        gain=image.gain,
        density_scale=scale,
        bad=BAD,
        light_of_sky=1 if scale else 0,
        worst_variance=image.worst_variance,
        sky_variance=sky_variance(image),
        mirrored=masking.mirrored,
        gain_follows=gain_follows_weights(image, config),
        block_bits=BLOCK_BITS,
    )
    scene.arrays = arrays  # they stay as long as their addresses are used
    return scene


def for_objects(loop: Callable[..., None], scene: Scene, number: int, *arguments: object) -> None:
    """Run a compiled loop over objects, on several threads."""
    in_slices(lambda first, stop: loop(scene, *arguments, first, stop), number, LEAST_OBJECTS, "objects", MOST_OBJECTS)
