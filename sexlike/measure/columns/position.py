"""Number and position of the objects in the image, in FITS pixels: the centre of the first pixel is 1."""

import numpy as np

from ..registry import column


@column("NUMBER", "i4 %10d", about="Running number", ucd="meta.record")
def _(objects):
    return np.arange(1, len(objects) + 1)


@column("ID_PARENT", "i4 %10d", about="Number of the blob before deblending", ucd="meta.id.parent")
def _(objects):
    return objects.parent


@column(
    "DURATION_ANALYSIS",
    "f4 %9.4g s",
    about="Seconds of measurement per object of the extension",
    ucd="time.duration;time.processing",
)
def _(objects, elapsed):
    return np.full(len(objects), elapsed() / max(len(objects), 1))


@column("EXT_NUMBER", "i2 %3d", about="Number of the image extension", ucd="meta.id;meta.dataset")
def _(image, objects):
    return np.full(len(objects), image.rank)


def pixel_columns(axis):
    """Declare the columns of pixels along an axis."""
    place, upper = f"pos.cartesian.{axis}", axis.upper()
    centre, about = ";pos.barycenter;instr.det", f"Barycentre along {axis}"

    def declare(name, field, cell, about, ucd):
        column(name, cell, about=about, ucd=ucd)(lambda objects: getattr(objects, field) + 1)

    declare(f"{upper}_IMAGE", axis, "f4 %11.4f pixel", about, f"{place}{centre};meta.main")
    # The x is no slip: SExtractor gives this UCD to both axes.
    double = f"{about}, in double precision"
    declare(f"{upper}_IMAGE_DBL", axis, "f8 %11.4f pixel", double, f"pos.cartesian.x{centre}")
    extent = f"{axis} of the detected pixels"
    declare(f"{upper}MIN_IMAGE", f"{axis}_min", "i4 %10d pixel", f"Lowest {extent}", f"{place};stat.min")
    declare(f"{upper}MAX_IMAGE", f"{axis}_max", "i4 %10d pixel", f"Highest {extent}", f"{place};stat.max")
    declare(f"{upper}PEAK_IMAGE", f"{axis}_peak", "i4 %10d pixel", f"{axis} of the brightest filtered pixel", place)


pixel_columns("x")
pixel_columns("y")
