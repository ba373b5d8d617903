"""Fluxes, their errors, and the magnitudes that follow from both: one family of columns for each way to measure."""

import inspect

import numpy as np

from ..magnitudes import magnitude, magnitude_error
from .registry import column, dependencies


def fitted(values, size):
    """Values of shape (n, k) in a column of another size, (k',) or () for the first of them: what is missing is 0."""
    values = np.asarray(values)
    if values.ndim == 1:
        return values
    if not size:
        return values[:, 0]
    column_values = np.zeros((len(values), *size), values.dtype)
    shared = min(size[0], values.shape[1])
    column_values[:, :shared] = values[:, :shared]
    return column_values


def flux_columns(name, *, of, about, dimensions=0, ucd=""):
    """Declare FLUX_name, FLUXERR_name, MAG_name and MAGERR_name.

    Parameters
    ----------
    name : str
        What follows the underscore: AUTO.
    of : callable
        Its parameters name the quantities that it needs, as in every column; it returns flux and error, of shape (n,)
        or (n, k). If these are float32, so are the numbers that the magnitudes are made of.
    about : str
        Continues "Flux ..." and "Magnitude ...": "in the Kron ellipse".
    dimensions : int
        1 if the columns take a number of elements.
    ucd : str
        What is added to the UCDs, with its semicolon.
    """
    flux = {"type": "f4", "format": "%12.7g", "unit": "count", "dimensions": dimensions}
    mag = {"type": "f4", "format": "%8.4f", "unit": "mag", "dimensions": dimensions}
    family = (
        ("FLUX", flux, "phot.flux", f"Flux {about}", lambda f, e, zp: f),
        ("FLUXERR", flux, "stat.stdev;phot.flux", f"Error of the flux {about}", lambda f, e, zp: e),
        ("MAG", mag, "phot.mag", f"Magnitude {about}", lambda f, e, zp: magnitude(f, zp)),
        ("MAGERR", mag, "stat.stdev;phot.mag", f"Error of the magnitude {about}",
         lambda f, e, zp: magnitude_error(f, e)),
    )  # fmt: skip
    for kind, properties, kind_ucd, meaning, value in family:
        full_name = f"{kind}_{name}"
        function = of_flux(of, full_name, value)
        column(full_name, **properties, ucd=kind_ucd + ucd, about=meaning)(function)


def of_flux(of, column_name, value):
    """The function of a column that is made of a flux, its error and the zero-point.

    It needs what `of` needs, and the configuration and the request besides.
    """
    names = [name for group in dependencies(of) for name in group]

    def function(**needed):
        flux, error = of(**{name: needed[name] for name in names if name in needed})
        return fitted(value(flux, error, needed["config"].MAG_ZEROPOINT), needed["request"].sizes[column_name])

    own = inspect.signature(of).parameters
    given = (inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("config", "request"))
    parameters = [*own.values(), *(p for p in given if p.name not in own)]
    function.__signature__ = inspect.Signature(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters)
    return function
