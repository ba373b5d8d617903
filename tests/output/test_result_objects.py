"""What a Result tells of its objects: sky positions, cut-outs, flags; and how it is written without arrays."""

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.table import QTable, Table
from astropy.wcs import WCS

import sexlike
from sexlike.cli import main

from ..measure.scene import gaussian_scene, tan_header

SOURCES = (
    (40.0, 30.0, 9000.0, 3.0, 2.0, 30.0),
    (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0),
    (2.0, 64.0, 2000.0, 2.0, 1.5, 0.0),
)
IMAGE = gaussian_scene(sources=SOURCES)
HEADER = tan_header()
PIXELS = ["NUMBER", "X_IMAGE", "Y_IMAGE"]


def extract(params, image=IMAGE, header=HEADER, **keywords):
    return sexlike.extract(image, params=params, header=header, DETECT_THRESH=3, **keywords)


@pytest.fixture(scope="module")
def result():
    return extract([*PIXELS, "ALPHA_J2000", "DELTA_J2000", "FLAGS", "FLAGS_WIN", "FLUX_APER"])


def frame_header(**cards):
    header = HEADER.copy()
    header.update(cards)
    return header


@pytest.mark.parametrize(
    "columns",
    [
        ["ALPHA_J2000", "DELTA_J2000"],
        ["ALPHA_SKY", "DELTA_SKY"],
        ["ALPHA_B1950", "DELTA_B1950"],
        ["ALPHAWIN_J2000", "DELTAWIN_J2000"],
        ["ALPHAPEAK_SKY", "DELTAPEAK_SKY"],
        ["X_IMAGE", "Y_IMAGE"],
        ["XWIN_IMAGE", "YWIN_IMAGE"],
    ],
)
@pytest.mark.parametrize(
    ("cards", "frame"),
    [({"RADESYS": "ICRS"}, "icrs"), ({"RADESYS": "FK5", "EQUINOX": 2000.0}, "fk5"), ({}, "icrs"),
     ({"RADESYS": "FK5", "EQUINOX": 1975.0}, "fk5")],
)  # fmt: skip
def test_positions_are_those_of_the_wcs(columns, cards, frame):
    header = frame_header(**cards)
    found = extract([*columns, "NUMBER"], header=header).skycoord
    assert isinstance(found, SkyCoord)
    assert found.shape == (3,)
    truth = WCS(header).pixel_to_world(*np.transpose([source[:2] for source in SOURCES]))
    nearest, separation, _ = found.match_to_catalog_sky(truth)
    assert sorted(nearest) == [0, 1, 2]
    # SExtractor's B1950 and astropy's FK4 differ by 0.2 arcsec.
    tolerance = 1.0 if "PEAK" in columns[0] else 0.5 if "B1950" in columns[0] else 0.3
    assert separation.max() < tolerance * units.arcsec
    assert found.frame.name == ("fk4" if "B1950" in columns[0] else frame)


def test_columns_and_pixels_give_the_same_positions():
    by_column, by_pixel = (
        extract(names).skycoord for names in (["ALPHA_J2000", "DELTA_J2000"], ["X_IMAGE", "Y_IMAGE"])
    )
    assert by_column.separation(by_pixel).max() < 1e-5 * units.arcsec  # X_IMAGE has single precision


def test_positions_in_galactic_coordinates():
    header = frame_header(CTYPE1="GLON-TAN", CTYPE2="GLAT-TAN")
    for columns in (["ALPHA_J2000", "DELTA_J2000"], ["X_IMAGE", "Y_IMAGE"]):
        found = extract(columns, header=header).skycoord
        truth = WCS(header).pixel_to_world(*np.transpose([source[:2] for source in SOURCES]))
        assert found.match_to_catalog_sky(truth)[1].max() < 0.3 * units.arcsec


def test_no_positions():
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)no sky coordinates.*header= or wcs="):
        extract(PIXELS, header=None).skycoord  # noqa: B018
    with pytest.raises(sexlike.SexlikeError, match=r'(?s)no positions.*"X_IMAGE"'):
        extract(["NUMBER"]).skycoord  # noqa: B018
    assert extract(PIXELS, DETECT_MAXAREA=1).skycoord.shape == (0,)


@pytest.fixture(scope="module")
def mosaic():
    second = frame_header(CRVAL1=200.0)
    images = fits.ImageHDU(IMAGE, HEADER), fits.ImageHDU(IMAGE[::-1].copy(), second)
    return fits.HDUList([fits.PrimaryHDU(), *images])


def test_several_images_need_the_number_of_the_image(mosaic):
    found = sexlike.extract(mosaic, params=[*PIXELS, "EXT_NUMBER"], DETECT_THRESH=3)
    np.testing.assert_allclose(
        found.skycoord.ra.deg, np.where(np.asarray(found["EXT_NUMBER"]) == 1, 150, 200), atol=0.1
    )
    last = found.cutout(-1, 9)
    assert last.wcs.wcs.crval[0] == 200
    position = np.asarray(found[-1]["X_IMAGE"]) - 1, np.asarray(found[-1]["Y_IMAGE"]) - 1
    np.testing.assert_allclose(last.input_position_original, position)
    unknown = sexlike.extract(mosaic, params=PIXELS, DETECT_THRESH=3)
    for ask in (lambda: unknown.skycoord, lambda: unknown.cutout(0)):
        with pytest.raises(sexlike.SexlikeError, match=r"(?s)in which of several images.*EXT_NUMBER"):
            ask()
    np.testing.assert_array_equal(unknown.extensions[1].cutout(unknown[-1], 9).data, last.data)
    with pytest.raises(sexlike.SexlikeError, match="row: there is no row 0"):
        unknown.extensions[1].cutout(0)


def test_cutouts_show_the_object(result):
    for row in (0, np.int64(1), -1, result[0], result[1:2], result[result["X_IMAGE"].value > 50][0]):
        cutout = result.cutout(row, size=15)
        of_row = result[row] if isinstance(row, int | np.integer) else row
        x, y = (float(np.squeeze(of_row[name].value)) - 1 for name in ("X_IMAGE", "Y_IMAGE"))
        left, bottom = round(x) - 7, round(y) - 7
        assert cutout.data.shape == (15, 15)
        expected = np.full((15, 15), np.nan, np.float32)
        inside = slice(max(left, 0), left + 15)
        expected[:, inside.start - left :] = IMAGE[bottom : bottom + 15, inside]
        np.testing.assert_array_equal(cutout.data, expected)
        sky, on_cutout = result.skycoord[0], cutout.wcs.world_to_pixel(result.skycoord)
        assert sky is not None
        distance = np.hypot(on_cutout[0] + left - x, on_cutout[1] + bottom - y)
        assert distance.min() < 0.01


def test_sizes_of_cutouts(result):
    assert result.cutout(0, (11, 21)).data.shape == (11, 21)
    assert result.cutout(0, 10 * units.arcsec).data.shape == (20, 20)
    assert result.cutout(0, (10 * units.arcsec, 7 * units.pix)).data.shape == (20, 7)
    brightest = int(np.argmax(result["FLUX_APER"]))
    labels = result.segmentation == result["NUMBER"][brightest]
    extent = max(np.ptp(np.flatnonzero(labels.any(axis=axis))) for axis in (0, 1)) + 1
    assert result.cutout(brightest).data.shape == (2 * extent + 1,) * 2
    assert extract(PIXELS, header=None).cutout(0).wcs is None


def test_cutouts_are_copies_with_nan_where_there_is_no_value():
    holed = IMAGE.copy()
    holed[30, 42] = np.nan
    found = extract(PIXELS, image=holed)
    cutout = found.cutout(found[np.argmin(np.abs(found["X_IMAGE"].value - 41))], 9)
    assert np.isnan(cutout.data).sum() == 1
    cutout.data[:] = 0
    assert np.isfinite(found.background).all()
    assert found.cutout(found[-1], 9).data.any()
    assert np.nanmax(found.cutout(0, 9).data) > 100


@pytest.mark.parametrize("row", [7, -4, True, "one", 1.0, None, SkyCoord(1, 2, unit="deg")])
def test_no_rows(result, row):
    with pytest.raises(sexlike.SexlikeError, match="row: "):
        result.cutout(row)


def test_cutouts_that_make_no_sense(result):
    for size in (0, 3 * units.s, (1, 2, 3)):
        with pytest.raises(sexlike.SexlikeError, match="size: "):
            result.cutout(0, size)
    outside = QTable({"X_IMAGE": [1000.0], "Y_IMAGE": [np.nan]})
    with pytest.raises(sexlike.SexlikeError, match="x = 1000, y = nan is not on the image"):
        result.cutout(outside, 9)
    with pytest.raises(sexlike.SexlikeError, match="no positions"):
        extract(["NUMBER"]).cutout(0)


def test_flags_by_name():
    found = extract(["NUMBER", "FLAGS", "FLAGS_WIN", "FLAGS_WEIGHT"], SATUR_LEVEL=300.0)
    flags = found.flags()
    assert type(flags) is QTable
    for name in ("NUMBER", "FLAGS", "FLAGS_WIN", "FLAGS_WEIGHT"):
        np.testing.assert_array_equal(flags[name], found[name])
    saturated = found[flags["SATURATED"]]
    np.testing.assert_array_equal(np.asarray(saturated["FLAGS"]) & 4, 4)
    assert 0 < len(saturated) < len(found)
    assert len(found[~flags["SATURATED"]]) == len(found) - len(saturated)
    assert "saturated" in flags["SATURATED"].info.description
    assert flags["WIN_ASTRAY"].dtype == flags["WEIGHT_DETECTION"].dtype == bool
    for names, decoded in zip(flags["NAMES"], sexlike.decode_flags(found["FLAGS"]), strict=True):
        assert [name for name in names.split(", ") if name and "_" not in name] == decoded


def test_no_flags():
    with pytest.raises(sexlike.SexlikeError, match=r'(?s)the table has no flags.*"FLAGS"'):
        extract(PIXELS).flags()
    empty = extract(["FLAGS"], DETECT_MAXAREA=1).flags()
    assert len(empty) == 0
    assert "CROWDED" in empty.colnames


def test_one_aperture_or_fraction_is_a_number():
    names = ["FLUX_APER", "MAG_APER(1)", "FLUX_RADIUS", "VIGNET(3,3)"]
    found = extract(names, PHOT_FLUXFRAC=0.5)
    assert [found[name].shape for name in found.colnames] == [(3,), (3,), (3,), (3, 3, 3)]
    several = extract(["FLUX_APER(2)", "FLUX_RADIUS(1)"], PHOT_APERTURES=(5, 9))
    assert several["FLUX_APER"].shape == (3, 2)
    assert several["FLUX_RADIUS"].shape == (3,)


@pytest.mark.parametrize(
    ("name", "form"), [("x.csv", None), ("x.txt", "ascii.commented_header"), ("X.CSV", "ascii.csv")]
)
def test_formats_without_arrays_take_a_column_for_each_number(name, form, tmp_path):
    found = extract(["NUMBER", "X_IMAGE", "FLUX_APER(3)", "FLAGS"], PHOT_APERTURES=(5, 7, 9))
    found.write(tmp_path / name, format=form)
    back = Table.read(tmp_path / name, format=form or "csv")
    assert back.colnames == ["NUMBER", "X_IMAGE", "FLUX_APER", "FLUX_APER_1", "FLUX_APER_2", "FLAGS"]
    for column in range(3):
        suffix = f"_{column}" if column else ""
        np.testing.assert_allclose(back[f"FLUX_APER{suffix}"], found["FLUX_APER"][:, column].value, rtol=1e-4)
    assert found["FLUX_APER"].shape == (3, 3)


@pytest.mark.parametrize("name", ["x.ecsv", "x.fits", "x.vot"])
def test_formats_with_arrays_keep_them(name, tmp_path):
    found = extract(["NUMBER", "FLUX_APER(3)"], PHOT_APERTURES=(5, 7, 9))
    found.write(tmp_path / name, **({"format": "votable"} if name.endswith("vot") else {}))
    assert QTable.read(tmp_path / name)["FLUX_APER"].shape == (3, 3)


def test_the_default_table_is_written_as_csv_and_goes_to_pandas(tmp_path):
    found = sexlike.extract(IMAGE)
    found.write(tmp_path / "x.csv")
    assert Table.read(tmp_path / "x.csv").colnames == found.colnames
    pandas = pytest.importorskip("pandas")
    frame = found.to_pandas(index="NUMBER")
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == found.colnames[1:]
    np.testing.assert_array_equal(frame["FLUX_AUTO"], found["FLUX_AUTO"].value)
    several = extract(["NUMBER", "FLUX_APER(2)"], PHOT_APERTURES=(5, 9)).to_pandas()
    assert list(several.columns) == ["NUMBER", "FLUX_APER", "FLUX_APER_1"]
    assert found[:2].to_pandas().shape == (2, len(found.colnames))


def test_the_configuration_has_one_name_everywhere(tmp_path):
    found = extract(["NUMBER"], PHOT_APERTURES=(5, 9))
    assert found.meta["config"]["PHOT_APERTURES"] == (5.0, 9.0)
    for name in ("x.ecsv", "x.fits"):
        found.write(tmp_path / name)
    assert QTable.read(tmp_path / "x.ecsv").meta["config"]["PHOT_APERTURES"] == (5.0, 9.0)
    assert "config.PHOT_APERTURES = 5.0,9.0" in QTable.read(tmp_path / "x.fits").meta["comments"]
    image, catalog = tmp_path / "image.fits", tmp_path / "catalog.ecsv"
    fits.PrimaryHDU(IMAGE).writeto(image)
    (tmp_path / "own.param").write_text("NUMBER\n")
    words = ["-CATALOG_TYPE", "ECSV", "-CATALOG_NAME", str(catalog), "-PARAMETERS_NAME", str(tmp_path / "own.param")]
    assert main([str(image), *words, "-VERBOSE_TYPE", "QUIET", "-GAIN", "2"]) == 0
    assert QTable.read(catalog).meta["config"]["GAIN"] == 2.0
