"""What is given to `sexlike.extract`: images, and beside them errors, weights and masks, in files or in memory."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...config.config import Config
from ...config.extract_arguments import config_from, refuse_unknown, warn_of_files
from ...config.pythonvalues import MAPS, is_image
from ...errors import SexlikeError
from ..files.extensions import open_extensions
from ..files.source import Source
from ..pairs import images_of
from .described import described
from .errormaps import deviations_of_image, error_map, weight_map

log = logging.getLogger("sexlike")

WEIGHT_KEYWORDS = ("WEIGHT_TYPE", "WEIGHT_IMAGE")
SAYING_THE_SAME = {"error": WEIGHT_KEYWORDS, "weight": WEIGHT_KEYWORDS, "mask": ("MASK_IMAGE",)}


@dataclass
class Given:
    """Images, and the maps in memory that keywords name.

    Attributes
    ----------
    images : list
        One, or the one to search and the one to measure.
    maps : pair of dict
        See `open_pairs`.
    """

    images: list[Any]
    maps: tuple[dict[str, list[Source]], dict[str, list[Source]]] = field(default_factory=lambda: ({}, {}))

    def name_of(self, image: Any, label: str, roles: tuple[int, ...] = (0, 1), name: str | None = None) -> str:
        """The name under which the run finds a map: that of its file, or one under which it is kept in memory."""
        is_file = isinstance(image, str | os.PathLike)
        if is_file and name is None:
            return os.fspath(image)
        name = name or f"{label} ({type(image).__name__})"
        sources = open_extensions(image, with_companions=True)
        for role in roles:
            self.maps[role][name] = sources if is_file else [replace(source, name=name) for source in sources]
        return name

    def names_of(self, images: list[Any], label: str) -> tuple[str, ...]:
        """The names of several maps; those of which nothing is given are left out."""
        several = len(images) > 1
        labels = (f"{label} {number}" if several else label for number in range(1, len(images) + 1))
        return tuple(self.name_of(*pair) for pair in zip(images, labels, strict=True) if pair[0] is not None)


def take(
    image: Any, config: Any, keywords: Mapping[str, Any], header: Any, wcs: Any, **maps: Any
) -> tuple[Given, Config]:
    """Take the arguments of `sexlike.extract`.

    Parameters
    ----------
    image, config, keywords, header, wcs
        See there.
    **maps
        ``error``, ``weight`` and ``mask``.

    Returns
    -------
    Given
    Config
        The maps are in WEIGHT_IMAGE and MASK_IMAGE, under their names.

    Raises
    ------
    SexlikeError
        Two arguments contradict each other, or one makes no sense.
    """
    refuse_unknown(keywords)
    given = Given([described(one, header, wcs) for one in images_of(image)])
    refuse_contradictions(maps, keywords)
    config = with_names(config, given) if isinstance(config, Mapping) else config
    made = config_from(config, with_names(keywords, given))
    warn_of_files(made)
    weights, given_by = weights_from(given, made, maps["error"], maps["weight"])
    masks = masks_from(given, maps["mask"])
    in_call = {name.upper() for name in keywords}
    if weights and "WEIGHT_THRESH" in made.origins.keys() - in_call:
        weights["WEIGHT_THRESH"] = ()  # of another map
    origins = dict.fromkeys(weights, given_by) | dict.fromkeys(masks, "mask=")
    made = config_from(made, weights | masks)
    return given, replace(made, origins=made.origins | origins)


def refuse_contradictions(maps: Mapping[str, Any], keywords: Mapping[str, Any]) -> None:
    """Raise SexlikeError if a map is given by an argument and by a keyword."""
    names = {name.upper(): name for name in keywords}
    for argument, others in SAYING_THE_SAME.items():
        clash = next((names[other] for other in others if other in names), None)
        if maps[argument] is not None and clash:
            hint = f"Give one of the two: {argument}= sets {' and '.join(others)}."
            raise SexlikeError(f"{argument}= and {clash}= contradict each other", hint=hint)


def with_names(keywords: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """Keywords with the names of maps instead of maps in memory."""
    named = dict(keywords)
    for key, value in keywords.items():
        if str(key).upper() in MAPS and is_image(value):
            named[key] = given.names_of(images_of(value), key.upper())
    return named


def one_or_two(value: Any, argument: str) -> list[Any]:
    """What is given for one image or for two, as a list; empty if nothing is."""
    if value is None:
        return []
    values = [value] if isinstance(value, str | os.PathLike) else images_of(value)
    if len(values) > 2:
        hint = "Give one, or a pair: to search, and to measure."
        raise SexlikeError(f"{argument}: {len(values)} maps are given", hint=hint)
    return values


def weights_from(given: Given, config: Config, error: Any, weight: Any) -> tuple[dict[str, Any], str]:
    """The keywords that ``error=``, ``weight=``, or else the uncertainties of the images, stand for; and which did."""
    errors, weights = one_or_two(error, "error"), one_or_two(weight, "weight")
    images = given.images if len(errors) == len(given.images) else given.images[-1:] * len(errors)
    errors = [error_map(*pair) for pair in zip(errors, images, strict=True)]
    weights = [weight_map(one) for one in weights]
    if errors and weights:
        if len(errors) + len(weights) > 2:
            raise SexlikeError("error= and weight=: together they are one map to search and one to measure")
        names = (*given.names_of(weights, "weight"), *given.names_of(errors, "error"))
        return {"WEIGHT_TYPE": ("MAP_WEIGHT", "MAP_RMS"), "WEIGHT_IMAGE": names}, "weight= and error="
    if errors or weights:
        argument = "error" if errors else "weight"
        return settings_of(given, errors or weights, argument), f"{argument}="
    found = [deviations_of_image(image) for image in given.images]
    if all(one is None for one in found):
        return {}, ""
    origin = next((config.origin(name) for name in WEIGHT_KEYWORDS if name in config.origins), None)
    if origin:
        log.info("uncertainties of the image are not used, as its weights are set (%s)", origin)
        return {}, ""
    log.info("uncertainties of the image are used as error maps: WEIGHT_TYPE MAP_RMS")
    return settings_of(given, found, "uncertainty"), "uncertainty"


def settings_of(given: Given, maps: list[Any], label: str) -> dict[str, Any]:
    """WEIGHT_TYPE and WEIGHT_IMAGE for one map, or for one to search and one to measure."""
    kind = "MAP_WEIGHT" if label == "weight" else "MAP_RMS"
    kinds = tuple("NONE" if one is None else kind for one in maps)
    return {"WEIGHT_TYPE": kinds, "WEIGHT_IMAGE": given.names_of(maps, label)}


def masks_from(given: Given, mask: Any) -> dict[str, Any]:
    """The keyword that ``mask=`` stands for."""
    masks = [] if mask is None or mask is np.ma.nomask else one_or_two(mask, "mask")
    if len(masks) < 2:
        return {"MASK_IMAGE": given.names_of(masks, "mask")} if masks else {}
    for role, one in enumerate(masks):
        name = given.name_of(one, "mask", (role,), f"mask ({type(one).__name__}, of each image)")
    return {"MASK_IMAGE": (name,)}
