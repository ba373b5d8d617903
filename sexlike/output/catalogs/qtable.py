"""The catalog as a table of astropy: for ECSV and for calls from Python."""

import numpy as np

from ...config.inmemory import plain_texts
from ...config.numbertext import shortest_repr


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
        a dict for each extension: name, HDU, background, noise, thresholds, numbers of detections and of objects.
    """
    from astropy.table import Column, QTable

    columns = []
    for declared in catalogs[0].request.columns:
        values = np.concatenate([catalog.values[declared.name] for catalog in catalogs])
        if values.ndim == 2 and values.shape[1] == 1:  # one aperture or fraction: a number, as in FITS
            values = values[:, 0]
        unit = declared.unit or None
        columns.append(
            Column(values, declared.name, unit=unit, description=declared.about, format=display_format_of(declared))
        )
    meta = {
        "config": as_written(plain_texts(config.as_given)),
        "extensions": [summary(catalog) for catalog in catalogs],
    }
    return QTable(columns, meta=meta)


def as_written(values):
    """Values of keywords as they were written: 1.6, which has single precision, is not 1.600000023841858."""

    def written(value):
        if isinstance(value, tuple):
            return tuple(map(written, value))
        return float(shortest_repr(value)) if isinstance(value, float) else value

    return {name: written(value) for name, value in values.items()}


def display_format_of(declared):
    """Format of a column that astropy can write to FITS as TDISP and read back."""
    form = declared.format.replace("+", "")
    return form.replace("d", ".0f") if declared.unit else form  # quantities are float, even of integers


def summary(catalog):
    """What is known of an extension besides its objects."""
    image = catalog.image
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
    }
