"""Errors, weights, masks and flags in memory: catalogs are those of files with the same numbers, to the bit."""

import logging
import warnings

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.nddata import (
    CCDData,
    Cutout2D,
    InverseVariance,
    NDData,
    NDDataRef,
    StdDevUncertainty,
    UnknownUncertainty,
    VarianceUncertainty,
)
from astropy.utils.masked import Masked
from astropy.wcs import WCS

import sexlike

from .measure.scene import gaussian_scene, tan_header

SOURCES = (
    (40.0, 30.0, 9000.0, 3.0, 2.0, 30.0),
    (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0),
    (80.0, 60.0, 300.0, 2.0, 2.0, 0.0),
)
IMAGE = gaussian_scene(sources=SOURCES)
ERROR = (0.5 + np.random.default_rng(2).uniform(0, 0.3, IMAGE.shape)).astype(np.float32)
ERROR[20:25, 30:34] = np.nan
WEIGHT = (1 / ERROR**2).astype(np.float32)
WEIGHT[80:95, 100:108] = 0
BAD = np.zeros(IMAGE.shape, bool)
BAD[85:95, 105:112] = True
FLAGS = (np.arange(IMAGE.size).reshape(IMAGE.shape) // 1000).astype(np.int16)
# Cards have 16 digits in a file.
HEADER = fits.Header.fromstring(tan_header(angle=17.0, alpha=150.123456789012345, delta=2.2345678901234567).tostring())
COLUMNS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_AUTO", "FLUXERR_AUTO", "FLUXERR_APER", "FLAGS", "FLAGS_WEIGHT",
           "THRESHOLD", "ALPHA_J2000", "DELTA_J2000", "X_WORLD", "ERRA_WORLD", "THETA_SKY", "FLUX_RADIUS"]  # fmt: skip

# Units are given here, and left at that.
pytestmark = pytest.mark.filterwarnings("ignore:.*in a unit of flux density:sexlike.SexlikeWarning")


def extract(image=IMAGE, config=None, params=COLUMNS, **keywords):
    return sexlike.extract(image, config, params=params, **keywords)


def assert_same(table, other):
    """Two tables have the same bits, types and units."""
    assert table.colnames == other.colnames
    assert len(table) == len(other) > 0
    for name in table.colnames:
        assert table[name].unit == other[name].unit
        one, two = np.asarray(table[name]), np.asarray(other[name])
        assert (one.dtype, one.tobytes()) == (two.dtype, two.tobytes()), name


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The same numbers in files of the current folder."""
    monkeypatch.chdir(tmp_path)
    content = {"image": IMAGE, "error": ERROR, "weight": WEIGHT, "mask": BAD.astype(np.uint8), "flags": FLAGS}
    for name, pixels in content.items():
        fits.PrimaryHDU(pixels, HEADER if name == "image" else None).writeto(f"{name}.fits")
    return tmp_path


@pytest.fixture
def with_errors(files):
    return extract("image.fits", WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE="error.fits")


@pytest.mark.parametrize(
    "error",
    [
        ERROR,
        ERROR.astype(">f8"),
        ERROR.T.copy().T,
        np.repeat(ERROR, 2, axis=1)[:, ::2],
        np.ma.masked_invalid(ERROR),
        fits.ImageHDU(ERROR),
        fits.HDUList([fits.PrimaryHDU(ERROR)]),
        NDData(ERROR),
        StdDevUncertainty(ERROR),
        VarianceUncertainty(ERROR**2),
        InverseVariance(ERROR.astype(float) ** -2),
        ERROR.tolist(),
        "error.fits",
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_are_those_of_a_file(error, with_errors):
    found = extract(IMAGE, header=HEADER, error=error)
    assert_same(found, with_errors)
    assert found.meta["config"]["WEIGHT_TYPE"] == ("MAP_RMS",)
    (name,) = found.meta["config"]["WEIGHT_IMAGE"]
    assert name.startswith("error")
    good = np.isfinite(ERROR)
    np.testing.assert_allclose(found.noise[good], ERROR[good], rtol=1e-6)


def test_errors_count(with_errors):
    assert not np.array_equal(extract()["FLUXERR_AUTO"], with_errors["FLUXERR_AUTO"])


@pytest.mark.parametrize("kind", [NDData, CCDData])
@pytest.mark.parametrize("header", ["header", "wcs"])
@pytest.mark.parametrize(
    "uncertainty",
    [
        StdDevUncertainty(ERROR),
        VarianceUncertainty(ERROR**2),
        VarianceUncertainty(ERROR.astype(float) ** 2),
        InverseVariance(ERROR.astype(float) ** -2),
    ],
    ids=lambda uncertainty: uncertainty.uncertainty_type,
)
def test_uncertainties_are_used_as_what_they_are(kind, uncertainty, header, with_errors, caplog):
    caplog.set_level(logging.INFO, "sexlike")
    sky = {"meta": HEADER} if header == "header" else {"wcs": WCS(HEADER)}
    image = kind(IMAGE, uncertainty=uncertainty, unit="adu", **sky)
    found = extract(image)
    assert_same(found, with_errors)
    assert type(uncertainty).__name__ in caplog.text
    assert "WEIGHT_TYPE MAP_RMS" in caplog.text
    assert found.meta["config"]["WEIGHT_TYPE"] == ("MAP_RMS",)
    assert found.meta["config"]["WEIGHT_IMAGE"][0].startswith("uncertainty")


def test_uncertainties_have_units(with_errors):
    image = CCDData(IMAGE, unit="Jy", meta=HEADER, uncertainty=StdDevUncertainty(ERROR.astype(float) * 1e3, unit="mJy"))
    assert_same(extract(image), with_errors)
    variance = VarianceUncertainty(ERROR.astype(float) ** 2 * 1e6, unit="mJy2")
    np.testing.assert_allclose(
        extract(CCDData(IMAGE, unit="Jy", uncertainty=variance))["FLUXERR_AUTO"], with_errors["FLUXERR_AUTO"], rtol=1e-6
    )


def test_one_uncertainty_for_all_pixels():
    same = np.full(IMAGE.shape, 0.6, np.float32)
    assert_same(extract(NDData(IMAGE, uncertainty=StdDevUncertainty(np.float32(0.6)))), extract(error=same))


def test_weights_that_are_set_come_before_uncertainties(files, caplog):
    image = CCDData(IMAGE, unit="adu", meta=HEADER, uncertainty=StdDevUncertainty(ERROR))
    assert_same(extract(image, WEIGHT_TYPE="NONE"), extract("image.fits"))
    caplog.set_level(logging.INFO, "sexlike")
    settings = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "weight.fits"}
    assert_same(extract(image, settings), extract("image.fits", settings))
    assert "uncertainties of the image are not used, as its weights are set" in caplog.text
    assert_same(extract(image, weight=WEIGHT), extract("image.fits", settings))


def test_uncertainties_that_say_nothing(files):
    image = CCDData(IMAGE, unit="adu", meta=HEADER, uncertainty=UnknownUncertainty(ERROR))
    with pytest.warns(sexlike.SexlikeWarning, match="UnknownUncertainty of the CCDData is not used"):
        assert_same(extract(image), extract("image.fits"))
    with pytest.raises(sexlike.SexlikeError, match="error: a UnknownUncertainty"):
        extract(error=UnknownUncertainty(ERROR))


@pytest.mark.parametrize("weight", [WEIGHT, WEIGHT.astype(">f8"), fits.ImageHDU(WEIGHT), InverseVariance(WEIGHT)])
def test_weights_are_those_of_a_file(weight, files):
    expected = extract("image.fits", WEIGHT_TYPE="MAP_WEIGHT", WEIGHT_IMAGE="weight.fits")
    assert_same(extract(header=HEADER, weight=weight), expected)
    if isinstance(weight, np.ndarray):
        by_keyword = extract(header=HEADER, WEIGHT_TYPE="MAP_WEIGHT", weight_image=weight)
        assert_same(by_keyword, expected)
        assert by_keyword.meta["config"]["WEIGHT_IMAGE"] == ("WEIGHT_IMAGE (ndarray)",)
        mapping = {"WEIGHT_TYPE": "MAP_WEIGHT", "weight_image": weight}
        assert_same(extract(header=HEADER, config=mapping), expected)


def test_a_weight_to_search_and_an_error_to_measure(files):
    names = {"WEIGHT_TYPE": "MAP_WEIGHT,MAP_RMS", "WEIGHT_IMAGE": "weight.fits,error.fits"}
    for scaling in ("BACKGROUND", "ERROR"):
        expected = extract("image.fits", WEIGHT_SCALING=scaling, **names)
        assert_same(extract(header=HEADER, weight=WEIGHT, error=ERROR, WEIGHT_SCALING=scaling), expected)
    by_keyword = extract(header=HEADER, WEIGHT_TYPE=("MAP_WEIGHT", "MAP_RMS"), WEIGHT_IMAGE=(WEIGHT, "error.fits"))
    assert_same(by_keyword, extract("image.fits", **names))


def test_maps_of_two_images(files):
    other = IMAGE * np.float32(1.5)
    fits.PrimaryHDU(other, HEADER).writeto("other.fits")
    fits.PrimaryHDU(ERROR * 2).writeto("error2.fits")
    names = ("image.fits", "other.fits")
    both = extract(names, WEIGHT_TYPE="MAP_RMS,MAP_RMS", WEIGHT_IMAGE="error.fits,error2.fits")
    uncertain = [CCDData(pixels, unit="adu", meta=HEADER, uncertainty=StdDevUncertainty(error))
                 for pixels, error in ((IMAGE, ERROR), (other, ERROR * 2))]  # fmt: skip
    assert_same(extract((IMAGE, other), header=HEADER, error=(ERROR, ERROR * 2)), both)
    assert_same(extract(uncertain), both)
    assert_same(extract((IMAGE, "other.fits"), error=(ERROR, "error2.fits")), both)
    one = extract(names, WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE="error.fits")
    assert_same(extract(names, error=ERROR), one)
    for kinds, images, errors in (
        ("MAP_RMS,NONE", (uncertain[0], "other.fits"), (ERROR, None)),
        ("NONE,MAP_RMS", ("image.fits", uncertain[1]), (None, ERROR * 2)),
    ):
        name = "error.fits" if kinds.startswith("MAP") else "error2.fits"
        expected = extract(names, WEIGHT_TYPE=kinds, WEIGHT_IMAGE=name)
        assert_same(extract(images), expected)
        assert_same(extract(names, error=errors), expected)


@pytest.mark.parametrize("mask", [BAD, BAD.astype(int), BAD.T.copy().T, "mask.fits", fits.ImageHDU(BAD.astype("i2"))])
def test_masks_are_those_of_a_file(mask, files):
    expected = extract("image.fits", MASK_IMAGE="mask.fits")
    assert len(expected) == 3
    assert_same(extract(header=HEADER, mask=mask), expected)
    assert_same(extract(np.ma.MaskedArray(IMAGE, BAD), header=HEADER), expected)
    assert_same(extract(CCDData(IMAGE, mask=BAD, unit="adu", meta=HEADER)), expected)
    assert_same(extract(Masked(IMAGE, BAD), header=HEADER), expected)
    assert_same(extract(Masked(IMAGE * units.adu, BAD), header=HEADER), expected)
    if isinstance(mask, np.ndarray):
        assert_same(extract(header=HEADER, MASK_IMAGE=mask), expected)
        assert not np.array_equal(extract()["FLUX_AUTO"], expected["FLUX_AUTO"])


def test_a_mask_for_each_image_of_a_pair():
    hole = np.roll(BAD, (-60, -70), axis=(0, 1))
    expected = extract((np.where(BAD, np.nan, IMAGE), np.where(hole, np.nan, IMAGE)))
    assert_same(extract((IMAGE, IMAGE), mask=(BAD, hole)), expected)
    assert_same(extract((IMAGE, IMAGE), mask=BAD), extract([np.where(BAD, np.nan, IMAGE)] * 2))
    assert_same(extract(mask=np.ma.nomask), extract())


@pytest.mark.parametrize("kind", ["i2", ">i4", "u1", "i8", "bool"])
def test_flags_are_those_of_a_file(kind, files):
    columns = ["NUMBER", "IMAFLAGS_ISO(2)", "NIMAFLAGS_ISO(2)"]
    flags = FLAGS.astype(kind)
    stored = flags.astype("u1") if kind == "bool" else flags
    fits.PrimaryHDU(stored).writeto("own.fits")
    expected = extract("image.fits", params=columns, FLAG_IMAGE="own.fits,flags.fits")
    found = extract(params=columns, FLAG_IMAGE=(flags, FLAGS))
    assert_same(found, expected)
    assert found.meta["config"]["FLAG_IMAGE"] == ("FLAG_IMAGE 1 (ndarray)", "FLAG_IMAGE 2 (ndarray)")
    assert_same(extract(params=columns, FLAG_IMAGE=(flags, "flags.fits")), expected)


def test_flags_are_integers():
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)expected integers, not floats, in FLAG_IMAGE \(ndarray\)"):
        extract(params=["IMAFLAGS_ISO"], FLAG_IMAGE=ERROR)


@pytest.mark.parametrize(
    "image",
    [
        IMAGE.astype(">f4"),
        IMAGE.astype("f8"),
        np.asfortranarray(IMAGE),
        np.repeat(IMAGE, 3, axis=1)[:, ::3],
        IMAGE * units.adu,
        NDData(IMAGE),
        NDData(IMAGE * units.adu),
        Masked(IMAGE),
        np.ma.MaskedArray(IMAGE),
    ],
    ids=lambda image: type(image).__name__,
)
def test_images_are_those_of_a_file(image, files):
    expected = extract("image.fits")
    assert_same(extract(image, header=HEADER), expected)
    assert_same(extract(image, wcs=WCS(HEADER)), expected)
    assert_same(extract(image, header=dict(HEADER)), expected)


@pytest.mark.parametrize("kind", ["i2", ">i4", "u2", "i8", "f2", "?"])
def test_types_of_images(kind, files):
    stored = np.clip(IMAGE, 0, 250).astype(kind) if kind != "?" else IMAGE > 103
    same = stored.astype("f4")
    fits.PrimaryHDU(same, HEADER).writeto("same.fits")
    assert_same(extract(stored, header=HEADER), extract("same.fits"))


def test_a_cutout_is_an_image(files):
    cutout = Cutout2D(IMAGE, (90, 60), (100, 120), wcs=WCS(HEADER))
    moved = HEADER.copy()
    moved["CRPIX1"] -= cutout.origin_original[0]
    moved["CRPIX2"] -= cutout.origin_original[1]
    fits.PrimaryHDU(cutout.data, moved).writeto("part.fits")
    assert_same(extract(cutout), extract("part.fits"))
    error = Cutout2D(ERROR, (90, 60), (100, 120))
    expected = extract("part.fits", error=error.data)
    assert_same(extract(cutout, error=error), expected)
    assert_same(extract(cutout, WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE=error), expected)
    plain = Cutout2D(IMAGE * units.nJy, (90, 60), (100, 120))
    assert_same(extract(plain, wcs=WCS(moved), params=["X_WORLD"]), extract("part.fits", params=["X_WORLD"]))


def test_units_give_the_zero_point():
    for image in (IMAGE * units.nJy, CCDData(IMAGE, unit="nJy"), Cutout2D(IMAGE * units.nJy, (80, 60), 100)):
        found = extract(image, MAG_ZEROPOINT="AUTO", params=["MAG_AUTO"])
        assert found.meta["extensions"][0]["zero_point"] == pytest.approx(31.4, abs=0.001)
    surface = extract(
        IMAGE * units.MJy / units.sr, header={"PIXAR_SR": 2e-14}, MAG_ZEROPOINT="AUTO", params=["MAG_AUTO"]
    )
    assert surface.meta["extensions"][0]["zero_point"] == pytest.approx(8.9 - 2.5 * np.log10(1e6 * 2e-14), abs=0.001)


def test_the_unit_of_an_error_is_that_of_the_image(with_errors):
    error = ERROR.astype(float) * 1e3 * units.mJy
    assert_same(extract(IMAGE * units.Jy, header=HEADER, error=error), with_errors)
    with pytest.raises(
        sexlike.SexlikeError, match=r"error: its unit is mJy, and that of the image adu\n.*Give it in adu"
    ):
        extract(IMAGE * units.adu, error=error)
    with pytest.warns(sexlike.SexlikeWarning, match="error: it is in adu, and the image has no unit"):
        assert_same(extract(header=HEADER, error=ERROR * units.adu), with_errors)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"error": ERROR, "WEIGHT_IMAGE": ERROR}, "error= and WEIGHT_IMAGE= contradict"),
        ({"error": ERROR, "weight_type": "MAP_RMS"}, "error= and weight_type= contradict"),
        ({"weight": WEIGHT, "WEIGHT_IMAGE": "w.fits"}, "weight= and WEIGHT_IMAGE= contradict"),
        ({"mask": BAD, "MASK_IMAGE": BAD}, "mask= and MASK_IMAGE= contradict"),
        ({"error": (ERROR, ERROR), "weight": WEIGHT}, "error= and weight="),
        ({"error": [ERROR] * 3}, "error: 3 maps"),
        (
            {"error": ERROR[:50]},
            r"^error=: images have different sizes: error \(ndarray\) is 160 x 50, array is 160 x 128",
        ),
        ({"weight": WEIGHT[:, 1:]}, r"^weight=: images have different sizes: weight \(ndarray\) is 159 x 128"),
        ({"mask": BAD[1:]}, r"^mask=: images have different sizes: mask \(ndarray\) is 160 x 127"),
        ({"MASK_IMAGE": BAD[1:]}, r"^MASK_IMAGE: images have different sizes"),
        (
            {"weight": WEIGHT, "error": ERROR[1:]},
            r"^weight= and error=: images have different sizes: error \(ndarray\)",
        ),
        (
            {"image": NDData(IMAGE, uncertainty=StdDevUncertainty(ERROR[1:]))},
            r"^the shape of the Std.* is \(127, 160\)",
        ),
        ({"error": "no.fits"}, "^error=: .*no.fits"),
        ({"mask": np.ones_like(BAD)}, "^mask=: mask .* hides all pixels"),
        ({"weight": StdDevUncertainty(ERROR)}, "weight: a StdDevUncertainty is no weight"),
        ({"error": np.zeros_like(ERROR) * np.nan}, r"^error=: error \(ndarray\).* holds no number"),
        ({"header": 5}, "header: int is no header"),
        ({"wcs": HEADER}, "wcs: Header is not understood"),
        ({"error": object()}, "an object of type object is no image"),
    ],
)
def test_arguments_that_contradict_or_make_no_sense(arguments, message):
    with pytest.raises(sexlike.SexlikeError, match=message):
        extract(**arguments)


def test_a_header_beside_what_has_one(files):
    for image in ("image.fits", fits.PrimaryHDU(IMAGE), fits.HDUList([fits.PrimaryHDU(IMAGE)])):
        for beside in ({"header": HEADER}, {"wcs": WCS(HEADER)}):
            with pytest.raises(sexlike.SexlikeError, match="it goes with an array"):
                extract(image, **beside)
    with pytest.raises(sexlike.SexlikeError, match="has a wcs of its own"):
        extract(CCDData(IMAGE, unit="adu", wcs=WCS(HEADER)), wcs=WCS(HEADER))
    with pytest.raises(sexlike.SexlikeError, match="has a header of its own"):
        extract(CCDData(IMAGE, unit="adu", meta=HEADER), header=HEADER)
    assert_same(extract(CCDData(IMAGE, unit="adu", wcs=WCS(HEADER)), header={"GAIN": 2.0}, GAIN_KEY="GAIN"),
                extract(fits.PrimaryHDU(IMAGE, fits.Header([*HEADER.cards, ("GAIN", 2.0)]))))  # fmt: skip


def test_an_error_replaces_the_weights_of_a_configuration(files):
    config = sexlike.read_config({"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "weight.fits", "WEIGHT_THRESH": 50})
    found = extract("image.fits", config, error=ERROR)
    assert_same(found, extract("image.fits", error=ERROR))
    assert found.meta["config"]["WEIGHT_THRESH"] == ()
    assert extract("image.fits", config, error=ERROR, WEIGHT_THRESH=50).meta["config"]["WEIGHT_THRESH"] == (50.0,)


def test_a_wcs_that_no_header_holds():
    image = NDDataRef(IMAGE, wcs=WCS(HEADER))[10:, 10:]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = extract(image, params=["X_WORLD"])
    assert len(found) == 3
    if not hasattr(image.wcs, "to_header"):
        assert any("is not used: there are no sky coordinates" in str(warning.message) for warning in caught)


def test_several_extensions_have_errors_of_their_own(files):
    hdus = fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(IMAGE), fits.ImageHDU(IMAGE[::-1].copy())])
    errors = fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(ERROR), fits.ImageHDU(ERROR * 2)])
    hdus.writeto("two.fits")
    errors.writeto("errors.fits")
    expected = extract("two.fits", WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE="errors.fits")
    assert len(expected.extensions) == 2
    assert_same(extract("two.fits", error=errors), expected)
    assert_same(extract(hdus, error=errors), expected)


def test_what_is_given_stays_as_it_is():
    given = [IMAGE, ERROR, BAD, WEIGHT]
    before = [array.copy() for array in given]
    extract(error=ERROR, mask=BAD)
    extract(weight=WEIGHT)
    for array, copied in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copied)
