"""Which object it is, and where it is in the image, in FITS pixels: the centre of the first is 1."""

import numpy as np

from ..registry import column


@column("NUMBER", type="i4", format="%10d", ucd="meta.record", about="Running number")
def _(objects):
    return np.arange(1, len(objects) + 1)


@column("ID_PARENT", type="i4", format="%10d", ucd="meta.id.parent", about="Number of the blob before deblending")
def _(objects):
    return objects.parent


@column("DURATION_ANALYSIS", type="f4", format="%9.4g", unit="s", ucd="time.duration;time.processing",
        about="Seconds of measurement per object of the extension")  # fmt: skip
def _(objects, elapsed):
    return np.full(len(objects), elapsed() / max(len(objects), 1))


@column("EXT_NUMBER", type="i2", format="%3d", ucd="meta.id;meta.dataset", about="Number of the image extension")
def _(image, objects):
    return np.full(len(objects), image.rank)


def pixel_column(name, field, about, ucd, type="i4", format="%10d"):
    """Declare a column that is a field of the objects, counted from 1."""

    @column(name, type=type, format=format, unit="pixel", ucd=ucd, about=about)
    def _(objects):
        return getattr(objects, field) + 1


for axis in "xy":
    about, place = f"Barycentre along {axis}", f"pos.cartesian.{axis}"
    centre = ";pos.barycenter;instr.det"
    pixel_column(f"{axis.upper()}_IMAGE", axis, about, f"{place}{centre};meta.main", "f4", "%11.4f")
    # The x is no slip: SExtractor gives this UCD to both axes.
    double = f"{about}, in double precision"
    pixel_column(f"{axis.upper()}_IMAGE_DBL", axis, double, f"pos.cartesian.x{centre}", "f8", "%11.4f")
    for side, text in (("min", "Lowest"), ("max", "Highest")):
        name = f"{axis}{side}_IMAGE".upper()
        pixel_column(name, f"{axis}_{side}", f"{text} {axis} of the detected pixels", f"{place};stat.{side}")
    pixel_column(f"{axis.upper()}PEAK_IMAGE", f"{axis}_peak", f"{axis} of the brightest filtered pixel", place)
