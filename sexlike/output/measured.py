"""Columns that check-images and plots need. Those that the catalog does not have are measured; it stays as it is."""

import numpy as np

from ..measure.fluxunit import in_flux_unit
from ..measure.psf.contexts import with_psf
from ..measure.registry import make_request, measure


def measured(extension, sizes):
    """Columns of the objects of an extension, taken from its catalog or, where it has not got them, measured.

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
    known = {name: extension.values[name] for name, size in sizes.items() if extension.request.sizes.get(name) == size}
    missing = {name: size for name, size in sizes.items() if name not in known}
    if not missing:
        return known
    # FLAGS tells only of apertures that are measured together with it.
    values = measured_now(extension, sizes if "FLAGS" in missing else missing)
    return known | {name: values[name] for name in missing}


def quantities_now(extension, sizes, names):
    """Quantities that columns of the objects of an extension need, name -> value; they are computed now."""
    kept = dict.fromkeys(names)
    measured_now(extension, sizes, kept=kept)
    return kept


@np.errstate(all="ignore")
def measured_now(extension, sizes, config=None, kept=None):
    """Columns of the objects of an extension, measured in any case, with its configuration or another one.

    `kept` is that of `measure`.
    """
    config = config or extension.config
    values = measure(
        with_psf(make_request(sizes), config),
        kept,
        image=extension.image,
        detection_image=extension.detection_image,
        detections=extension.detections,
        objects=extension.detections.objects,
        config=config,
    )
    return in_flux_unit(values, config)
