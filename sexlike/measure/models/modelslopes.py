"""The cost of models of several components, and its derivatives: those of shapes are differences of rasters."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .batches import ModelBatch
from .components import OFFSET, SPHEROID_ASPECT, X, Y
from .drawing import cost_of, prior_of
from .layers import Canvas, layers_of, profiles_of, shapes_of
from .mapfits import ALONG_X, ALONG_Y, add_up_fits
from .minimiser import Slopes
from .parameters import Parameters
from .rasters import Profiles

STEP = 1e-2  # of a variable, in differences


class Layered(NamedTuple):
    """Models of m objects as sums of layers, and how they change with p variables; see `add_up_fits`.

    Attributes
    ----------
    data : ModelBatch
    members : ndarray of int64, shape (m,)
    shifts : ndarray of float64, shape (m, 2)
    maps : ndarray of float32, shape (m, layers, side, side)
    amounts : ndarray of float64, shape (m, layers)
    sources : ndarray of int64, shape (p,)
    factors : ndarray of float64, shape (m, p)
    strangers : int
    """

    data: ModelBatch
    members: np.ndarray
    shifts: np.ndarray
    maps: np.ndarray
    amounts: np.ndarray
    sources: np.ndarray
    factors: np.ndarray
    strangers: int = 0

    def sums(self) -> np.ndarray:
        """Sums of the products of all derivatives of the residuals, and of these: (m, p + 1, p + 1)."""
        sizes, step = self.data.windows.raster[self.members], self.data.step
        given = self.data.stamps, self.members, self.shifts, step, self.amounts, self.sources, self.factors
        return add_up_fits(np.ascontiguousarray(self.maps), sizes, *given, self.strangers)

    def with_more(self, maps: np.ndarray) -> "Layered":
        """The same with layers of which there is nothing, but as much as one likes may be added: (m, more, ...)."""
        m, more = maps.shape[:2]
        first = self.maps.shape[1]
        return self._replace(
            maps=np.concatenate([self.maps, maps], axis=1),
            amounts=np.concatenate([self.amounts, np.zeros((m, more))], axis=1),
            sources=np.concatenate([self.sources, np.arange(first, first + more)]),
            factors=np.concatenate([self.factors, np.ones((m, more))], axis=1),
            strangers=more,
        )


@dataclass(frozen=True)
class ModelCost:
    """The cost of the models of a batch of k objects.

    Attributes
    ----------
    canvas : Canvas
    parameters : Parameters
        Of these objects.
    rough : bool
        Derivatives come from sparse rasters if the PSF has samples enough: good for the first steps of a fit.
    """

    canvas: Canvas
    parameters: Parameters
    rough: bool = False

    def cost(self, variables: np.ndarray, members: np.ndarray) -> np.ndarray:
        """The cost of some of them: (m, p) and indices (m,) -> (m,)."""
        return self.trial(variables, members).cost

    def slopes(self, variables: np.ndarray, members: np.ndarray, layers: np.ndarray | None = None) -> Slopes:
        """The same, and its derivatives; layers: of these models, if they have been drawn."""
        sums = self.layered(variables, members, layers).sums()
        self.add_prior(sums, variables)
        return Slopes(sums[:, -1, -1].copy(), sums[:, :-1, -1].copy(), sums[:, :-1, :-1].copy())

    def trial(self, variables: np.ndarray, members: np.ndarray) -> "ModelTrial":
        """The cost, and its derivatives if they are asked for."""
        vector = self.parameters.take(members).values(variables)
        layers = self.canvas.layers(vector, members)
        cost = cost_of(self.canvas, vector, members, layers) + prior_of(self.canvas.components, variables)
        return ModelTrial(self, variables, members, layers, cost)

    def add_prior(self, sums: np.ndarray, variables: np.ndarray) -> None:
        """Add the prior of the spheroid's axis ratio to what `Layered.sums` gives, as far as slopes need it."""
        place = self.canvas.components.place(SPHEROID_ASPECT)
        if place is not None:
            sums[:, -1, -1] += prior_of(self.canvas.components, variables)
            sums[:, place, -1] += variables[:, place]
            sums[:, place, place] += 1

    def layered(self, variables: np.ndarray, members: np.ndarray, layers: np.ndarray | None = None) -> Layered:
        """Of what models and their derivatives are made, without the prior; layers: of the models, if these are drawn.

        Layers of spheroids and disks come before what a step of the variables of their shapes changes.
        """
        canvas, components, parameters = self.canvas, self.canvas.components, self.parameters.take(members)
        vector, change = parameters.values(variables), parameters.slopes(variables)
        if layers is None:
            layers = canvas.layers(vector, members)
        changes = self.changes(variables, members)
        maps: list[np.ndarray] = []
        amounts: list[np.ndarray] = []
        layer_of: dict[str, int] = {}
        for layer, (name, amount) in enumerate(zip(layers_of(components), canvas.amounts(vector).T, strict=True)):
            shapes = shapes_of(components, name)
            layer_of |= {of: len(amounts) + k for k, of in enumerate([name, *shapes])}
            maps.append(layers[:, layer, None])
            amounts += [amount] + [np.zeros(len(members))] * len(shapes)
            if shapes:
                maps.append(changes[name])
            for of in shapes:
                change[:, components.parameters.index(of)] = amount / STEP
        for k, name in enumerate(components.parameters):
            if name in (X, Y):
                change[:, k] /= canvas.data.binning
            if name == OFFSET:
                change[:, k] *= np.where(vector[:, k] < 0, -1, 1)
        along = {X: ALONG_X, Y: ALONG_Y}
        sources = np.array([along.get(name, layer_of.get(name)) for name in components.parameters], np.int64)
        shifts, together = canvas.data.in_windows(components.position(vector)), np.concatenate(maps, axis=1)
        return Layered(canvas.data, members, shifts, together, np.stack(amounts, axis=1), sources, change)

    def changes(self, variables: np.ndarray, members: np.ndarray) -> dict[str, np.ndarray]:
        """What steps of the variables of the shapes of layers change: float32 of shape (m, shapes, side, side) each."""
        canvas, components, m = self.canvas, self.canvas.components, len(members)
        fluxes = [name for name in layers_of(components) if shapes_of(components, name)]
        if not fluxes:
            return {}
        sparser = canvas.sparser if self.rough else 1
        step = sparser * canvas.data.windows.step[members]
        numbers = np.array([1 + len(shapes_of(components, flux)) for flux in fluxes])
        parts = []
        for flux, number in zip(fluxes, numbers, strict=True):
            places = [components.parameters.index(name) for name in shapes_of(components, flux)]
            tried = np.repeat(variables[:, None], number, axis=1)
            tried[:, np.arange(1, number), places] += STEP
            each = np.repeat(members, number)
            vector = self.parameters.take(each).values(tried.reshape(len(each), variables.shape[1]))
            parts.append(profiles_of(components, flux, vector, step.repeat(number)))
        every = int(numbers.sum())
        rasters = canvas.drawn_smooth(Profiles.of_each(parts, m), members.repeat(every), sparser)
        rasters = rasters.reshape(m, every, *rasters.shape[1:])
        moved = [of[:, 1:] - of[:, :1] for of in np.split(rasters, np.cumsum(numbers)[:-1], axis=1)]
        blurred = canvas.blurred(np.concatenate(moved, axis=1), members)
        return dict(zip(fluxes, np.split(blurred, np.cumsum(numbers - 1)[:-1], axis=1), strict=True))


@dataclass(frozen=True)
class ModelTrial:
    """Models of m objects that may be taken or refused.

    Attributes
    ----------
    model : ModelCost
    variables, members : ndarray
        Of shapes (m, p) and (m,).
    layers : ndarray of float32, shape (m, layers, side, side)
    cost : ndarray of float64, shape (m,)
    """

    model: ModelCost
    variables: np.ndarray
    members: np.ndarray
    layers: np.ndarray
    cost: np.ndarray

    def of(self, chosen: np.ndarray) -> Slopes:
        """The cost of some of them, and its derivatives."""
        return self.model.slopes(self.variables[chosen], self.members[chosen], self.layers[chosen])
