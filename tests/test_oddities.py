"""What SExtractor does oddly, and scripts may depend on: sexlike does the same, live."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.measure.registry import COLUMNS, make_request

from .live import Both
from .measure.scene import gaussian_scene, tan_header

pytestmark = pytest.mark.needs_sextractor

SOURCES = [(20 + 33 * i, 18 + 30 * j, 400.0 * (1 + i + 4 * j), 2.0, 1.2, 25.0 * i) for i in range(4) for j in range(4)]
SIZES = {1: "(3)", 2: "(5,5)"}


@pytest.fixture
def both(tmp_path, monkeypatch, capsys):
    header = tan_header(scale=0.4, angle=20.0)
    header["EQUINOX"] = 1985.0
    image = gaussian_scene((130, 140), SOURCES)
    fits.writeto(tmp_path / "image.fits", image, header)
    flags = np.random.default_rng(2).integers(0, 4, (26, 28)).repeat(5, 0).repeat(5, 1).astype(np.int16)
    fits.writeto(tmp_path / "flag.fits", flags)
    fits.writeto(tmp_path / "weight.fits", np.linspace(1, 9, image.size, dtype=np.float32).reshape(image.shape))
    return Both(tmp_path, monkeypatch, capsys)


def close(theirs, ours):
    scale = np.maximum(np.abs(theirs), np.abs(ours)).astype(float)
    return np.abs(theirs - ours.astype(float)) <= 2e-5 * scale + 1e-7


ALONE = ["MAGERR_WIN", "YPEAK_FOCAL", "X_MAMA", "Y_MAMA", "FLUX_GROWTHSTEP", "MAG_GROWTHSTEP", "THETAWIN_B1950"]


@pytest.mark.parametrize("name", ALONE)
def test_columns_that_need_a_partner(both, name):
    for company in ([], ["FLUXERR_WIN", "XPEAK_FOCAL", "X_WORLD", "FLUX_GROWTH(5)", "MAG_GROWTH(5)", "THETA_B1950"]):
        theirs, ours = both.catalogs([name, *company])
        assert len(theirs) == len(ours) >= len(SOURCES)
        assert close(theirs[name], ours[name]).all()


@pytest.mark.parametrize("kind", ["OR", "MIN", "MAX", "MOST"])
@pytest.mark.parametrize("name", ["IMAFLAGS_ISO", "NIMAFLAGS_ISO"])
def test_flags_of_flag_maps_alone(both, kind, name):
    cleaned = {"CLEAN_PARAM": 0.1, "DETECT_THRESH": 0.8, "DETECT_MINAREA": 2}
    theirs, ours = both.catalogs([name], FLAG_IMAGE="../flag.fits", FLAG_TYPE=kind, **cleaned)
    np.testing.assert_array_equal(theirs[name], ours[name])


def needs_psf(name):
    return bool({"psf_model", "detection_psf"} & make_request({name: ()}).quantities)


def test_no_other_column_needs_a_partner(both):
    """A column that is empty, and is not in its company, is one that others fill."""
    more = {"FLAG_IMAGE": "../flag.fits", "WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "../weight.fits"}
    needing = ("ASSOC", "CLASS_STAR", "VIGNET", "ELAPSED", "IMAFLAGS")
    names = [name for name in COLUMNS if not any(word in name for word in needing) and not needs_psf(name)]
    sized = {name: name + SIZES.get(COLUMNS[name].dimensions, "") for name in names}
    theirs, _ = both.catalogs(list(sized.values()), **more)
    for part in np.array_split(names, 12):
        alone, ours = both.catalogs([sized[name] for name in part], **more)
        for name in set(part) - set(ALONE) - {"ERRTHETAWIN_B1950"}:
            assert (alone[name] != 0).any() == (theirs[name] != 0).any() == (ours[name] != 0).any(), name


def test_a_keyword_of_later_versions(both):
    theirs, ours = both.catalogs(["X_IMAGE", "BACKGROUND"], BACK_PEARSON=4)
    np.testing.assert_array_equal(theirs["X_IMAGE"], ours["X_IMAGE"])
    assert both.warnings()[0] == both.warnings()[1] == ["BACK_PEARSON keyword unknown"]


def test_a_threshold_of_weights_beyond_all(both):
    more = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "../weight.fits", "WEIGHT_THRESH": 100}
    theirs, ours = both.catalogs(["X_IMAGE", "FLUX_ISO"], THRESH_TYPE="ABSOLUTE", DETECT_THRESH=104, **more)
    assert both.warnings()[0] == both.warnings()[1] == ["Null or negative global weighting factor:defaulted to 1"]
    assert len(theirs) == len(ours) > 1
    assert close(theirs["FLUX_ISO"], ours["FLUX_ISO"]).all()


@pytest.mark.parametrize("detect", ["21,22.5", "3,2.5"])
@pytest.mark.parametrize("kind", ["MAP_WEIGHT", "MAP_RMS", "BACKGROUND"])
def test_surface_brightness_with_weights(both, detect, kind):
    more = {"WEIGHT_TYPE": kind, "WEIGHT_IMAGE": "../weight.fits", "DETECT_THRESH": detect}
    theirs, ours = both.catalogs(["X_IMAGE", "THRESHOLD", "ISOAREA_IMAGE"], **more)
    for name in theirs.names:
        np.testing.assert_allclose(theirs[name], ours[name], rtol=1e-6)


@pytest.mark.parametrize(
    ("kind", "names", "interpolated"),
    [
        ("MAP_WEIGHT", "../weight.fits", "VAR_ONLY"),
        ("MAP_RMS", "../weight.fits", "VAR_ONLY,NONE"),
        ("MAP_WEIGHT", "../weight.fits", "ALL,VAR_ONLY"),
        ("MAP_WEIGHT", "../weight.fits,../weight.fits", "VAR_ONLY"),
        ("MAP_VAR,MAP_RMS", "../weight.fits", "ALL"),
    ],
)
def test_where_a_second_map_is_wanted(both, kind, names, interpolated):
    status = both.run(["X_IMAGE"], WEIGHT_TYPE=kind, WEIGHT_IMAGE=names, INTERP_TYPE=interpolated)
    assert status[0] == status[1]
    for text in both.messages.values():
        assert ("> *Error*: WEIGHT_IMAGE missing\n" in text) == bool(status[0])


@pytest.mark.parametrize(
    ("code", "cards"),
    [
        ("SFL", {}),
        ("HPX", {}),
        ("CEA", {}),
        ("CEA", {"PV2_1": 0.5}),
        ("CYP", {"PV2_1": 1.0}),
        ("ZPN", {}),
        ("AIR", {}),
        ("BON", {}),
        ("AZP", {"PV2_1": 2.0, "PV2_2": 30.0}),
        ("SIN", {"PV2_1": 0.2, "PV2_2": 0.1}),
        ("SIN", {"CRPIX1": -3000.0}),
        ("AIT", {"CRPIX2": 90000.0}),
        ("COE", {"PV2_1": 45.0, "PV2_2": 20.0, "LONGPOLE": 40.0}),
    ],
)
def test_projections(both, code, cards):
    header = fits.getheader(both.folder / "image.fits")
    header.update({"CTYPE1": f"RA---{code}", "CTYPE2": f"DEC--{code}", "EQUINOX": 2000.0, **cards})
    for i in (1, 2):
        for j in (1, 2):
            header[f"CD{i}_{j}"] *= 200
    fits.writeto(both.folder / "image.fits", gaussian_scene((130, 140), SOURCES), header, overwrite=True)
    columns = ["X_WORLD", "Y_WORLD", "ALPHA_J2000", "A_WORLD", "THETA_SKY", "ISOAREA_WORLD", "MU_MAX", "FLUX_ISO"]
    theirs, ours = both.catalogs(columns, PIXEL_SCALE=0)
    for name in columns:
        assert close(theirs[name], ours[name])[~np.isnan(theirs[name])].all()
        np.testing.assert_array_equal(np.isnan(theirs[name]), np.isnan(ours[name]))
    assert both.warnings()[0] == both.warnings()[1]
