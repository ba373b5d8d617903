import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.table import QTable, Table

import sexlike
from sexlike.cli import main

regions = pytest.importorskip("regions")
parquet = pytest.importorskip("pyarrow.parquet")

COLUMNS = "NUMBER X_IMAGE Y_IMAGE FLUX_APER(2) MAG_AUTO VIGNET(3,5) A_IMAGE B_IMAGE THETA_IMAGE KRON_RADIUS FLAGS"
SETTINGS = {"PHOT_APERTURES": (5, 8), "DETECT_THRESH": 4}


@pytest.fixture
def image(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(8).normal(10, 1, (100, 120)).astype("f4")
    for x, y in ((60, 40), (66, 44), (20, 80)):
        pixels[y : y + 4, x : x + 4] += 40
    fits.writeto("a.fits", pixels)
    (tmp_path / "default.param").write_text("\n".join(COLUMNS.split()))
    return "a.fits"


def run(image, kind, name, *more):
    options = ["-PHOT_APERTURES", "5,8", "-DETECT_THRESH", "4", "-VERBOSE_TYPE", "QUIET", *more]
    assert main([image, "-CATALOG_TYPE", kind, "-CATALOG_NAME", name, *options]) == 0


@pytest.mark.parametrize("by_command", [True, False])
def test_parquet_there_and_back(image, by_command):
    table = sexlike.extract(image, params=COLUMNS, **SETTINGS, COMPATIBILITY="SEXTRACTOR")
    if by_command:
        run(image, "PARQUET", "a.parquet")
    else:
        table.write("a.parquet")
    again = QTable.read("a.parquet", format="parquet")
    assert again.colnames == table.colnames
    for name in table.colnames:
        np.testing.assert_array_equal(np.ravel(np.asarray(again[name])), np.ravel(np.asarray(table[name])))
        assert again[name].info.unit == table[name].info.unit
        assert again[name].info.description == table[name].info.description
    assert again["FLUX_APER"].shape == table["FLUX_APER"].shape
    assert again.meta["config"]["PHOT_APERTURES"] == [5.0, 8.0]
    schema = parquet.read_schema("a.parquet")
    about = schema.field("X_IMAGE").metadata
    assert about[b"unit"] == b"pix"
    assert about[b"ucd"].startswith(b"pos.cartesian.x")
    assert about[b"description"] == table["X_IMAGE"].info.description.encode()
    assert parquet.read_table("a.parquet")["X_IMAGE"].to_pylist() == table["X_IMAGE"].value.tolist()


@pytest.mark.parametrize("by_command", [True, False])
def test_regions_are_the_kron_ellipses(image, by_command):
    table = sexlike.extract(image, params=COLUMNS, **SETTINGS, COMPATIBILITY="SEXTRACTOR")
    if by_command:
        run(image, "REGION", "a.reg")
    else:
        table.write("a.reg")
    found = regions.Regions.read("a.reg", format="ds9")
    assert len(found) == len(table) > 2
    for region, row in zip(found, table, strict=True):
        assert int(region.meta["text"]) == row["NUMBER"]
        assert region.center.x + 1 == pytest.approx(row["X_IMAGE"].value, abs=1e-3)
        semi_major = row["A_IMAGE"].value * row["KRON_RADIUS"]
        assert region.width / 2 == pytest.approx(max(semi_major, 0.5), abs=1e-3)
        assert region.angle.to_value("deg") % 180 == pytest.approx(row["THETA_IMAGE"].to_value("deg") % 180, abs=0.02)
    colours = {0: "green", 2: "orange"}
    for region, flags in zip(found, table["FLAGS"], strict=True):
        assert region.visual["facecolor"] == colours.get(int(flags), "orange" if flags < 4 else "red")


def test_circles_without_ellipses(image):
    found = sexlike.extract(image, params="X_IMAGE Y_IMAGE", PHOT_APERTURES=7, DETECT_THRESH=4)
    with pytest.warns(sexlike.SexlikeWarning, match="REGION: circles .* the columns A_IMAGE, B_IMAGE, THETA"):
        found.write("a.reg")
    assert {region.radius for region in regions.Regions.read("a.reg", format="ds9")} == {3.5}


def test_regions_need_positions(image):
    with pytest.raises(sexlike.SexlikeError, match="Add X_IMAGE and Y_IMAGE to the columns"):
        sexlike.extract(image, params="NUMBER", DETECT_THRESH=4).write("a.reg")


def test_no_pyarrow(image, monkeypatch):
    monkeypatch.setattr("sexlike.output.catalogs.formats.parquet.find_spec", lambda name: None)
    table = sexlike.extract(image, params="NUMBER", DETECT_THRESH=4)
    with pytest.raises(sexlike.SexlikeError, match=r"needs pyarrow.*\n.*sexlike\[parquet\]"):
        table.write("a.parquet")


def test_nothing_found(image):
    run(image, "PARQUET,REGION", "a.parquet,a.reg", "-DETECT_THRESH", "1e6")
    assert len(Table.read("a.parquet", format="parquet")) == 0
    assert len(regions.Regions.read("a.reg", format="ds9")) == 0


def test_a_file_that_exists_stays(image):
    table = sexlike.extract(image, params=COLUMNS, **SETTINGS)
    table.write("a.reg")
    with pytest.raises(OSError, match="exists"):
        table.write("a.reg")
    table.write("a.reg", overwrite=True)
    assert table["X_IMAGE"].unit == units.pix
