"""Models without their disks."""

from dataclasses import replace

from ..modelslopes import ModelCost
from ..parameters import Parameters


def without_disk(model: ModelCost) -> tuple[ModelCost, list[int]]:
    """The same models without a disk, and the places of their parameters in the whole."""
    whole = model.canvas.components
    part = replace(whole, disk=False)
    places = [whole.parameters.index(name) for name in part.parameters]
    rows = (values[:, places] for values in vars(model.parameters).values())
    return replace(model, canvas=replace(model.canvas, components=part), parameters=Parameters(*rows)), places
