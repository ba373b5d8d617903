"""Second moments of fitted models, without the PSF, and the covariances of these moments."""

from typing import NamedTuple

import numpy as np

from ..components import DISK_FLUX, SERSIC_INDEX, SPHEROID_FLUX, Components
from .profiles import DE_VAUCOULEURS_SPREAD, EXPONENTIAL_SPREAD, sersic_spread

INDEX_STEP = 0.01  # of the Sersic index, in the derivative of moments
DEGREE = np.pi / 180


class Part(NamedTuple):
    """A spheroid or a disk: where its parameters are in the vector of a model.

    Attributes
    ----------
    flux, scale, aspect, angle : int
        Scale length or effective radius, axis ratio, angle in degrees.
    sersic : int or None
        Sersic index, if it is a parameter.
    spread : float
        <x^2> for a scale of 1, if the index is none.
    """

    flux: int
    scale: int
    aspect: int
    angle: int
    sersic: int | None
    spread: float

    @classmethod
    def of(cls, components: Components, flux: str, spread: float) -> "Part":
        """The part whose flux has this name: its other parameters follow, in the order of the attributes."""
        first = components.parameters.index(flux)
        sersic = components.place(SERSIC_INDEX) if flux == SPHEROID_FLUX else None
        return cls(first, first + 1, first + 2, first + 3, sersic, spread)


def spheroid_of(components: Components) -> Part:
    """The spheroid of a model, which must have one."""
    return Part.of(components, SPHEROID_FLUX, DE_VAUCOULEURS_SPREAD)


def disk_of(components: Components) -> Part:
    """The disk of a model, which must have one."""
    return Part.of(components, DISK_FLUX, EXPONENTIAL_SPREAD)


def parts_of(components: Components) -> list[Part]:
    """The components of a model that have an extent."""
    spheroid, disk = [spheroid_of] * components.spheroid, [disk_of] * components.disk
    return [part(components) for part in spheroid + disk]


def second_moments(vector: np.ndarray, covariance: np.ndarray, components: Components) -> tuple[np.ndarray, np.ndarray]:
    """Second moments of models, and their covariances.

    Parameters
    ----------
    vector, covariance : ndarray of float64, shapes (n, p) and (n, p, p)
        Parameters and their covariances.
    components : Components

    Returns
    -------
    moments, covariances : ndarray of float64, shapes (3, n) and (n, 3, 3)
        <x^2>, <y^2>, <xy> in square pixels; 0 without light.
    """
    (n, p), fluxes, parts = vector.shape, components.fluxes, parts_of(components)
    total = vector[:, fluxes].sum(axis=1)
    weight = np.divide(1, total, out=np.zeros(n), where=total > 0)
    own = [part_moments(vector, part) for part in parts]
    shares = [vector[:, part.flux] * weight for part in parts]
    moments = sum((share * of for share, of in zip(shares, own, strict=True)), np.zeros((3, n)))
    slopes = np.zeros((p, 3, n))
    slopes[fluxes] -= moments * weight
    for part, share, of in zip(parts, shares, own, strict=True):
        slopes[part.flux] += of * weight
        for place, slope in part_slopes(vector, part, of).items():
            slopes[place] += slope * share
    return moments, np.einsum("ain,nab,bjn->nij", slopes, covariance, slopes, optimize=True)


def part_moments(vector: np.ndarray, part: Part) -> np.ndarray:
    """Second moments of a component; float64 of shape (3, n)."""
    return spread_of(vector, part) * unit_ellipse(vector[:, part.aspect], vector[:, part.angle])


def spread_of(vector: np.ndarray, part: Part, step: float = 0.0) -> np.ndarray:
    """<x^2> along the major axis, square pixels, of shape (n,); with an index that is larger by a step."""
    of_profile = part.spread if part.sersic is None else sersic_spread(positive(vector[:, part.sersic]) + step)
    return vector[:, part.scale] ** 2 * of_profile


def unit_ellipse(aspect: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Second moments of ellipses whose major axis has a variance of 1: axis ratios, degrees -> (3, n)."""
    cosine, sine, q2 = np.cos(angle * DEGREE), np.sin(angle * DEGREE), aspect**2
    return np.stack([cosine**2 + sine**2 * q2, sine**2 + cosine**2 * q2, cosine * sine * (1 - q2)])


def part_slopes(vector: np.ndarray, part: Part, moments: np.ndarray) -> dict[int, np.ndarray]:
    """Derivatives of the moments of a component: place of the parameter -> float64 of shape (3, n)."""
    scale, aspect, angle = (vector[:, place] for place in part[1:4])
    cosine, sine, spread = np.cos(angle * DEGREE), np.sin(angle * DEGREE), spread_of(vector, part)
    turned = -2 * cosine * sine * (1 - aspect**2)
    slopes = {
        part.scale: 2 * moments / positive(scale),
        part.aspect: 2 * spread * aspect * np.stack([sine**2, cosine**2, -cosine * sine]),
        part.angle: spread * DEGREE * np.stack([turned, -turned, (cosine**2 - sine**2) * (1 - aspect**2)]),
    }
    if part.sersic is not None:
        gained = (spread_of(vector, part, INDEX_STEP) - spread) / INDEX_STEP
        slopes[part.sersic] = gained * unit_ellipse(aspect, angle)
    return slopes


def positive(values: np.ndarray) -> np.ndarray:
    """Values, and 1 in place of those that are not positive: there is no fit."""
    return np.where(values > 0, values, 1)
