"""The point spread function (PSF) at the places of objects: what every model gives, and PSFEx's polynomials."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from ...errors import SexlikeError


class Psf(Protocol):
    """A model of the PSF: samples of it, which may depend on columns of the catalog or on cards of the header.

    Attributes
    ----------
    step : float
        Distance of the samples, in pixels of the image; rounded to single precision.
    fwhm : float
        Full width at half maximum, in pixels of the image.
    contexts : tuple of str
        On what the PSF depends: v columns of the catalog, or cards of the header with a colon before them.
    shape : tuple of int
        Height and width in samples, h and w. The centre is the sample (h // 2, w // 2).
    """

    @property
    def step(self) -> float: ...

    @property
    def fwhm(self) -> float: ...

    @property
    def contexts(self) -> tuple[str, ...]: ...

    @property
    def shape(self) -> tuple[int, int]: ...

    def local(self, contexts: np.ndarray) -> np.ndarray:
        """The PSF where the contexts have these values: float64 (k, v) -> float32 (k, h, w)."""
        ...


def local_psfs(model: Psf, contexts: np.ndarray) -> np.ndarray:
    """The PSF at each of k objects.

    Parameters
    ----------
    model : Psf
    contexts : ndarray of float64, shape (k, v)
        Values of the v contexts; none for a PSF that is the same everywhere.

    Returns
    -------
    ndarray of float32, shape (k, h, w)
        Flux per pixel of the image at each sample, so that their sum times the square of the step is about 1.

    Raises
    ------
    SexlikeError
        The model gives something of another shape.
    """
    values = np.asarray(contexts, np.float64).reshape(len(contexts), len(model.contexts))
    psfs = np.asarray(model.local(values), np.float32)
    if psfs.shape != (len(values), *model.shape):
        text = f"{type(model).__name__}.local gives an array of shape {psfs.shape}"
        hint = f"Its shape must be {(len(values), *model.shape)}: (k, *shape), for contexts of shape {values.shape}."
        raise SexlikeError(text, where="PSF_NAME", hint=hint)
    return psfs


def widths(psfs: np.ndarray, step: float) -> np.ndarray:
    """Full width at half maximum of k PSFs: (k, h, w) -> (k,), pixels.

    It is the diameter of the disc with the area of the samples that are at least half of the highest.
    """
    above = (psfs >= psfs.max(axis=(1, 2), keepdims=True) / 2).sum(axis=(1, 2))
    return 2 * np.sqrt(above / np.pi) * step


@dataclass(frozen=True, eq=False)
class PsfModel:
    """A PSF that is a polynomial of its contexts, as PSFEx writes it (Bertin 2011).

    Attributes
    ----------
    planes : ndarray of float32, shape (n, h, w)
        Factors of the monomials, in the order of `exponents`.
    step, fwhm, contexts
        See `Psf`.
    zeros, scales : ndarray of float64, shape (v,)
        The monomials are those of (value - zero) / scale.
    groups : tuple of int
        The group of each context, from 1.
    degrees : tuple of int
        The degree of each group.
    notes : tuple of str
        Where it comes from, and what was done to it.
    sample_scale : float
        Distance of the samples in arcsec, or of the pixels for which it was made; 0 where it is not known.
    """

    planes: np.ndarray
    step: float
    fwhm: float
    contexts: tuple[str, ...] = ()
    zeros: np.ndarray = field(default_factory=lambda: np.zeros(0))
    scales: np.ndarray = field(default_factory=lambda: np.ones(0))
    groups: tuple[int, ...] = ()
    degrees: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    sample_scale: float = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in samples."""
        return self.planes.shape[1], self.planes.shape[2]

    @cached_property
    def powers(self) -> np.ndarray:
        """The exponents of the contexts in each monomial; int of shape (n, v)."""
        return exponents(self.groups, self.degrees)

    def local(self, contexts: np.ndarray) -> np.ndarray:
        """The PSF where the contexts have these values, summed in single precision; see `Psf.local`."""
        scaled = (contexts - self.zeros) / self.scales
        monomials = np.prod(scaled[:, None, :] ** self.powers, axis=2).astype(np.float32)
        psf = np.zeros((len(contexts), *self.shape), np.float32)
        for factor, plane in zip(monomials.T, self.planes, strict=True):
            psf += factor[:, None, None] * plane
        return psf


def exponents(groups: Sequence[int], degrees: Sequence[int]) -> np.ndarray:
    """The exponents of the monomials of a polynomial whose variables are in groups, each with a degree of its own.

    Parameters
    ----------
    groups : sequence of int
        The group of each of v variables, from 1.
    degrees : sequence of int
        The highest sum of the exponents of the variables of each group.

    Returns
    -------
    ndarray of int, shape (n, v)
        The exponent of the first variable changes fastest, as in PSFEx: 1, x, x^2, y, xy, y^2.
    """
    rows: list[tuple[int, ...]] = [()]
    for variable in reversed(range(len(groups))):
        group, beyond = groups[variable], groups[variable + 1 :]
        spent = [sum(e for e, other in zip(row, beyond, strict=True) if other == group) for row in rows]
        left = [degrees[group - 1] - used for used in spent]
        rows = [(power, *row) for row, most in zip(rows, left, strict=True) for power in range(most + 1)]
    return np.array(rows, int).reshape(len(rows), len(groups))
