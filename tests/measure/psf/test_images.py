"""PSFs that are images: arrays, HDUs, files, and what photutils has."""

from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits
from astropy.nddata import NDData

from sexlike import read_psf
from sexlike.errors import SexlikeError

from .files import gaussian

POSITIONS = [(0, 0), (100, 0), (0, 60), (100, 60)]
STEP = 0.25


@pytest.fixture
def four():
    """PSFs of four widths, flux per pixel."""
    return np.stack([gaussian(61, fwhm, STEP) for fwhm in (3.0, 3.5, 4.0, 5.0)]).astype(np.float64)


def test_an_array_is_the_psf_itself():
    psf = read_psf(gaussian(21, 4.0))
    assert (psf.step, psf.contexts, psf.shape) == (1, (), (21, 21))
    assert psf.fwhm == pytest.approx(4, rel=0.02)
    np.testing.assert_array_equal(psf.local(np.empty((1, 0)))[0], gaussian(21, 4.0))


@pytest.mark.parametrize("factor", [1, STEP**2, 1000.0])
def test_flux_per_pixel_per_sample_or_in_any_other_unit(factor):
    psf = read_psf(gaussian(61, 4.0, STEP) * factor, step=STEP)
    np.testing.assert_allclose(psf.planes[0], gaussian(61, 4.0, STEP), rtol=1e-5)
    assert psf.fwhm == pytest.approx(4, rel=0.01)


def test_light_beyond_the_image_is_not_made_up_for():
    """A PSF of which 97 % are in the image stays so."""
    psf = read_psf(0.97 * gaussian(21))
    assert psf.planes.sum() == pytest.approx(0.97, rel=1e-5)


def test_the_centre_of_an_even_image_is_its_middle():
    psf = read_psf(gaussian(20, 4.0))
    assert psf.shape == (21, 21)
    np.testing.assert_allclose(psf.planes[0], gaussian(21, 4.0), atol=2e-4)
    assert psf.planes[0].argmax() == 10 * 21 + 10


def test_an_image_psf_of_photutils():
    data = gaussian(61, 4.0, STEP, dx=2 * STEP, dy=-STEP)
    model = SimpleNamespace(data=data, oversampling=np.array([4, 4]), origin=np.array([32.0, 29.0]), flux=7.0)
    psf = read_psf(model)
    assert psf.step == STEP
    np.testing.assert_allclose(psf.planes[0][5:-5, 5:-5], gaussian(61, 4.0, STEP)[5:-5, 5:-5], atol=1e-6)
    model.oversampling = np.array([4, 2])
    with pytest.raises(SexlikeError, match="another oversampling in x than in y"):
        read_psf(model)


def grid_as(kind, four, folder):
    """The same grid of PSFs in different forms."""
    if kind == "model":
        return SimpleNamespace(data=four, oversampling=4, grid_xypos=POSITIONS)
    if kind == "nddata":
        return NDData(four, meta={"oversampling": 4, "grid_xypos": POSITIONS})
    cube = fits.PrimaryHDU(four)
    cube.header["OVERSAMP"] = 4
    cube.header.update({f"DET_YX{k}": f"({float(y)}, {float(x)})" for k, (x, y) in enumerate(POSITIONS)})
    if kind == "file":
        cube.writeto(folder / "grid.fits")
        return folder / "grid.fits"
    return cube if kind == "hdu" else fits.HDUList([cube])


@pytest.mark.parametrize("kind", ["model", "nddata", "file", "hdu", "hdulist"])
def test_a_grid_is_interpolated(four, tmp_path, kind):
    psf = read_psf(grid_as(kind, four, tmp_path))
    assert psf.contexts == ("X_IMAGE", "Y_IMAGE")
    assert (psf.step, psf.shape) == (STEP, (61, 61))
    at_nodes = psf.local(np.array(POSITIONS, float) + 1)
    np.testing.assert_allclose(at_nodes, four, rtol=1e-6)
    between, beyond = psf.local(np.array([[26.0, 31.0], [-500.0, 91.0]]))
    np.testing.assert_allclose(between, (0.75 * (four[0] + four[2]) + 0.25 * (four[1] + four[3])) / 2, rtol=1e-5)
    np.testing.assert_allclose(beyond, four[2], rtol=1e-6)


def test_a_grid_of_one_row(four):
    psf = read_psf(NDData(four[:2], meta={"oversampling": 4, "grid_xypos": [(0, 10), (100, 10)]}))
    np.testing.assert_allclose(psf.local(np.array([[51.0, 500.0]]))[0], (four[0] + four[1]) / 2, rtol=1e-5)


def test_the_same_as_photutils(four):
    photutils = pytest.importorskip("photutils.psf")
    positions = [(0, 60), (100, 0), (0, 0), (100, 60)]
    model = photutils.GriddedPSFModel(NDData(four, meta={"oversampling": 4, "grid_xypos": positions}))
    y, x = (np.mgrid[:61, :61] - 30) * STEP
    for place in [(10, 10), (77, 42), (100, 30)]:
        model.x_0, model.y_0 = place
        local = read_psf(model).local(np.array([place]) + 1.0)[0]
        np.testing.assert_allclose(local, model(x + place[0], y + place[1]), atol=1e-7)


def test_a_psf_that_was_read_passes_for_a_source():
    psf = read_psf(gaussian())
    assert read_psf(psf) is psf


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (np.zeros((5, 5)), "the sum of its samples is not positive"),
        (np.diag([1, -1.5, 0.5 + 1e-12]), "the sum of its samples is not positive, but for rounding errors"),
        (np.ma.masked_greater(np.eye(5), 0.5), "5 of its 25 samples are masked"),
        (NDData(np.eye(5), mask=np.eye(5) > 0.5), "5 of its 25 samples are masked"),
        (NDData(np.ma.masked_greater(np.eye(5), 0.5)), "5 of its 25 samples are masked"),
        (NDData(np.eye(5), mask=np.zeros(3)), "its mask has another shape"),
        (np.full((5, 5), np.nan), "25 of its 25 samples are no numbers"),
        (np.ones(5), r"its shape is \(5,\)"),
        (np.ones((0, 5)), r"its shape is \(0, 5\)"),
        (np.ones((2, 5, 5)), "holds 2 images and does not tell where each is"),
        (np.array([["a", "b"]]), "its type <U1"),
        (NDData(np.ones((2, 5, 5)), meta={"grid_xypos": [(0, 0)]}), "2 PSFs need as many positions"),
        (NDData(np.ones((3, 5, 5)), meta={"grid_xypos": [(0, 0), (1, 0), (0, 1)]}), "are no rectangular grid"),
        (NDData(np.ones((2, 5, 5)), meta={"grid_xypos": [(0, 0), (0, 0)]}), "are no rectangular grid"),
        (fits.HDUList([fits.PrimaryHDU()]), "PSF_DATA table not found"),
        (object(), "is no PSF"),
    ],
)
def test_what_is_no_psf(source, message):
    with pytest.raises(SexlikeError, match=message):
        read_psf(source)


def test_a_mask_that_masks_nothing():
    np.testing.assert_array_equal(read_psf(np.ma.masked_array(gaussian())).planes[0], gaussian())


@pytest.mark.parametrize("step", [-1, np.inf, np.nan])
def test_steps_that_are_none(step):
    with pytest.raises(SexlikeError, match="the step of its samples"):
        read_psf(gaussian(), step=step)
