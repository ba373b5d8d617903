"""Judge a catalog of the field by the true one: what was found, what was invented, how right the magnitudes are.

python judge_field.py field_catalog.fits
"""

import sys
from pathlib import Path

import numpy as np
from astropy.table import Table
from scipy.spatial import cKDTree

BRIGHT_ENOUGH = 10  # true signal to noise of the sources that must be found
FAINTEST = 30.2  # magnitude of the faintest sources, S/N about 2, that can make a detection true
NEAR = 2.0, 2.5  # pixels: a source is found within the first, a detection is true within the second


def match(truth, x, y):
    """The detection of each true source, -1 where it was not found; a detection counts for the brightest source only.

    Parameters
    ----------
    truth : Table
        The true catalog.
    x, y : array_like, shape (n,)
        Positions of the detections, pixels; the first pixel is 1.

    Returns
    -------
    ndarray of int, one for each row of the true catalog
    """
    distance, nearest = cKDTree(np.column_stack([x, y])).query(positions(truth))
    candidates = np.flatnonzero(distance < np.maximum(NEAR[0], 0.5 * truth["half_light"]))
    candidates = candidates[np.argsort(truth["mag"][candidates], kind="stable")]
    _, brightest = np.unique(nearest[candidates], return_index=True)
    result = np.full(len(truth), -1)
    result[candidates[brightest]] = nearest[candidates[brightest]]
    return result


def spurious(truth, x, y):
    """Whether no true source brighter than FAINTEST has its centre, or half of its light, at these positions; (n,)."""
    truth = truth[truth["mag"] < FAINTEST]
    places = np.column_stack([x, y])
    reach = np.maximum(NEAR[1], truth["half_light"])
    pairs = cKDTree(positions(truth)).sparse_distance_matrix(cKDTree(places), reach.max(), output_type="ndarray")
    result = np.ones(len(places), bool)
    result[pairs["j"][pairs["v"] <= reach[pairs["i"]]]] = False
    return result


def positions(truth):
    """Centres of the true sources, shape (n, 2)."""
    return np.column_stack([truth["x"], truth["y"]])


def judge(truth, x, y, magnitude):
    """Share of the bright sources found, share of detections invented, median of measured minus true magnitude."""
    found = match(truth, x, y)
    bright = truth["snr"] > BRIGHT_ENOUGH
    seen = bright & (found >= 0)
    bias = np.median(np.asarray(magnitude)[found[seen]] - truth["mag"][seen])
    return (found[bright] >= 0).mean(), spurious(truth, x, y).mean(), bias


def main():
    """Command line: catalog, and the true catalog if it is not the one of this folder."""
    catalog = Table.read(sys.argv[1], hdu=2)
    truth = Table.read(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent / "field_truth.csv")
    found, invented, bias = judge(truth, catalog["X_IMAGE"], catalog["Y_IMAGE"], catalog["MAG_AUTO"])
    print(f"{len(catalog)} detections, {100 * invented:.1f} % of them without a true source")
    print(f"{100 * found:.1f} % found of {(truth['snr'] > BRIGHT_ENOUGH).sum()} sources with S/N above {BRIGHT_ENOUGH}")
    print(f"MAG_AUTO is {bias:+.3f} mag off in the median")


if __name__ == "__main__":
    main()
