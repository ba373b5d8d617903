"""How many objects are pieces of others, by their number and their light: what chance does not explain."""

import numpy as np

LARGEST_SHARE = 0.15  # of the objects: those that are large
LEAST_LIKELY = 0.01  # chance that a blend is taken for pieces, of any in the image


def pieces_of(detections, good):
    """Number of objects that are pieces of others: the larger of two estimates, neither of which sees all.

    Parameters
    ----------
    detections : Detections
    good : int
        Pixels of the image that have a value.

    Returns
    -------
    float
    """
    blob, area = detections.objects.parent, detections.objects.area
    if not len(blob):
        return 0.0
    return max(all_beyond_chance(blob, area, good), large_beyond_chance(blob, area, good))


def all_beyond_chance(blob, area, good):
    """Blends beyond those that chance explains.

    Deblending adds the number of objects minus that of blobs. If n discs of the footprints' areas lie at random on an
    area A, n (n - 1) / 2 x <pi (r1 + r2)^2> / A pairs of them touch. What was added beyond that number cannot be
    neighbours on the sky by chance.

    Parameters
    ----------
    blob : ndarray of int, shape (n,)
        In which each object lies.
    area : ndarray, shape (n,)
        Of each object, pixels.
    good : int

    Returns
    -------
    float
    """
    number, radius = len(blob), np.sqrt(area / np.pi)
    touching = 2 * np.pi * (np.mean(radius**2) + np.mean(radius) ** 2)
    by_chance = 0.5 * number * (number - 1) * touching / good
    return max(number - len(np.unique(blob)) - by_chance, 0.0)


def large_beyond_chance(blob, area, good):
    """Large objects that are too many to be in their blobs by chance: a large galaxy in pieces.

    It does not show in the number of all objects, but its pieces are large themselves. Of objects as large as the j-th
    one of a blob after the first, the rest of the image has so many that an area like that of the blob is to hold
    `expected` of them. Where j or more are very unlikely, they are pieces of the first.

    Parameters
    ----------
    blob : ndarray of int, shape (n,)
        In which each object lies.
    area : ndarray, shape (n,)
        Of each object, pixels.
    good : int

    Returns
    -------
    float
    """
    from scipy.special import gammainc

    number, order = len(blob), np.lexsort((-area, blob))
    _, first, count = np.unique(blob[order], return_index=True, return_counts=True)
    rank = np.arange(number) - np.repeat(first, count)  # in the blob, by area
    area = area[order].astype(np.float64)
    as_large = number - np.searchsorted(np.sort(area), area)  # in the image
    reach = np.sqrt(np.add.reduceat(area, first) / np.pi) + np.mean(np.sqrt(area / np.pi))
    expected = np.maximum(as_large - rank - 1, 1) * np.repeat(np.pi * reach**2, count) / good
    chance = gammainc(np.maximum(rank, 1), expected)  # of so many or more, by Poisson's distribution
    large = (rank > 0) & (as_large <= LARGEST_SHARE * number)
    unlikely = large & (chance * np.count_nonzero(rank) < LEAST_LIKELY)
    beyond = np.where(unlikely, np.maximum(rank - expected, 0), 0)
    return float(np.maximum.reduceat(beyond, first).sum())
