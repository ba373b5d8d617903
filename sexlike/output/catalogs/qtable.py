"""The catalog as a table of astropy, for those who call sexlike from Python."""

import numpy as np


def make_table(catalogs, config):
    """One table with the objects of all extensions.

    Parameters
    ----------
    catalogs : list of ExtensionCatalog
    config : Config

    Returns
    -------
    astropy.table.QTable
        Columns with units and descriptions. ``meta`` holds the configuration under ``config``, and under
        ``extensions`` a dict for each: name, HDU, background, noise, threshold, numbers detected and kept.
    """
    from astropy.table import Column, QTable

    columns = []
    for declared in catalogs[0].request.columns:
        values = np.concatenate([catalog.values[declared.name] for catalog in catalogs])
        unit = declared.unit or None
        columns.append(Column(values, declared.name, unit=unit, description=declared.about, format=shown(declared)))
    meta = {"config": dict(config.values), "extensions": [summary(catalog) for catalog in catalogs]}
    return QTable(columns, meta=meta)


def shown(declared):
    """Format of a column, which astropy can write into FITS as TDISP, and read from there."""
    form = declared.format.replace("+", "")
    return form.replace("d", ".0f") if declared.unit else form  # quantities are float even where numbers are whole


def summary(catalog):
    """What was found out about an extension on the way."""
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
