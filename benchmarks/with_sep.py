"""A catalog with SEP's own calls: ``python benchmarks/with_sep.py field.fits catalog.fits``."""

import numpy as np
import sep
import settings
from astropy.io import fits
from repeating import command

MOST_PIXELS = 1_000_000  # above the threshold
GROWTH_LIMIT = 6  # largest radius of the growth curve, in units of the major axis
SUBPIXELS = 5


def make_catalog(image, catalog, threads):
    """Measure an image and write a FITS table. SEP has no threads."""
    pixels = fits.getdata(image).astype(np.float32)  # native byte order
    mesh, smooth = settings.MESH, settings.MESH_FILTER
    background = sep.Background(pixels, bw=mesh, bh=mesh, fw=smooth, fh=smooth)
    background.subfrom(pixels)
    sep.set_extract_pixstack(MOST_PIXELS)
    objects, segments = sep.extract(
        pixels,
        settings.THRESHOLD,
        err=background.globalrms,
        minarea=settings.MINIMUM_AREA,
        filter_kernel=np.array(settings.KERNEL, np.float32),
        filter_type="conv",
        deblend_nthresh=settings.DEBLENDING_LEVELS,
        deblend_cont=settings.DEBLENDING_CONTRAST,
        clean=False,
        segmentation_map=True,
    )
    columns = {name: objects[name] for name in ("x", "y", "a", "b", "theta", "npix", "flux", "peak", "flag")}
    columns |= measure(pixels, objects, segments, background.globalrms)
    fits.writeto(catalog, np.rec.fromarrays(columns.values(), names=list(columns)), overwrite=True)


def measure(pixels, objects, segments, noise):
    """Kron fluxes, half-light radii and fluxes in apertures -> name of the column -> array."""
    x, y, a, b = (objects[name] for name in "xyab")
    theta = np.clip(objects["theta"], -np.pi / 2, np.pi / 2)
    neighbours = {"segmap": segments, "seg_id": np.arange(1, len(x) + 1, dtype=np.int32)}
    kron, flags = sep.kron_radius(pixels, x, y, a, b, theta, 6.0, **neighbours)
    radius = np.maximum(settings.KRON_FACTOR * kron, settings.KRON_SMALLEST)
    flux, error, more = sep.sum_ellipse(pixels, x, y, a, b, theta, radius, err=noise, subpix=SUBPIXELS, **neighbours)
    half, _ = sep.flux_radius(pixels, x, y, GROWTH_LIMIT * a, 0.5, normflux=flux, subpix=SUBPIXELS)
    columns = {"kron_radius": kron, "flux_auto": flux, "error_auto": error, "kron_flags": flags | more, "half": half}
    for diameter in settings.DIAMETERS:
        flux, error, _ = sep.sum_circle(pixels, x, y, diameter / 2, err=noise, subpix=SUBPIXELS, **neighbours)
        columns |= {f"flux_{diameter}": flux, f"error_{diameter}": error}
    return columns


if __name__ == "__main__":
    command(make_catalog, __doc__)
