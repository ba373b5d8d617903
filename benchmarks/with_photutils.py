"""A catalog with photutils: ``python benchmarks/with_photutils.py field.fits catalog.fits --threads 2``.

It needs photutils 3.1 or newer. All steps that have threads use them.
"""

import numpy as np
import settings
from astropy.io import fits
from photutils.background import Background2D, SExtractorBackground
from photutils.segmentation import SourceCatalog, SourceFinder
from repeating import command
from scipy import ndimage

COLUMNS = """label x_centroid y_centroid semimajor_axis semiminor_axis orientation area segment_flux max_value
kron_radius kron_flux kron_flux_err flags"""


def make_catalog(image, catalog, threads):
    """Measure an image and write a FITS table."""
    pixels = fits.getdata(image).astype(np.float32)  # native byte order
    background = Background2D(
        pixels,
        settings.MESH,
        filter_size=settings.MESH_FILTER,
        bkg_estimator=SExtractorBackground(),
        n_threads=threads,
    )
    noise = background.background_rms
    pixels -= background.background
    kernel = np.array(settings.KERNEL, np.float32)
    smoothed = ndimage.convolve(pixels, kernel / kernel.sum(), mode="constant")
    find = SourceFinder(
        settings.MINIMUM_AREA,
        n_levels=settings.DEBLENDING_LEVELS,
        contrast=settings.DEBLENDING_CONTRAST,
        n_threads=threads,
    )
    segments = find(smoothed, settings.THRESHOLD * noise)
    objects = SourceCatalog(
        pixels,
        segments,
        convolved_data=smoothed,
        error=noise,
        kron_params=(settings.KRON_FACTOR, settings.KRON_SMALLEST, 0.0),
        n_threads=threads,
    )
    table = objects.to_table(columns=COLUMNS.split())
    table["half_light_radius"] = objects.flux_radius(0.5)
    for diameter in settings.DIAMETERS:
        table[f"flux_{diameter}"], table[f"error_{diameter}"] = objects.circular_photometry(diameter / 2)
    table.meta.clear()  # versions and settings, most of which FITS cannot hold
    table.write(catalog, format="fits", overwrite=True)


if __name__ == "__main__":
    command(make_catalog, __doc__)
