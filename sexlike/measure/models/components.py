"""The components of models, and the order of their parameters: what is fitted follows from the columns wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..registry import Request, quantity

X, Y, OFFSET, POINT_FLUX = "x", "y", "offset", "point flux"
SPHEROID_FLUX, SPHEROID_RADIUS, SPHEROID_ASPECT = "spheroid flux", "spheroid radius", "spheroid aspect"
SPHEROID_ANGLE, SERSIC_INDEX = "spheroid angle", "Sersic index"
DISK_FLUX, DISK_SCALE, DISK_ASPECT, DISK_ANGLE = "disk flux", "disk scale", "disk aspect", "disk angle"
FLUXES = POINT_FLUX, SPHEROID_FLUX, DISK_FLUX
# Parts of the names of columns that ask for a component.
OF_OFFSET, OF_POINT, OF_SPHEROID, OF_DISK = "BACKOFFSET", "POINTSOURCE", "SPHEROID", "DISK"
OF_INDEX = "SERSICN"


@dataclass(frozen=True)
class Components:
    """The components of a model, all of which have the same centre.

    Attributes
    ----------
    offset : bool
        A level of the background.
    point : bool
        A point source.
    spheroid : bool
        A spheroid: a profile of Sersic's, or of de Vaucouleurs' if its index is not free.
    sersic : bool
        The index of the spheroid is free.
    disk : bool
        An exponential disk.
    """

    offset: bool = False
    point: bool = False
    spheroid: bool = False
    sersic: bool = False
    disk: bool = False

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names of the p parameters, in the order of VECTOR_MODEL."""
        spheroid = SPHEROID_FLUX, SPHEROID_RADIUS, SPHEROID_ASPECT, SPHEROID_ANGLE
        parts = [
            (self.offset, (OFFSET,)),
            (self.extends_from_a_centre, (X, Y)),
            (self.point, (POINT_FLUX,)),
            (self.spheroid, spheroid + (SERSIC_INDEX,) * self.sersic),
            (self.disk, (DISK_FLUX, DISK_SCALE, DISK_ASPECT, DISK_ANGLE)),
        ]
        return tuple(name for present, names in parts if present for name in names)

    @property
    def extends_from_a_centre(self) -> bool:
        """There is something besides the level of the background."""
        return self.point or self.spheroid or self.disk

    @property
    def is_point(self) -> bool:
        """There is a point source and nothing else."""
        return self.parameters == (X, Y, POINT_FLUX)

    @property
    def fluxes(self) -> list[int]:
        """Where the fluxes of the components are in the vector: of the point, the spheroid and the disk."""
        return [k for k, name in enumerate(self.parameters) if name in FLUXES]

    def place(self, name: str) -> int | None:
        """Where a parameter is in the vector; None if the model has none of this name."""
        return self.parameters.index(name) if name in self.parameters else None

    def values(self, vector: np.ndarray, name: str, absent: float = 0.0) -> np.ndarray:
        """A parameter of n models, of their vectors (n, p): float64 (n,), `absent` if there is none of this name."""
        place = self.place(name)
        return np.full(len(vector), absent) if place is None else vector[:, place]

    def position(self, vector: np.ndarray) -> np.ndarray:
        """Offsets of n models from the central pixels of their windows, x and y: float64 of shape (n, 2)."""
        return np.stack([self.values(vector, X), self.values(vector, Y)], axis=1)


def components_of(names: Collection[str]) -> Components:
    """The components that columns of these names ask for; a Sersic spheroid if none of them names one."""

    def named(part: str) -> bool:
        return any(part in name for name in names)

    asked = Components(named(OF_OFFSET), named(OF_POINT), named(OF_SPHEROID), named(OF_INDEX), named(OF_DISK))
    return asked if asked.parameters else Components(spheroid=True, sersic=True)


@quantity
def model_components(request: Request) -> Components:
    """The components of the models of a run."""
    return components_of(request.sizes)
