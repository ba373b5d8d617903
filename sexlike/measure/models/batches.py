"""Batches of objects whose models are fitted together: their pixels in windows of one size, and the PSF at each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from ...arrays import run_starts, slices
from ...config.config import Config
from ...images.image import Image
from ...threads import in_slices
from ..photometry.masking import Masking
from ..psf.model import Psf
from ..psf.stamps import Stamps, cut_stamps
from ..registry import quantity
from .psfraster import model_psfs
from .windows import ModelWindows

MOST_OBJECTS = 64
MOST_PIXELS = 1 << 18
ROWS_AT_A_TIME = 8  # of binned pixels


@dataclass(frozen=True)
class ModelScene:
    """What models are fitted to, of n objects.

    Attributes
    ----------
    image : Image
    masking : Masking
    config : Config
    saturation : ndarray of float32, shape (n,)
        Level above the background from which pixels are saturated.
    windows : ModelWindows
    psf : Psf
    contexts : ndarray of float64, shape (n, v)
    """

    image: Image
    masking: Masking
    config: Config
    saturation: np.ndarray
    windows: ModelWindows
    psf: Psf
    contexts: np.ndarray

    def batches(self, most: int = MOST_OBJECTS) -> Iterator[np.ndarray]:
        """Indices of the objects of each batch: all have rasters of one step, and windows of about the same size.

        They do not depend on the number of threads.

        Parameters
        ----------
        most : int
            Objects in a batch.
        """
        windows = self.windows
        order = np.lexsort((windows.size, windows.step, windows.binning))
        starts = run_starts(windows.step[order], windows.binning[order]) if len(order) else np.arange(0)
        for run in np.split(order, starts[1:]):
            while len(run):
                pixels = (windows.size[run] * windows.binning[run]) ** 2 * np.arange(1, len(run) + 1)
                number = max(int((pixels[:most] <= MOST_PIXELS).sum()), 1)
                yield run[:number]
                run = run[number:]

    def take(self, batch: np.ndarray) -> "ModelBatch":
        """The pixels of a batch."""
        windows = self.windows.take(batch)
        psfs = model_psfs(self.psf, self.contexts[batch], windows)
        slipped = self.config.COMPATIBILITY == "SEXTRACTOR"
        return ModelBatch(windows, self.stamps(batch, windows), psfs, self.psf.fwhm, slipped)

    def stamps(self, batch: np.ndarray, windows: ModelWindows) -> Stamps:
        """Windows of one size; pixels that are not in the circle of an object do not count."""
        binning = int(windows.binning[0])
        half = (int(windows.size.max()) - 1) // 2
        size = 2 * half + 1
        corner = np.stack([windows.x, windows.y], axis=1) - half * binning - binning // 2
        masking, saturation = self.masking.take(batch), self.saturation[batch]
        cut = partial(cut_stamps, self.image, masking, self.config, saturation)
        stamps = cut(corner, (size, size)) if binning == 1 else binned_stamps(cut, corner, size, binning)
        offset = np.arange(size) - half
        inside = (offset[:, None] ** 2 + offset**2) < (windows.size / 2)[:, None, None] ** 2
        return Stamps(*(np.where(inside, values, np.float32(0)) for values in stamps))


@dataclass(frozen=True)
class ModelBatch:
    """What the models of a batch of k objects are fitted to.

    Attributes
    ----------
    windows : ModelWindows
    stamps : Stamps
        Windows of one size, height and width.
    psfs : ndarray of float32, shape (k, h, w)
        See `model_psfs`.
    fwhm : float
        Of the PSF, pixels.
    slipped : bool
        Models are drawn with SExtractor's mistake in the first columns of windows, see `place_taps`.
    """

    windows: ModelWindows
    stamps: Stamps
    psfs: np.ndarray
    fwhm: float
    slipped: bool

    def take(self, chosen: np.ndarray) -> "ModelBatch":
        """The same of some of the objects, by their indices."""
        stamps = Stamps(*(values[chosen] for values in self.stamps))
        return ModelBatch(self.windows.take(chosen), stamps, self.psfs[chosen], self.fwhm, self.slipped)

    @property
    def step(self) -> float:
        """Distance of the samples of the PSF, in binned pixels."""
        return float(self.windows.step[0] / self.binning)

    @property
    def binning(self) -> int:
        """Pixels along the side of a binned pixel."""
        return int(self.windows.binning[0])

    def in_windows(self, offset: np.ndarray) -> np.ndarray:
        """Offsets from the central pixels as those from the centres of binned ones, in these: any shape."""
        centre = (self.binning - 1) / 2 - self.binning // 2
        return (offset - centre) / self.binning


def binned_stamps(cut: Callable[..., Stamps], corner: np.ndarray, size: int, binning: int) -> Stamps:
    """Stamps of binned pixels, some rows at a time: windows that are so large would fill the memory.

    Parameters
    ----------
    cut : callable
        It takes first pixels, of shape (k, 2), and a size in pixels, and returns Stamps.
    corner : ndarray of int64, shape (k, 2)
    size : int
        Of the windows, in binned pixels.
    binning : int
    """
    bands = []
    for rows in slices(size, ROWS_AT_A_TIME):
        part = (rows.stop - rows.start) * binning, size * binning
        bands.append(binned(cut(corner + np.array([0, rows.start * binning]), part), binning))
    return Stamps(*(np.concatenate(values, axis=1) for values in zip(*bands, strict=True)))


def binned(stamps: Stamps, binning: int) -> Stamps:
    """Stamps of pixels that are sums; one that holds a pixel without weight has none."""

    def sums(values: np.ndarray) -> np.ndarray:
        k, height, width = values.shape
        blocks = values.reshape(k, height // binning, binning, width // binning, binning)
        return blocks.sum(axis=(2, 4), dtype=np.float64)

    counts = stamps.weights > 0
    variance = np.where(counts, 1 / np.where(counts, stamps.weights, 1).astype(np.float64) ** 2, np.inf)
    weights = 1 / np.sqrt(sums(variance))
    pixels = np.where(weights > 0, sums(stamps.pixels), 0)
    return Stamps(pixels.astype(np.float32), weights.astype(np.float32))


@quantity
def model_scene(
    image: Image,
    masking: Masking,
    config: Config,
    background_level: np.ndarray,
    model_windows: ModelWindows,
    psf_model: Psf,
    psf_contexts: np.ndarray,
) -> ModelScene:
    """What models are fitted to."""
    saturation = (image.saturation - background_level.astype(np.float64)).astype(np.float32)
    return ModelScene(image, masking, config, saturation, model_windows, psf_model, psf_contexts)


def for_batches(work: Callable[[np.ndarray, ModelBatch], None], scene: ModelScene, most: int = MOST_OBJECTS) -> None:
    """Call a function for all batches of objects, on several threads: it takes their indices and what they hold."""
    batches = list(scene.batches(most))[::-1]  # the largest windows first: no thread is left alone with them at the end

    def work_on(first: int, stop: int) -> None:
        for batch in batches[first:stop]:
            work(batch, scene.take(batch))

    in_slices(work_on, len(batches), things="groups of objects", most=1)
