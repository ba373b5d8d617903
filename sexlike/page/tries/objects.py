"""One object: its row, its flags by name, and its growth curve, as the columns' own functions measure them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...config.config import Config
from ...config.files.paramfile import find_columns
from ...detection.detections import Detections
from ...errors import SexlikeError
from ...images.files.source import Source
from ...images.image import Image
from ...images.loading import load_pair
from ...images.regions import Region
from ...images.weighting.noise import noise_from
from ...images.weighting.noiseinparts import known
from ...images.window import only_rows
from ...measure import measure, request_of
from ...measure.columns.growth import LIMIT, MARGIN, GrowthCurves
from ...measure.families import ASSOCIATION_COLUMNS, FLAG_MAP_COLUMNS
from ...measure.flags import FLAG_COLUMNS
from ...measure.fluxunit import in_flux_unit
from ...measure.psf.contexts import with_psf
from ...measure.registry import COLUMNS, Request, make_request, required
from ...output.objects.flagtable import bit_name
from ..refused import Refused
from .columnar import as_list
from .messages import messages_kept
from .preview import Preview
from .table import columns_of
from .wholerun import Measured

CUTOUT_SIZE, SMALLEST_CUTOUT = 2, 25  # over the longer side of the footprint; pixels
PIXELS = "pixel"  # the unit of positions
JUST_NUMBERS = make_request({"NUMBER": ()})
GROWTH = "growth"


@dataclass(frozen=True)
class Surroundings:
    """What the measurement of an object needs.

    Attributes
    ----------
    image, detection_image : Image
    detections : Detections
    config : Config
    region : Region, optional
        Of which the images are, if not of the whole.
    """

    image: Image
    detection_image: Image
    detections: Detections
    config: Config
    region: Region | None = None

    def measure(self, request: Request, index: int, kept: dict[str, Any] | None = None) -> dict[str, np.ndarray]:
        """Columns of one object."""
        one = self.detections.keep(np.array([index]))
        given: dict[str, Any] = {"image": self.image, "detection_image": self.detection_image, "config": self.config}
        with np.errstate(all="ignore"):
            return measure(request, kept, **given, detections=one, objects=one.objects)


def object_of_try(preview: Preview, number: Any, columns: Request) -> dict[str, Any]:
    """An object of a try, measured now.

    Parameters
    ----------
    preview : Preview
    number : int
        From 1.
    columns : Request
        Those of its row.
    """
    count = preview.trial.found
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= count:
        raise Refused(404, f"There is no object {number!s:.20} in this try (1 to {count}).")
    part, index = preview.part, number - 1
    around = Surroundings(part.image, part.detection_image, preview.trial.detections, preview.config, part.region)
    values = in_flux_unit(around.measure(columns, index), preview.config)
    values = {name: moved(name, value, part.region) for name, value in values.items()}
    if "NUMBER" in values:
        values["NUMBER"] = np.array([number])
    return answer(values, around, index, columns_of(columns))


def object_of_run(measured: Measured, index: int, pair: tuple[Source, Source]) -> dict[str, Any]:
    """An object of a run: its row of the catalog, and its growth curve from the pixels around it.

    Parameters
    ----------
    measured : Measured
    index : int
        Of the object in its extension.
    pair : tuple of Source
        The images of the extension.
    """
    catalog, objects = measured.catalog, measured.detections.objects
    config = catalog.config
    reach = max(LIMIT * float(objects.a[index]), config.PHOT_AUTOAPERS[0]) + MARGIN + config.BACKPHOTO_THICK
    reach += int(objects.y_max[index]) - int(objects.y_min[index])
    below = max(int(objects.y[index] - reach) - 1, 0)
    rows = below, min(int(objects.y[index] + reach) + 2, catalog.image.shape[0])
    with only_rows(*rows), noise_from(known(measured.noise)):
        image, detection_image = load_pair(*pair, config, keep_raw=False)
    around = Surroundings(image, detection_image, measured.detections, config)
    values = {name: column[index : index + 1] for name, column in catalog.values.items()}
    return answer(values, around, index, columns_of(catalog.request))


def answer(
    values: Mapping[str, np.ndarray], around: Surroundings, index: int, columns: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the browser is told of an object, of whose columns these are the values."""
    names, abouts = flags_of(values)
    return {
        "row": {name: as_list(value)[0] for name, value in values.items()},
        "columns": columns,
        "flags": names,
        "meanings": abouts,
        "growth": growth_of(around, index),
        "cutout": cutout_of(around, index),
    }


def flags_of(values: Mapping[str, np.ndarray]) -> tuple[list[str], list[str]]:
    """The flags that are set, by name, and what each of them says."""
    found = [
        (bit_name(name, bit), bit.meaning)
        for name in FLAG_COLUMNS
        if name in values
        for bit in FLAG_COLUMNS[name]
        if int(values[name][0]) & bit.value
    ]
    return [name for name, _ in found], [meaning for _, meaning in found]


def growth_of(around: Surroundings, index: int) -> dict[str, Any]:
    """The growth curve of an object: the light within circles of these radii (pixels)."""
    kept: dict[str, Any] = {GROWTH: None}
    around.measure(replace(JUST_NUMBERS, quantities=frozenset(required([GROWTH]))), index, kept)
    curves: GrowthCurves = kept[GROWTH]
    light = in_flux_unit({"FLUX_GROWTH": curves.light[0]}, around.config)["FLUX_GROWTH"]
    steps = np.arange(1, len(light) + 1) / len(light)
    return {"radius": as_list(curves.limit[0] * steps, 6), "flux": as_list(np.asarray(light), 7)}


def cutout_of(around: Surroundings, index: int) -> dict[str, int]:
    """The part of the image that shows an object: first and last x and y, from 1."""
    objects, region = around.detections.objects, around.region
    left, bottom = (region.left, region.bottom) if region else (0, 0)
    longest = max(objects.x_max[index] - objects.x_min[index], objects.y_max[index] - objects.y_min[index]) + 1
    half = max(CUTOUT_SIZE * int(longest) + 1, SMALLEST_CUTOUT) // 2
    x, y = round(float(objects.x[index])) + left + 1, round(float(objects.y[index])) + bottom + 1
    height, width = around.image.background.shape
    return {
        "x0": max(x - half, 1),
        "y0": max(y - half, 1),
        "x1": min(x + half, width),
        "y1": min(y + half, height),
    }


def moved(name: str, values: np.ndarray, region: Region) -> np.ndarray:
    """Positions in a region as positions in the image; the other columns are as they are."""
    if COLUMNS[name].unit != PIXELS or not name.endswith("_IMAGE"):
        return values
    return values + {"X": region.left, "Y": region.bottom}.get(name[0], 0)


def columns_of_tries(config: Config) -> Request:
    """The columns of the configuration, as far as a try has them: none of flag maps and of lists of positions."""
    names = find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)
    left_out = {*FLAG_MAP_COLUMNS, *ASSOCIATION_COLUMNS}
    names[:] = [column for column in names if column.name not in left_out]
    return with_psf(request_of(names), config) if names else JUST_NUMBERS


def about_columns(config: Config) -> list[dict[str, Any]]:
    """The columns of the configuration, for the browser; none if the list cannot be read, as a run says then."""
    with messages_kept(), suppress(SexlikeError):
        return columns_of(request_of(find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)))
    return []
