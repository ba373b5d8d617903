"""FLUX_x, FLUXERR_x, MAG_x and MAGERR_x, a family of columns for each way to measure: types, formats, units."""

import numpy as np

from ..config.config import Config
from ..magnitudes import magnitude, magnitude_error
from .dependencies import Function, composed
from .registry import Request, column

FLUX = "f4 %12.7g count"
MAGNITUDE = "f4 %8.4f mag"


UCDS = "phot.flux", "stat.stdev;phot.flux", "phot.mag", "stat.stdev;phot.mag"
MODEL_UCDS = (
    "phot.count;stat.fit.param",
    "stat.error;phot.count;stat.fit.param",
    "phot.mag;stat.fit.param",
    "stat.error;phot.mag;stat.fit.param",
)
FITTED_UCDS = "phot.count;stat.fit.param", "stat.stdev;phot.count", "phot.mag", "stat.stdev;phot.mag"


def flux_columns(
    name: str, *, of: Function, about: str, dimensions: int = 0, ucd: str = "", ucds: tuple[str, ...] = UCDS
) -> None:
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
    ucds : tuple of str
        Those of flux, magnitude and their errors: `UCDS`, `FITTED_UCDS` of the PSF, or `MODEL_UCDS`.
    """
    flux_ucd, flux_error_ucd, magnitude_ucd, magnitude_error_ucd = ucds

    def declare(kind: str, cell: str, compute: Function, about: str, kind_ucd: str) -> None:
        full_name = f"{kind}_{name}"

        def values(light: tuple[np.ndarray, np.ndarray], config: Config, request: Request) -> np.ndarray:
            return resized(compute(*light, config.MAG_ZEROPOINT), request.sizes[full_name], beyond(config))

        column(full_name, cell, about=about, ucd=kind_ucd + ucd, dimensions=dimensions)(composed(of, values))

    declare("FLUX", FLUX, lambda flux, error, zero: flux, f"Flux {about}", flux_ucd)
    declare("FLUXERR", FLUX, lambda flux, error, zero: error, f"Error of the flux {about}", flux_error_ucd)
    declare("MAG", MAGNITUDE, lambda flux, error, zero: magnitude(flux, zero), f"Magnitude {about}", magnitude_ucd)
    declare(
        "MAGERR",
        MAGNITUDE,
        lambda flux, error, zero: magnitude_error(flux, error),
        f"Error of the magnitude {about}",
        magnitude_error_ucd,
    )


def beyond(config: Config) -> float:
    """What elements are for which a list has no value: 0 in SExtractor."""
    return 0.0 if config.COMPATIBILITY == "SEXTRACTOR" else np.nan


def resized(values: np.ndarray, size: tuple[int, ...], missing: float) -> np.ndarray:
    """Values in a column that asks for another number of them.

    Parameters
    ----------
    values : ndarray, shape (n,) or (n, k)
    size : tuple of int
        ``()`` for a scalar, or one number.
    missing : float
        What is there where there are too few.

    Returns
    -------
    ndarray, shape (n, *size)
        The first of the values. Those of shape (n,) are returned as they are.
    """
    values = np.asarray(values)
    if values.ndim == 1:
        return values
    if not size:
        return values[:, 0]
    column_values = np.full((len(values), *size), missing, values.dtype)
    shared = min(size[0], values.shape[1])
    column_values[:, :shared] = values[:, :shared]
    return column_values
