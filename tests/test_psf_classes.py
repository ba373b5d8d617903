"""SPREAD_MODEL on the field of docs/psf.md, whose stars and galaxies are known: as good as SExtractor's, and good."""

import sys
from pathlib import Path

import numpy as np
import pytest

from .live import Both
from .measure.psf.files import psf_table, write_psf

sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "scripts"))

import psf_field

SIZE, STARS, GALAXIES = 600, 95, 130
STEP, REACH = 0.8, 12  # of the samples of the PSF, and pixels to its edge
LIMIT = 0.004  # of SPREAD_MODEL, for stars
COLUMNS = ["X_IMAGE", "Y_IMAGE", "SPREAD_MODEL", "SPREADERR_MODEL"]


def pixel_star(fwhm):
    """A star as pixels see it, at distances of STEP."""
    offsets = np.arange(-REACH, REACH + STEP / 2, STEP)
    parts = (np.arange(7) + 0.5) / 7 - 0.5
    axis = (offsets[:, None] + parts).ravel()
    fine = psf_field.moffat(axis, axis[:, None], fwhm)
    return fine.reshape(len(offsets), 7, len(offsets), 7).mean(axis=(1, 3))


@pytest.fixture
def programs(tmp_path, monkeypatch, capsys):
    """Both programs in a folder with the field and its true PSF, and the true catalog."""
    for name, value in (("SIZE", SIZE), ("STARS", STARS), ("GALAXIES", GALAXIES)):
        monkeypatch.setattr(psf_field, name, value)
    hdu, truth = psf_field.make_field(seed=5)
    hdu.writeto(tmp_path / "image.fits")
    left, right = (pixel_star(psf_field.fwhm_at(x)) for x in (0, SIZE))
    planes = np.stack([(left + right) / 2, (right - left) / 2])
    table = psf_table(planes, [("X_IMAGE", SIZE / 2, SIZE / 2)], 1, fwhm=psf_field.FWHM, step=STEP)
    write_psf(tmp_path / "true.psf", table)
    return Both(tmp_path, monkeypatch, capsys), truth


@pytest.mark.needs_sextractor
def test_stars_and_galaxies(programs):
    both, truth = programs
    theirs, ours = both.catalogs(COLUMNS, PSF_NAME="../true.psf", BACK_SIZE=128)
    assert len(ours) == len(theirs) > 0.7 * len(truth)
    distance = np.hypot(ours["X_IMAGE"][:, None] - 1 - truth["x"], ours["Y_IMAGE"][:, None] - 1 - truth["y"])
    known = distance.min(axis=1) < 1.5
    source = truth[distance.argmin(axis=1)][known]
    wrong = [(found["SPREAD_MODEL"][known] < LIMIT) != source["is_star"] for found in (theirs, ours)]
    assert wrong[1].mean() <= wrong[0].mean() + 0.005
    bright = source["mag"] < 22
    assert bright.sum() > 80
    assert wrong[1][bright].mean() < 0.03
    difference = np.abs(ours["SPREAD_MODEL"] - theirs["SPREAD_MODEL"])
    assert (difference < 1e-5).mean() >= 0.9
    assert (difference < 1e-4).mean() >= 0.97
    star = np.asarray(source["is_star"])
    pull = (ours["SPREAD_MODEL"] / ours["SPREADERR_MODEL"])[known][star]
    assert abs(np.median(pull)) < 0.5
    assert 1.4826 * np.median(np.abs(pull - np.median(pull))) == pytest.approx(1, abs=0.3)
