"""The sky under the objects: its level, and the thresholds."""

import numpy as np

from ...magnitudes import magnitude
from ..registry import column, field_of, quantity

SQUARE_ARCSEC = 3600**2  # in a square degree


@quantity
def background_level(image, objects, local_background):
    """Background at the objects -> float32 of shape (n,)."""
    x, y = (objects.x + 0.5).astype(int), (objects.y + 0.5).astype(int)
    return image.background.at(x, y).astype(np.float32) + local_background.offset[objects.detection]


column("BACKGROUND", type="f4", format="%12.7g", unit="count", ucd="instr.skyLevel",
       about="Background at the barycentre")(lambda background_level: background_level)  # fmt: skip
for name, about, ucd in (
    ("THRESHOLD", "Detection threshold above the background", "instr.sensitivity;phot.flux.sb"),
    ("THRESHOLDMAX", "The same as THRESHOLD", "phot.flux.sb;stat.max"),
):
    column(name, type="f4", format="%12.7g", unit="count", ucd=ucd, about=about)(field_of("objects", "threshold"))


def surface_brightness(name, about, ucd, of):
    """Declare a column of a surface brightness; `of` is the field of `isophotal` in units of the image."""

    @column(name, type="f4", format="%8.4f", unit="mag * arcsec**(-2)", ucd=ucd, about=about)
    def _(isophotal, pixel_area, config):
        return magnitude(getattr(isophotal, of) / (pixel_area * SQUARE_ARCSEC), config.MAG_ZEROPOINT)


surface_brightness("MU_THRESHOLD", "Analysis threshold", "instr.sensitivity;phot.mag.sb", "threshold")
surface_brightness("MU_MAX", "Brightest pixel above the background", "phot.mag.sb;stat.max", "peak")
