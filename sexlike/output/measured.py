"""Columns that a picture needs, whether or not the user has asked for them: the catalog stays as it is."""

import numpy as np

from ..measure.registry import make_request, measure


def measured(extension, sizes):
    """Columns of an extension's objects: those of its catalog, and others measured now.

    Parameters
    ----------
    extension : Extension
    sizes : dict
        Name of the column -> its size, ``()`` for a scalar.

    Returns
    -------
    dict
        Name of the column -> array of shape (n, *size).
    """
    there = {name: extension.values[name] for name, size in sizes.items() if extension.request.sizes.get(name) == size}
    missing = {name: size for name, size in sizes.items() if name not in there}
    return there | (measured_now(extension, missing) if missing else {})


@np.errstate(all="ignore")
def measured_now(extension, sizes, config=None):
    """Columns of an extension's objects, measured now, with another configuration if one is given; see `measured`."""
    given = {name: getattr(extension, name) for name in ("image", "detection_image", "detections")}
    objects = extension.detections.objects
    return measure(make_request(sizes), **given, objects=objects, config=config or extension.config)
