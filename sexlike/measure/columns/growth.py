"""Growth curves: light within circles of growing radius. FLUX_RADIUS, FLUX_GROWTH and their family."""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...arrays import offsets, ranges, slices
from ...config.config import Config
from ...constants import ALMOST_ONE, GROWTH_RINGS, GROWTH_TOUCHING, RIM, SUBPIXELS
from ...detection.objects import Objects
from ...images.image import Image
from ...magnitudes import magnitude
from ...threads import in_slices
from ..fluxcolumns import FLUX, MAGNITUDE, beyond
from ..photometry.aperture_shapes import circle_boxes, rows_in_circles
from ..photometry.ellipses import EllipticalFlux
from ..photometry.localbackground import LocalBackground
from ..photometry.masking import Masking, corrected_light
from ..photometry.pixelrows import Pixels, add_up_in_bins
from ..photometry.response import density_scale, intensity
from ..photometry.scene import for_objects, scene_of
from ..registry import Request, column, quantity

LIMIT = 6.0  # of the curve, in units of A
MARGIN = 1.5  # pixels by which the box is larger than the limit
OBJECTS_AT_A_TIME = 1 << 12
PIXELS_AT_A_TIME = 1 << 12  # their sub-pixels stay near the processor
LEAST_RADIUS = 0.5  # of half of the light, pixels
LEAST_CURVES = 1 << 11  # whose radii are found by a thread


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
    x, y, width = objects.x, objects.y, image.shape[1]
    limit = np.maximum(LIMIT * objects.a.astype(np.float64), config.PHOT_AUTOAPERS[0])
    boxes = circle_boxes(x, y, limit + MARGIN, width, objects.view)
    light = np.zeros((len(objects), GROWTH_RINGS + 1))
    scene = scene_of(image, masking, config)
    if scene:
        for_objects(loops.add_up_rings, scene, len(objects), x, y, boxes.bounds(), limit, light)
    else:
        scale = density_scale(config)
        sky = sky_light(local_background.offset[objects.detection], scale)
        for pixels in rows_in_circles(x, y, limit + MARGIN, width, objects.view).pixels():
            within = np.flatnonzero(distance(pixels) < limit[pixels.owner] + GROWTH_TOUCHING)
            for some in slices(len(within), PIXELS_AT_A_TIME):
                near = pixels.take(within[some])
                value = intensity(corrected_light(image, masking, near, x, y).value, scale) - sky[near.owner]
                add_up_rings(light, near, limit, value)
    for some in slices(len(light), OBJECTS_AT_A_TIME):  # in place: the curves take much of the memory of a run
        light[some] = light[some].cumsum(axis=1)
    return GrowthCurves(light[:, :GROWTH_RINGS], limit, boxes.clipped)


def sky_light(offset: np.ndarray, scale: float) -> np.ndarray:
    """Light of the local sky, which counts on a photographic plate only: (n,) -> (n,)."""
    return intensity(offset, scale).astype(np.float32) if scale else np.zeros(len(offset))


def add_up_rings(light: np.ndarray, pixels: Pixels, limit: np.ndarray, value: np.ndarray) -> None:
    """Add the light of pixels, one after the other, to their rings; those near an edge of a ring are divided.

    Parameters
    ----------
    light : ndarray of float64, shape (n, 65)
        Changed in place; the last column takes what is beyond the limit.
    pixels : Pixels
    limit : ndarray of float64, shape (n,)
    value : ndarray of float64, shape (p,)
        Light of the pixels.
    """
    r = distance(pixels)
    rings_per_pixel = (GROWTH_RINGS / limit)[pixels.owner]
    width = 1 / rings_per_pixel
    beyond = np.fmod(r, width)
    divided = (beyond < RIM) | (beyond > width - RIM)
    near = pixels if divided.all() else pixels.take(np.flatnonzero(divided))
    ring = np.fmin(radii_of_parts(near) * rings_per_pixel[divided, None], GROWTH_RINGS).astype(np.int64).ravel()
    count, step = np.array(SUBPIXELS**2), 1 / SUBPIXELS
    if near is not pixels:  # but around most objects all pixels are divided
        parts, count = ring, np.where(divided, count, 1)
        first = offsets(count)[:-1]
        ring = np.empty(int(count.sum()), np.int64)
        ring[first[~divided]] = np.fmin(r * rings_per_pixel, GROWTH_RINGS)[~divided]
        ring[ranges(first[divided], count[divided])] = parts
    part = np.where(divided, value * (step * step), value)
    add_up_in_bins(light, np.repeat(pixels.owner, count), ring, np.repeat(part, count))


def distance(pixels: Pixels) -> np.ndarray:
    """Distance of pixels from the centres of their objects; float64 of shape (p,)."""
    return np.sqrt(pixels.dx * pixels.dx + pixels.dy * pixels.dy)


def radii_of_parts(pixels: Pixels) -> np.ndarray:
    """Distance of the parts of pixels from the centres of their objects; float64 of shape (p, 25)."""
    step = 1 / SUBPIXELS
    columns, rows = np.empty((SUBPIXELS, len(pixels.owner))), np.empty((SUBPIXELS, len(pixels.owner)))
    for squares, offset in ((columns, pixels.dx), (rows, pixels.dy)):
        offset = offset + 0.5 * (step - 1)
        for k in range(SUBPIXELS):
            squares[k] = offset * offset
            offset = offset + step
    return np.sqrt(columns[None] + rows[:, None]).reshape(SUBPIXELS**2, -1).T


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
    radius = np.empty(len(flux))

    def work(first: int, stop: int) -> None:
        some = slice(first, stop)
        radius[some] = interpolated_radius(growth.light[some], growth.limit[some], flux[some])

    in_slices(work, len(flux), LEAST_CURVES, "objects")
    return radius


def interpolated_radius(light: np.ndarray, limit: np.ndarray, flux: np.ndarray) -> np.ndarray:
    """What `radius_of` returns for some curves, and the limits of their radii."""
    step = limit / GROWTH_RINGS
    each, last = np.arange(len(light)), GROWTH_RINGS - 1
    reached = light[:, :last] >= flux[:, None]
    ring = np.where(reached.any(axis=1), reached.argmax(axis=1), last)
    # SExtractor is one ring off where the curve never reaches the flux.
    upper = np.minimum(ring, last - 1)
    lower = upper - 1
    start = np.where(lower >= 0, light[each, lower], 0)
    rise = light[each, upper] - start
    part = np.divide(flux - start, rise, out=np.zeros(len(light)), where=rise != 0)
    return np.minimum(step * (ring + part), limit)


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
    radii = np.full((len(kron.flux), size), beyond(config))
    for k, fraction in enumerate(config.PHOT_FLUXFRAC[:size]):
        radii[:, k] = radius_of(growth, fraction * kron.flux.astype(np.float64))
    return radii


def beyond_last_ring(request: Request, config: Config) -> float:
    """The number that SExtractor finds beyond the last ring: it reads on, in memory that held the .param file.

    If that is short, or the network for CLASS_STAR was read after it, there is nothing.
    """
    if config.COMPATIBILITY != "SEXTRACTOR" or "CLASS_STAR" in request.sizes:
        return 0.0
    text = request.text.encode()[8 * GROWTH_RINGS : 8 * GROWTH_RINGS + 8]
    return float(np.frombuffer(text.ljust(8, b"\0"), "<f8")[0])


def sampled(growth: GrowthCurves, number: int, beyond: float) -> np.ndarray:
    """Growth curves, and what is beyond the last ring, at a number of equal steps; float64 of shape (n, number)."""
    position = GROWTH_RINGS * np.arange(1, number + 1) / number - ALMOST_ONE
    ring = np.maximum(position, 0).astype(np.int64)
    part = position - ring
    light = np.pad(growth.light, ((0, 0), (0, 1)), constant_values=beyond)
    between = light[:, ring] + part * (light[:, ring + 1] - light[:, ring])
    return np.where(position < 0, light[:, :1] * (ALMOST_ONE + position), between)


@column("FLUX_GROWTH", FLUX, about="Growth curve", ucd="phot.count", dimensions=1)
def _(growth, config, request):
    return sampled(growth, request.sizes["FLUX_GROWTH"][0], beyond_last_ring(request, config))


@column("MAG_GROWTH", MAGNITUDE, about="Growth curve in magnitudes", ucd="phot.mag", dimensions=1)
def _(growth, config, request):
    light = sampled(growth, request.sizes["MAG_GROWTH"][0], beyond_last_ring(request, config))
    return magnitude(light, config.MAG_ZEROPOINT)  # fluxes beyond single precision have one


def step_column(name):
    """Declare the column of the steps at which another shows the growth curve."""

    @column(f"{name}STEP", "f4 %10.3f pixel", about=f"Step of {name}", ucd="pos.distance")
    def _(growth, request):
        return growth.limit / max(request.longest(name), 1)


step_column("FLUX_GROWTH")
step_column("MAG_GROWTH")
