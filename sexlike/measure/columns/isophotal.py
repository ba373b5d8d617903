"""Isophotal fluxes, areas, peaks and profiles, measured in the footprints of the detections."""

from dataclasses import dataclass

import numpy as np

from ... import loops
from ...config.config import Config
from ...constants import FLATTEST_CORE, FWHM_PER_ROOT_SLOPE, ISOCOR_LINEAR, ISOCOR_QUADRATIC
from ...detection.detections import Detections
from ...detection.footprints import LEAST_FOOTPRINTS, Footprints, pixels_of_some
from ...detection.objects import Objects
from ...images.image import Image
from ...threads import in_slices
from ..fluxcolumns import FLUX, flux_columns
from ..photometry.aperturesums import ApertureSums
from ..photometry.localbackground import LocalBackground
from ..photometry.response import ISOPHOTES, density_scale, intensity
from ..registry import column, quantity
from .shape import OwnPixels

LEVELS = 8  # ISO0 to ISO7
CORE = 5  # the profile is fitted above the peak divided by this
MOST_OBJECTS = 20_000  # whose cores are fitted at once
Pair = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Isophotal:
    """Measures of n footprints; float32 unless said otherwise.

    Attributes
    ----------
    flux, flux_error : ndarray, shape (n,)
        Of all pixels, those of merged detections included.
    variance : ndarray of float64, shape (n,)
        Square of the error.
    peak : ndarray, shape (n,)
        Brightest pixel.
    own_peak, threshold : ndarray, shape (n,)
        Brightest pixel of the object's own footprint, and its lowest analysis threshold.
    area : ndarray of int32, shape (n,)
        Pixels of the own footprint above the analysis threshold.
    """

    flux: np.ndarray
    flux_error: np.ndarray
    variance: np.ndarray
    peak: np.ndarray
    own_peak: np.ndarray
    threshold: np.ndarray
    area: np.ndarray


@quantity
def isophotal(image: Image, detections: Detections, config: Config, local_background: LocalBackground) -> Isophotal:
    """Sums over the footprints."""
    footprints, merging = detections.raw.footprints, detections.merging
    light = footprints.values_of(image.pixels)
    offset = local_background.offset
    noise = None if image.variance is None else footprints.values_of(image.variance)
    sums = ApertureSums(len(footprints), image, config, ISOPHOTES)
    sums.add(footprints.owner, light, noise)
    flux, variance = (v.astype(np.float32) for v in sums.total(offset))
    peak = footprints.largest(light) - offset
    thresholds = analysis_thresholds(image, detections, footprints)
    # On a plate SExtractor compares the light of a pixel with the threshold in densities.
    area = footprints.sum(intensity(light, density_scale(config)) > thresholds)[merging.own]
    total_flux, total_variance = merging.sum(flux), merging.sum(variance)
    return Isophotal(
        flux=total_flux.astype(np.float32),
        flux_error=np.sqrt(total_variance).astype(np.float32),
        variance=total_variance,
        peak=merging.reduce(np.maximum, peak),
        own_peak=peak[merging.own],
        threshold=(footprints.smallest(thresholds) - offset)[merging.own],
        area=area.astype(np.int32),
    )


def analysis_thresholds(image: Image, detections: Detections, footprints: Footprints) -> np.ndarray:
    """Analysis threshold of each pixel of the footprints; float32 of shape (p,)."""
    threshold = np.float32(detections.analysis_threshold)
    if image.variance is None:
        return np.full(len(footprints.x), threshold)
    variance = footprints.values_of(image.variance)
    return (threshold / image.background.sigma * np.sqrt(variance.astype(np.float64))).astype(np.float32)


@quantity
def isophotal_corrected(isophotal: Isophotal, objects: Objects) -> tuple[np.ndarray, np.ndarray]:
    """Isophotal fluxes corrected for the wings below the threshold, as of a Gaussian, and their errors.

    Maddox et al. (1990, MNRAS 246, 433), as SExtractor has it.

    Returns
    -------
    flux, error : ndarray of float32, shape (n,)
    """
    flux, variance, area = isophotal.flux, isophotal.variance.astype(np.float32), objects.area
    positive = flux > 0
    safe = np.where(positive, flux, np.float32(1))
    eta = np.where(positive, np.clip(area * objects.threshold.astype(np.float64) / safe, 0, 1), 0)
    corrected = flux / (1 - ISOCOR_LINEAR * eta - ISOCOR_QUADRATIC * eta**2)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # infinite for pixels without weight
        relative = (variance / (safe * safe)).astype(np.float64)
        delta = eta * np.sqrt(relative + 1 / area)
        delta = ISOCOR_LINEAR * delta + ISOCOR_QUADRATIC * 2 * eta * delta
        error = np.where(positive, safe * np.sqrt(relative + delta**2), np.sqrt(variance))
    return corrected.astype(np.float32), error.astype(np.float32)


flux_columns("ISO", of=lambda isophotal: (isophotal.flux, isophotal.flux_error), about="within the isophote")
flux_columns("ISOCOR", of=lambda isophotal_corrected: isophotal_corrected, about="within the isophote, with wings")


@quantity
def isophotal_levels(isophotal: Isophotal, own_pixels: OwnPixels, config: Config) -> np.ndarray:
    """Pixels above each of 8 levels from analysis threshold to peak, and all lower ones; float64 of shape (n, 8)."""
    threshold, peak = isophotal.threshold.astype(np.float64), isophotal.own_peak
    ratio = np.where((threshold > 0) & (peak > 0), peak / np.where(threshold > 0, threshold, 1), 0)
    owner = own_pixels.footprints.owner
    above = np.ones(len(own_pixels.value), bool)
    areas = []
    for k in range(LEVELS):
        if density_scale(config):
            level = threshold + (peak - threshold) * k / LEVELS
        else:
            level = threshold * np.maximum(ratio, 1e-30) ** (k / LEVELS)
        level = np.where(ratio > 0, level, 0).astype(np.float32)
        above &= own_pixels.value > level[owner]
        areas.append(own_pixels.footprints.sum(above))
    return np.stack(areas, axis=-1)


def level_column(level):
    """Declare the column of the area above a level."""
    about = f"Pixels above level {level} of {LEVELS} from threshold to peak"

    @column(f"ISO{level}", "i4 %8d pixel**2", about=about, ucd="phys.area;instr.det")
    def _(isophotal_levels):
        return isophotal_levels[:, level]


for level in range(LEVELS):
    level_column(level)


@quantity
def fwhm(
    image: Image,
    objects: Objects,
    isophotal: Isophotal,
    own_pixels: OwnPixels,
    background_level: np.ndarray,
    local_background: LocalBackground,
) -> np.ndarray:
    """Full width at half maximum of a Gaussian fitted to the core, pixels; float32 of shape (n,).

    The logarithm of the pixels brighter than a fifth of the peak is a straight line in the squared radius. Saturated
    pixels are left out. The sums are SExtractor's to the last bit: those of one or two pixels are rounding errors.
    """
    lowest = np.maximum(isophotal.own_peak / np.float32(CORE), isophotal.threshold)
    limits = lowest, image.saturation - background_level
    sums = core_sums(own_pixels, local_background.offset[objects.detection], limits, (objects.x, objects.y))
    s, sx, sxx, sy, sxy = sums.T
    determinant = s * sxx - sx * sx
    fitted = (determinant != 0) & (lowest > 0)
    slope = -(s * sxy - sx * sy) / np.where(fitted, determinant, 1)
    slope = np.maximum(slope, np.float32(1) / (np.float32(FLATTEST_CORE) * objects.a * objects.b))
    width = (FWHM_PER_ROOT_SLOPE / np.sqrt(slope)).astype(np.float32)
    return np.where(fitted, width - 1 / (np.float32(4) * width), 0)


def core_sums(own_pixels: OwnPixels, offset: np.ndarray, limits: Pair, centre: Pair) -> np.ndarray:
    """Sums of weight, r^2, r^4, logarithm of the light and its product with r^2, each times the weight.

    Parameters
    ----------
    own_pixels : OwnPixels
        Of n objects.
    offset : ndarray, shape (n,)
        Of the sky, which is subtracted from the light.
    limits, centre : tuple of two ndarray, shape (n,)
        The light of the cores lies between the limits, and the lower one is positive; x and y.

    Returns
    -------
    ndarray of float64, shape (n, 5)
    """
    x, y, starts = own_pixels.footprints.for_loops()
    number = len(starts) - 1
    sums = np.empty((number, 5))
    numbers = [np.ascontiguousarray(values, np.float64) for values in (*limits, *centre)]
    add_up = loops.add_up_cores or add_up_cores

    def work(first, stop):
        pixels, owner = pixels_of_some(starts, first, stop)
        light = own_pixels.value[pixels].astype(np.float64) - offset[first:stop][owner]
        log_light = np.log(np.where(light > 0, light, 1))
        of_objects = (values[first:stop] for values in numbers)
        add_up(x[pixels], y[pixels], starts[first : stop + 1], light, log_light, *of_objects, sums[first:stop])

    in_slices(work, number, LEAST_FOOTPRINTS, "objects", MOST_OBJECTS)
    return sums


def add_up_cores(x, y, start, light, log_light, lowest, highest, x_centre, y_centre, sums):
    """Write what `core_sums` returns for some objects, whose pixels are those of `start` from its first on."""
    owner = pixels_of_some(start, 0, len(sums))[1]
    core = (light > lowest[owner]) & (light < highest[owner]) & (lowest[owner] > 0)
    owner, light, log_light = owner[core], light[core], log_light[core]
    dx, dy = x[core] - x_centre[owner], y[core] - y_centre[owner]
    r2, weight = dx * dx + dy * dy, light * light
    terms = weight, r2 * weight, (r2 * r2) * weight, log_light * weight, (log_light * r2) * weight
    for k, term in enumerate(terms):
        sums[:, k] = np.bincount(owner, term, len(sums))


@column("FWHM_IMAGE", "f4 %8.2f pixel", about="FWHM of a Gaussian core", ucd="phys.size.diameter;instr.det.psf")
def _(fwhm):
    return fwhm


@column("FLUX_MAX", FLUX, about="Brightest pixel above the background", ucd="phot.flux.sb;stat.max")
def _(isophotal):
    return isophotal.peak


@column("ISOAREA_IMAGE", "i4 %9d pixel**2", about="Pixels above the analysis threshold", ucd="phys.area")
def _(isophotal):
    return isophotal.area


@column("ISOAREAF_IMAGE", "i4 %9d pixel**2", about="Filtered pixels above the detection threshold", ucd="phys.area")
def _(objects):
    return objects.area
