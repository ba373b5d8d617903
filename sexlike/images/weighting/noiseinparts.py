"""The noise of an image that is measured in parts: the meshes of some rows at a time, then what follows from all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...config.config import Config
from ..background.background import Background
from ..background.grid import Grid
from ..role import Role
from .noise import mesh_maps, noise_of_meshes
from .weights import Weighting

Noise = dict[str, Any]


def known(noise: Sequence[Noise]) -> Callable[..., tuple[Background, float]]:
    """A function in place of `measure_noise` that returns what is known, in turn."""
    backgrounds = iter(noise)

    def measure(*_: Any, **__: Any) -> tuple[Background, float]:
        found = dict(next(backgrounds))
        scale = found.pop("scale")
        return Background(**found), scale

    return measure


def measuring(maps: list[np.ndarray], first: int, stop: int) -> Callable[..., tuple[Background, float]]:
    """A function in place of `measure_noise` that adds what it finds in the meshes of some rows to a list."""

    def measure(
        raw: np.ndarray,
        config: Config,
        roles: Sequence[Role],
        weighting: Weighting | None = None,
        weights: np.ndarray | None = None,
        scale: float | None = None,
    ) -> tuple[Background, float]:
        grid, rows = Grid.from_back_size(config.BACK_SIZE, raw.shape), slice(first, min(stop, len(raw)))
        part = Grid((rows.stop - rows.start, grid.shape[1]), grid.mesh)
        maps.append(mesh_maps(raw[rows], config, part, weighting, None if weights is None else weights[rows]))
        nothing = np.zeros(grid.count, np.float32)
        return Background(nothing, nothing + 1, grid.mesh, grid.shape, 0.0, 1.0, constant=0.0), 1.0

    return measure


def merging(maps: Sequence[np.ndarray], noise: list[Noise]) -> Callable[..., tuple[Background, float]]:
    """A function in place of `measure_noise` that finds the noise from all meshes, in turn, and adds it to a list."""
    found = iter(maps)

    def measure(
        raw: np.ndarray,
        config: Config,
        roles: Sequence[Role],
        weighting: Weighting | None = None,
        weights: np.ndarray | None = None,
        scale: float | None = None,
    ) -> tuple[Background, float]:
        grid = Grid.from_back_size(config.BACK_SIZE, raw.shape)
        background, factor = noise_of_meshes(next(found), grid, config, roles, weighting, scale)
        fields = ("level", "rms", "mesh", "shape", "mean", "sigma", "constant")
        noise.append({name: getattr(background, name) for name in fields} | {"scale": float(factor)})
        return background, factor

    return measure
