"""Which settings find most and invent least: a part of the image is searched with each of several settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from ..config.config import Config, load_config
from ..config.files.convfile import find_kernel
from ..detection.deblending.pieces import pieces_of
from ..detection.detections import Detections
from ..detection.search import search
from ..detection.searchstate import SearchState
from ..detection.thresholds import thresholds
from ..errors import SettingError
from ..images.image import BAD, Image
from ..images.loading import load_pairs
from ..images.regions import Region, busiest_region, part_of, region_around
from ..images.scratch import use_memory
from ..images.sky.ownunits import in_own_units

SHEET = "tuning"  # name of the picture, without its ending
SIDE = 512  # pixels of the part that is searched
SMALLEST_SIDE = 32


@dataclass(frozen=True)
class Trial:
    """What the search finds with some settings.

    Attributes
    ----------
    settings : dict
        Keyword -> value, as text.
    detections : Detections
        In the image.
    negative : Detections
        In the image with its sign changed: its noise looks the same, and it has no sources.
    good : int
        Number of pixels with a value.
    """

    settings: dict[str, str]
    detections: Detections
    negative: Detections
    good: int

    @property
    def found(self) -> int:
        """Number of objects."""
        return len(self.detections.objects)

    @property
    def noise(self) -> int:
        """Number of objects that are noise, estimated by those in the negative image."""
        return len(self.negative.objects)

    @cached_property
    def fragments(self) -> float:
        """Number of objects that are pieces of others, see `pieces_of`."""
        return pieces_of(self.detections, self.good)

    @property
    def score(self) -> float:
        """True objects minus false ones, with noise and fragments as the false ones."""
        return self.found - 2 * (self.noise + self.fragments)

    @property
    def name(self) -> str:
        """The settings in words."""
        return ", ".join(f"{keyword} {value}" for keyword, value in self.settings.items())


@dataclass(frozen=True)
class Tuning:
    """Trials of all combinations, in the order of the values given, on a part of an image."""

    trials: list[Trial]
    image: Image
    region: Region

    @property
    def best(self) -> Trial:
        """The trial of the highest score; of equals the first."""
        return max(self.trials, key=lambda trial: trial.score)


@np.errstate(all="ignore")
def tune(
    images: Sequence[Any],
    config: Config,
    grid: Mapping[str, Sequence[str]],
    cutout: tuple[int, int, int] | None = None,
) -> Tuning:
    """Try settings of the search on a part of an image.

    Background, weights and noise are those of the whole image, measured once. Of a file with several images the first
    is taken.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the first of which is searched.
    config : Config
        All other settings.
    grid : dict
        One or two keywords -> sequence of values, as text; see `config.grid.read_grid`.
    cutout : tuple of int, optional
        x and y of the centre (the first pixel is 1) and side of the part, pixels. By default the busiest square of
        512 pixels: the one with most peaks.

    Returns
    -------
    Tuning

    Raises
    ------
    SexlikeError
        The image cannot be read, or a setting is not allowed.
    """
    configs = [(settings, config.overridden_by(load_config(None, settings))) for settings in combinations(grid)]
    use_memory(config.MEMORY_LIMIT)
    measured, searched = next(load_pairs(images, config))
    region = busiest_region(searched, SIDE) if cutout is None else given_region(cutout, searched.shape)
    part = part_of(searched, region)
    negative = negative_of(part)
    trials = []
    for settings, given in configs:
        tried = in_own_units(given, measured)
        trials.append(trial_of(settings, tried, part, negative, thresholds(tried, searched, measured)))
    return Tuning(trials, part, region)


def negative_of(image: Image) -> Image:
    """An image with its sign changed; pixels without a value have none in it either."""
    return replace(image, pixels=np.where(image.pixels > BAD, -image.pixels, BAD))


def trial_of(
    settings: dict[str, str],
    config: Config,
    part: Image,
    negative: Image,
    levels: tuple[np.float32, np.float32],
    state: SearchState | None = None,
) -> Trial:
    """Search an image, or a part of one, and its negative.

    Parameters
    ----------
    settings : dict
        What is tried, for the name of the trial.
    config : Config
        All settings.
    part, negative : Image
        See `negative_of`.
    levels : tuple of float
        Detection and analysis threshold.
    state : SearchState, optional
        Random numbers that were drawn before.
    """
    kernel = find_kernel(config.FILTER_NAME, config.folder) if config.FILTER else None
    found = search(part, config, kernel, levels, state or SearchState())
    invented = search(negative, config, kernel, levels, SearchState())
    return Trial(settings, found, invented, int(np.count_nonzero(part.pixels > BAD)))


def combinations(grid: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """All combinations of the values of a grid, as settings."""
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def given_region(cutout: tuple[int, int, int], shape: tuple[int, int]) -> Region:
    """The part of an image with a given centre (x and y, the first pixel is 1) and side."""
    x, y, side = cutout
    height, width = shape
    if not (1 <= x <= width and 1 <= y <= height and side >= SMALLEST_SIDE):
        allowed = f"x from 1 to {width}, y from 1 to {height}, size from {SMALLEST_SIDE}"
        raise SettingError(f"{x},{y},{side} is no part of the image (allowed: {allowed})", where="--cutout")
    return region_around(x - 1, y - 1, side, shape)


def report(tuning: Tuning) -> str:
    """The trials as a table, and the best of them."""
    keywords = list(tuning.trials[0].settings)
    lines = ["".join(f"{keyword:<17}" for keyword in keywords) + "   found   noise  pieces   score"]
    for trial in tuning.trials:
        values = "".join(f"{value:<17}" for value in trial.settings.values())
        mark = "  <- best" if trial is tuning.best else ""
        lines.append(f"{values}{trial.found:8d}{trial.noise:8d}{trial.fragments:8.0f}{trial.score:8.0f}{mark}")
    part = f"the part x {tuning.region.left + 1} to {tuning.region.right}, "
    part += f"y {tuning.region.bottom + 1} to {tuning.region.top} (--cutout X,Y,SIZE takes another)"
    return "\n".join(lines) + f"\n\n{EXPLANATION.format(part=part)}\nBest: {options(tuning.best)}\n"


def options(trial: Trial) -> str:
    """The settings of a trial as options of the command."""
    return " ".join(f"-{keyword} {value}" for keyword, value in trial.settings.items())


EXPLANATION = """\
found   objects in {part}
noise   objects in its negative, where there are no sources: about as many of the found ones are noise
pieces  objects that are parts of a star or galaxy that was split: those that chance does not explain
score   true objects minus false ones = found - 2 (noise + pieces): the higher, the better"""
