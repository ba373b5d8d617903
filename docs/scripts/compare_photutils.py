"""Compare sexlike with photutils, step by step: the figures of docs/second_opinion.md.

    python docs/scripts/compare_photutils.py                           # the field of examples/, with its true catalog
    python docs/scripts/compare_photutils.py science.fits error.fits   # any image, with an error map

Needs the extra `test` (photutils and scikit-image).
"""

import sys
import tempfile
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
from astropy.convolution import convolve
from astropy.io import fits
from astropy.stats import SigmaClip
from astropy.table import Table
from photutils import background, segmentation
from scipy.spatial import cKDTree

import sexlike

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
sys.path[:0] = [str(EXAMPLES), str(HERE)]

import judge_field  # noqa: E402
import make_field  # noqa: E402
from compare_measures import KRON, RADII, circles, deviations, isolated  # noqa: E402

THRESHOLD, AREA, LEVELS, CONTRAST = 1.6, 5, 32, 0.01
MESH, FILTER = 128, 3
ZERO_POINT = 28.0865
SETTINGS = {
    "DETECT_THRESH": THRESHOLD,
    "DETECT_MINAREA": AREA,
    "DEBLEND_NTHRESH": LEVELS,
    "DEBLEND_MINCONT": CONTRAST,
    "CLEAN": False,  # photutils has none
    "FILTER_NAME": str(EXAMPLES / "tophat_4.0_5x5.conv"),
    "BACK_SIZE": MESH,
    "BACK_FILTERSIZE": FILTER,
    "GAIN": 0.0,  # the error map holds the photon noise
    "MAG_ZEROPOINT": ZERO_POINT,
    "PHOT_APERTURES": tuple(2 * radius for radius in RADII),
    "WEIGHT_TYPE": ("MAP_RMS", "MAP_RMS"),
}
COLUMNS = """NUMBER X_IMAGE Y_IMAGE XWIN_IMAGE YWIN_IMAGE A_IMAGE B_IMAGE THETA_IMAGE KRON_RADIUS FLUX_AUTO FLUXERR_AUTO
FLUX_PETRO PETRO_RADIUS FLUX_APER(3) FLUXERR_APER(3) FLUX_RADIUS FLAGS"""


class Maps(NamedTuple):
    """A field: arrays of shape (h, w); `good` tells which pixels hold data."""

    science: np.ndarray
    header: fits.Header
    error: np.ndarray
    noise: np.ndarray
    good: np.ndarray


class Ours(NamedTuple):
    """What sexlike finds: its result, the columns as plain arrays, the image without background, and smoothed."""

    result: object
    values: dict
    places: np.ndarray
    pixels: np.ndarray
    smoothed: np.ndarray


def read_maps(science, error, weight=None):
    """The maps of a field; the noise of the background is C / sqrt(weight), or the error map if there is no weight."""
    (pixels, header), error = fits.getdata(science, header=True), np.asarray(fits.getdata(error), np.float32)
    good = np.isfinite(pixels) & np.isfinite(error) & (error > 0)
    noise = error
    if weight is not None:
        weight = fits.getdata(weight)
        good &= weight > 0
        scale = np.median(error[good] * np.sqrt(weight[good]))
        noise = np.where(good, scale / np.sqrt(np.where(good, weight, 1)), np.nan).astype(np.float32)
    return Maps(np.asarray(pixels, np.float32), header, error, noise, good)


def our_field():
    """The maps of examples/."""
    return read_maps(*(EXAMPLES / f"field_{name}.fits.fz" for name in ("sci", "err", "wht")))


def kernel():
    """The kernel as photutils wants it."""
    return np.loadtxt(SETTINGS["FILTER_NAME"], skiprows=1, comments="#")


def smooth(maps, pixels):
    """An image smoothed by astropy; bad pixels count as 0."""
    return convolve(np.where(maps.good, pixels, 0), kernel(), boundary="fill", fill_value=0)


def by_sexlike(maps, **keywords):
    """Search and measure the field with sexlike -> Ours."""
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / name) for name in ("noise.fits", "error.fits")]
        for name, values in zip(names, (maps.noise, maps.error), strict=True):
            fits.writeto(name, np.where(maps.good, values, np.nan))
        image = fits.PrimaryHDU(np.where(maps.good, maps.science, np.nan), maps.header)
        settings = SETTINGS | {"WEIGHT_IMAGE": names} | keywords
        result = sexlike.extract(image, params=COLUMNS.split(), **settings)
    values = {name: np.asarray(result[name], np.float64).squeeze() for name in result.colnames}
    places = np.column_stack([values["X_IMAGE"], values["Y_IMAGE"]]) - 1
    pixels = np.where(maps.good, maps.science - result.background, 0).astype(np.float64)
    return Ours(result, values, places, pixels, smooth(maps, pixels))


def by_photutils(maps):
    """The same steps with photutils alone -> background, segmentation map, SourceCatalog."""
    sky = background.Background2D(
        maps.science, MESH, mask=~maps.good, filter_size=FILTER, sigma_clip=SigmaClip(3.0, maxiters=10),
        bkg_estimator=background.SExtractorBackground(), exclude_percentile=50,
    ).background  # fmt: skip
    pixels = np.where(maps.good, maps.science - sky, 0).astype(np.float64)
    smoothed = smooth(maps, pixels)
    objects = objects_of(maps, smoothed, THRESHOLD * maps.noise)
    return sky, objects.data, catalog_of(maps, pixels, smoothed, objects)


def objects_of(maps, smoothed, threshold):
    """photutils' detection and deblending -> SegmentationImage."""
    blobs = segmentation.detect_sources(smoothed, threshold, AREA, mask=~maps.good)
    return segmentation.deblend_sources(smoothed, blobs, AREA, contrast=CONTRAST)


def smoothed_threshold(maps):
    """The threshold as SExtractor has it: from the variance, smoothed with the kernel; bad pixels are all noise."""
    variance = np.where(maps.good, maps.noise.astype(np.float64) ** 2, 1e30)
    return THRESHOLD * np.sqrt(convolve(variance, kernel(), boundary="fill", fill_value=0))


def measured_by_photutils(maps, ours):
    """photutils measures what sexlike has found, on the same pixels: row for row -> SourceCatalog."""
    objects = segmentation.SegmentationImage(ours.result.segmentation)
    return catalog_of(maps, ours.pixels, ours.smoothed, objects)


def catalog_of(maps, pixels, smoothed, objects):
    """SourceCatalog, which replaces neighbours by opposite pixels as MASK_TYPE CORRECT does."""
    return segmentation.SourceCatalog(
        pixels, objects, convolved_data=smoothed, error=maps.error, mask=~maps.good, kron_params=(*KRON, 0.0)
    )


def overlap(ours, theirs):
    """Matches of detections, one to one within a pixel: rows of ours, rows of theirs."""
    places = np.asarray(theirs.centroid)
    distance, there = cKDTree(places).query(ours.places)
    back = cKDTree(ours.places).query(places)[1]
    rows = np.flatnonzero((distance < 1) & (back[there] == np.arange(len(there))))
    return rows, there[rows]


def judged(truth, places, flux):
    """Share of the bright sources found, share of detections invented, median error of the magnitudes."""
    with np.errstate(invalid="ignore", divide="ignore"):
        magnitude = np.where(flux > 0, ZERO_POINT - 2.5 * np.log10(flux), 99)
    return judge_field.judge(truth, *(places.T + 1), magnitude)


def report_objects(maps, ours, sky, labels, theirs):
    """Print how the background and the detections compare, the more alike the more is given to photutils."""
    noise = np.median(maps.noise[maps.good])
    off = (sky - ours.result.background)[maps.good] / noise
    print(f"background: photutils - sexlike {np.median(off):+.3f} +- {off.std():.3f} of the noise, {noise:.5f}")
    rows, _ = overlap(ours, theirs)
    print(f"detections: sexlike {len(ours.places)}, photutils {len(theirs.labels)}, both {len(rows)}")
    same_sky = objects_of(maps, ours.smoothed, THRESHOLD * maps.noise).data
    same_threshold = objects_of(maps, ours.smoothed, smoothed_threshold(maps)).data
    for name, map_ in (("alone", labels), ("same background", same_sky), ("same threshold", same_threshold)):
        ours_too = ours.result.segmentation[map_ > 0] > 0
        share = ours_too.sum() / ((map_ > 0) | (ours.result.segmentation > 0)).sum()
        print(f"photutils, {name}: {map_.max()} objects, {100 * share:.2f} % of the pixels are in both maps")


def report(maps, truth=None):
    """Print the figures of the page."""
    ours, (sky, labels, theirs) = by_sexlike(maps), by_photutils(maps)
    report_objects(maps, ours, sky, labels, theirs)
    catalogs = {"sexlike": (ours.places, ours.values["FLUX_AUTO"])}
    catalogs["photutils"] = np.asarray(theirs.centroid), theirs.kron_flux
    if truth is not None:
        report_truth(maps, truth, {"sexlike": ours.result.background, "photutils": sky}, catalogs)
    report_measures(maps, ours)


def report_truth(maps, truth, skies, catalogs):
    """Print how both compare with what is on the field."""
    true_sky, noise = make_field.sky_level(len(maps.science)), np.median(maps.noise[maps.good])
    for name, catalog in catalogs.items():
        off = (skies[name] - true_sky)[maps.good] / noise
        print(f"{name}: background off by {np.median(off):+.3f} +- {off.std():.3f} of the noise")
        found, invented, bias = judged(truth, *catalog)
        print(f"{name}: found {100 * found:.1f} %, invented {100 * invented:.1f} %, bias {bias:+.3f} mag")


def report_measures(maps, ours):
    """Print how far the measurements of the same objects are apart."""
    alone = isolated(maps, ours)
    bright = alone & (ours.values["FLUX_AUTO"] > 20 * ours.values["FLUXERR_AUTO"])
    same = measured_by_photutils(maps, ours)
    print(f"isolated: {alone.sum()}, with signal to noise above 20: {bright.sum()}, all: {len(alone)}")
    found = [deviations(maps, ours, same, chosen) for chosen in (alone, bright, np.ones_like(alone))]
    for name in found[0]:
        figures = [np.nanpercentile(found[0][name], 50), *(np.nanpercentile(part[name], 95) for part in found)]
        print(f"| {name} | " + " | ".join(f"{figure:.2g}" for figure in figures) + " |")
    unmasked = by_sexlike(maps, MASK_TYPE="NONE")
    for name, deviation in circles(maps, unmasked, slice(None)).items():
        print(f"all, MASK_TYPE NONE, {name}: {np.median(deviation):.2g} {np.nanpercentile(deviation, 95):.2g}")


def main():
    """Command line: science and error map, or nothing for the field of examples/."""
    if len(sys.argv) > 1:
        report(read_maps(*sys.argv[1:]))
    else:
        report(our_field(), Table.read(EXAMPLES / "field_truth.csv"))


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        main()
