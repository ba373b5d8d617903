"""The background of an extension and its noise, measured some rows at a time, and kept for each way to measure them.

The numbers are those of the command. A large image takes its time: meanwhile there is the background of the rows that
are looked at.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ...config.config import Config
from ...errors import SexlikeError
from ...images.background.background import Background
from ...images.background.grid import Grid
from ...images.files.source import Source
from ...images.image import BAD
from ...images.loading import load_pair
from ...images.regions import Region
from ...images.scratch import use_memory
from ...images.sky.ownunits import in_own_units
from ...images.weighting.noise import noise_from
from ...images.weighting.noiseinparts import Noise, background_and_scale, measuring, merging
from ...images.window import only_rows
from ...progress import progress
from ...threads import number_of_threads, use_threads
from ..refused import Refused

AT_ONCE = 1 << 22  # pixels that are measured at a time
SMALL = 1 << 24  # pixels of an image that is measured while its user waits
A_WHILE = 0.1  # seconds between looks at whether a measurement has ended
HEAD_START = 1.0  # seconds in which the region is searched, before the whole is measured
AROUND = 3  # rows of meshes around those of a region, besides those of the filter: the surface is smooth
MOST_KEPT = 16  # ways to measure the background whose meshes are kept
# What the meshes depend on; the rest is done with the meshes, at once.
OF_MESHES = (
    *("BACK_SIZE", "BACK_PEARSON", "MASK_IMAGE", "FITS_UNSIGNED", "PIXEL_SCALE", "INTERP_TYPE"),
    *("WEIGHT_TYPE", "WEIGHT_IMAGE", "WEIGHT_THRESH", "WEIGHT_SCALING", "RESCALE_WEIGHTS"),
)
AFTER_MESHES = ("BACK_FILTERSIZE", "BACK_FILTTHRESH", "BACK_TYPE", "BACK_VALUE")

Meshes = list[np.ndarray]  # for each time that the background of the extension is measured: see `measure_meshes`
PAGE_THREAD = "page"  # the name of threads whose log is not shown


@dataclass
class Measuring:
    """A background that is being measured.

    Attributes
    ----------
    done : float
        From 0 to 1.
    stopped : bool
        Nobody needs it any more.
    error : str
        Why there is none.
    """

    key: tuple[Any, ...] = ()
    done: float = 0.0
    stopped: bool = False
    error: str = ""
    finished: threading.Event = field(default_factory=threading.Event)


class Sky:
    """The background of an extension.

    Parameters
    ----------
    measured, searched : Source
        Its images.
    config : Config
        How the background is measured at first.

    Attributes
    ----------
    latest : Measuring
        What is being measured, or was last.
    """

    def __init__(self, measured: Source, searched: Source, config: Config) -> None:
        self.pair, self.config, self.shape = (measured, searched), config, searched.shape
        self.latest = Measuring()
        self._lock = threading.Lock()
        self._meshes: dict[tuple[Any, ...], Meshes] = {}
        self._turn = threading.RLock()  # the whole waits while what is looked at is measured
        self._latest_near: tuple[Any, list[Noise]] = (None, [])
        self._found: dict[tuple[Any, ...], tuple[list[Noise], Background]] = {}

    def begin(self, before: Callable[[], object] = lambda: None) -> None:
        """Measure the background of the whole, in a thread, after something else has been done."""
        self._start(self._in_pixels(self.config), before)

    def stop(self) -> None:
        """Measure nothing more."""
        self.latest.stopped = True

    def noise(self, config: Config) -> list[Noise] | None:
        """The background and noise of the whole, as `known` takes it; None as long as it is not there."""
        found = self._of_whole(self._in_pixels(config))
        return None if found is None else found[0]

    def background(self, config: Config) -> Background | None:
        """The background of the image that is searched; None as long as it is not there."""
        found = self._of_whole(self._in_pixels(config))
        return None if found is None else found[1]

    def _of_whole(self, config: Config) -> tuple[list[Noise], Background] | None:
        """Both of these, which are kept."""
        key, key_of_all = key_of(config), key_of(config, AFTER_MESHES)
        with self._lock:
            meshes, found = self._meshes.get(key), self._found.get(key_of_all)
        if meshes is None or found is not None:
            return found
        noise = self._noise_of(meshes, config)
        found = noise, background_and_scale(noise[-1])[0]  # the last to be measured is the one that is searched
        with self._lock:
            self._found[key_of_all] = found
            drop_oldest(self._found)
        return found

    def noise_at(self, config: Config, region: Region) -> tuple[list[Noise], bool]:
        """The background and noise for a region that is looked at, soon.

        Parameters
        ----------
        config : Config
        region : Region

        Returns
        -------
        noise : list of dict
            As `known` takes it.
        whole : bool
            It is that of the whole image. If not, that of the rows around the region, and the whole is being measured.

        Raises
        ------
        SexlikeError
            It cannot be measured.
        """
        config = self._in_pixels(config)
        at_work = self.latest.key == key_of(config) and not (self.latest.stopped or self.latest.finished.is_set())
        small = self.shape[0] * self.shape[1] <= SMALL or needs_whole(config)
        if small and at_work:
            while not self.latest.finished.wait(A_WHILE):
                progress("background of the whole image")  # a try that is not wanted any more ends here
        noise = self.noise(config)
        if noise is None and small:
            self._keep(config, self._measure(config, Measuring()))
            noise = self.noise(config)
        if noise is not None:
            return noise, True
        if not at_work:
            self._start(config, partial(time.sleep, HEAD_START))
        return self._near(config, region), False

    def _near(self, config: Config, region: Region) -> list[Noise]:
        """The background and noise as the rows around a region have them; the latest are kept."""
        mesh = self._grid(config).mesh[0]
        margin = (config.BACK_FILTERSIZE[-1] // 2 + AROUND) * mesh
        rows = slice(max(region.bottom - margin, 0), min(region.top + margin, self.shape[0]))
        key = key_of(config, AFTER_MESHES), rows.start, rows.stop
        if self._latest_near[0] != key:
            with self._turn:
                meshes = self._measure(config, Measuring(), rows.start, rows.stop)
                low, high = rows.start // mesh, -(-rows.stop // mesh)
                for maps in meshes:  # as there are no gaps, none are filled, which takes its time
                    maps[:, :low], maps[:, high:] = maps[:, low : low + 1], maps[:, high - 1 : high]
                self._latest_near = key, self._noise_of(meshes, config)
        return self._latest_near[1]

    def status(self) -> dict[str, Any]:
        """How far the measurement of the whole is, for the browser."""
        latest = self.latest
        ready = latest.finished.is_set() and not latest.error
        return {"done": 1.0 if ready else latest.done, "ready": ready} | (
            {"error": latest.error} if latest.error else {}
        )

    def _start(self, config: Config, before: Callable[[], object] = lambda: None) -> None:
        """Measure the whole in a thread, in place of what is being measured."""
        with self._lock:
            self.latest.stopped = True
            self.latest = latest = Measuring(key_of(config))

        def measure() -> None:
            use_threads(number_of_threads(config.NTHREADS))
            use_memory(config.MEMORY_LIMIT)
            try:
                before()
                self._keep(config, self._measure(config, latest))
            except SexlikeError as error:
                latest.error = str(error)
            except Refused:
                latest.error = "It was stopped."
            except Exception as error:  # a thread that ends would leave the page waiting
                latest.error = f"{type(error).__name__}: {error}"
            latest.finished.set()

        threading.Thread(target=measure, name=f"{PAGE_THREAD}: background", daemon=True).start()

    def _keep(self, config: Config, meshes: Meshes) -> None:
        """Keep the meshes of the whole."""
        with self._lock:
            self._meshes[key_of(config)] = meshes
            drop_oldest(self._meshes)

    def _in_pixels(self, config: Config) -> Config:
        """The configuration with pixels in place of angles (BACK_SIZE ``10 arcsec``)."""
        return in_own_units(config, self.pair[0])

    def _grid(self, config: Config) -> Grid:
        return Grid.from_back_size(config.BACK_SIZE, self.shape)

    def _measure(self, config: Config, progress: Measuring, first: int = 0, stop: int | None = None) -> Meshes:
        """The meshes of some rows, or of all; -1e30 elsewhere."""
        stop = self.shape[0] if stop is None else stop
        grid = self._grid(config)
        mesh, width = grid.mesh[0], self.shape[1]
        step = stop if needs_whole(config) else max(1, AT_ONCE // width // mesh) * mesh
        first = first // mesh * mesh
        whole: Meshes = []
        for start in range(first, stop, step):
            if progress.stopped:
                raise Refused(409, "Another background is wanted meanwhile.")
            end, found = min(start + step, self.shape[0]), []  # type: int, Meshes
            with self._turn, self._rows(config, start, end), noise_from(measuring(found, start, end)):
                load_pair(*self.pair, config, keep_raw=False)
            whole = whole or [np.full((len(maps), *grid.count), BAD) for maps in found]
            for kept, maps in zip(whole, found, strict=True):
                kept[:, start // mesh : start // mesh + maps.shape[1]] = maps
            progress.done = (end - first) / (stop - first)
        return whole

    def _rows(self, config: Config, first: int, stop: int) -> AbstractContextManager[object]:
        """Context in which some rows are loaded, or all where the weights depend on all."""
        return nullcontext() if needs_whole(config) else only_rows(first, stop)

    def _noise_of(self, meshes: Meshes, config: Config) -> list[Noise]:
        """What follows from the meshes: gaps are filled, outliers filtered, weights scaled."""
        noise: list[Noise] = []
        with self._rows(config, 0, 0), noise_from(merging(meshes, noise)):
            load_pair(*self.pair, config, keep_raw=False)
        return noise


def needs_whole(config: Config) -> bool:
    """Whether weights are scaled by all pixels of the image: it is loaded as a whole then, as by the command."""
    return config.WEIGHT_SCALING == "ERROR"


def key_of(config: Config, more: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """What the meshes of a configuration depend on, or what depends on more keywords."""
    return tuple(config.values[name] for name in (*OF_MESHES, *more))


def drop_oldest(kept: dict[Any, Any]) -> None:
    """Drop what was kept first, if there is too much."""
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
