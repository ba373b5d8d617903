"""Shapes of fitted models, without the PSF: second moments and ellipticities; 0 without a fit."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ...constants import ALMOST_ONE, PIXEL_VARIANCE, SMALLEST_DETERMINANT, SMALLEST_WORLD_DETERMINANT
from ...detection.moments import Moments
from ..dependencies import Function, composed
from ..models.components import Components
from ..models.fits import ModelFits
from ..models.shapes.ellipticity import ellipticity, polarisation
from ..models.shapes.moments import second_moments
from ..momentcolumns import moment_columns
from ..registry import column, quantity
from .world import WorldPositions
from .worldshape import in_world, variances_in_world, world_shape_columns

MODEL = "the model"
FIT = ";stat.fit"
WAYS = {"ELLIP": "Ellipticity", "POLAR": "Polarisation"}


class Spread(NamedTuple):
    """Second moments of n models, and their covariances.

    Attributes
    ----------
    moments : ndarray of float64, shape (3, n)
        <x^2>, <y^2>, <xy>, in pixels or degrees.
    covariance : ndarray of float64, shape (n, 3, 3)
    """

    moments: np.ndarray
    covariance: np.ndarray


@quantity
def model_spread(model_fits: ModelFits, model_components: Components) -> Spread:
    """Second moments of the models."""
    return Spread(*second_moments(model_fits.vector, model_fits.covariance, model_components))


@quantity
def visible_spread(model_spread: Spread, model_fits: ModelFits) -> Spread:
    """The same, with the variance of a pixel for models that are thinner than one; 0 without a fit."""
    (x2, y2, xy), covariance = model_spread
    thin = (x2 * y2 - xy**2 < SMALLEST_DETERMINANT) & model_fits.fitted
    more = np.where(thin, PIXEL_VARIANCE, 0)
    return Spread(np.stack([x2 + more, y2 + more, xy]), covariance)


@quantity
def model_moments(model_spread: Spread, visible_spread: Spread, model_fits: ModelFits) -> Moments:
    """Second moments of the models, and their ellipses, which are not thinner than a pixel."""
    fitted = model_fits.fitted
    shapes = Moments.from_variances(*np.where(fitted, visible_spread.moments, np.array([[1.0], [1.0], [0.0]])))
    shown = {name: np.where(fitted, value, 0) for name, value in vars(shapes).items()}
    x2, y2, xy = model_spread.moments
    return replace(Moments(**shown), x2=x2, y2=y2, xy=xy)


@quantity
def world_model_moments(model_moments: Moments, jacobian: np.ndarray) -> Moments:
    """Second moments of the models in the world, see `in_world`."""
    return in_world(model_moments, jacobian)


@quantity
def world_model_spread(model_spread: Spread, jacobian: np.ndarray) -> Spread:
    """Second moments of the models in the world as their ellipticities have them, and their covariances."""
    one, none = np.ones(1), np.zeros(1)
    axes = (one, none, none), (none, one, none), (none, none, one)
    matrix = np.stack([np.stack(variances_in_world(x2, y2, xy, jacobian)) for x2, y2, xy in axes], axis=1)
    x2, y2, xy = model_spread.moments
    x2, y2, xy = variances_in_world(x2, y2, xy, jacobian)
    xy = np.where(x2 * y2 - xy**2 < SMALLEST_WORLD_DETERMINANT, ALMOST_ONE * xy, xy)
    return Spread(
        np.stack([x2, y2, xy]), np.einsum("ijn,njk,lkn->nil", matrix, model_spread.covariance, matrix, optimize=True)
    )


def ellipticity_columns(way: str, frame: str, of: Function, end: str) -> None:
    """Declare the columns of a way to tell of ellipses: two components, their errors and correlation.

    Parameters
    ----------
    way, frame : str
        ELLIP or POLAR; IMAGE or WORLD.
    of : callable
        Its parameters name what it needs; it returns a Pair.
    end : str
        Of the UCDs.
    """
    ucd, place = f"src.ellipticity{FIT}{end}", "" if frame == "IMAGE" else ", world"
    names = f"{way}1MODEL_{frame}", f"{way}2MODEL_{frame}"

    def declare(name: str, field: str, about: str, ucd: str) -> None:
        column(name, "f4 %10.6f", about=about, ucd=ucd)(composed(of, lambda pair: getattr(pair, field)))

    declare(names[0], "first", f"{WAYS[way]} along x of the model{place}", ucd)
    declare(names[1], "second", f"{WAYS[way]} along the diagonal of the model{place}", ucd)
    declare(f"{way}1ERRMODEL_{frame}", "first_error", f"Error of {names[0]}", f"stat.error;{ucd}")
    declare(f"{way}2ERRMODEL_{frame}", "second_error", f"Error of {names[1]}", f"stat.error;{ucd}")
    about = f"Correlation of {way}1MODEL and {way}2MODEL{place}"
    declare(f"{way}CORRMODEL_{frame}", "correlation", about, f"stat.correlation;{ucd}")


ellipticity_columns("ELLIP", "IMAGE", lambda visible_spread: ellipticity(*visible_spread), ";instr.det")
ellipticity_columns("POLAR", "IMAGE", lambda visible_spread: polarisation(*visible_spread), ";instr.det")
ellipticity_columns("ELLIP", "WORLD", lambda world_model_spread: ellipticity(*world_model_spread), "")
ellipticity_columns("POLAR", "WORLD", lambda world_model_spread: polarisation(*world_model_spread), "")


def of_model(world_model_moments: Moments, world_model: WorldPositions) -> tuple[Moments, WorldPositions]:
    """The moments, and where they are."""
    return world_model_moments, world_model


moment_columns("{}MODEL", of=lambda model_moments: model_moments, about=MODEL, fit=FIT)
world_shape_columns("{}MODEL", of=of_model, about=MODEL, fit=FIT)
