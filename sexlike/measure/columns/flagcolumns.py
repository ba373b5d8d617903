"""The column FLAGS: each bit is set here, from what the measures that were made have found."""

import numpy as np

from ...detection.objects import Objects
from ..flags import Flag, add_bits
from ..photometry.ellipses import EllipticalFlux
from ..registry import column, quantity


@quantity
def crowded(
    objects: Objects, kron: EllipticalFlux | None = None, petrosian: EllipticalFlux | None = None
) -> np.ndarray:
    """Whether much of the Kron or Petrosian ellipse is masked, of those that are measured; bool of shape (n,)."""
    return any_of(objects, *(apertures.crowded for apertures in (kron, petrosian) if apertures is not None))


def any_of(objects, *conditions):
    """Whether any of the conditions, bool arrays of shape (n,), holds; there may be none."""
    return np.any([np.zeros(len(objects), bool), *conditions], axis=0)


@column("FLAGS", "i2 %3d", about="Bits that tell of difficulties", ucd="meta.code.qual")
def _(
    image,
    objects,
    isophotal,
    background_level,
    crowded,
    aperture=None,
    kron=None,
    petrosian=None,
    growth=None,
    windowed=None,
):
    measured = (apertures for apertures in (aperture, kron, petrosian, growth, windowed) if apertures is not None)
    return add_bits(
        {
            Flag.CROWDED: crowded,
            Flag.MERGED: objects.deblended,
            Flag.SATURATED: isophotal.peak + background_level >= image.saturation,
            Flag.TRUNCATED: objects.truncated,
            Flag.APERTURE: any_of(objects, *(apertures.clipped for apertures in measured)),
            Flag.ISOPHOTAL: objects.incomplete,
            Flag.DEBLENDING: objects.overflowed,
        }
    )
