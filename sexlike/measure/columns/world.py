"""Positions in the world: barycentre, peak and window in degrees, on the sky and in the plane of projection."""

import numpy as np

from ..registry import column, needing, quantity

MAMA_STRETCH = 1.000033


@quantity(per_object=False)
def projection(image):
    """How the pixels of the measurement image map onto the world -> Projection."""
    from ...images.sky.wcscards import read_projection

    return read_projection(image.header)


def position_quantities(kind, of):
    """Declare a kind of positions in pixels, and where they are: in degrees, of shape (2, n).

    Parameters
    ----------
    kind : str
        What stands in the columns' names: nothing, PEAK, WIN.
    of : tuple of str
        A quantity, and its fields of 0-based x and y.
    """
    source, x, y = of

    def at(method):
        return needing(
            ("projection", source),
            lambda projection, value: getattr(projection, method)(getattr(value, x), getattr(value, y)),
        )

    for method in ("focal", "world", "position"):
        quantity(at(method), name=f"{method}{kind}")
    for frame in ("j2000", "b1950"):
        convert = lambda projection, position, frame=frame: getattr(projection, f"to_{frame}")(position)  # noqa: E731
        quantity(needing(("projection", f"position{kind}"), convert), name=f"{frame}{kind}")


def position_columns(kind, about, ucd="", main=""):
    """Declare the columns of a kind of positions in the world.

    Parameters
    ----------
    kind : str
    about : str
        The position: "the barycentre".
    ucd, main : str
        Ends of the UCDs, of all on the sky and of the principal one.
    """
    for i, (axis, angle, name, sign) in enumerate((("X", "ra", "ALPHA", "%"), ("Y", "dec", "DELTA", "%+"))):

        def component(quantity_name, i=i):
            return needing((f"{quantity_name}{kind}",), lambda value: value[i])

        column(f"{axis}{kind}_FOCAL", type="f8", format="%18.10e", ucd=f"pos.cartesian.{axis.lower()}",
               about=f"{axis} of {about} in the plane of projection")(component("focal"))  # fmt: skip
        column(f"{axis}{kind}_WORLD", type="f8", format="%18.10e", unit="deg", ucd=f"pos.eq.{angle}",
               about=f"World coordinate {i + 1} of {about}")(component("world"))  # fmt: skip
        for frame, words, of, end in (
            ("SKY", "own frame", "position", ucd),
            ("J2000", "J2000", "j2000", ucd + main),
            ("B1950", "B1950", "b1950", ucd),
        ):
            what = "Right ascension" if i == 0 else "Declination"
            column(f"{name}{kind}_{frame}", type="f8", format=f"{sign}11.7f", unit="deg", ucd=f"pos.eq.{angle}{end}",
                   about=f"{what} of {about}, {words}")(component(of))  # fmt: skip


@quantity
def jacobian(projection, objects):
    """How the world changes from pixel to pixel at the barycentres, see `Projection.jacobian` -> (2, 2, n)."""
    return projection.jacobian(objects.x, objects.y)


position_quantities("", ("objects", "x", "y"))
position_quantities("PEAK", ("objects", "x_peak", "y_peak"))
position_quantities("WIN", ("windowed_positions", "x", "y"))
position_columns("", "the barycentre", ";pos.barycenter", ";meta.main")
position_columns("PEAK", "the brightest pixel")
position_columns("WIN", "the windowed position")


@quantity
def mama_position(projection, objects):
    """Barycentres in the frame of the MAMA plate-measuring machine, as SExtractor has it -> (2, n).

    It is made of the world coordinates half a pixel below, in reverse order and stretched a little.
    """
    return MAMA_STRETCH * projection.world(objects.x - 0.5, objects.y - 0.5)[::-1]


for i, axis in enumerate("xy"):
    column(f"{axis.upper()}_MAMA", type="f8", format="%8.1f", unit="m**(-6)",
           ucd=f"pos.cartesian.{axis};instr.det;pos.barycenter", about=f"{axis} of the barycentre on the MAMA machine")(
        needing(("mama_position",), lambda position, i=i: position[i])
    )  # fmt: skip


@quantity
def pixel_area(objects, config, image):
    """Solid angle of a pixel at each object, square degrees -> float64 of shape (n,).

    That of PIXEL_SCALE; the header counts if this is 0.
    """
    if config.PIXEL_SCALE:
        return np.full(len(objects), (config.PIXEL_SCALE / 3600) ** 2)
    return projection(image).pixel_area(objects.x, objects.y)


for name, field, of, about in (
    ("ISOAREA", "area", "isophotal", "Area above the analysis threshold"),
    ("ISOAREAF", "area", "objects", "Area of the filtered pixels above the detection threshold"),
):
    column(f"{name}_WORLD", type="f4", format="%12.7g", unit="deg**2", ucd="phys.angArea", about=about)(
        needing((of, "pixel_area"), lambda value, pixel_area, field=field: getattr(value, field) * pixel_area)
    )


@column("FWHM_WORLD", type="f4", format="%12.7g", unit="deg", ucd="phys.angSize;instr.det.psf",
        about="FWHM of a Gaussian core")  # fmt: skip
def _(fwhm, pixel_area):
    return fwhm * np.sqrt(pixel_area)
