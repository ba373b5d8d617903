"""Models without one of their components."""

from dataclasses import replace

import numpy as np

from ..components import DISK_FLUX, Components
from ..modelslopes import ModelCost
from ..parameters import Parameters


def without(model: ModelCost, flux: str) -> tuple[ModelCost, list[int]]:
    """The same models without the spheroid or disk of this flux, and the places of their parameters in the whole."""
    whole = model.canvas.components
    part = replace(whole, disk=False) if flux == DISK_FLUX else replace(whole, spheroid=False, sersic=False)
    places = places_of(part.parameters, whole)
    rows = (values[:, places] for values in vars(model.parameters).values())
    return ModelCost(replace(model.canvas, components=part), Parameters(*rows)), places


def places_of(names: tuple[str, ...], components: Components) -> list[int]:
    """Where parameters are in vectors."""
    return [components.parameters.index(name) for name in names]


def with_flux(components: Components, vector: np.ndarray) -> np.ndarray:
    """Vectors (k, p) of parts, whose light is twice that which they have in a model of two components."""
    brighter = vector.copy()
    brighter[:, components.fluxes] *= 2
    return brighter
