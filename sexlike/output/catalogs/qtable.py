"""The catalog as a table of astropy, for those who call sexlike from Python."""

import numpy as np

from ...images.zeropoint import with_zero_point


def make_table(extensions, config):
    """One table with the objects of all extensions.

    Parameters
    ----------
    extensions : list of Extension
    config : Config

    Returns
    -------
    astropy.table.QTable
        Columns with units and descriptions. ``meta`` holds the configuration under ``config``, and under
        ``extensions`` a dict for each: name, HDU, background, noise, threshold, numbers detected and kept.
    """
    from astropy.table import Column, QTable

    columns = []
    for declared in extensions[0].request.columns:
        values = np.concatenate([extension.values[declared.name] for extension in extensions])
        unit = declared.unit or None
        columns.append(Column(values, declared.name, unit=unit, description=declared.about, format=shown(declared)))
    meta = {"config": dict(config.values), "extensions": [summary(extension, config) for extension in extensions]}
    return QTable(columns, meta=meta)


def shown(declared):
    """Format of a column, which astropy can write into FITS as TDISP, and read from there."""
    form = declared.format.replace("+", "")
    return form.replace("d", ".0f") if declared.unit else form  # quantities are float even where numbers are whole


def summary(extension, config):
    """What was found out about an extension on the way."""
    image, detections = extension.image, extension.detections
    return {
        "name": image.name,
        "hdu": image.hdu,
        "background": image.background.mean,
        "noise": image.background.sigma,
        "threshold": detections.detection_threshold,
        "analysis_threshold": detections.analysis_threshold,
        "detected": detections.detected,
        "extracted": len(detections),
        "zero_point": with_zero_point(config, image).MAG_ZEROPOINT,
    }
