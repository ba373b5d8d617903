"""Ellipticities and polarisations of second moments, their errors and correlations."""

from typing import NamedTuple

import numpy as np


class Pair(NamedTuple):
    """Two components of an ellipticity: along x, and along the diagonal; arrays of shape (n,).

    Attributes
    ----------
    first, second : ndarray
    first_error, second_error, correlation : ndarray
        Errors, and the correlation of these; 0 where they are not known.
    """

    first: np.ndarray
    second: np.ndarray
    first_error: np.ndarray
    second_error: np.ndarray
    correlation: np.ndarray


def polarisation(moments: np.ndarray, covariance: np.ndarray) -> Pair:
    """(A^2 - B^2) / (A^2 + B^2), times the cosine and the sine of twice the angle.

    Parameters
    ----------
    moments : ndarray, shape (3, n)
        <x^2>, <y^2>, <xy>.
    covariance : ndarray, shape (n, 3, 3)
        Theirs.
    """
    x2, y2, xy = moments
    total, difference = x2 + y2, x2 - y2
    size = np.where(total > 0, total, 1)
    nothing = np.zeros_like(total)
    slopes = np.array([[2 * y2, -2 * x2, nothing], [-2 * xy, -2 * xy, 2 * total]]) / size**2
    return pair(difference / size, 2 * xy / size, slopes, covariance, total > 0)


def ellipticity(moments: np.ndarray, covariance: np.ndarray) -> Pair:
    """(A - B) / (A + B), times the cosine and the sine of twice the angle; see `polarisation`."""
    x2, y2, xy = moments
    determinant = x2 * y2 - xy**2
    thick = determinant > 0  # in the world, SExtractor's moments of needles are none of an ellipse
    root, per_root = np.sqrt(np.where(thick, determinant, 0)), 1 / np.sqrt(np.where(thick, determinant, np.inf))
    known = x2 + y2 + 2 * root > 0
    size = np.where(known, x2 + y2 + 2 * root, 1)
    difference, product = x2 - y2, 2 * xy
    along_x2, along_y2, along_xy = 1 + y2 * per_root, 1 + x2 * per_root, -product * per_root  # slopes of the size
    slopes = np.array(
        [
            [size - along_x2 * difference, -size - along_y2 * difference, -along_xy * difference],
            [-along_x2 * product, -along_y2 * product, 2 * size - along_xy * product],
        ]
    )
    return pair(difference / size, product / size, slopes / size**2, covariance, known)


def pair(first: np.ndarray, second: np.ndarray, slopes: np.ndarray, covariance: np.ndarray, known: np.ndarray) -> Pair:
    """Two components with their errors.

    Parameters
    ----------
    first, second : ndarray, shape (n,)
    slopes : ndarray, shape (2, 3, n)
        Their derivatives in the moments.
    covariance : ndarray, shape (n, 3, 3)
        Of the moments.
    known : ndarray of bool, shape (n,)
        0 stands for the others.
    """
    of_pair = np.einsum("ikn,nkl,jln->nij", slopes, covariance, slopes, optimize=True)
    variances = np.maximum(of_pair.diagonal(axis1=1, axis2=2).T, 0)
    product = np.sqrt(variances[0] * variances[1])
    correlation = np.divide(of_pair[:, 0, 1], product, out=np.zeros(len(first)), where=product > 0)
    values = (first, second, *np.sqrt(variances), correlation)
    return Pair(*(np.where(known, value, 0) for value in values))
