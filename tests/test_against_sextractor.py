"""Cell by cell against SExtractor on our own field: its committed catalogs, and the program itself if installed."""

import re
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

import sexlike

from .ourfield import EXAMPLES, SCIENCE
from .reference import make_reference

REFERENCE = Path(__file__).parent / "reference"

# Deviations allowed: relative, absolute. The first pattern that fits a name counts.
RELATIVE = 1e-5  # float32, and sums of it
TOLERANCES = [
    (r"[XY](PEAK|MIN|MAX)?_IMAGE", 0, 1e-4),  # pixels
    (r"(ALPHA|DELTA)_J2000", 0, 1e-8),  # degrees, 0.04 mas
    (r"MAG.*", 0, 2e-5),
    (r"THETA_IMAGE", 0, 1e-3),  # degrees, over the flattening
    (r"BACKGROUND", RELATIVE, 1e-8),
    (r".*", RELATIVE, 0),
]
SHARE_OF_ODD_CELLS = 2e-4  # apertures in which one sub-pixel lies exactly on the rim


RUNS = list(make_reference.RUNS)


def allowed(name, reference):
    """The deviation allowed in each cell of a column, from the reference catalog."""
    values = np.abs(reference[name].astype(float))
    relative, absolute = next(limits for pattern, *limits in TOLERANCES if re.fullmatch(pattern, name))
    limit = relative * values + absolute
    if name.startswith("FLUX_") and name.replace("FLUX_", "FLUXERR_") in reference.names:
        limit += 1e-4 * reference[name.replace("FLUX_", "FLUXERR_")]
    if name == "CXY_IMAGE":  # near zero by cancellation
        limit = RELATIVE * np.sqrt(reference["CXX_IMAGE"] * reference["CYY_IMAGE"])
    if name == "THETA_IMAGE":
        limit /= np.maximum(1 - reference["B_IMAGE"] / reference["A_IMAGE"], 1e-3)
    return limit


def deviations(reference, table):
    """Cells that differ by more than allowed: {column: rows}."""
    assert len(table) == len(reference)
    differing = {}
    for name in reference.names:
        gap = np.abs(np.asarray(table[name], dtype=float) - reference[name])
        if name == "THETA_IMAGE":
            gap = np.minimum(gap, 180 - gap)
        wrong = ~(gap <= allowed(name, reference))
        rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1))
        if rows.size:
            differing[name] = rows
    return differing


def read_catalog(path):
    """The objects of a FITS_LDAC catalog."""
    with fits.open(path) as hdus:
        return hdus["LDAC_OBJECTS"].data


def ours(name):
    """The catalog of sexlike with the settings of a reference run."""
    settings = make_reference.EVERYWHERE | make_reference.RUNS[name]
    if "WEIGHT_IMAGE" in settings:
        settings["WEIGHT_IMAGE"] = str(EXAMPLES / "field_wht.fits.fz")
    return sexlike.extract(SCIENCE, params=make_reference.COLUMNS, **settings)


def assert_same(reference, table):
    """Every object in its row, every cell in its tolerance, but for a few odd ones."""
    differing = deviations(reference, table)
    cells = sum(map(len, differing.values()))
    assert cells <= SHARE_OF_ODD_CELLS * len(reference) * len(reference.names), {
        name: (len(rows), rows[:5].tolist()) for name, rows in differing.items()
    }
    assert not {"NUMBER", "X_IMAGE", "Y_IMAGE", "ISOAREA_IMAGE", "FLUX_ISO", "FLAGS"} & differing.keys()


@pytest.mark.parametrize("name", RUNS)
def test_committed_catalog(name):
    assert_same(read_catalog(REFERENCE / f"{name}.fits.gz"), ours(name))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """A folder with the maps as plain FITS files."""
    folder = tmp_path_factory.mktemp("plain")
    make_reference.unpack(folder)
    return folder


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("name", RUNS)
def test_live_catalog(name, unpacked):
    settings = make_reference.EVERYWHERE | make_reference.RUNS[name]
    assert_same(read_catalog(make_reference.run_sextractor(unpacked, settings)), ours(name))


def test_a_wrong_cell_is_noticed():
    reference = read_catalog(REFERENCE / "plain.fits.gz")
    table = {name: reference[name].copy() for name in reference.names}

    class Rows(dict):
        def __len__(self):
            return len(reference)

    assert deviations(reference, Rows(table)) == {}
    table["FLUX_APER"][7, 1] *= 1.01
    table["FLAGS"][3] += 1
    assert {name: rows.tolist() for name, rows in deviations(reference, Rows(table)).items()} == {
        "FLUX_APER": [7],
        "FLAGS": [3],
    }
