"""Positions in the world: barycentre, peak and window in degrees, on the sky and in the plane of projection."""

from functools import cached_property

import numpy as np

from ...config.config import Config
from ...constants import MAMA_STRETCH
from ...detection.objects import Objects
from ...images.image import Image
from ...images.sky.projection import Projection
from ..dependencies import Function, composed
from ..registry import column, quantity
from .windowcolumns import WindowedPositions


@quantity
def projection(image: Image, config: Config) -> Projection:
    """How the pixels of the measurement image map onto the world."""
    from ...images.sky.wcscards import read_projection

    return read_projection(image.header, config.COMPATIBILITY)


class WorldPositions:
    """Where n positions of an image are in the world. Each frame is computed when it is first asked for.

    Parameters
    ----------
    projection : Projection
    x, y : ndarray, shape (n,)
        0-based pixels.

    Attributes
    ----------
    focal : ndarray of float64, shape (2, n)
        Projected coordinates.
    world : ndarray of float64, shape (2, n)
        World coordinates, in the order of the axes of the image.
    sky, j2000, b1950 : ndarray of float64, shape (2, n)
        Right ascension and declination, degrees: in the frame of the image, in J2000 and in B1950.

    What is not on the sky is as `Projection.told` has it.
    """

    def __init__(self, projection: Projection, x: np.ndarray, y: np.ndarray):
        self.projection, self.x, self.y = projection, x, y

    @cached_property
    def focal(self) -> np.ndarray:
        return self.projection.focal(self.x, self.y)

    @cached_property
    def world(self) -> np.ndarray:
        return self.projection.told(self.projection.world(self.x, self.y), on_sky=False)

    @cached_property
    def sky(self) -> np.ndarray:
        return self.projection.told(self.projection.position(self.x, self.y))

    @cached_property
    def j2000(self) -> np.ndarray:
        return self.projection.to_j2000(self.sky)

    @cached_property
    def b1950(self) -> np.ndarray:
        return self.projection.to_b1950(self.sky)


@quantity
def world_barycentre(projection: Projection, objects: Objects) -> WorldPositions:
    """Barycentres in the world."""
    return WorldPositions(projection, objects.x, objects.y)


@quantity
def world_peak(projection: Projection, objects: Objects) -> WorldPositions:
    """Brightest pixels in the world."""
    return WorldPositions(projection, objects.x_peak, objects.y_peak)


@quantity
def world_window(projection: Projection, windowed_positions: WindowedPositions) -> WorldPositions:
    """Windowed positions in the world."""
    return WorldPositions(projection, windowed_positions.x, windowed_positions.y)


def position_columns(
    kind: str, *, of: Function, about: str, ucd: str = "", main: str = "", fitted: bool = False
) -> None:
    """Declare the columns of a kind of positions in the world.

    Parameters
    ----------
    kind : str
        What stands in the columns' names: nothing, PEAK, WIN.
    of : callable
        Its parameters name the quantities that it needs; it returns WorldPositions.
    about : str
        The position: "the barycentre".
    ucd, main : str
        Ends of the UCDs, of all on the sky and of the principal one.
    fitted : bool
        Positions are fitted: UCDs tell so, and there are none in the plane of projection.
    """
    fit = ";stat.fit.param" * fitted

    def declare(name, cell, frame, axis, about, ucd):
        column(name, cell, about=about, ucd=ucd)(composed(of, lambda positions: getattr(positions, frame)[axis]))

    for i, axis in enumerate("XY" * (not fitted)):
        plane = f"{axis} of {about} in the plane of projection"
        declare(f"{axis}{kind}_FOCAL", "f8 %18.10e", "focal", i, plane, f"pos.cartesian.{axis.lower()}")
    for i, (axis, angle) in enumerate((("X", "ra"), ("Y", "dec"))):
        world = f"World coordinate {i + 1} of {about}"
        declare(f"{axis}{kind}_WORLD", "f8 %18.10e deg", "world", i, world, f"pos.eq.{angle}{fit}")
    for frame, name, words, end in (
        ("sky", "SKY", "own frame", ucd + fit),
        ("j2000", "J2000", "J2000", ucd + fit + main),
        ("b1950", "B1950", "B1950", ucd + fit),
    ):
        alpha, delta = (f"{angle} of {about}, {words}" for angle in ("Right ascension", "Declination"))
        declare(f"ALPHA{kind}_{name}", "f8 %11.7f deg", frame, 0, alpha, f"pos.eq.ra{end}")
        declare(f"DELTA{kind}_{name}", "f8 %+11.7f deg", frame, 1, delta, f"pos.eq.dec{end}")


position_columns(
    "",
    of=lambda world_barycentre: world_barycentre,
    about="the barycentre",
    ucd=";pos.barycenter",
    main=";meta.main",
)
position_columns("PEAK", of=lambda world_peak: world_peak, about="the brightest pixel")
position_columns("WIN", of=lambda world_window: world_window, about="the windowed position")


@quantity
def mama_position(projection: Projection, objects: Objects) -> np.ndarray:
    """Barycentres in the frame of the MAMA plate-measuring machine; float64 of shape (2, n).

    SExtractor makes them of the world coordinates half a pixel below, in reverse order and stretched a little.
    """
    return MAMA_STRETCH * projection.world(objects.x - 0.5, objects.y - 0.5)[::-1]


def mama_column(name, axis, number):
    """Declare the column of an axis of MAMA."""
    ucd = f"pos.cartesian.{axis};instr.det;pos.barycenter"

    @column(name, "f8 %8.1f m**(-6)", about=f"{axis} of the barycentre on the MAMA machine", ucd=ucd)
    def _(mama_position):
        return mama_position[number]


mama_column("X_MAMA", "x", 0)
mama_column("Y_MAMA", "y", 1)


@quantity
def pixel_area(objects: Objects, config: Config, image: Image) -> np.ndarray:
    """Solid angle of a pixel at each object, square degrees; float64 of shape (n,).

    That of PIXEL_SCALE; the header is read only if this is 0. Where there is no sky, SExtractor has -1.
    """
    if config.PIXEL_SCALE:
        return np.full(len(objects), (config.PIXEL_SCALE / 3600) ** 2)
    area = projection(image, config).pixel_area(objects.x, objects.y)
    return np.nan_to_num(area, nan=-1) if config.COMPATIBILITY == "SEXTRACTOR" else area


@column("ISOAREA_WORLD", "f4 %12.7g deg**2", about="Area above the analysis threshold", ucd="phys.angArea")
def _(isophotal, pixel_area):
    return isophotal.area * pixel_area


@column(
    "ISOAREAF_WORLD",
    "f4 %12.7g deg**2",
    about="Area of the filtered pixels above the detection threshold",
    ucd="phys.angArea",
)
def _(objects, pixel_area):
    return objects.area * pixel_area


@column("FWHM_WORLD", "f4 %12.7g deg", about="FWHM of a Gaussian core", ucd="phys.angSize;instr.det.psf")
def _(fwhm, pixel_area):
    return fwhm * np.sqrt(pixel_area)
