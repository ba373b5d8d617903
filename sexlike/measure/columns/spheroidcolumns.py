"""Spheroids of fitted models: their fluxes, brightness, SPHEROID_REFF_IMAGE and its family, Sersic indices."""

import numpy as np

from ..componentcolumns import (
    ERROR,
    brightness_columns,
    component_flux_columns,
    ellipse_columns,
)
from ..models.components import SERSIC_INDEX, SPHEROID_FLUX, Components
from ..models.fits import ModelFits
from ..models.shapes.ellipses import FittedEllipse, WorldEllipse, ellipse_in_world, fitted_ellipse
from ..models.shapes.fluxes import Brightness, spheroid_brightness
from ..models.shapes.moments import spheroid_of
from ..models.shapes.profiles import DE_VAUCOULEURS_INDEX
from ..registry import column, quantity
from .world import WorldPositions

THE_SPHEROID = "the spheroid"
INDEX, INDEX_UCD = "f4 %6.3f", "src.morph;stat.fit.param"


@quantity
def spheroid_ellipse(model_fits: ModelFits, model_components: Components) -> FittedEllipse:
    """The ellipses of the spheroids."""
    return fitted_ellipse(model_fits.vector, model_fits.errors, spheroid_of(model_components))


@quantity
def world_spheroid(spheroid_ellipse: FittedEllipse, jacobian: np.ndarray, world_model: WorldPositions) -> WorldEllipse:
    """The ellipses of the spheroids in the world."""
    return ellipse_in_world(spheroid_ellipse, jacobian, world_model)


@quantity
def brightness_of_spheroid(
    model_fits: ModelFits, model_components: Components, spheroid_ellipse: FittedEllipse
) -> Brightness:
    """Flux per pixel of the spheroids."""
    flux = model_components.values(model_fits.vector, SPHEROID_FLUX)
    index = model_components.values(model_fits.vector, SERSIC_INDEX, DE_VAUCOULEURS_INDEX)
    return spheroid_brightness(flux, spheroid_ellipse, index)


component_flux_columns("SPHEROID", SPHEROID_FLUX, about=THE_SPHEROID)
brightness_columns("SPHEROID", of=lambda brightness_of_spheroid: brightness_of_spheroid, about=THE_SPHEROID)
ellipse_columns(
    "SPHEROID",
    "REFF",
    of=lambda spheroid_ellipse: spheroid_ellipse,
    in_world=lambda world_spheroid: world_spheroid,
    about=THE_SPHEROID,
    size_about="Effective radius",
)


@column("SPHEROID_SERSICN", INDEX, about="Sersic index of the spheroid", ucd=INDEX_UCD)
def _(model_fits, model_components):
    return model_components.values(model_fits.vector, SERSIC_INDEX)


@column("SPHEROID_SERSICNERR", INDEX, about="Error of SPHEROID_SERSICN", ucd=ERROR + INDEX_UCD)
def _(model_fits, model_components):
    return model_components.values(model_fits.errors, SERSIC_INDEX)
