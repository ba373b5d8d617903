"""A grid of ``--tune`` on the region that is looked at: what each of its settings finds, with a small picture."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...commands.tuning import combinations
from ...config.config import Config
from ...config.grid import read_grid
from ...errors import SettingError
from ...images.image import BAD
from ...images.regions import Region
from ...output.page.png import png
from ...output.plots.layers import colour_range, zscale
from ...output.plots.segment_colours import NO_DATA_COLOUR, OBJECT_COLOURS, colour_numbers
from ..refused import Refused
from .field import Field
from .jobs import RUNNING, Job
from .preview import Preview, counts_of, look
from .settings import configured, sentence_of

LONGEST_SIDE = 320  # pixels of a picture
LOWEST_SHADE = 0.4  # of the colours of objects, where the image is dark
CROSS, CROSS_COLOUR = 4, (213, 94, 0)  # pixels from its middle to an end; after Okabe & Ito (2008)


class GridSheet(Job):
    """A grid of settings that is tried.

    Attributes
    ----------
    panels : list of dict
        What is known by now: settings, counts and picture of each combination.
    """

    name = "page: grid of settings"

    def __init__(self) -> None:
        super().__init__()
        self.panels: list[dict[str, Any]] = []
        self._wanted: tuple[Field, Region, list[tuple[dict[str, str], dict[str, str], Config]]] | None = None

    def begin_with(self, field: Field, region: Region, config: Config, settings: dict[str, str], grid: Any) -> None:
        """Begin to try all combinations of a grid, on top of some settings.

        Raises
        ------
        Refused
            It is no grid, or a value in it is not allowed.
        """
        wanted = [(one, settings | one, configured(config, settings | one)) for one in combinations(checked_grid(grid))]
        if self.state == RUNNING:
            raise Refused(409, "A grid is being tried already: cancel it, or wait.")
        self._wanted, self.panels = (field, region, wanted), []
        self.start(config)

    def work(self) -> None:
        """Try one combination after the other."""
        assert self._wanted is not None
        field, region, wanted = self._wanted
        panels = self.panels
        for one, settings, config in wanted:
            preview = look(field, config, settings, region)
            picture = data_of(png(picture_of(preview)))
            panels.append({"varied": one, "settings": settings, "counts": counts_of(preview.trial), "picture": picture})
            self.objects += preview.trial.found
            self.tell(self.standing._replace(text=f"{len(panels)} of {len(wanted)}", share=len(panels) / len(wanted)))

    def sheet(self) -> dict[str, Any]:
        """All panels by now, and the index of the best."""
        panels = list(self.panels)
        scores = [panel["counts"]["score"] for panel in panels]
        return {"panels": panels, "best": int(np.argmax(scores)) if scores else None, "state": self.state}


def checked_grid(grid: Any) -> dict[str, list[str]]:
    """A grid that the browser has sent, as ``--tune`` reads it.

    Raises
    ------
    Refused
    """
    if not isinstance(grid, Mapping) or not all(
        isinstance(values, Sequence) and not isinstance(values, str) and all(isinstance(value, str) for value in values)
        for values in grid.values()
    ):
        raise Refused(400, "The grid is no keywords with lists of values.")
    try:
        return read_grid([f"{name}={','.join(values)}" for name, values in grid.items()])
    except SettingError as error:
        raise Refused(422, sentence_of(error), next(iter(grid), None)) from None


def picture_of(preview: Preview) -> np.ndarray:
    """What a try has found: the image in grey, objects in colours, and crosses at detections in the negative.

    Parameters
    ----------
    preview : Preview

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
        Every nth pixel; the first row is the highest of the image.
    """
    pixels, detections = preview.part.detection_image.pixels, preview.trial.detections
    step = -(-max(pixels.shape) // LONGEST_SIDE)
    whole = preview.marks.labels
    shown, labels = pixels[::step, ::step], whole[::step, ::step]
    good = shown > BAD
    low, high = colour_range(np.where(good, shown, np.float32(np.nan)), zscale)
    grey = np.clip((np.where(good, shown, low) - low) / max(high - low, np.finfo(np.float32).tiny), 0, 1)
    colours = np.concatenate([[[255, 255, 255]], OBJECT_COLOURS])[colour_numbers(whole, detections)]
    shade = np.where(labels > 0, LOWEST_SHADE + (1 - LOWEST_SHADE) * grey, grey)
    picture = (colours[labels] * shade[..., None]).astype(np.uint8)
    picture[~good & (labels == 0)] = NO_DATA_COLOUR
    draw_crosses(picture, preview.trial.negative.objects.x / step, preview.trial.negative.objects.y / step)
    return picture[::-1]


def draw_crosses(picture: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
    """Draw a cross at each position, in place."""
    height, width = picture.shape[:2]
    arm = np.arange(-CROSS, CROSS + 1)
    column = np.round(x).astype(int)[:, None] + np.r_[arm, arm]
    row = np.round(y).astype(int)[:, None] + np.r_[arm, -arm]
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    picture[row[inside], column[inside]] = CROSS_COLOUR


def data_of(picture: bytes) -> str:
    """A PNG as an address that holds it."""
    return "data:image/png;base64," + base64.b64encode(picture).decode("ascii")
