"""PSF photometry cell by cell against SExtractor: its committed catalogs, and the program itself if installed."""

import numpy as np
import pytest

import sexlike

from .reference import make_psf_fits as reference
from .slip import slip
from .test_against_sextractor import read_catalog

ERROR = 1e-2  # of the errors of flux and position that SExtractor gives
OTHERWISE = ("FLUX_PSF", "XPSF_IMAGE", "YPSF_IMAGE", "NITER_PSF")  # compared in their own way
RUNS = list(reference.RUNS)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """A folder with the field, its weight map and its PSF."""
    folder = tmp_path_factory.mktemp("psf")
    reference.unpack(folder)
    return folder


def ours(name, folder, **others):
    """The catalog of sexlike with the settings of a run."""
    settings = reference.EVERYWHERE | reference.STARS | reference.RUNS[name] | {"COMPATIBILITY": "SEXTRACTOR"} | others
    settings["PSF_NAME"] = str(folder / "field.psf")
    image = str(folder / "field.fits")
    if "WEIGHT_TYPE" in settings:
        settings["WEIGHT_IMAGE"] = f"none,{folder / 'weight.fits'}"
        image = (image, image)
    table = sexlike.extract(image, params=reference.COLUMNS + reference.PSF_COLUMNS, **settings)
    return {name: np.asarray(table[name]) for name in table.colnames}


def assert_same(theirs, found):
    """The same objects are fitted, with fluxes, positions and errors that are theirs."""
    fitted = theirs["FLUX_PSF"] != 0
    np.testing.assert_array_equal(found["FLUX_PSF"] != 0, fitted)
    assert 50 < fitted.sum() < len(fitted) - 20
    assert (np.abs(found["FLUX_PSF"] - theirs["FLUX_PSF"]) <= ERROR * theirs["FLUXERR_PSF"]).all()
    for axis in "XY":
        gap = np.abs(found[f"{axis}PSF_IMAGE"] - theirs[f"{axis}PSF_IMAGE"])
        assert (gap <= ERROR * np.sqrt(theirs[f"ERR{axis}2PSF_IMAGE"]) + 1e-4 * ~fitted).all()
    np.testing.assert_array_equal(found["NITER_PSF"] > 0, fitted)
    for name in reference.PSF_COLUMNS:
        if name in OTHERWISE:
            continue
        relative, absolute = allowed(name, theirs)
        gap = np.abs(found[name] - theirs[name])
        gap = np.minimum(gap, np.abs(gap - 180)) if "THETA" in name else gap
        assert (gap <= relative * np.abs(theirs[name]) + absolute).all(), name


def allowed(name, theirs):
    """Relative and absolute deviations of the cells of a column."""
    frame = "WORLD" if "WORLD" in name else "IMAGE"
    if "THETA" in name:
        a, b = (np.maximum(theirs[f"ERR{axis}PSF_IMAGE"], 1e-9) for axis in "AB")
        return 0, 0.05 + 0.003 / np.maximum(1 - b / a, 1e-3) ** 2
    if "CXYPSF" in name:
        return 0, 1e-4 * np.sqrt(theirs[f"ERRCXXPSF_{frame}"] * theirs[f"ERRCYYPSF_{frame}"])
    if "XYPSF" in name:
        return 0, 1e-4 * np.sqrt(theirs[f"ERRX2PSF_{frame}"] * theirs[f"ERRY2PSF_{frame}"])
    if name.startswith(("ALPHA", "DELTA")) or name in ("XPSF_WORLD", "YPSF_WORLD"):
        return 0, 1e-7
    return (0, 1e-5) if name.startswith("MAG_") else (1e-4, 0)


@pytest.mark.parametrize("name", RUNS)
def test_committed_catalog(name, unpacked, monkeypatch):
    if name == "weighted":
        slip(monkeypatch)
    assert_same(read_catalog(reference.FOLDER / f"{name}.fits.gz"), ours(name, unpacked))


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("name", RUNS)
def test_live_catalog(name, unpacked, monkeypatch):
    if name == "weighted":
        slip(monkeypatch)
    columns = reference.COLUMNS + reference.PSF_COLUMNS
    theirs = read_catalog(reference.run_sextractor(unpacked, columns, reference.RUNS[name]))
    assert_same(theirs, ours(name, unpacked))


@pytest.mark.needs_sextractor
def test_live_weights_that_are_the_noise_of_the_background(unpacked, monkeypatch):
    """The only pixels without weight are those beyond the border."""
    slip(monkeypatch)
    weights = {"WEIGHT_TYPE": "NONE,BACKGROUND", "WEIGHT_IMAGE": "none,none"}
    theirs = read_catalog(
        reference.run_sextractor(unpacked, reference.COLUMNS + reference.PSF_COLUMNS, reference.RUNS["plain"] | weights)
    )
    assert_same(theirs, ours("plain", unpacked, **weights))


def test_objects_without_dead_pixels_around_them_need_no_slip(unpacked):
    theirs, found = read_catalog(reference.FOLDER / "weighted.fits.gz"), ours("weighted", unpacked)
    weight, reach = reference.make_field()[1], 25
    weight = np.pad(weight, reach)  # outside the image there is none either
    places = np.column_stack([theirs["X_IMAGE"], theirs["Y_IMAGE"]]).astype(int)
    clear = np.array([weight[y : y + 2 * reach, x : x + 2 * reach].all() for x, y in places])
    assert clear.sum() > 15
    np.testing.assert_array_equal((found["FLUX_PSF"] != 0)[clear], (theirs["FLUX_PSF"] != 0)[clear])
    off = np.abs(found["FLUX_PSF"] - theirs["FLUX_PSF"]) > ERROR * theirs["FLUXERR_PSF"]
    assert not off[clear].any()
    assert off.any()


@pytest.mark.needs_sextractor
def test_live_stars_drawn(unpacked, monkeypatch):
    from astropy.io import fits

    from sexlike import cli

    monkeypatch.chdir(unpacked)
    kinds = {"CHECKIMAGE_TYPE": "PSFS,-PSFS", "CHECKIMAGE_NAME": "psfs.fits,rest.fits"}
    reference.run_sextractor(unpacked, ["NUMBER"], kinds)
    theirs = [fits.getdata(name) for name in ("psfs.fits", "rest.fits")]
    assert fits.getdata("field.cat", 2).names == ["NUMBER", "X_IMAGE", "Y_IMAGE"]
    settings = reference.EVERYWHERE | reference.STARS | kinds | {"PSF_NAME": "field.psf", "CATALOG_TYPE": "FITS_LDAC"}
    words = [word for key, value in settings.items() for word in (f"-{key}", value)]
    assert (
        cli.main(
            ["field.fits", "-c", "empty.sex", "-PARAMETERS_NAME", "columns.param", "-CATALOG_NAME", "our.cat", *words]
        )
        == 0
    )
    assert fits.getdata("our.cat", 2).names == ["NUMBER", "X_IMAGE", "Y_IMAGE"]
    for name, image in zip(("psfs.fits", "rest.fits"), theirs, strict=True):
        np.testing.assert_allclose(fits.getdata(name), image, rtol=1e-4, atol=1e-4 * theirs[0].max())


@pytest.mark.parametrize("threads", [1, 3])
def test_the_committed_field_is_the_one_that_is_described(threads, unpacked):
    from astropy.io import fits

    gap = fits.getdata(unpacked / "field.fits").astype(int) - reference.make_field()[0]
    assert np.abs(gap).max() <= 1
    one, other = ours("plain", unpacked, NTHREADS="1"), ours("plain", unpacked, NTHREADS=str(threads))
    assert all(one[name].tobytes() == other[name].tobytes() for name in one)
