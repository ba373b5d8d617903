"""A catalog with `sexlike.extract`: ``python benchmarks/with_sexlike.py field.fits catalog.fits --threads 2``."""

import settings
from repeating import command

import sexlike


def make_catalog(image, catalog, threads):
    """Measure an image and write a FITS table."""
    options = {
        name: value
        for name, value in settings.CONFIGURATION.items()
        if name not in ("FILTER_NAME", "PARAMETERS_NAME", "CATALOG_TYPE", "VERBOSE_TYPE")
    }
    table = sexlike.extract(image, params=settings.PACKAGES, NTHREADS=threads, CLEAN=False, **options)
    table.write(catalog, format="fits", overwrite=True)


if __name__ == "__main__":
    command(make_catalog, __doc__)
