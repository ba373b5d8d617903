"""Disks of fitted models: their fluxes, brightness, DISK_SCALE_IMAGE and its family, inclinations."""

from dataclasses import replace

import numpy as np

from ...config.config import Config
from ..componentcolumns import (
    ANGLE,
    brightness_columns,
    component_flux_columns,
    ellipse_columns,
    value_and_error,
)
from ..models.components import DISK_FLUX, Components
from ..models.fits import ModelFits
from ..models.parameters import RIGHT_ANGLE
from ..models.shapes.ellipses import FittedEllipse, WorldEllipse, ellipse_in_world, fitted_ellipse
from ..models.shapes.fluxes import Brightness, disk_brightness
from ..models.shapes.moments import disk_of, spheroid_of
from ..registry import quantity
from .world import WorldPositions
from .worldshape import folded

THE_DISK = "the disk"


@quantity
def disk_ellipse(model_fits: ModelFits, model_components: Components, config: Config) -> FittedEllipse:
    """The ellipses of the disks. If the fitted axis ratio is above 1, SExtractor turns the angle of the spheroid."""
    vector, errors, disk = model_fits.vector, model_fits.errors, disk_of(model_components)
    ellipse = fitted_ellipse(vector, errors, disk)
    if config.COMPATIBILITY != "SEXTRACTOR":
        return ellipse
    turned = np.full(len(vector), RIGHT_ANGLE)
    if model_components.spheroid:
        turned += fitted_ellipse(vector, errors, spheroid_of(model_components)).angle
    return replace(ellipse, angle=np.where(vector[:, disk.aspect] > 1, folded(turned), ellipse.angle))


@quantity
def world_disk(disk_ellipse: FittedEllipse, jacobian: np.ndarray, world_model: WorldPositions) -> WorldEllipse:
    """The ellipses of the disks in the world."""
    return ellipse_in_world(disk_ellipse, jacobian, world_model)


@quantity
def brightness_of_disk(model_fits: ModelFits, model_components: Components, disk_ellipse: FittedEllipse) -> Brightness:
    """Flux per pixel of the disks."""
    return disk_brightness(model_components.values(model_fits.vector, DISK_FLUX), disk_ellipse)


component_flux_columns("DISK", DISK_FLUX, about=THE_DISK)
brightness_columns("DISK", of=lambda brightness_of_disk: brightness_of_disk, about=THE_DISK)
ellipse_columns(
    "DISK",
    "SCALE",
    of=lambda disk_ellipse: disk_ellipse,
    in_world=lambda world_disk: world_disk,
    about=THE_DISK,
    size_about="Scale length",
)
value_and_error(
    ("DISK_INCLINATION", "DISK_INCLINATIONERR"),
    lambda disk_ellipse: disk_ellipse,
    "inclination",
    (ANGLE, ANGLE),
    "Inclination of the disk, if it is thin",
    "src.morph;stat.fit.param;instr.det",
)
