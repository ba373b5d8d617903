"""Made-up catalogs, for the writers."""

import dataclasses
from types import SimpleNamespace

import numpy as np
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.images.image import ImageDescription
from sexlike.measure.extension import ExtensionCatalog
from sexlike.measure.registry import Column

COLUMNS = {
    name: Column(name, lambda: None, type, format, about, unit, ucd, dimensions)
    for name, type, format, about, unit, ucd, dimensions in (
        ("NUMBER", "i4", "%10d", "Number of the object, from 1", "", "meta.record", 0),
        ("EXT_NUMBER", "i2", "%3d", "Rank of the image in its file", "", "meta.id;meta.dataset", 0),
        ("X_IMAGE", "f4", "%11.4f", "Barycentre along x", "pixel", "pos.cartesian.x;pos.barycenter;instr.det", 0),
        ("Y_IMAGE", "f4", "%11.4f", "Barycentre along y", "pixel", "pos.cartesian.y;pos.barycenter;instr.det", 0),
        ("ALPHA_J2000", "f8", "%11.7f", "Right ascension", "deg", "pos.eq.ra;pos.barycenter;meta.main", 0),
        ("DELTA_J2000", "f8", "%+11.7f", "Declination", "deg", "pos.eq.dec;pos.barycenter;meta.main", 0),
        ("FLUX_APER", "f4", "%12.7g", "Flux in circular apertures", "count", "phot.flux", 1),
        ("MU_MAX", "f4", "%8.4f", "Surface brightness of the peak", "mag * arcsec**(-2)", "phot.mag.sb;stat.max", 0),
        ("VIGNET", "f4", "%12.7g", "Pixels around the object", "count", "obs.image", 2),
        ("IMAFLAGS_ISO", "i4", "%9u", "Flags of flag maps", "", "meta.code.qual", 1),
        ("FLAGS_MODEL", "u1", "%3d", "Flags of the fit", "", "meta.code", 0),
        ("FLAGS", "i2", "%3d", "Flags of the extraction", "", "meta.code.qual", 0),
    )
}
SIZES = {"FLUX_APER": (3,), "VIGNET": (3, 2), "IMAFLAGS_ISO": (2,)}


def made_up_header():
    header = fits.Header()
    header["SIMPLE"], header["BITPIX"], header["NAXIS"] = True, -32, 2
    header["NAXIS1"], header["NAXIS2"] = 40, 30
    header["OBJECT"] = ("O'Field", "name of the field")
    header["SEXGAIN"] = (3.25, "a gain of another run")
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    header["CRVAL1"], header["CRVAL2"], header["CRPIX1"], header["CRPIX2"] = 150.0, 2.0, 20.5, 15.5
    header["CD1_1"], header["CD1_2"], header["CD2_1"], header["CD2_2"] = -5e-5, 0.0, 0.0, 5e-5
    header.add_history("taken")
    header.add_history("reduced")
    return header


def made_up_image(rank=1, **other):
    """An image of 40 x 30 pixels, without the pixels."""
    given = {
        "name": "field.fits",
        "hdu": rank - 1,
        "rank": rank,
        "extension_count": 0,
        "header": made_up_header(),
        "bits": -32,
        "shape": (30, 40),
        "background": SimpleNamespace(mean=100.25, sigma=5.0, mesh=(48, 32), level=np.zeros((1, 3))),
        "gain": 2.5,
        "saturation": 50000.0,
    }
    return ImageDescription(**given | other)


def made_up_catalog(names=tuple(COLUMNS), count=5, rank=1, **other):
    """The catalog of an extension with `count` objects of random properties."""
    random = np.random.default_rng(rank)
    values = {}
    for name in names:
        column, size = COLUMNS[name], SIZES.get(name, ())
        shape = (count, *size[::-1])
        numbers = random.normal(0, 1000, shape) if column.type[0] == "f" else random.integers(0, 9, shape)
        values[name] = numbers.astype(column.type)
    if "NUMBER" in values:
        values["NUMBER"] = np.arange(1, count + 1, dtype="i4")
    image = made_up_image(rank)
    request = SimpleNamespace(
        columns=tuple(COLUMNS[name] for name in names), sizes={name: SIZES.get(name, ()) for name in names}
    )
    given = {
        "image": image,
        "detection_image": image,
        "config": load_config(),
        "request": request,
        "values": values,
        "objects": count,
        "detected": count + 2,
        "detection_threshold": 7.5,
        "analysis_threshold": 7.25,
        "seconds": 1.5,
    }
    return ExtensionCatalog(**given | other)


def with_config(catalogs, config):
    """The catalogs of a run with this configuration."""
    return [dataclasses.replace(catalog, config=config) for catalog in catalogs]
