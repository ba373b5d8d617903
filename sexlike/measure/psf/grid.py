"""A PSF that is known at the points of a grid, and interpolated between them."""

from dataclasses import dataclass

import numpy as np

from ...errors import SexlikeError

CONTEXTS = ("X_IMAGE", "Y_IMAGE")


@dataclass(frozen=True, eq=False)
class PsfGrid:
    """A PSF that is interpolated bilinearly between the points of a grid, as photutils' GriddedPSFModel does.

    Attributes
    ----------
    samples : ndarray of float32, shape (rows, columns, h, w)
        The PSF at each point of the grid.
    x, y : ndarray of float64, shape (columns,) or (rows,)
        Coordinates of the points, in FITS pixels, ascending.
    step, fwhm, contexts
        See `Psf`.
    notes : tuple of str
        Where it comes from, and what was done to it.
    sample_scale : float
        Distance of the samples in arcsec, or of the pixels for which it was made; 0 where it is not known.
    """

    samples: np.ndarray
    x: np.ndarray
    y: np.ndarray
    step: float
    fwhm: float
    contexts: tuple[str, ...] = CONTEXTS
    notes: tuple[str, ...] = ()
    sample_scale: float = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in samples."""
        return self.samples.shape[2], self.samples.shape[3]

    def local(self, contexts: np.ndarray) -> np.ndarray:
        """The PSF at positions; beyond the grid it is that at its edge. See `Psf.local`."""
        column, right = place(self.x, contexts[:, 0])
        row, up = place(self.y, contexts[:, 1])
        psf = np.zeros((len(contexts), *self.shape), np.float32)
        for dy, weight_y in ((0, 1 - up), (1, up)):
            for dx, weight_x in ((0, 1 - right), (1, right)):
                nodes = np.minimum(row + dy, len(self.y) - 1), np.minimum(column + dx, len(self.x) - 1)
                psf += (weight_y * weight_x).astype(np.float32)[:, None, None] * self.samples[nodes]
        return psf


def place(points: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The interval of a sequence of points in which values are, and how far beyond its lower end, from 0 to 1."""
    if len(points) == 1:
        return np.zeros(len(values), int), np.zeros(len(values))
    interval = np.clip(np.searchsorted(points, values, side="right") - 1, 0, len(points) - 2)
    part = (values - points[interval]) / np.diff(points)[interval]
    return interval, np.clip(part, 0, 1)


def on_grid(samples: np.ndarray, positions: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put the PSFs of a list in the order of a grid.

    Parameters
    ----------
    samples : ndarray, shape (n, h, w)
    positions : ndarray of float64, shape (n, 2)
        x and y of each.
    name : str
        For messages.

    Returns
    -------
    samples : ndarray, shape (rows, columns, h, w)
    x, y : ndarray of float64
        Of the columns and the rows.

    Raises
    ------
    SexlikeError
        The positions are not those of a whole rectangular grid.
    """
    if positions.shape != (len(samples), 2):
        raise SexlikeError(f"{name}: {len(samples)} PSFs need as many positions", where="PSF_NAME")
    x, y = np.unique(positions[:, 0]), np.unique(positions[:, 1])
    order = np.lexsort(positions.T)
    whole = np.stack([grid.ravel() for grid in np.meshgrid(x, y)], axis=1)
    if len(whole) != len(samples) or not np.array_equal(positions[order], whole):
        text = f"{name}: its {len(samples)} positions are no rectangular grid"
        raise SexlikeError(text, where="PSF_NAME", hint="A PSF for each pair of x and y is needed.")
    return samples[order].reshape(len(y), len(x), *samples.shape[1:]), x, y
