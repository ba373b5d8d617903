import numpy as np
import pytest

from ..scene import NOISE, gaussian_scene, measured

FLUX = 20000.0


def test_flux_area_and_peak_of_a_bright_gaussian():
    image = gaussian_scene()
    columns = ["FLUX_ISO", "FLUXERR_ISO", "FLUX_ISOCOR", "ISOAREA_IMAGE", "FLUX_MAX", "BACKGROUND", "THRESHOLD"]
    got = measured(image, columns, CLEAN=False)
    assert len(got["FLUX_ISO"]) == 1
    peak = FLUX / (2 * np.pi * 3 * 1.5)
    area = 2 * np.pi * 3 * 1.5 * np.log(peak / (1.5 * NOISE))
    assert got["FLUX_ISO"][0] == pytest.approx(FLUX, rel=2e-3)
    assert got["ISOAREA_IMAGE"][0] == pytest.approx(area, rel=0.05)
    assert got["FLUX_MAX"][0] == pytest.approx(peak, rel=0.03)
    assert got["BACKGROUND"][0] == pytest.approx(100, abs=0.2)
    assert got["THRESHOLD"][0] == pytest.approx(1.5 * NOISE, rel=0.05)
    assert got["FLUXERR_ISO"][0] == pytest.approx(NOISE * np.sqrt(got["ISOAREA_IMAGE"][0]), rel=0.06)
    assert got["FLUX_ISOCOR"][0] > got["FLUX_ISO"][0]


def test_photons_add_to_the_error():
    image = gaussian_scene()
    columns = ["FLUX_ISO", "FLUXERR_ISO"]
    quiet, noisy = measured(image, columns), measured(image, columns, GAIN=4)
    expected = quiet["FLUXERR_ISO"] ** 2 + quiet["FLUX_ISO"] / 4
    np.testing.assert_allclose(noisy["FLUXERR_ISO"] ** 2, expected, rtol=1e-5)


def test_isophotal_areas_fall_from_threshold_to_peak():
    got = measured(gaussian_scene(), [f"ISO{level}" for level in range(8)] + ["ISOAREA_IMAGE"])
    areas = np.array([got[f"ISO{level}"][0] for level in range(8)])
    assert areas[0] == got["ISOAREA_IMAGE"][0]
    # Of a Gaussian, areas above levels in equal ratios fall evenly.
    steps = -np.diff(areas) / areas[0]
    np.testing.assert_allclose(steps, 1 / 8, atol=0.03)


def test_fwhm_of_a_round_gaussian():
    image = gaussian_scene(sources=[(50.3, 60.7, 1e5, 2.5, 2.5, 0)])
    assert measured(image, ["FWHM_IMAGE"])["FWHM_IMAGE"][0] == pytest.approx(2.3548 * 2.5, rel=0.04)


def test_saturated_pixels_are_left_out_of_the_fit_and_flagged():
    image = gaussian_scene(sources=[(50.3, 60.7, 1e5, 2.5, 2.5, 0)])
    cut = np.minimum(image, 1500)
    assert measured(cut, ["FLAGS"], SATUR_LEVEL=1e6)["FLAGS"][0] & 4 == 0
    got = measured(cut, ["FWHM_IMAGE", "FLAGS"], SATUR_LEVEL=1400)
    assert got["FLAGS"][0] & 4
    assert got["FWHM_IMAGE"][0] == pytest.approx(2.3548 * 2.5, rel=0.06)


def test_absorbed_detections_give_their_light_to_their_master():
    radius = np.hypot(*(np.mgrid[:150, :150] - 75))
    image = (600 * np.exp(-(radius**2) / 32) + 400 / (1 + (radius / 4) ** 2)).astype(np.float32)
    image += np.random.default_rng(1).normal(size=image.shape).astype(np.float32)
    dirty, clean = (
        measured(image, ["FLUX_ISO", "ISOAREAF_IMAGE"], CLEAN=c, BACK_TYPE="MANUAL", THRESH_TYPE="ABSOLUTE")
        for c in (False, True)
    )
    assert len(clean["FLUX_ISO"]) < len(dirty["FLUX_ISO"])
    for name in clean:
        assert clean[name].sum() == pytest.approx(dirty[name].sum(), rel=1e-6)


def test_surface_brightness_follows_the_pixel_scale():
    image = gaussian_scene()
    columns = ["MU_MAX", "MU_THRESHOLD", "FLUX_MAX"]
    one, half = (measured(image, columns, PIXEL_SCALE=scale, MAG_ZEROPOINT=25) for scale in (1, 0.5))
    assert one["MU_MAX"][0] == pytest.approx(25 - 2.5 * np.log10(one["FLUX_MAX"][0]), abs=1e-5)
    for name in ("MU_MAX", "MU_THRESHOLD"):
        assert half[name][0] - one[name][0] == pytest.approx(2.5 * np.log10(0.25), abs=1e-5)
