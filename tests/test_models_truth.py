"""Fits of galaxies that GalSim draws: what is found is true."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import sexlike

pytest.importorskip("galsim")
SCRIPTS = Path(__file__).parents[1] / "docs" / "scripts"
COLUMNS = ["X_IMAGE", "Y_IMAGE", "FLUX_MODEL", "SPHEROID_REFF_IMAGE", "SPHEROID_ASPECT_IMAGE", "SPHEROID_SERSICN"]
BRIGHT = 40  # signal to noise


def script(name):
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def galaxies(tmp_path_factory):
    """The catalog of a small field, and the truth of the same galaxies, for those that are bright."""
    field = script("galaxy_field")
    folder = tmp_path_factory.mktemp("truth")
    hdu, truth = field.make_field(36, seed=3)
    field.write_psf(folder / "field.psf")
    settings = {"BACK_TYPE": "MANUAL", "BACK_VALUE": (field.SKY,), "PSF_NAME": str(folder / "field.psf")}
    found = sexlike.extract(hdu, params=COLUMNS, **settings).table
    places = np.stack([found["X_IMAGE"].value - 1, found["Y_IMAGE"].value - 1], axis=1)
    distance = np.hypot(*(places[:, None] - np.stack([truth["x"], truth["y"]], axis=1)).T)
    nearest, bright = distance.argmin(axis=1), np.asarray(truth["signal_to_noise"] > BRIGHT)
    assert (distance.min(axis=1)[bright] < 1).all()
    return found[nearest][bright], truth[bright]


@pytest.mark.parametrize(
    ("column", "name", "limit"),
    [
        ("FLUX_MODEL", "flux", 0.04),
        ("SPHEROID_REFF_IMAGE", "radius", 0.06),
        ("SPHEROID_ASPECT_IMAGE", "aspect", 0.04),
        ("SPHEROID_SERSICN", "index", 0.12),
    ],
)
def test_bright_galaxies_are_as_they_are(galaxies, column, name, limit):
    found, truth = galaxies
    assert len(found) > 12
    ratio = np.asarray(found[column], float) / np.asarray(truth[name]) - 1
    assert abs(np.median(ratio)) < limit
    assert np.median(np.abs(ratio)) < 2 * limit


@pytest.mark.needs_sextractor
def test_errors_of_fluxes_tell_how_far_they_are_from_the_truth(tmp_path, monkeypatch):
    """... while those of SExtractor's, which come from approximate derivatives, are too small."""
    plots = script("plot_models")
    monkeypatch.setattr(plots.galaxy_field, "SIGNAL_TO_NOISE", (80.0, 500.0))
    monkeypatch.setattr(plots.galaxy_field, "INDICES", (3.0, 3.0))  # GalSim is slow with many of them
    hdu, truth = plots.galaxy_field.make_field(81, seed=7)
    hdu.writeto(tmp_path / "field.fits")
    plots.galaxy_field.write_psf(tmp_path / "field.psf")
    scatters = []
    for run in (plots.by_sexlike, plots.by_sextractor):
        pulls = plots.deviations(run(tmp_path), truth)[0]["flux / error"]
        assert len(pulls) > 75
        scatters.append(plots.bias_and_scatter(pulls)[2])
    ours, theirs = scatters
    assert 0.75 < ours < 1.3
    assert theirs > 1.1 * ours
