"""Where SExtractor's single precision shows, and where its numbers are infinite: sexlike has the same, live."""

import numpy as np
import pytest
from astropy.io import fits

from .live import Both
from .measure.scene import gaussian_scene

pytestmark = pytest.mark.needs_sextractor

SOURCES = [(20 + 33 * i, 18 + 30 * j, 400.0 * (1 + i + 4 * j), 2.0, 1.2, 25.0 * i) for i in range(4) for j in range(4)]
FLUXES = [f"FLUX{error}_{kind}" for error in ("", "ERR") for kind in ("ISO", "ISOCOR", "AUTO", "PETRO", "APER", "WIN")]


@pytest.fixture
def both(tmp_path, monkeypatch, capsys):
    image = gaussian_scene((130, 140), SOURCES)
    fits.writeto(tmp_path / "image.fits", image)
    noisier = 3 * image + np.random.default_rng(4).normal(0, 5, image.shape)
    fits.writeto(tmp_path / "deep.fits", noisier.astype(np.float32))
    sigma = np.ones(image.shape, np.float32)
    sigma[20:24] = sigma[:, 50:53] = 1e31
    fits.writeto(tmp_path / "rms.fits", sigma)
    return Both(tmp_path, monkeypatch, capsys)


def assert_same(theirs, ours, relative):
    assert len(theirs) == len(ours) >= len(SOURCES)
    for name in theirs.dtype.names:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=relative, err_msg=name)


def test_local_background_times_area(both):
    """Fluxes with a local background are equal to the last bit, and so are the fits of one or two pixels."""
    names = ["FLUX_ISO", "FLUX_AUTO", "FLUX_PETRO", "FLUX_APER", "FWHM_IMAGE", "FLUX_RADIUS"]
    settings = {"BACKPHOTO_TYPE": "LOCAL", "BACKPHOTO_THICK": 10, "ANALYSIS_THRESH": 6}
    for area in (1, 5):
        theirs, ours = both.catalogs(names, **settings, DETECT_MINAREA=area, DETECT_THRESH=1.2, BACK_SIZE=16)
        assert_same(theirs, ours, 0)


@pytest.mark.parametrize("gamma", [9.0, 60.0, 300.0])
def test_light_of_densities(both, gamma):
    """The light of the brightest densities is beyond single precision with the first of these contrasts."""
    theirs, ours = both.catalogs(FLUXES, DETECT_TYPE="PHOTO", MAG_GAMMA=gamma)
    infinite = np.isinf(theirs["FLUX_AUTO"])
    assert infinite.any() == (gamma == 9)
    assert_same(theirs, ours, 2e-5)


@pytest.mark.parametrize("second", ["BACKGROUND", "NONE", "MAP_RMS"])
def test_errors_without_weight_are_no_squares(both, second):
    weights = {"WEIGHT_TYPE": f"{second},MAP_RMS", "WEIGHT_IMAGE": "../rms.fits,../rms.fits"}
    theirs, ours = both.catalogs([name for name in FLUXES if "WIN" not in name], **weights)
    assert np.nanmax(theirs["FLUXERR_ISO"]) > 1e15
    assert_same(theirs, ours, 2e-5)


@pytest.mark.parametrize("interpolation", ["VAR_ONLY", "VAR_ONLY,ALL", "ALL", "NONE,VAR_ONLY"])
def test_noise_of_two_images(both, interpolation):
    names = ["X_IMAGE", "THRESHOLD", "FLUXERR_ISO", "FLUX_AUTO", "ISOAREA_IMAGE"]
    settings = {"WEIGHT_TYPE": "BACKGROUND", "INTERP_TYPE": interpolation}
    theirs, ours = both.catalogs(names, image="../deep.fits,../image.fits", **settings)
    assert_same(theirs, ours, 1e-5)


@pytest.mark.parametrize("limit", [0.5, 1.0, 1.05, 3.0])
@pytest.mark.parametrize("kinds", ["BACKGROUND", "NONE,BACKGROUND"])
def test_noise_beyond_weight_thresh(both, kinds, limit):
    """WEIGHT_THRESH is an RMS for the noise of the image as well: pixels with more are masked."""
    settings = {"WEIGHT_TYPE": kinds, "WEIGHT_THRESH": f"{limit},{limit}", "BACK_SIZE": 32}
    theirs, ours = both.catalogs(["FLAGS", "FLUX_AUTO", "FLUXERR_AUTO", "FLUX_APER"], **settings)
    assert_same(theirs, ours, 2e-5)


def test_growth_curves_end_beyond_their_last_ring(both):
    """SExtractor's last elements depend on the text of the list of columns, from its 513th byte on."""
    names = [f"{name}_{kind}" for kind in ("AUTO", "ISO", "PETRO") for name in ("FLUX", "FLUXERR", "MAG", "MAGERR")]
    names += [f"{name}{kind}_IMAGE" for kind in ("", "WIN") for name in ("X", "Y", "A", "B", "X2", "Y2", "XY", "CXX")]
    brightest = []
    for filling in range(190, 230, 7):
        columns = ["FLUX_GROWTH(3)", "MAG_GROWTH(2)", *names, "#" * filling, "FLUX_MAX", "BACKGROUND"]
        theirs, ours = both.catalogs(columns)
        assert_same(theirs, ours, 2e-5)
        brightest.append(ours["MAG_GROWTH"][:, 1].min())
    assert min(brightest) < -50 < max(brightest)
