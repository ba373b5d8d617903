"""Shapes of fitted models, without the PSF: second moments and ellipticities. So far, models are points: they are 0."""

from dataclasses import replace

import numpy as np

from ...constants import PIXEL_VARIANCE
from ...detection.moments import Moments
from ..models.fits import ModelFits
from ..momentcolumns import moment_columns
from ..registry import column, quantity
from .world import WorldPositions
from .worldshape import in_world, world_shape_columns

MODEL = "the model"
ELLIPTICITIES = {
    "ELLIP1MODEL": "Ellipticity along x of the model",
    "ELLIP2MODEL": "Ellipticity along the diagonal of the model",
    "POLAR1MODEL": "Polarisation along x of the model",
    "POLAR2MODEL": "Polarisation along the diagonal of the model",
    "ELLIP1ERRMODEL": "Error of ELLIP1MODEL",
    "ELLIP2ERRMODEL": "Error of ELLIP2MODEL",
    "ELLIPCORRMODEL": "Correlation of ELLIP1MODEL and ELLIP2MODEL",
    "POLAR1ERRMODEL": "Error of POLAR1MODEL",
    "POLAR2ERRMODEL": "Error of POLAR2MODEL",
    "POLARCORRMODEL": "Correlation of POLAR1MODEL and POLAR2MODEL",
}


@quantity
def model_moments(point_sources: ModelFits) -> Moments:
    """Second moments of the models: 0, with the ellipse of a pixel; without a fit, all are 0."""
    fitted = point_sources.fitted
    variance, zero = np.full(len(fitted), PIXEL_VARIANCE), np.zeros(len(fitted))
    moments = Moments.from_variances(variance, variance, zero)
    shown = {name: np.where(fitted, value, 0) for name, value in vars(moments).items()}
    return replace(Moments(**shown), x2=zero, y2=zero, xy=zero)


@quantity
def world_model_moments(model_moments: Moments, jacobian: np.ndarray) -> Moments:
    """Second moments of the models in the world, see `in_world`."""
    return in_world(model_moments, jacobian)


moment_columns("{}MODEL", of=lambda model_moments: model_moments, about=MODEL)


def of_model(world_model_moments: Moments, world_model: WorldPositions) -> tuple[Moments, WorldPositions]:
    """The moments, and where they are."""
    return world_model_moments, world_model


world_shape_columns("{}MODEL", of=of_model, about=MODEL)


def ellipticity_column(name: str, about: str, ucd: str) -> None:
    """Declare a column of ellipticities, of their errors or correlations: a point has none."""

    @column(name, "f4 %10.6f", about=about, ucd=ucd)
    def _(point_sources):
        return np.zeros(len(point_sources))


for kind, text in ELLIPTICITIES.items():
    prefix = "stat.error;" if "ERR" in kind else "stat.correlation;" if "CORR" in kind else ""
    ellipticity_column(f"{kind}_IMAGE", text, f"{prefix}src.ellipticity;stat.fit;instr.det")
    ellipticity_column(f"{kind}_WORLD", f"{text}, world", f"{prefix}src.ellipticity;stat.fit")
