"""Whether contestants found the same: there is no race between programs that do different things."""

import sys
from pathlib import Path

import numpy as np
from astropy.io import fits
from scipy.spatial import cKDTree

EQUAL = 1e-5  # of the value
SHARE_OF_EQUAL_CELLS = 0.99
NUMBERS_WITHIN = 0.05
NEAR = 1.0  # pixels
SHARE_WITH_COUNTERPARTS = 0.95
BRIGHT = 20  # signal-to-noise ratio from which Kron fluxes are compared
FLUXES_WITHIN = 0.02


def require_same_bytes(contestants):
    """End the race if catalogs differ in any byte."""
    first, *others = contestants
    for other in others:
        if Path(first.catalog).read_bytes() != Path(other.catalog).read_bytes():
            sys.exit(f"the catalogs of {first.name} and {other.name} differ")


def equal_cells(ours, reference):
    """Share of the cells of a catalog that are those of SExtractor's; the race ends if it is low, or rows differ."""
    cells, expected = fits.getdata(ours.catalog), fits.getdata(reference.catalog)
    if len(cells) != len(expected):
        sys.exit(f"{ours.name}: {len(cells)} objects, {reference.name}: {len(expected)}")
    equal = [np.isclose(cells[name], expected[name], rtol=EQUAL, equal_nan=True) for name in expected.names]
    share = float(np.mean(np.concatenate([np.ravel(values) for values in equal])))
    if share < SHARE_OF_EQUAL_CELLS:
        sys.exit(f"{ours.name}: only {share:.2%} of the cells are those of {reference.name}")
    return share


def number_of_objects(contestant):
    """The number of rows of its catalog."""
    return len(fits.getdata(contestant.catalog))


def read_objects(contestant):
    """Positions, counted from any pixel, Kron fluxes and their errors -> arrays (n, 2), (n,), (n,)."""
    rows = fits.getdata(contestant.catalog)
    x, y, flux, error = (np.asarray(rows[name], float) for name in contestant.columns)
    return np.column_stack([x, y]) - (contestant.columns[0] == "X_IMAGE"), flux, error


def compare_objects(other, reference):
    """Compare objects of different programs; the race ends if these did not look for the same.

    Returns
    -------
    dict
        Number of objects in units of the reference's, share of its objects that have a counterpart within a pixel, and
        the median ratio of Kron fluxes of bright objects.
    """
    places, flux, _ = read_objects(other)
    expected_places, expected, error = read_objects(reference)
    distance, nearest = cKDTree(places).query(expected_places)
    bright = (distance < NEAR) & (expected > BRIGHT * error)
    found = {
        "number": len(places) / len(expected_places),
        "counterparts": float(np.mean(distance < NEAR)),
        "flux": float(np.median(flux[nearest][bright] / expected[bright])),
    }
    if abs(found["number"] - 1) > NUMBERS_WITHIN or found["counterparts"] < SHARE_WITH_COUNTERPARTS:
        sys.exit(f"{other.name} finds other objects than {reference.name}: {found}")
    if not abs(found["flux"] - 1) < FLUXES_WITHIN:
        sys.exit(f"{other.name} measures other fluxes than {reference.name}: {found}")
    return found
