"""All of SExtractor's columns in one run: each has a value, or is refused by its name."""

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.notoffered import NOT_OFFERED
from sexlike.measure.order import ORDER
from sexlike.measure.registry import COLUMNS

from .cases.make_images import network
from .measure.psf.files import gaussian, psf_table, write_psf
from .measure.scene import gaussian_scene, tan_header

SIGMA = 1.8  # of the PSF, pixels
GALAXIES = [(60.3, 52.0, 60000.0, 3.5, 2.4, 30.0), (105.0, 84.6, 40000.0, 3.2, 2.8, -50.0)]
SIZES = {"VIGNET": (9, 11), "VIGNET_SHIFT": (9, 11), "VECTOR_ASSOC": (3,)}
WITH_SIZES = {
    "FLUX_APER": 2, "FLUXERR_APER": 2, "MAG_APER": 2, "MAGERR_APER": 2, "FLUX_RADIUS": 2, "IMAFLAGS_ISO": 1,
    "NIMAFLAGS_ISO": 1, "FLUX_GROWTH": 8, "MAG_GROWTH": 8,
}  # fmt: skip
OFFERED = [name for name in ORDER if name in COLUMNS]


def asked(name):
    """A column with its size, as in a list of columns."""
    size = SIZES.get(name) or ((WITH_SIZES[name],) if name in WITH_SIZES else ())
    return f"{name}({','.join(map(str, size))})" if size else name


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Files and settings that all columns together need."""
    folder = tmp_path_factory.mktemp("all")
    plane = gaussian(31, SIGMA * 2.3548)
    psfs = [
        str(write_psf(folder / f"{name}.psf", psf_table([plane], fwhm=SIGMA * 2.3548))) for name in ("deep", "field")
    ]
    flags = (np.arange(128 * 160).reshape(128, 160) // 700).astype(np.int16)
    fits.writeto(folder / "flags.fits", flags)
    (folder / "own.nnw").write_text(network(np.random.default_rng(1)))
    (folder / "near.list").write_text("".join(f"{x + 1} {y + 1} {k + 20}\n" for k, (x, y, *_) in enumerate(GALAXIES)))
    return {
        "PSF_NAME": psfs, "FLAG_IMAGE": [str(folder / "flags.fits")], "STARNNW_NAME": str(folder / "own.nnw"),
        "ASSOC_NAME": str(folder / "near.list"), "ASSOC_DATA": (1, 2, 3), "ASSOC_PARAMS": (1, 2), "ASSOC_RADIUS": 3.0,
        "PHOT_APERTURES": (5.0, 10.0), "PHOT_FLUXFRAC": (0.3, 0.7), "SEEING_FWHM": 2.1, "DETECT_THRESH": 5.0,
        "PIXEL_SCALE": 0.5,
    }  # fmt: skip


@pytest.fixture(scope="module", params=["SEXTRACTOR", "NONE"])
def catalog(request, settings):
    """All columns of two galaxies in two images."""
    deep, field = (
        fits.PrimaryHDU(gaussian_scene(sources=GALAXIES, seed=seed), tan_header(angle=15.0)) for seed in (1, 2)
    )
    columns = [asked(name) for name in OFFERED]
    return sexlike.extract((deep, field), params=columns, COMPATIBILITY=request.param, **settings).table


def test_offered_or_refused():
    assert (len(ORDER), len(OFFERED), len(NOT_OFFERED)) == (428, 416, 12)
    assert sorted([*OFFERED, *NOT_OFFERED]) == sorted(ORDER)


def test_all_have_values(catalog):
    assert len(catalog) == len(GALAXIES)
    assert set(catalog.colnames) >= set(OFFERED)
    assert [name for name in OFFERED if not np.isfinite(np.asarray(catalog[name], float)).all()] == []


def test_all_values_but_flags_tell_something(catalog):
    """... and are not just 0 or 99 for both galaxies."""
    empty = [name for name in OFFERED if np.isin(np.asarray(catalog[name], float), [0, 99]).all()]
    assert [name for name in empty if "FLAGS" not in name] == ["NLOWWEIGHT_ISO", "NLOWDWEIGHT_ISO"]


@pytest.mark.parametrize("name", sorted(NOT_OFFERED))
def test_the_others_are_refused(name):
    with pytest.raises(
        sexlike.SexlikeError, match=f"not offered by sexlike: {name}: this would need a (self-org|map of)"
    ):
        sexlike.extract(gaussian_scene(), params=["NUMBER", name])


@pytest.mark.parametrize(
    "name", ["DISK_PATTERNVECTOR", "FLUX_BAR", "BAR_LENGTH_IMAGE", "FLUX_ARMS", "CLASS_STAR_MODEL"]
)
def test_what_no_model_has_is_named(name):
    with pytest.raises(sexlike.SexlikeError, match=r"no bars, arms or patterns \(nor has SExtractor 2\.25\)"):
        sexlike.extract(gaussian_scene(), params=["NUMBER", name])
