"""Where fitted models are, and the errors: XMODEL_IMAGE and its family."""

import numpy as np

from ...detection.moments import Moments
from ...images.sky.projection import Projection
from ..models.components import Components, X, Y
from ..models.fits import ModelFits
from ..models.windows import ModelWindows
from ..momentcolumns import moment_columns
from ..positioncolumns import fitted_position_columns
from ..registry import column, quantity
from .world import WorldPositions, position_columns
from .worldshape import in_world, world_shape_columns

FIT = ";stat.fit.param"
OF_MODEL = "the model's position"
NO_POSITION = -1.0  # 0-based pixels


@quantity
def model_positions(model_fits: ModelFits, model_components: Components, model_windows: ModelWindows) -> np.ndarray:
    """Positions of the models, 0-based, x and y; pixel (0, 0) of FITS without a fit. float64 of shape (2, n)."""
    fitted = np.stack([model_windows.x, model_windows.y]) + model_components.position(model_fits.vector).T
    return np.where(model_fits.fitted, fitted, NO_POSITION)


@quantity
def model_error(model_fits: ModelFits, model_components: Components) -> Moments:
    """Errors of these positions; 0 where they are not known."""
    x2, y2, xy = position_covariance(model_fits.covariance, model_components)
    determinant = x2 * y2 - xy * xy
    known = (determinant > 0) & (np.maximum(x2, y2) < np.finfo(np.float32).max * determinant)  # CXX is a float32
    moments = Moments.from_variances(np.where(known, x2, 1), np.where(known, y2, 1), np.where(known, xy, 0))
    shown = {name: np.where(known, value, 0) for name, value in vars(moments).items() if name != "theta"}
    return Moments(theta=moments.theta, **shown)


def position_covariance(covariance: np.ndarray, components: Components) -> np.ndarray:
    """Variances of x and y, and their covariance; float64 of shape (3, n), 0 for a level of the sky alone."""
    if not components.extends_from_a_centre:
        return np.zeros((3, len(covariance)))
    x, y = components.parameters.index(X), components.parameters.index(Y)
    return np.stack([covariance[:, x, x], covariance[:, y, y], covariance[:, y, x]])


@quantity
def world_model(projection: Projection, model_positions: np.ndarray) -> WorldPositions:
    """Positions of the models in the world."""
    return WorldPositions(projection, *model_positions)


@quantity
def world_model_error(model_error: Moments, jacobian: np.ndarray) -> Moments:
    """Errors of these positions in the world, see `in_world`."""
    return in_world(model_error, jacobian)


@column(
    "XFOCAL_WORLD",
    "f8 %18.10e",
    about="X of the model in the plane of projection",
    ucd="pos.cartesian.x;stat.fit.param",
)
def _(world_model):
    return world_model.focal[0]


@column(
    "YFOCAL_WORLD",
    "f8 %18.10e",
    about="Y of the model in the plane of projection",
    ucd="pos.cartesian.y;stat.fit.param",
)
def _(world_model):
    return world_model.focal[1]


fitted_position_columns("MODEL", of=lambda model_positions: model_positions, about="the model", main=";meta.main")
position_columns("MODEL", of=lambda world_model: world_model, about="the model", fitted=True)
moment_columns("ERR{}MODEL", of=lambda model_error: model_error, about=OF_MODEL, error=True, fit=FIT)
world_shape_columns(
    "ERR{}MODEL",
    of=lambda world_model_error, world_model: (world_model_error, world_model),
    about=OF_MODEL,
    error=True,
    fit=FIT,
)
