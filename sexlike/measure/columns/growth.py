"""Growth curves: light within circles of growing radius. FLUX_RADIUS, FLUX_GROWTH and their family."""

from dataclasses import dataclass

import numpy as np

from ...arrays import slices
from ...config.config import Config
from ...constants import ALMOST_ONE, SUBPIXELS
from ...detection.objects import Objects
from ...images.image import Image
from ...magnitudes import magnitude
from ..fluxcolumns import FLUX, MAGNITUDE
from ..photometry.aperture_shapes import rows_in_circles
from ..photometry.ellipses import EllipticalFlux
from ..photometry.localbackground import LocalBackground
from ..photometry.masking import Masking, corrected_light
from ..photometry.pixelrows import Pixels, add_up_in_bins
from ..photometry.response import density_scale, intensity
from ..photometry.subpixels import RIM
from ..registry import column, quantity

RINGS = 64
LIMIT = 6.0  # of the curve, in units of A
MARGIN = 1.5  # pixels by which the box is larger than the limit
TOUCHING = 0.6  # centres of pixels further beyond the limit have no sub-pixel within
PIXELS_AT_A_TIME = 1 << 14  # their sub-pixels stay near the processor
LEAST_RADIUS = 0.5  # of half of the light, pixels


@dataclass(frozen=True)
class GrowthCurves:
    """Light within circles around n objects.

    Attributes
    ----------
    light : ndarray of float64, shape (n, 64)
        Cumulated: within 1, 2, ... 64 rings of equal width.
    limit : ndarray of float64, shape (n,)
        Outer radius of the last ring, pixels.
    clipped : ndarray of bool, shape (n,)
        The image ends within it.
    """

    light: np.ndarray
    limit: np.ndarray
    clipped: np.ndarray


@quantity
def growth(
    image: Image, objects: Objects, config: Config, masking: Masking, local_background: LocalBackground
) -> GrowthCurves:
    """Growth curves of the objects."""
    x, y = objects.x, objects.y
    limit = np.maximum(LIMIT * objects.a.astype(np.float64), config.PHOT_AUTOAPERS[0])
    rings_per_pixel, scale = RINGS / limit, density_scale(config)
    sky = sky_light(local_background.offset[objects.detection], scale)
    light = np.zeros((len(objects), RINGS + 1))
    rows = rows_in_circles(x, y, limit + MARGIN, image.shape[1], objects.view)
    for pixels in rows.pixels():
        r = np.sqrt(pixels.dx * pixels.dx + pixels.dy * pixels.dy)
        within = np.flatnonzero(r < limit[pixels.owner] + TOUCHING)
        pixels, r = pixels.take(within), r[within]
        value = intensity(corrected_light(image, masking, pixels, x, y).value, scale) - sky[pixels.owner]
        width = 1 / rings_per_pixel[pixels.owner]
        beyond = np.fmod(r, width)
        on_edge = (beyond < RIM) | (beyond > width - RIM)
        whole = np.flatnonzero(~on_edge)
        ring = np.fmin(r[whole] * rings_per_pixel[pixels.owner[whole]], RINGS).astype(np.int64)
        add_up_in_bins(light, pixels.owner[whole], ring, value[whole])
        divided = np.flatnonzero(on_edge)
        for some in slices(len(divided), PIXELS_AT_A_TIME):
            add_divided(light, pixels.take(divided[some]), rings_per_pixel, value[divided[some]])
    return GrowthCurves(light[:, :RINGS].cumsum(axis=1), limit, rows.clipped)


def sky_light(offset: np.ndarray, scale: float) -> np.ndarray:
    """Light of the local sky, which counts on a photographic plate only: (n,) -> (n,)."""
    return intensity(offset, scale).astype(np.float32) if scale else np.zeros(len(offset))


def add_divided(light: np.ndarray, pixels: Pixels, rings_per_pixel: np.ndarray, value: np.ndarray) -> None:
    """Divide pixels, and add the light of the parts to their rings.

    Parameters
    ----------
    light : ndarray of float64, shape (n, 65)
        Changed in place; the last column takes what is beyond the limit.
    pixels : Pixels
    rings_per_pixel : ndarray of float64, shape (n,)
    value : ndarray, shape (p,)
        Light of the pixels.
    """
    step = 1 / SUBPIXELS
    columns, rows = ([v + 0.5 * (step - 1)] for v in (pixels.dx, pixels.dy))
    for offsets in (columns, rows):
        for _ in range(SUBPIXELS - 1):
            offsets.append(offsets[-1] + step)
    columns, rows = ([v * v for v in offsets] for offsets in (columns, rows))
    first, stop, width = pixels.owner[0], pixels.owner[-1] + 1, light.shape[1]
    first_bin, scale, part = (pixels.owner - first) * width, rings_per_pixel[pixels.owner], value * (step * step)
    total, ring = np.zeros((stop - first) * width), np.empty(len(value))
    for y2 in rows:
        for x2 in columns:
            np.sqrt(np.add(x2, y2, out=ring), out=ring)
            np.fmin(np.multiply(ring, scale, out=ring), RINGS, out=ring)
            total += np.bincount(first_bin + ring.astype(np.int64), part, len(total))
    light[first:stop] += total.reshape(-1, width)


def radius_of(growth: GrowthCurves, flux: np.ndarray) -> np.ndarray:
    """Radius within which a flux lies, pixels.

    Parameters
    ----------
    growth : GrowthCurves
    flux : ndarray of float32, shape (n,)

    Returns
    -------
    ndarray of float64, shape (n,)
        Interpolated between the rings, and at most the limit. As in SExtractor, it may be negative.
    """
    light, step = growth.light, growth.limit / RINGS
    each, last = np.arange(len(light)), RINGS - 1
    reached = light[:, :last] >= flux[:, None]
    ring = np.where(reached.any(axis=1), reached.argmax(axis=1), last)
    # SExtractor is one ring off where the curve never reaches the flux.
    upper = np.minimum(ring, last - 1)
    lower = upper - 1
    start = np.where(lower >= 0, light[each, lower], 0)
    rise = light[each, upper] - start
    part = np.divide(flux - start, rise, out=np.zeros(len(light)), where=rise != 0)
    return np.minimum(step * (ring + part), growth.limit)


@quantity
def half_light_radius(growth: GrowthCurves, kron: EllipticalFlux) -> np.ndarray:
    """Radius of half of FLUX_AUTO, pixels, at least 0.5; float32 of shape (n,)."""
    radius = np.abs(radius_of(growth, np.float32(0.5) * kron.flux))
    return np.clip(radius, LEAST_RADIUS, np.maximum(growth.limit, LEAST_RADIUS)).astype(np.float32)


@column(
    "FLUX_RADIUS",
    "f4 %10.3f pixel",
    about="Radii that hold the fractions PHOT_FLUXFRAC of FLUX_AUTO",
    ucd="phys.size.radius;instr.det",
    dimensions=1,
)
def _(growth, kron, config, request):
    size = request.sizes["FLUX_RADIUS"][0]
    radii = np.zeros((len(kron.flux), size))
    for k, fraction in enumerate(config.PHOT_FLUXFRAC[:size]):
        radii[:, k] = radius_of(growth, fraction * kron.flux.astype(np.float64))
    return radii


def sampled(growth: GrowthCurves, number: int) -> np.ndarray:
    """Growth curves at a number of equal steps; float64 of shape (n, number)."""
    position = RINGS * np.arange(1, number + 1) / number - ALMOST_ONE
    ring = np.maximum(position, 0).astype(np.int64)
    part = position - ring
    light = np.pad(growth.light, ((0, 0), (0, 1)))  # SExtractor finds nothing beyond the last ring
    between = light[:, ring] + part * (light[:, ring + 1] - light[:, ring])
    return np.where(position < 0, light[:, :1] * (ALMOST_ONE + position), between)


@column("FLUX_GROWTH", FLUX, about="Growth curve", ucd="phot.count", dimensions=1)
def _(growth, request):
    return sampled(growth, request.sizes["FLUX_GROWTH"][0])


@column("MAG_GROWTH", MAGNITUDE, about="Growth curve in magnitudes", ucd="phot.mag", dimensions=1)
def _(growth, config, request):
    light = sampled(growth, request.sizes["MAG_GROWTH"][0]).astype(np.float32)
    return magnitude(light, config.MAG_ZEROPOINT)


def step_column(name):
    """Declare the column of the steps at which another shows the growth curve."""

    @column(f"{name}STEP", "f4 %10.3f pixel", about=f"Step of {name}", ucd="pos.distance")
    def _(growth, request):
        return growth.limit / max(request.longest(name), 1)


step_column("FLUX_GROWTH")
step_column("MAG_GROWTH")
