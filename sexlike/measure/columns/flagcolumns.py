"""FLAGS: what may be wrong with an object and its measures, as far as they were made."""

import numpy as np

from ..flags import Flag, add_bits
from ..registry import column, quantity


@quantity
def crowded(objects, kron=None, petrosian=None):
    """Whether neighbours hide much of the Kron or Petrosian ellipse -> bool of shape (n,)."""
    return np.any([np.zeros(len(objects), bool), *(a.crowded for a in (kron, petrosian) if a is not None)], axis=0)


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
    saturated = isophotal.peak + background_level >= image.saturation
    cut = [a.cut for a in (aperture, kron, petrosian, growth, windowed) if a is not None]
    return add_bits(
        {
            Flag.CROWDED: crowded,
            Flag.MERGED: objects.deblended,
            Flag.SATURATED: saturated,
            Flag.TRUNCATED: objects.truncated,
            Flag.APERTURE: np.any([np.zeros(len(objects), bool), *cut], axis=0),
            Flag.DEBLENDING: objects.overflowed,
        }
    )
