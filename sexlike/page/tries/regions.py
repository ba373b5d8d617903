"""DS9 regions of chosen objects of a try or of a run."""

from __future__ import annotations

import numpy as np

from ...config.config import Config
from ...detection.detections import Detections
from ...images.files.source import Source
from ...images.image import ImageDescription
from ...images.regions import Region
from ...output.catalogs.formats.region import HEAD, region_lines
from ...output.objects.origins import Origin, OriginImage
from .preview import Preview, shapes_of
from .table import require_known
from .wholerun import Outcome

COLUMNS = {"x": "X_IMAGE", "y": "Y_IMAGE", "a": "A_IMAGE", "b": "B_IMAGE", "theta": "THETA_IMAGE"}


def regions_of_try(preview: Preview, image: Source, chosen: np.ndarray) -> str:
    """The regions of some objects of a try, by their indices, on the image of which it has searched a part."""
    require_known(chosen, preview.trial.found)
    columns = columns_of(preview.trial.detections, preview.region)
    columns |= {"KRON_RADIUS": preview.objects["kron"], "FLAGS": preview.objects["flags"]}
    return HEAD + "".join(lines_of(columns, chosen, image, preview.config))


def regions_of_run(outcome: Outcome, chosen: np.ndarray) -> str:
    """The regions of some rows of a run, by their indices among those of all extensions."""
    require_known(chosen, outcome.rows_before())
    parts = [HEAD]
    for measured, own, first in outcome.divided(chosen):
        catalog = measured.catalog
        columns = columns_of(measured.detections)
        columns |= {name: catalog.values[name] for name in ("KRON_RADIUS", "FLAGS") if name in catalog.values}
        columns["NUMBER"] = first + columns["NUMBER"]
        parts += lines_of(columns, own, catalog.image, catalog.config)
    return "".join(parts)


def columns_of(detections: Detections, region: Region | None = None) -> dict[str, np.ndarray]:
    """What regions are drawn of, by the names of columns."""
    shapes = shapes_of(detections, region)
    numbers = np.arange(1, len(detections.objects) + 1)
    return {"NUMBER": numbers} | {column: shapes[name] for name, column in COLUMNS.items()}


def lines_of(
    columns: dict[str, np.ndarray], chosen: np.ndarray, image: Source | ImageDescription, config: Config
) -> list[str]:
    """The lines of some of the objects of an image."""
    some = {name: values[chosen] for name, values in columns.items()}
    return region_lines(some, len(chosen), Origin(OriginImage(image.name, image.rank, image.header), config))
