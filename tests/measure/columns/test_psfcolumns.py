"""PSF photometry of fields of stars whose truth is known."""

import warnings

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.registry import COLUMNS

from ..psf.files import gaussian, psf_table, write_psf
from ..scene import NOISE, tan_header

SIGMA = 1.8
FWHM = 2.3548 * SIGMA
ALL = sorted(name for name in COLUMNS if "PSF" in name)
SETTINGS = {"BACK_TYPE": "MANUAL", "BACK_VALUE": (0.0,), "THRESH_TYPE": "ABSOLUTE", "DETECT_THRESH": 3 * NOISE}


def stars(x, y, flux, shape=(128, 160), noise=NOISE, seed=1):
    """Stars on an empty sky, float32; x and y are FITS pixels."""
    rows, columns = np.mgrid[1 : shape[0] + 1, 1 : shape[1] + 1]
    image = np.random.default_rng(seed).normal(size=shape) * noise
    for a, b, light in zip(x, y, flux, strict=True):
        image += light / (2 * np.pi * SIGMA**2) * np.exp(-((columns - a) ** 2 + (rows - b) ** 2) / 2 / SIGMA**2)
    return image.astype(np.float32)


def model(folder, planes=None, **settings):
    """Settings with a Gaussian PSF, if there is no other, in a file of a folder."""
    path = folder / "field.psf"
    path.unlink(missing_ok=True)
    write_psf(path, psf_table([gaussian(25, FWHM)] if planes is None else planes, **{"fwhm": FWHM} | settings))
    return SETTINGS | {"PSF_NAME": str(path), "SATUR_LEVEL": 1e6}


def sorted_columns(table):
    """The columns of a table, sorted along x, as arrays."""
    table.sort("X_IMAGE")
    return {name: np.asarray(table[name]) for name in table.colnames}


def measured(image, folder, params, **keywords):
    """The catalog of an image, measured with a Gaussian PSF."""
    return sorted_columns(sexlike.extract(image, params=["X_IMAGE", *params], **model(folder) | keywords))


def measured_pair(one, two, folder, params, **keywords):
    """The catalog of the second of two images."""
    paths = [folder / "one.fits", folder / "two.fits"]
    for path, image in zip(paths, (one, two), strict=True):
        fits.writeto(path, image)
    return sorted_columns(
        sexlike.extract(tuple(map(str, paths)), params=["X_IMAGE", *params], **model(folder) | keywords)
    )


TRUTH = np.array([[20.3, 55.7, 100.0, 139.5], [30.0, 90.2, 60.5, 100.9], [500.0, 4000.0, 1000.0, 20000.0]])


def test_fluxes_and_positions_are_those_of_the_stars(tmp_path):
    found = measured(stars(*TRUTH), tmp_path, ALL)
    flux, error = found["FLUX_PSF"], found["FLUXERR_PSF"]
    assert (np.abs(flux - TRUTH[2]) < 3 * error + 1e-3 * TRUTH[2]).all()  # interpolation is as good as that
    for axis, truth in zip("XY", TRUTH, strict=False):
        error = np.sqrt(found[f"ERR{axis}2PSF_IMAGE"])
        assert (np.abs(found[f"{axis}PSF_IMAGE"] - truth) < 3 * error + 5e-3).all()
    np.testing.assert_allclose(found["MAG_PSF"], -2.5 * np.log10(found["FLUX_PSF"]), rtol=1e-6)
    np.testing.assert_allclose(found["MAGERR_PSF"], 1.086 * found["FLUXERR_PSF"] / found["FLUX_PSF"], rtol=1e-5)
    assert (found["NITER_PSF"] > 1).all()


def test_errors_of_the_flux_are_those_of_the_noise_and_the_psf(tmp_path):
    found = measured(stars(*TRUTH), tmp_path, ALL, BACK_TYPE="AUTO")
    expected = NOISE * np.sqrt(4 * np.pi) * SIGMA
    np.testing.assert_allclose(found["FLUXERR_PSF"], expected, rtol=0.03)
    slope = SIGMA**2 * (1 - np.exp(-1 / SIGMA**2))  # of differences between pixels, compared with derivatives
    expected = (NOISE * np.sqrt(8 * np.pi) * SIGMA**2 / TRUTH[2]) ** 2 / slope
    np.testing.assert_allclose(found["ERRX2PSF_IMAGE"], expected, rtol=0.06)
    np.testing.assert_allclose(found["ERRY2PSF_IMAGE"], expected, rtol=0.06)
    np.testing.assert_allclose(found["ERRAPSF_IMAGE"], np.sqrt(expected), rtol=0.03)
    np.testing.assert_allclose(found["ERRCXXPSF_IMAGE"] * found["ERRX2PSF_IMAGE"], 1, rtol=0.02)


def test_the_light_of_stars_adds_noise(tmp_path):
    plain, photons = (measured(stars(*TRUTH), tmp_path, ALL, GAIN=gain) for gain in (0.0, 0.5))
    assert photons["FLUXERR_PSF"][3] == pytest.approx(np.sqrt(20000 / 0.5), rel=0.01)
    assert (photons["FLUXERR_PSF"] > plain["FLUXERR_PSF"]).all()


@pytest.mark.parametrize("angle", [0.0, 25.0])
def test_positions_in_the_world_are_those_of_the_fits(angle, tmp_path):
    from astropy.wcs import WCS

    header = tan_header(angle=angle)
    found = measured(fits.PrimaryHDU(stars(*TRUTH), header), tmp_path, ALL)
    world = WCS(header).wcs_pix2world(found["XPSF_IMAGE"], found["YPSF_IMAGE"], 1)
    for frame in (("XPSF_WORLD", "YPSF_WORLD"), ("ALPHAPSF_J2000", "DELTAPSF_J2000"), ("ALPHAPSF_SKY", "DELTAPSF_SKY")):
        np.testing.assert_allclose([found[name] for name in frame], world, rtol=0, atol=1e-9)
    if not angle:  # where the axes are parallel, errors are scaled
        np.testing.assert_allclose(found["ERRAPSF_WORLD"], found["ERRAPSF_IMAGE"] * 0.5 / 3600, rtol=1e-5)


@pytest.mark.filterwarnings("ignore::sexlike.SexlikeWarning")  # the sky is not where BACK_VALUE says
def test_a_local_background_is_subtracted(tmp_path):
    image = stars(*TRUTH) + np.float32(20)
    found = measured(image, tmp_path, ["FLUX_PSF"], BACKPHOTO_TYPE="LOCAL", DETECT_THRESH=25)
    central = slice(1, 3)  # around the others there is no room for a frame of sky
    np.testing.assert_allclose(found["FLUX_PSF"][central], TRUTH[2, central], rtol=0.02)
    biased = measured(image, tmp_path, ["FLUX_PSF"], DETECT_THRESH=25)
    assert (biased["FLUX_PSF"] > TRUTH[2] + 500).all()


def test_neighbours_are_left_out_unless_mask_type_is_none(tmp_path):
    truth = [[50.0, 58.5], [60.0, 61.0], [3000.0, 5000.0]]
    image = stars(*truth)
    apart = measured(image, tmp_path, ["FLUX_PSF"])["FLUX_PSF"]
    together = measured(image, tmp_path, ["FLUX_PSF"], MASK_TYPE="NONE")["FLUX_PSF"]
    assert (np.abs(apart - truth[2]) < 0.05 * np.array(truth[2])).all()
    assert (np.abs(apart - truth[2]) < np.abs(together - truth[2])).all()


def test_of_two_images_the_second_is_fitted(tmp_path):
    found = measured_pair(stars(*TRUTH), stars(*TRUTH[:2], 3 * TRUTH[2], seed=2), tmp_path, ["FLUX_PSF"])
    np.testing.assert_allclose(found["FLUX_PSF"], 3 * TRUTH[2], rtol=0.01)


def test_a_psf_that_varies_is_that_of_the_object(tmp_path):
    planes = [gaussian(25, FWHM), 0.5 * gaussian(25, FWHM)]
    settings = model(tmp_path, planes, contexts=[("X_IMAGE", 0.0, 160.0)], degree=1)
    found = sexlike.extract(stars(*TRUTH), params=["FLUX_PSF"], **settings)
    assert found.colnames == ["FLUX_PSF", "X_IMAGE"]
    np.testing.assert_allclose(sorted_columns(found)["FLUX_PSF"], TRUTH[2] / (1 + TRUTH[0] / 320), rtol=0.01)


def is_not_fitted(found, row=0):
    """Whether a row is that of an object that is not fitted."""
    assert found["XPSF_IMAGE"][row] == found["X_IMAGE_DBL"][row]
    assert found["YPSF_IMAGE"][row] == found["Y_IMAGE_DBL"][row]
    assert found["MAG_PSF"][row] == found["MAGERR_PSF"][row] == 99
    angles = {"ERRTHETAPSF_WORLD", "ERRTHETAPSF_SKY", "ERRTHETAPSF_J2000"}
    assert all(found[name][row] == 45 for name in angles)
    errors = {name for name in found if name.startswith("ERR")} - angles - {"ERRTHETAPSF_B1950"}
    return not any(found[name][row] for name in [*errors, "FLUX_PSF", "FLUXERR_PSF", "CHI2_PSF", "NITER_PSF"])


def failing(image, folder, **keywords):
    hdu = fits.PrimaryHDU(image, tan_header())
    return measured(hdu, folder, ["X_IMAGE_DBL", "Y_IMAGE_DBL", *ALL], **keywords)


def test_stars_of_which_all_pixels_are_saturated_are_not_fitted(tmp_path):
    found = failing(stars(*TRUTH), tmp_path, SATUR_LEVEL=-100.0)
    assert all(is_not_fitted(found, row) for row in range(4))


def test_a_star_on_dead_weights_is_not_fitted(tmp_path):
    weight = np.ones((128, 160), np.float32)
    weight[55:66, 95:106] = 0
    fits.writeto(tmp_path / "dead.fits", weight)
    weights = {"WEIGHT_TYPE": ("NONE", "MAP_WEIGHT"), "WEIGHT_IMAGE": ("none", str(tmp_path / "dead.fits"))}
    found = measured_pair(*[stars(*TRUTH)] * 2, tmp_path, ["FLUX_PSF"], **weights)
    assert found["FLUX_PSF"][2] == 0
    np.testing.assert_allclose(found["FLUX_PSF"][[0, 1, 3]], TRUTH[2][[0, 1, 3]], rtol=0.05)


@pytest.mark.parametrize("place", [(1.0, 64.0), (160.4, 64.0), (80.0, 1.2), (80.0, 128.0), (1.0, 1.0), (160.0, 128.0)])
def test_stars_on_the_border_are_fitted(place, tmp_path):
    image = stars([place[0]], [place[1]], [5000.0])
    found = measured(image, tmp_path, ["FLUX_PSF", "FLUXERR_PSF", "XPSF_IMAGE", "YPSF_IMAGE"])
    assert len(found["FLUX_PSF"]) == 1
    assert found["FLUX_PSF"] == pytest.approx(5000, rel=0.02)
    np.testing.assert_allclose([found["XPSF_IMAGE"][0], found["YPSF_IMAGE"][0]], place, atol=0.05)


def test_an_object_without_light_is_not_fitted(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sexlike.SexlikeWarning)
        found = measured_pair(stars(*TRUTH), np.zeros((128, 160), np.float32), tmp_path, ["FLUX_PSF", "MAG_PSF"])
    assert found["FLUX_PSF"].tolist() == [0] * 4
    assert found["MAG_PSF"].tolist() == [99] * 4


@pytest.mark.parametrize("fwhm", [FWHM, 300.0, 1e5])
def test_a_psf_may_be_larger_than_the_image(fwhm, tmp_path):
    settings = model(tmp_path, [gaussian(101, FWHM)], fwhm=fwhm)
    image = stars([15.0], [12.0], [5000.0], shape=(24, 30))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sexlike.SexlikeWarning)
        found = sexlike.extract(image, params=["X_IMAGE", "FLUX_PSF"], **settings)
    np.testing.assert_allclose(sorted_columns(found)["FLUX_PSF"], 5000, rtol=0.01)


def test_fits_do_not_depend_on_threads(tmp_path):
    random = np.random.default_rng(4)
    number = 150
    image = stars(*random.uniform(1, 128, (2, number)), 10 ** random.uniform(2, 4, number))
    one, three = (measured(image, tmp_path, ALL, NTHREADS=threads) for threads in (1, 3))
    assert len(one["FLUX_PSF"]) > 50
    for name, values in one.items():
        assert values.tobytes() == three[name].tobytes(), name
