"""Growth curves: light within circles of growing radius. FLUX_RADIUS, FLUX_GROWTH and their family."""

from dataclasses import dataclass

import numpy as np

from ...constants import ALMOST_ONE
from ...magnitudes import magnitude
from ..fluxcolumns import FLUX, MAGNITUDE
from ..photometry.aperture_shapes import circle_zone
from ..photometry.masking import completed
from ..photometry.response import density_scale, intensity
from ..photometry.zones import add_up_in_bins
from ..registry import column, quantity

BINS = 64
REACH = 6.0  # of the curve, in units of A
DIVISIONS = 5  # sub-pixels along the side of a pixel
MARGIN = 1.5  # pixels by which the box is larger than the reach
TOUCHING = 0.6  # centres of pixels further beyond the reach have no sub-pixel within
RIM = 0.75  # a pixel nearer than this to the edge of a bin is divided
BLOCK = 1 << 14  # pixels at a time: their sub-pixels stay near the processor


@dataclass(frozen=True)
class GrowthCurves:
    """Light within circles around n objects.

    Attributes
    ----------
    light : ndarray of float64, shape (n, 64)
        Cumulated: within 1, 2, ... 64 steps.
    reach : ndarray of float64, shape (n,)
        Largest radius, pixels: 64 steps.
    cut : ndarray of bool, shape (n,)
        The image ends within it.
    """

    light: np.ndarray
    reach: np.ndarray
    cut: np.ndarray


@quantity
def growth(image, objects, config, masking, local_background):
    """Growth curves of the objects -> GrowthCurves."""
    x, y = objects.x, objects.y
    reach = np.maximum(REACH * objects.a.astype(np.float64), config.PHOT_AUTOAPERS[0])
    scale, plate = BINS / reach, density_scale(config)
    sky = sky_on_plate(local_background.offset[objects.detection], plate)
    light = np.zeros((len(objects), BINS + 1))
    zone = circle_zone(x, y, reach + MARGIN, image.shape)
    for chunk in zone.chunks():
        r = np.sqrt(chunk.dx * chunk.dx + chunk.dy * chunk.dy)
        within = np.flatnonzero(r < reach[chunk.owner] + TOUCHING)
        pixels, r = chunk.at(within), r[within]
        value = intensity(completed(image, masking, pixels, x, y).value, plate) - sky[pixels.owner]
        step = 1 / scale[pixels.owner]
        beyond = np.fmod(r, step)
        divided = (beyond < RIM) | (beyond > step - RIM)
        whole = np.flatnonzero(~divided)
        ring = np.minimum(r[whole] * scale[pixels.owner[whole]], BINS).astype(np.int64)
        add_up_in_bins(light, pixels.owner[whole], ring, value[whole])
        divided = np.flatnonzero(divided)
        for start in range(0, len(divided), BLOCK):
            part = divided[start : start + BLOCK]
            add_divided(light, pixels.at(part), scale, value[part])
    return GrowthCurves(light[:, :BINS].cumsum(axis=1), reach, zone.cut)


def sky_on_plate(offset, plate):
    """Light of the local sky, which counts on a photographic plate only -> (n,)."""
    return intensity(offset, plate).astype(np.float32) if plate else np.zeros(len(offset))


def add_divided(light, pixels, scale, value):
    """Divide pixels and add the parts to their rings, and to the last of `light` if they are beyond."""
    step = 1 / DIVISIONS
    columns, rows = ([v + 0.5 * (step - 1)] for v in (pixels.dx, pixels.dy))
    for places in (columns, rows):
        for _ in range(DIVISIONS - 1):
            places.append(places[-1] + step)
    columns, rows = ([v * v for v in places] for places in (columns, rows))
    first, stop, width = pixels.owner[0], pixels.owner[-1] + 1, light.shape[1]
    before, owner_scale, part = (pixels.owner - first) * width, scale[pixels.owner], value * (step * step)
    total, place = np.zeros((stop - first) * width), np.empty(len(value))
    for y2 in rows:
        for x2 in columns:
            np.sqrt(np.add(x2, y2, out=place), out=place)
            np.minimum(np.multiply(place, owner_scale, out=place), BINS, out=place)
            total += np.bincount(before + place.astype(np.int64), part, len(total))
    light[first:stop] += total.reshape(-1, width)


def radius_of(growth, flux):
    """Radius within which a flux lies, pixels.

    Parameters
    ----------
    growth : GrowthCurves
    flux : ndarray of float32, shape (n,)

    Returns
    -------
    ndarray of float64, shape (n,)
        Interpolated between the rings, at most the reach; may be negative, as SExtractor's.
    """
    light, step = growth.light, growth.reach / BINS
    each, last = np.arange(len(light)), BINS - 1
    reached = light[:, :last] >= flux[:, None]
    ring = np.where(reached.any(axis=1), reached.argmax(axis=1), last)
    # SExtractor is one ring off where the curve never gets there.
    upper = np.minimum(ring, last - 1)
    lower = upper - 1
    start = np.where(lower >= 0, light[each, lower], 0)
    rise = light[each, upper] - start
    part = np.divide(flux - start, rise, out=np.zeros(len(light)), where=rise != 0)
    return np.minimum(step * (ring + part), growth.reach)


@quantity
def half_light_radius(growth, kron):
    """Radius of half of FLUX_AUTO, pixels, at least 0.5 -> float32 of shape (n,)."""
    radius = np.abs(radius_of(growth, np.float32(0.5) * kron.flux))
    return np.clip(radius, 0.5, np.maximum(growth.reach, 0.5)).astype(np.float32)


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


def sampled(growth, number):
    """Growth curves at a number of equal steps; float64 of shape (n, number)."""
    place = BINS * np.arange(1, number + 1) / number - ALMOST_ONE
    ring = np.maximum(place, 0).astype(np.int64)
    part = place - ring
    light = np.pad(growth.light, ((0, 0), (0, 1)))  # SExtractor finds nothing beyond the last ring
    between = light[:, ring] + part * (light[:, ring + 1] - light[:, ring])
    return np.where(place < 0, light[:, :1] * (ALMOST_ONE + place), between)


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
        return growth.reach / max(request.longest(name), 1)


step_column("FLUX_GROWTH")
step_column("MAG_GROWTH")
