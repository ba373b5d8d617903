"""The catalog as a table of astropy: for ECSV and for calls from Python."""

import numpy as np

from ...config.inmemory import plain_texts
from ...config.numbertext import shortest_repr
from ...images.memory.wcscopy import plain_wcs

# Not told in the files of catalogs, which are the same bytes for all values of them.
MEANS_OF_RUN = ("NTHREADS", "MEMORY_LIMIT", "CATALOG_NAME")
AB_UNITS = {"mag": "mag(AB)", "mag * arcsec**(-2)": "mag(AB / arcsec2)"}


def make_table(catalogs, config):
    """One table with the objects of all extensions.

    Parameters
    ----------
    catalogs : list of ExtensionCatalog
    config : Config

    Returns
    -------
    astropy.table.QTable
        Columns with units and descriptions. ``meta["config"]`` is the configuration, ``meta["extensions"]`` a list with
        a dict for each extension: name, HDU, background, noise, thresholds, numbers of detections and of objects, and
        what files do not tell: EXT_NUMBER, and the cards of the WCS.
    """
    from astropy.table import Column, QTable

    columns, is_ab = [], all(system_of(catalog) == "AB" for catalog in catalogs)
    for declared in catalogs[0].request.columns:
        values = np.concatenate([catalog.values[declared.name] for catalog in catalogs])
        if values.ndim == 2 and values.shape[1] == 1:  # one aperture or fraction: a number, as in FITS
            values = values[:, 0]
        unit = unit_of(declared, is_ab) or None
        columns.append(
            Column(values, declared.name, unit=unit, description=declared.about, format=display_format_of(declared))
        )
    meta = {
        "config": settings_of(config),
        "extensions": [summary(catalog) for catalog in catalogs],
    }
    return QTable(columns, meta=meta)


def settings_of(config):
    """Keyword -> value as it was written: 1.6, which has single precision, is not 1.600000023841858."""

    def written(value):
        if isinstance(value, tuple):
            return tuple(map(written, value))
        return float(shortest_repr(value)) if isinstance(value, float) else value

    return {name: written(value) for name, value in plain_texts(config.as_given).items()}


def settings_told(config):
    """The settings that the files of catalogs tell of: all but those on which nothing in them depends."""
    return {name: value for name, value in settings_of(config).items() if name not in MEANS_OF_RUN}


def unit_of(declared, is_ab):
    """Unit of a column; that of magnitudes on the AB system says so, so that they can be converted to janskys."""
    is_magnitude = declared.name.startswith(("MAG_", "MU_")) and "stat.stdev" not in declared.ucd
    return AB_UNITS.get(declared.unit, declared.unit) if is_ab and is_magnitude else declared.unit


def display_format_of(declared):
    """Format of a column that astropy can write to FITS as TDISP and read back."""
    form = declared.format.replace("+", "")
    return form.replace("d", ".0f") if declared.unit else form  # quantities are float, even of integers


def summary(catalog):
    """What is known of an extension besides its objects."""
    image, zero_point = catalog.image, catalog.image.zero_point
    return {
        "name": image.name,
        "hdu": image.hdu,
        "background": image.background.mean,
        "noise": image.background.sigma,
        "threshold": catalog.detection_threshold,
        "analysis_threshold": catalog.analysis_threshold,
        "detected": catalog.detected,
        "extracted": catalog.objects,
        "zero_point": catalog.config.MAG_ZEROPOINT,
        "zero_point_from": zero_point.origin if zero_point else "",
        "magnitude_system": system_of(catalog),
        "flux_unit": catalog.config.FLUX_UNIT,
        "ext_number": image.rank,
        "wcs": plain_wcs(image.header),
    }


def system_of(catalog):
    """AB, if the zero-point of an extension is known to be that, or an empty text."""
    return catalog.image.zero_point.system if catalog.image.zero_point else ""


def with_plain_magnitudes(table):
    """A table whose magnitudes are in mag, for FITS and VOTables, which have no unit for AB magnitudes.

    Parameters
    ----------
    table : astropy.table.QTable

    Returns
    -------
    astropy.table.QTable
        The table itself, if it has no AB magnitudes.
    """
    from astropy.units import Quantity, Unit

    plain = {Unit(ab): Unit(unit) for unit, ab in AB_UNITS.items()}
    found = [name for name in table.colnames if table[name].info.unit in plain]
    if not found:
        return table
    table = table.copy(copy_data=False)
    for name in found:
        column = table[name]
        replacement = Quantity(column.value, plain[column.info.unit])
        replacement.info.description, replacement.info.format = column.info.description, column.info.format
        table[name] = replacement
    return table
