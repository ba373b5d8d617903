import numpy as np
import pytest

from sexlike.measure.psf.fitting import Fits, fit_psfs
from sexlike.measure.psf.resampling import resample
from sexlike.measure.psf.stamps import Stamps

from .files import gaussian

SIZE = (21, 24)


def fitted(pixels, weights, psfs, start, sizes=SIZE, step=1.0):
    """Fits of stacks of windows."""
    stamps = Stamps(np.float32(pixels), np.float32(weights))
    results = fit_psfs(psfs, step, stamps, np.broadcast_to(sizes, (len(psfs), 2)).copy(), np.float64(start))
    return Fits(*results.T)


@pytest.fixture(params=[0.5, 1.0])
def stars(request):
    """PSFs, their step, fluxes, positions and windows of stars without noise."""
    step, place = request.param, np.array([[0.3, -0.4], [-1.2, 0.05], [0.0, 0.0]])
    psfs = np.stack([gaussian(41, step=step)] * 3)
    flux = np.array([100.0, 2e4, 7.0])
    return psfs, step, flux, place, resample(psfs, place, step, SIZE) * flux[:, None, None]


def test_flux_and_position_of_stars_are_found(stars):
    psfs, step, flux, place, pixels = stars
    fits = fitted(pixels, np.ones_like(pixels), psfs, np.zeros((3, 2)), step=step)
    np.testing.assert_allclose(fits.flux, flux, rtol=1e-4)
    np.testing.assert_allclose([fits.x, fits.y], place.T, atol=1e-4)
    assert (fits.chi2 < 1e-6).all()
    assert (fits.iterations[:2] > 1).all()
    assert fits.iterations[2] == 1


def test_errors_are_those_of_least_squares(stars):
    psfs, step, _, place, pixels = stars
    weights = np.random.default_rng(1).uniform(0.1, 0.5, pixels.shape)
    fits = fitted(pixels, weights, psfs, place, step=step)
    for k in range(3):
        model = resample(psfs[:1], place[k : k + 1], step, SIZE)[0].astype(float)
        slope_y, slope_x = np.gradient(model)
        slope_x[:, [0, -1]] = slope_y[[0, -1]] = 0
        inner = np.zeros(SIZE)
        inner[1:-1, 1:-1] = 1
        design = np.stack([(v * weights[k]).ravel() for v in (model * inner, slope_x, slope_y)])
        covariance = np.linalg.inv(design @ design.T)
        found = [v[k] for v in (fits.flux_variance, fits.x_variance, fits.y_variance, fits.covariance)]
        np.testing.assert_allclose(
            found, [*np.diag(covariance), covariance[1, 2]], rtol=1e-3, atol=1e-5 * covariance.max()
        )


def test_chi2_is_over_the_square_of_the_flux(stars):
    psfs, step, flux, place, pixels = stars
    odd = pixels.copy()
    odd[:, 0, 0] += 5  # on the frame: nothing but the residual shows it
    weights = np.full(pixels.shape, 0.2)
    fits = fitted(odd, weights, psfs, place, step=step)
    np.testing.assert_allclose(fits.flux, flux, rtol=1e-4)
    np.testing.assert_allclose(fits.chi2[[0, 2]], 1 / flux[[0, 2]] ** 2, rtol=2e-2)


def fails(pixels, weights, start=(0, 0)):
    """Whether a star in a window is not fitted; nothing is left of it then."""
    fits = fitted(pixels[None], weights[None], gaussian(21)[None], [start])
    assert fits.succeeded.any() or not any(v.any() for v in vars(fits).values())
    return not fits.succeeded[0]


@pytest.fixture
def star():
    return resample(gaussian(21)[None], np.zeros((1, 2)), 1.0, SIZE)[0] * 100


def test_a_fit_needs_more_than_three_pixels(star):
    weights = np.zeros(SIZE)
    weights[9, 11:14] = 1
    assert fails(star, weights)
    weights[10:12, 10:13] = 1
    assert not fails(star, weights)


def test_negative_light_is_given_up(star):
    assert fails(-star, np.ones(SIZE))
    assert fails(0 * star, np.ones(SIZE))


def test_a_fit_that_leaves_its_window_is_given_up(star):
    assert fails(star, np.ones(SIZE), start=(400, 0))
    assert fails(star, np.ones(SIZE), start=(np.inf, 0))


def test_a_star_on_a_pixel_without_weight_is_not_kept(star):
    weights = np.ones(SIZE)
    weights[10, 12] = 0
    assert fails(star, weights)
    weights[10, 12], weights[10, 13] = 1, 0
    assert not fails(star, weights)


def test_pixels_that_cannot_be_told_apart_are_no_fit(star):
    weights = np.zeros(SIZE)
    weights[0] = 1  # all of them on the frame
    assert fails(star, weights)


def test_a_fit_depends_neither_on_others_nor_on_the_room_around_it(stars):
    psfs, step, _, _, pixels = stars
    roomy = np.full((3, 40, 50), 9.0)
    roomy[:, : SIZE[0], : SIZE[1]] = pixels
    arguments = {"step": step, "start": np.zeros((3, 2))}
    together = fitted(roomy, np.ones_like(roomy), psfs, **arguments)
    for k in range(3):
        alone = fitted(pixels[k : k + 1], np.ones((1, *SIZE)), psfs[:1], step=step, start=np.zeros((1, 2)))
        for name, values in vars(alone).items():
            assert values[0] == getattr(together, name)[k], name
