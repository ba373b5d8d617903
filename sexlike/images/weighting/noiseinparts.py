"""The noise of an image that is measured in parts: the meshes of some rows at a time, then what follows from all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from ..background.background import Background
from .noise import SkyPixels

Noise = dict[str, Any]  # the fields of a Background, and the scale of the weights
Measure = Callable[[SkyPixels], tuple[Background, float]]  # what `noise_from` takes


def known(noise: Sequence[Noise]) -> Measure:
    """A measure that returns what is known, in turn."""
    descriptions = iter(noise)
    return lambda _: background_and_scale(next(descriptions))


def background_and_scale(noise: Noise) -> tuple[Background, float]:
    """What `measure_noise` has returned, from its description."""
    found = dict(noise)
    scale = found.pop("scale")
    return Background(**found), scale


def measuring(maps: list[np.ndarray], first: int, stop: int) -> Measure:
    """A measure that adds what it finds in the meshes of some rows to a list."""

    def measure(sky: SkyPixels) -> tuple[Background, float]:
        grid = sky.grid
        maps.append(sky.meshes(slice(first, min(stop, len(sky.raw)))))
        nothing = np.zeros(grid.count, np.float32)
        return Background(nothing, nothing + 1, grid.mesh, grid.shape, 0.0, 1.0, constant=0.0), 1.0

    return measure


def merging(maps: Sequence[np.ndarray], noise: list[Noise]) -> Measure:
    """A measure that finds the noise from all meshes, in turn, and adds it to a list."""
    found = iter(maps)
    return recording(noise, lambda sky: sky.noise_of(next(found)))


def recording(noise: list[Noise], measure: Measure = SkyPixels.noise) -> Measure:
    """A measure that adds what another one finds to a list."""

    def record(sky: SkyPixels) -> tuple[Background, float]:
        background, scale = measure(sky)
        noise.append({one.name: getattr(background, one.name) for one in fields(background)} | {"scale": float(scale)})
        return background, scale

    return record
