"""A try: the region that is looked at, searched with some settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...commands.tuning import Trial, trial_of
from ...config.config import Config
from ...detection.detections import Detections
from ...detection.searchstate import SearchState
from ...images.image import Image
from ...images.regions import Region, whole_image
from ...measure import measure
from ...measure.fluxunit import in_flux_unit
from ...measure.registry import make_request
from ...output.page.outlines import outlines
from ...pipeline import draw_as_read, settled
from .changes import Footmarks, changes
from .columnar import as_list
from .field import Field, Part, corners_of

MEASURED = make_request({"FLUX_AUTO": (), "KRON_RADIUS": (), "FLAGS": ()})
DIGITS = 7
NOTHING_THERE = "No pixel of this region has a value."
MADE_OF_A_REGION = "The background is that of what is around the region: that of the whole image is being measured."


@dataclass(frozen=True)
class Preview:
    """What a try has found in a region.

    Attributes
    ----------
    settings : dict
        Keyword -> text, what the browser has set.
    config : Config
        All settings, with what depends on the image.
    part : Part
    trial : Trial
        Positions are those in the part.
    objects : dict
        What the browser draws: arrays of shape (n,).
    marks : Footmarks
    """

    settings: dict[str, str]
    config: Config
    part: Part
    trial: Trial
    objects: dict[str, Any]
    marks: Footmarks

    @property
    def region(self) -> Region:
        """Where it has looked."""
        return self.part.region


@np.errstate(all="ignore")
def look(field: Field, config: Config, settings: dict[str, str], region: Region) -> Preview:
    """Search a region.

    Parameters
    ----------
    field : Field
    config : Config
        With the settings.
    settings : dict
        What the browser has set.
    region : Region

    Returns
    -------
    Preview

    Raises
    ------
    SexlikeError
        The settings do not fit the image.
    """
    part = field.part(config, region)
    config, levels = settled(config, part.image, part.detection_image)
    state = SearchState()
    if region == whole_image(field.shape):
        draw_as_read(part.image, part.detection_image, config, state)
    trial = trial_of(settings, config, part.detection_image, part.negative, levels, state)
    shapes = shapes_of(trial.detections, region)
    shown = shapes | measured(part.image, part.detection_image, trial.detections, config)
    return Preview(settings, config, part, trial, shown, Footmarks.of(trial.detections, region, shapes))


def shapes_of(detections: Detections, region: Region | None = None) -> dict[str, np.ndarray]:
    """Positions and axes of objects as catalogs have them: in pixels of the image from 1, and in degrees."""
    objects, (left, bottom) = detections.objects, (region.left, region.bottom) if region else (0, 0)
    return {
        "x": objects.x + left + 1,
        "y": objects.y + bottom + 1,
        "a": objects.a,
        "b": objects.b,
        "theta": np.degrees(objects.theta),
    }


def measured(image: Image, detection_image: Image, detections: Detections, config: Config) -> dict[str, np.ndarray]:
    """What of the columns is shown over the image, by the names that the browser has for them."""
    given: dict[str, Any] = {"image": image, "detection_image": detection_image, "config": config}
    values = measure(MEASURED, None, **given, detections=detections, objects=detections.objects)
    values = in_flux_unit(values, config)
    return {"kron": values["KRON_RADIUS"], "flags": values["FLAGS"], "flux": values["FLUX_AUTO"]}


def reply_of(preview: Preview, before: Footmarks | None = None) -> dict[str, Any]:
    """A try as the browser takes it, beside what is remembered of the one before."""
    region, trial, labels = preview.region, preview.trial, preview.marks.labels
    status, lost = changes(preview.marks, before)
    negative = shapes_of(trial.negative, region)
    aperture = [diameter / 2 for diameter in preview.config.PHOT_APERTURES]
    return {
        "preview": True,
        "region": corners_of(region),
        "settings": preview.settings,
        "objects": {
            "id": list(range(1, trial.found + 1)),
            **{name: rounded(values) for name, values in preview.objects.items()},
            "aperture": aperture,
            "status": status,
        },
        "footprints": outlines(labels, trial.found, region.left, region.bottom),
        "lost": rows_of(before.shapes, lost) if before else [],
        "negative": {name: rounded(values) for name, values in negative.items()},
        "counts": counts_of(trial),
        "wholeBackground": preview.part.whole,
        "messages": [MADE_OF_A_REGION] * (not preview.part.whole) + [NOTHING_THERE] * (not trial.good),
    }


def counts_of(trial: Trial) -> dict[str, float]:
    """How many objects there are, how many of them are noise or pieces, and the score, as ``--tune`` judges."""
    return {
        "objects": trial.found,
        "false": trial.noise,
        "pieces": round(trial.fragments, 1),
        "score": round(trial.score, 1),
    }


def rows_of(shapes: dict[str, np.ndarray], chosen: np.ndarray) -> list[dict[str, Any]]:
    """Some of the objects, one after the other."""
    values = zip(*(rounded(values[chosen]) for values in shapes.values()), strict=True)
    return [dict(zip(shapes, one, strict=True)) for one in values]


def rounded(values: np.ndarray) -> list[Any]:
    """Values with the digits that a picture needs; None for what is no number."""
    return as_list(values, digits=DIGITS)
