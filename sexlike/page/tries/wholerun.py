""" "Run all": the whole image is searched and measured as the command would do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ...config.config import Config
from ...detection.detections import Detections
from ...images.weighting.noise import noise_from
from ...images.weighting.noiseinparts import Noise, recording
from ...measure.extension import Extension, ExtensionCatalog
from ...pipeline import run
from ..refused import Refused
from .jobs import DONE, Job


@dataclass(frozen=True)
class Measured:
    """What is kept of an extension: all but its pixels.

    Attributes
    ----------
    catalog : ExtensionCatalog
    detections : Detections
    noise : list of dict
        Its background, as often as it was measured, as `known` takes it.
    """

    catalog: ExtensionCatalog
    detections: Detections
    noise: list[Noise]

    @cached_property
    def _pixels(self) -> tuple[np.ndarray, np.ndarray]:
        """Flat indices of the pixels of all objects, in order, and the number of the object of each."""
        footprints, width = self.detections.raw.footprints, self.catalog.detection_image.shape[1]
        number = (self.detections.raw.holder[footprints.owner] + 1).astype(np.int32)
        flat = footprints.y.astype(np.int64) * width + footprints.x
        order = np.argsort(flat, kind="stable")
        return flat[order], number[order]

    def labels(self, rows: slice, columns: slice) -> np.ndarray:
        """The segmentation map on some rows and columns, or every nth of them; int32."""
        flat, number = self._pixels
        height, width = self.catalog.detection_image.shape
        y, x = np.arange(height)[rows], np.arange(width)[columns]
        wanted = (y[:, None].astype(np.int64) * width + x).ravel()
        if not len(flat):
            return np.zeros((len(y), len(x)), np.int32)
        place = np.minimum(np.searchsorted(flat, wanted), len(flat) - 1)
        return np.where(flat[place] == wanted, number[place], 0).reshape(len(y), len(x)).astype(np.int32)


@dataclass
class Outcome:
    """What a run has given.

    Attributes
    ----------
    config : Config
    settings : dict
        Keyword -> text, what the browser has set.
    number : int
        Of the run, from 1.
    extensions : list of Measured
    """

    config: Config
    settings: dict[str, str]
    number: int = 0
    extensions: list[Measured] = field(default_factory=list)

    @property
    def catalogs(self) -> list[ExtensionCatalog]:
        """The catalogs of the extensions."""
        return [measured.catalog for measured in self.extensions]

    def labels(self, index: int, rows: slice, columns: slice) -> np.ndarray:
        """The segmentation map of an extension on some rows and columns, with the numbers of the table; int32."""
        labels, first = self.extensions[index].labels(rows, columns), self.rows_before(index)
        return np.where(labels > 0, labels + np.int32(first), 0)

    def rows_before(self, index: int | None = None) -> int:
        """How many rows are before those of an extension; without one, of all."""
        return sum(catalog.objects for catalog in self.catalogs[:index])

    def divided(self, rows: np.ndarray) -> Iterator[tuple[Measured, np.ndarray, int]]:
        """Each extension, which of these rows are its own, and how many rows are before it.

        Parameters
        ----------
        rows : ndarray of int
            Indices among the rows of all extensions.
        """
        for index, measured in enumerate(self.extensions):
            first = self.rows_before(index)
            own = rows[(rows >= first) & (rows < first + measured.catalog.objects)] - first
            yield measured, own, first


class WholeRun(Job):
    """The run of the whole image.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the detection image and the measurement image.

    Attributes
    ----------
    outcome : Outcome, optional
        Of the latest run that was completed.
    is_new : bool
        Nobody has asked since it was completed.
    """

    name = "page: run of the whole image"

    def __init__(self, images: Sequence[str]) -> None:
        super().__init__()
        self.images, self.outcome = list(images), None  # type: list[str], Outcome | None
        self._wanted: Outcome | None = None
        self.is_new = False

    def begin_with(self, config: Config, settings: dict[str, str]) -> None:
        """Begin with a configuration, and the settings of the browser that are part of it."""
        self._wanted = Outcome(config, settings)
        self.start(config)

    def work(self) -> None:
        """Run all."""
        outcome = self._wanted
        assert outcome is not None
        noise: list[Noise] = []
        with noise_from(recording(noise)):
            for extension in run(self.images, outcome.config, keep_raw=False):
                outcome.extensions.append(kept(extension, noise))
                self.objects += outcome.extensions[-1].catalog.objects
                noise.clear()
                del extension  # before the next one is read
        outcome.number = self.outcome.number + 1 if self.outcome else 1
        self.outcome, self.is_new = outcome, True

    def finished(self, number: int | None = None) -> Outcome:
        """What the latest run has given.

        Parameters
        ----------
        number : int, optional
            Of the run that is meant.

        Raises
        ------
        Refused
            There is none, or it is not kept any more.
        """
        outcome = self.outcome
        if outcome is None:
            raise Refused(409, "The whole image has not been run yet." if self.state != DONE else "There are no rows.")
        if number is not None and number != outcome.number:
            if 0 < number < outcome.number:
                raise Refused(410, f"Run {number} is gone: the whole image has been run again. Run it here as well.")
            raise Refused(404, f"There is no run {number}: the latest is run {outcome.number}.")
        return outcome


def kept(extension: Extension, noise: list[Noise]) -> Measured:
    """What is kept of an extension -> Measured."""
    return Measured(extension.catalog(), extension.detections, list(noise))
