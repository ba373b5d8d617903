"""Columns of galaxies whose truth is known: Gaussians, which are Sersic profiles of index 0.5."""

import warnings

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.errors import SexlikeError
from sexlike.measure.columns.diskcolumns import disk_ellipse
from sexlike.measure.flags import ModelFlag
from sexlike.measure.models.components import Components
from sexlike.measure.models.fits import ModelFits
from sexlike.measure.order import ORDER

from .. import plain
from ..psf.files import gaussian, psf_table, write_psf
from ..scene import gaussian_scene, tan_header

SIGMA, FWHM = 1.8, 1.8 * 2.3548  # of the PSF, pixels
GALAXIES = [(40.3, 35.0, 60000.0, 3.0, 1.6, 30.0), (110.0, 88.6, 90000.0, 2.5, 2.0, -50.0)]  # before they are blurred
SETTINGS = {"BACK_TYPE": "MANUAL", "BACK_VALUE": (0.0,), "SATUR_LEVEL": 1e6, "PIXEL_SCALE": 0, "DETECT_THRESH": 3}
SPHEROID, DISK = ([name for name in ORDER if part in name] for part in ("SPHEROID", "DISK"))
DETECTION = [name for name in ORDER if "DETMODEL" in name]
OTHERS = [name for name in ORDER if "MODEL" in name and "DETMODEL" not in name] + ["FLUX_HYBRID", "MAG_HYBRID"]


def blurred(factor=1.0, sigma=SIGMA):
    """The galaxies as the PSF shows them, in other fluxes."""
    return [
        (x, y, factor * flux, np.hypot(major, sigma), np.hypot(minor, sigma), angle)
        for x, y, flux, major, minor, angle in GALAXIES
    ]


def extracted(folder, image, columns, psfs=None, **settings):
    """The catalog of an image, or of two, sorted along x; `psfs` are the widths of their PSFs in pixels."""
    names = []
    for k, sigma in enumerate(psfs or [SIGMA]):
        names.append(str(folder / f"field_{k}.psf"))
        (folder / f"field_{k}.psf").unlink(missing_ok=True)
        write_psf(names[-1], psf_table([gaussian(31, sigma * 2.3548)], fwhm=sigma * 2.3548))
    settings = SETTINGS | {"PSF_NAME": names} | settings
    table = sexlike.extract(image, params=["X_IMAGE", *columns], **settings).table
    table.sort("X_IMAGE")
    return {name: np.asarray(table[name]) for name in table.colnames}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """All columns of a Sersic fit to the galaxies; north is up, and a pixel half an arcsecond."""
    hdu = fits.PrimaryHDU(gaussian_scene(sources=blurred(), sky=0), tan_header())
    return extracted(tmp_path_factory.mktemp("galaxies"), hdu, [*SPHEROID, *OTHERS])


def test_parameters_of_spheroids(found):
    x, y, flux, major, minor, angle = np.transpose(GALAXIES)
    assert found["FLUX_SPHEROID"] == pytest.approx(flux, rel=0.01)
    assert found["XMODEL_IMAGE"] == pytest.approx(x + 1, abs=0.01)
    assert found["YMODEL_IMAGE"] == pytest.approx(y + 1, abs=0.01)
    assert found["SPHEROID_REFF_IMAGE"] == pytest.approx(1.1774 * major, rel=0.03)
    assert found["SPHEROID_ASPECT_IMAGE"] == pytest.approx(minor / major, abs=0.03)
    assert found["SPHEROID_THETA_IMAGE"] == pytest.approx(angle, abs=2)
    assert found["SPHEROID_SERSICN"] == pytest.approx([0.5, 0.5], abs=0.06)
    assert (found["FLAGS_MODEL"] == 0).all()
    for name in ("FLUXERR_SPHEROID", "SPHEROID_REFFERR_IMAGE", "SPHEROID_THETAERR_IMAGE", "SPHEROID_SERSICNERR"):
        assert (found[name] > 0).all()


def test_a_spheroid_is_the_whole_model(found):
    for kind in ("FLUX", "FLUXERR", "MAG", "MAGERR"):
        assert found[f"{kind}_MODEL"] == pytest.approx(found[f"{kind}_SPHEROID"], rel=1e-6)
    assert (found["FLUXRATIO_SPHEROID"] == 1).all()
    assert found["FLUXRATIOERR_SPHEROID"] == pytest.approx([0, 0], abs=1e-4)


def test_moments_are_those_without_the_psf(found):
    _, _, _, major, minor, angle = np.transpose(GALAXIES)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    assert found["X2MODEL_IMAGE"] == pytest.approx(c**2 * major**2 + s**2 * minor**2, rel=0.05)
    assert found["XYMODEL_IMAGE"] == pytest.approx(c * s * (major**2 - minor**2), rel=0.1)
    assert found["AMODEL_IMAGE"] == pytest.approx(major, rel=0.03)
    assert found["BMODEL_IMAGE"] == pytest.approx(minor, rel=0.03)
    size = (major - minor) / (major + minor)
    assert found["ELLIP1MODEL_IMAGE"] == pytest.approx(size * np.cos(2 * np.radians(angle)), abs=0.02)
    assert found["ELLIP2MODEL_IMAGE"] == pytest.approx(size * np.sin(2 * np.radians(angle)), abs=0.02)
    assert (np.abs(found["ELLIPCORRMODEL_IMAGE"]) < 1).all()


def test_world(found):
    """East is to the left: angles change their signs."""
    degrees = 0.5 / 3600
    assert found["SPHEROID_REFF_WORLD"] == pytest.approx(found["SPHEROID_REFF_IMAGE"] * degrees, rel=1e-3)
    assert found["SPHEROID_ASPECT_WORLD"] == pytest.approx(found["SPHEROID_ASPECT_IMAGE"], rel=1e-2)
    for name in ("SPHEROID_THETA_WORLD", "THETAMODEL_WORLD"):
        assert found[name] == pytest.approx(-found[name.replace("WORLD", "IMAGE")], abs=0.3)
    sky = found["SPHEROID_THETA_SKY"] - (found["SPHEROID_THETA_IMAGE"] - 90)
    assert np.cos(np.radians(2 * sky)) == pytest.approx([1, 1], abs=1e-3)
    assert found["ELLIP2MODEL_WORLD"] == pytest.approx(-found["ELLIP2MODEL_IMAGE"], abs=1e-3)
    assert found["POLAR1ERRMODEL_WORLD"] == pytest.approx(found["POLAR1ERRMODEL_IMAGE"], rel=1e-2)


def test_surface_brightness(found):
    """Half of the light is within the effective radius."""
    area = np.pi * found["SPHEROID_REFF_IMAGE"] ** 2 * found["SPHEROID_ASPECT_IMAGE"]
    assert found["FLUX_MEAN_SPHEROID"] * area == pytest.approx(found["FLUX_SPHEROID"] / 2, rel=0.01)
    for kind in ("MAX", "EFF", "MEAN"):
        assert found[f"FLUX_{kind}_MODEL"] == pytest.approx(found[f"FLUX_{kind}_SPHEROID"], rel=0.05)
        gap = found[f"MU_{kind}_SPHEROID"] - (-2.5 * np.log10(found[f"FLUX_{kind}_SPHEROID"] / 0.25))
        assert gap == pytest.approx([0, 0], abs=2e-3)


def test_light_at_the_pixels(found):
    assert found["FLUX_HYBRID"] == pytest.approx(found["FLUX_MODEL"], rel=0.01)
    _, _, _, major, minor, _ = np.transpose(blurred())
    assert found["NOISEAREA_MODEL"] == pytest.approx(4 * np.pi * major * minor, rel=0.02)
    assert found["CHI2_MODEL"] == pytest.approx([1, 1], abs=0.2)


def test_two_components(tmp_path):
    image = gaussian_scene(sources=blurred(), sky=0)
    columns = ["VECTOR_MODEL", "MATRIX_MODELERR", "FLUX_MODEL", *SPHEROID, *DISK]
    found = extracted(tmp_path, image, columns)
    assert (found["VECTOR_MODEL"].shape, found["MATRIX_MODELERR"].shape) == ((2, 11), (2, 11, 11))
    assert found["FLUX_SPHEROID"] + found["FLUX_DISK"] == pytest.approx(found["FLUX_MODEL"], rel=1e-5)
    assert found["FLUXRATIO_SPHEROID"] + found["FLUXRATIO_DISK"] == pytest.approx([1, 1], abs=1e-5)
    assert found["FLUX_MODEL"] == pytest.approx([60000, 90000], rel=0.1)  # of the wings of profiles with n = 1
    assert found["DISK_INCLINATION"] == pytest.approx(np.degrees(np.arccos(found["DISK_ASPECT_IMAGE"])), abs=1e-3)


@pytest.mark.parametrize(
    ("compatibility", "spheroid", "angles"),
    [
        ("NONE", True, [20, -50]),
        ("SEXTRACTOR", True, [20, -60]),
        ("NONE", False, [20, -50]),
        ("SEXTRACTOR", False, [20, -90]),
    ],
)
def test_disks_whose_second_axis_is_longer(compatibility, spheroid, angles):
    """SExtractor turns the angle of the spheroid, 30 degrees, instead of that of the disk, 40."""
    components = Components(spheroid=spheroid, disk=True)
    disks = np.array([[500.0, 3.0, 0.4, 20.0], [500.0, 3.0, 1.6, 40.0]])
    shared = [[0.0, 0.0]] * 2 if not spheroid else [[0.0, 0.0, 300.0, 4.0, 0.6, 30.0]] * 2
    vector = np.hstack([shared, disks])
    fits_of = ModelFits(vector, np.zeros((2, *vector.shape[1:] * 2)), *np.zeros((3, 2)))
    ellipse = disk_ellipse(fits_of, components, plain.config(COMPATIBILITY=compatibility))
    assert ellipse.scale == pytest.approx([3, 4.8])
    assert ellipse.aspect == pytest.approx([0.4, 1 / 1.6])
    assert ellipse.angle == pytest.approx(angles)


def test_a_point_on_a_level(tmp_path):
    image = gaussian_scene(sources=[(60.2, 50.0, 30000.0, SIGMA, SIGMA, 0.0)], sky=0.4)
    found = extracted(tmp_path, image, ["FLUX_POINTSOURCE", "FLUX_BACKOFFSET", "FLUXERR_BACKOFFSET", "FLUX_MODEL"])
    assert found["FLUX_POINTSOURCE"] == pytest.approx([30000], rel=0.01)
    assert np.abs(found["FLUX_BACKOFFSET"]) == pytest.approx([0.4], abs=0.1)
    assert 0 < found["FLUXERR_BACKOFFSET"][0] < 0.1
    assert np.array_equal(found["FLUX_MODEL"], found["FLUX_POINTSOURCE"])


def test_models_of_the_detection_image(tmp_path):
    """The image that is measured has a third of the light, and a wider PSF."""
    deep, other = gaussian_scene(sources=blurred(), sky=0), gaussian_scene(sources=blurred(0.3, 2.4), sky=0, seed=3)
    columns = ["FLUX_MODEL", *SPHEROID, *DETECTION]
    found = extracted(tmp_path, (deep, other), columns, [SIGMA, 2.4])
    flux = 0.3 * np.array([60000, 90000])
    for kind in ("MODEL", "DETMODEL"):
        assert found[f"FLUX_{kind}"] == pytest.approx(flux, rel=0.02)
    assert (np.abs(found["FLUX_DETMODEL"] - flux) < 5 * found["FLUXERR_DETMODEL"]).all()
    assert (found["FLUXERR_DETMODEL"] < found["FLUXERR_SPHEROID"]).all()
    assert found["CHI2_DETMODEL"] == pytest.approx([1, 1], abs=0.2)
    assert (found["NITER_DETMODEL"] > 1).all()
    assert not found["FLAGS_DETMODEL"].any()
    alone = extracted(tmp_path, other, ["FLUX_MODEL", "FLUX_DETMODEL"], [2.4])
    assert alone["FLUX_DETMODEL"] == pytest.approx(alone["FLUX_MODEL"], rel=0.02)


def test_models_of_another_image_need_its_psf(tmp_path):
    image = gaussian_scene(sources=blurred(), sky=0)
    with pytest.raises(SexlikeError, match=r"FLUX_DETMODEL needs the PSF of each(.|\n)*detection.psf,measurement.psf"):
        extracted(tmp_path, (image, image.copy()), ["FLUX_DETMODEL"])


def test_a_second_psf_is_ignored_without_models_of_the_detection_image(tmp_path):
    image = gaussian_scene(sources=blurred(), sky=0)
    one, two = (extracted(tmp_path, image, ["FLUX_DISK"], psfs) for psfs in ([SIGMA], [SIGMA, 2.4]))
    assert np.array_equal(one["FLUX_DISK"], two["FLUX_DISK"])


def test_without_a_fit(tmp_path):
    """All pixels are saturated."""
    hdu = fits.PrimaryHDU(gaussian_scene(sources=blurred(), sky=0), tan_header())
    columns = [*SPHEROID, *DISK, *OTHERS, "FLUX_POINTSOURCE", "FLUX_BACKOFFSET", "FLUXRATIO_POINTSOURCE"]
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        found = extracted(tmp_path, hdu, columns, SATUR_LEVEL=-1e9)
    for name in columns:
        if name == "FLAGS_MODEL":
            assert (found[name] == ModelFlag.TOO_FEW_PIXELS).all()
        elif name.startswith("MU_") or (name.startswith("MAG") and not name.startswith("MATRIX")):
            assert (found[name] == 99).all(), name
        elif "THETA" in name and ("MODEL" in name or not name.endswith("IMAGE")):
            assert np.isfinite(found[name]).all(), name
        elif "MODEL" not in name or not name.endswith(("_WORLD", "_SKY", "_J2000", "_B1950")):
            assert not found[name].any(), name
