"""From a JWST image to a catalog in one command: the steps against a direct computation with numpy."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

import sexlike
from sexlike.config.config import load_config
from sexlike.config.files.convfile import find_kernel
from sexlike.pipeline import run

from .ourfield import EXAMPLES, SCIENCE, committed_map

JWST = "jwst"  # a recipe
MAPS = [str(EXAMPLES / f"field_{name}.fits.fz") for name in ("wht", "err")]
RADII = (2, 4, 5, 6, 8, 10)
SHARED = os.environ.get("SEXLIKE_TEST_IMAGES", "")  # folder with images of telescopes


def command(folder, image, *words):
    """Run the workflow without pictures -> what it says."""
    argv = [sys.executable, "-m", "sexlike", str(image), "-c", str(JWST), "-CHECKPLOT_DEV", "NULL", *words]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def extension():
    """Our field as the workflow finds and measures it."""
    config = load_config(JWST, {"WEIGHT_IMAGE": ",".join(MAPS)})
    (found,) = run([SCIENCE], config)
    return found


@pytest.fixture(scope="module")
def maps():
    """Science, weight and error, in double precision."""
    return [committed_map(name)[0].astype(float) for name in ("sci", "wht", "err")]


@pytest.fixture(scope="module")
def scale(maps):
    science, weight, error = maps
    good = np.isfinite(science) & (weight > 0) & np.isfinite(error)
    return np.median(error[good] * np.sqrt(weight[good]))


def test_configuration_is_the_workflow():
    config = load_config(JWST)
    assert np.array(config.PHOT_APERTURES).tolist() == [2 * radius for radius in RADII]
    settings = [config.DETECT_THRESH[0], config.DETECT_MINAREA, config.DEBLEND_NTHRESH, config.DEBLEND_MINCONT]
    assert settings == pytest.approx([1.6, 5, 32, 0.01])
    kernel = find_kernel(config.FILTER_NAME, config.folder)
    expected = [[0, 0.22, 0.48, 0.22, 0], [0.22, 0.99, 1, 0.99, 0.22], [0.48, 1, 1, 1, 0.48]]
    expected = np.array(expected + expected[1::-1])
    np.testing.assert_allclose(kernel, expected / expected.sum(), rtol=1e-6)
    assert config.WEIGHT_IMAGE == ("[WHT]", "[ERR]")


def test_scale_and_noise(extension, maps, scale):
    science, weight, error = maps
    image, detection_image = extension.image, extension.detection_image
    assert detection_image.weight_scale == pytest.approx(scale, rel=1e-6)
    good = np.isfinite(science) & (weight > 0) & (error > 0)
    np.testing.assert_allclose(np.sqrt(detection_image.variance[good]), scale / np.sqrt(weight[good]), rtol=1e-6)
    np.testing.assert_allclose(np.sqrt(image.variance[good]), error[good], rtol=1e-6)
    for one in (image, detection_image):
        assert (one.variance[~good] >= one.worst_variance).all()


def test_detection_is_where_the_smoothed_image_exceeds_the_smoothed_noise(extension, scale, maps):
    """Of every object all pixels; and what else is above the threshold was cleaned away or is too small."""
    from scipy import ndimage

    science, weight, _ = maps
    kernel = extension.kernel.astype(float)
    sky = extension.image.background.rows(0, science.shape[0])
    exposed = weight > 0
    whole = ndimage.binary_erosion(exposed, np.ones((5, 5)))
    smooth = ndimage.correlate(np.where(exposed, np.nan_to_num(science) - sky, 0), kernel, mode="constant")
    variance = ndimage.correlate(scale**2 / np.where(exposed, weight, np.inf), kernel, mode="constant")
    ratio = np.where(whole, smooth / (1.6 * np.sqrt(np.maximum(variance, 1e-30))), 0)
    found = extension.detections.segmentation() > 0
    assert found.sum() > 1000
    assert ratio[found].min() > 1 - 1e-5
    labels, number = ndimage.label(ratio > 1 + 1e-5, np.ones((3, 3)))
    area, kept = np.bincount(labels.ravel(), minlength=number + 1), np.bincount(labels[found], minlength=number + 1)
    large = np.flatnonzero((area >= 5) & (np.arange(number + 1) > 0))
    assert (kept[large] > 0).mean() > 0.85  # the others were cleaned


def test_apertures(extension, maps):
    """Sums over pixels, those on the rim by their 25 sub-pixels, for objects without neighbours."""
    science, weight, error = maps
    found = extension.detections.objects
    # Who hides which pixel from others, objects that were cleaned away included.
    holders = extension.detections.blanked.rows(0, len(science))
    light = science - extension.image.background.rows(0, science.shape[0])
    tested = 0
    flux, flux_error = (extension.values[f"{name}_APER"].astype(float) for name in ("FLUX", "FLUXERR"))
    for index, (x, y) in enumerate(zip(found.x, found.y, strict=True)):
        left, low = round(x) - 13, round(y) - 13
        box = np.s_[low : low + 27, left : left + 27]
        if min(left, low) < 0 or holders[box].shape != (27, 27):
            continue
        if set(np.unique(holders[box])) - {0, found.detection[index] + 1} or not (weight[box] > 0).all():
            continue
        for place, radius in enumerate(RADII):
            share = shares(x, y, left, low, radius)
            expected = (share * light[box]).sum()
            expected_error = np.sqrt((share * error[box] ** 2).sum())
            assert flux_error[index, place] == pytest.approx(expected_error, rel=1e-6)
            assert flux[index, place] == pytest.approx(expected, rel=1e-6, abs=1e-6 * expected_error * radius)
        tested += 1
    assert tested >= 20


def shares(x, y, left, low, radius, size=27):
    """Parts of pixels within a circle, by 5 x 5 sub-pixels; their centres in single precision, as in SExtractor."""
    step = np.float32(0.2)
    places = []
    for centre, first in ((x, left), (y, low)):
        pixels = np.arange(first, first + size, dtype=np.float32)
        offset = pixels - np.float32(centre) + np.float32(0.5) * (step - 1)
        steps = [offset]
        for _ in range(4):
            steps.append(steps[-1] + step)
        places.append(np.stack(steps, axis=1).ravel())
    inside = places[0] ** 2 + places[1][:, None] ** 2 < np.float32(radius * radius)
    return inside.reshape(size, 5, size, 5).sum(axis=(1, 3)) / 25


def test_magnitudes_have_the_zero_point_of_the_header(extension):
    zero_point = 8.9 - 2.5 * np.log10(1e6 * committed_map("sci")[1]["PIXAR_SR"])
    flux, magnitude = (extension.values[name].astype(float) for name in ("FLUX_AUTO", "MAG_AUTO"))
    np.testing.assert_allclose(magnitude[flux > 0], (zero_point - 2.5 * np.log10(flux))[flux > 0], atol=1e-5)


def test_one_command_writes_both_catalogs(tmp_path, extension, scale):
    said = command(tmp_path, SCIENCE, "-WEIGHT_IMAGE", ",".join(MAPS))
    assert f"C = {scale:.5g}, " in said
    assert "MAG_ZEROPOINT is 28.0865" in said
    assert {path.name for path in tmp_path.iterdir()} == {"jwst_catalog.fits", "jwst_catalog.txt"}
    table = fits.getdata(tmp_path / "jwst_catalog.fits", 1)
    text = Table.read(tmp_path / "jwst_catalog.txt", format="ascii.sextractor")
    assert len(table) == len(text) == len(extension.detections.objects)
    for name in ("NUMBER", "ALPHA_J2000", "MAG_AUTO", "FLUX_RADIUS"):
        np.testing.assert_allclose(text[name], table[name], atol=6e-4)
    np.testing.assert_array_equal(table["FLUX_APER"], extension.values["FLUX_APER"])


def test_a_file_with_all_three_maps_needs_no_names(tmp_path, extension):
    """As the pipeline of JWST writes them: SCI, ERR, CON (a cube), WHT, variances."""
    hdus = [fits.PrimaryHDU()]
    for name in ("sci", "err", "wht"):
        pixels, header = committed_map(name)
        hdus.append(fits.ImageHDU(np.array(pixels), header, name=name.upper()))
    hdus.insert(3, fits.ImageHDU(np.ones((1, *pixels.shape), "i4"), name="CON"))
    fits.HDUList(hdus).writeto(tmp_path / "all_i2d.fits")
    said = command(tmp_path, "all_i2d.fits")
    assert "left out, as they go with the image: ERR, CON, WHT" in said
    table = fits.getdata(tmp_path / "jwst_catalog.fits", 1)
    np.testing.assert_array_equal(table["FLUX_AUTO"], extension.values["FLUX_AUTO"])


def test_sky_that_is_not_subtracted_is_told():
    with pytest.warns(sexlike.SexlikeWarning) as told:
        sexlike.extract(SCIENCE, JWST, params=["NUMBER"], WEIGHT_IMAGE=MAPS, BACK_TYPE="MANUAL")
    first, second, third = (str(warning.message) for warning in told)
    assert "BACK_TYPE MANUAL gives a background of 0, but the sky measures 0.031" in first
    assert "Deblending overflow" in second
    assert "1 detection covers 89% of the image" in third


@pytest.mark.needs_images
def test_images_of_jwst(tmp_path):
    said = command(tmp_path, Path(SHARED, "jwst_miri_orion_i2d_mef.fits"))
    assert "C = 32.141, " in said
    science, error = (Path(SHARED, f"jwst_glass_f200w_{name}.fits") for name in ("sci", "err"))
    said = command(tmp_path, science, "-WEIGHT_TYPE", "MAP_RMS", "-WEIGHT_IMAGE", str(error))
    assert "MAG_ZEROPOINT is 28.02" in said
    assert len(fits.getdata(tmp_path / "jwst_catalog.fits", 1)) > 200
