"""Tables made of a result: selections, sorted tables, stacks and the like write whatever the result writes."""

import copy
import pickle

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.io.votable import parse
from astropy.table import QTable, hstack, join, vstack

import sexlike
from sexlike import Catalog

from ..measure.scene import gaussian_scene, tan_header

SOURCES = (
    (40.0, 30.0, 9000.0, 3.0, 2.0, 30.0),
    (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0),
    (60.0, 100.0, 900.0, 2.0, 2.0, 0.0),
)
IMAGE = gaussian_scene(sources=SOURCES)
COLUMNS = "NUMBER X_IMAGE Y_IMAGE FLUX_APER(2) MAG_AUTO A_IMAGE B_IMAGE THETA_IMAGE KRON_RADIUS FLAGS"
SETTINGS = {"DETECT_THRESH": 3, "MAG_ZEROPOINT": 25 * units.ABmag}
ENDINGS = ["ecsv", "fits", "vot", "xml", "csv", "parquet", "reg"]


def extract(image=IMAGE, params=COLUMNS, **keywords):
    keywords = {"PHOT_APERTURES": ("1 arcsec", "1.8 arcsec")} | SETTINGS | keywords
    return sexlike.extract(image, params=params, header=tan_header(), **keywords)


@pytest.fixture(scope="module")
def result():
    return extract()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def need(ending):
    for package in {"parquet": ["pyarrow"], "reg": ["regions"]}.get(ending, []):
        pytest.importorskip(package)


def bytes_of(table, ending):
    table.write(f"it.{ending}", overwrite=True)
    with open(f"it.{ending}", "rb") as file:
        return file.read()


WHOLE = {
    "slice": lambda table: table[:],
    "copy": lambda table: table.copy(),
    "deepcopy": copy.deepcopy,
    "table": lambda table: table.table,
    "pickle": lambda table: pickle.loads(pickle.dumps(table)),
    "columns": lambda table: table[table.colnames],
    "hstack": lambda table: hstack([table[table.colnames[:4]], table[table.colnames[4:]]]),
    "vstack": lambda table: vstack([table[:1], table[1:2], table[2:]]),
    "join": lambda table: join(table[table.colnames[:4]], table[["NUMBER", *table.colnames[4:]]], keys="NUMBER"),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("how", WHOLE)
def test_the_same_table_is_the_same_file(result, how, ending):
    need(ending)
    made = WHOLE[how](result)
    assert type(made) is Catalog
    assert bytes_of(made, ending) == bytes_of(result, ending)


ROWS = {
    "by flags": lambda table: table[np.asarray(table["FLAGS"]) == 0],
    "sorted": lambda table: table[np.argsort(table["MAG_AUTO"])[::-1]],
    "one": lambda table: table[1:2],
    "none": lambda table: table[:0],
}


@pytest.mark.filterwarnings("ignore::astropy.io.votable.exceptions.W42")
@pytest.mark.parametrize("ending", ["ecsv", "fits", "vot", "csv", "parquet"])
@pytest.mark.parametrize("how", ROWS)
def test_selections_are_read_back(result, how, ending):
    need(ending)
    made = ROWS[how](result)
    made.write(f"it.{ending}")
    if ending == "csv":
        back = QTable.read("it.csv")
        assert back.colnames == [*result.colnames[:4], "FLUX_APER_1", *result.colnames[4:]]
        np.testing.assert_allclose(back["FLUX_APER_1"], made["FLUX_APER"][:, 1].value, rtol=1e-6)
        return
    back = QTable.read(f"it.{ending}")
    assert len(back) == len(made)
    for name in made.colnames:
        np.testing.assert_array_equal(np.ravel(np.asarray(back[name])), np.ravel(np.asarray(made[name])))
        assert back[name].info.description == made[name].info.description
        unit = made[name].info.unit
        wanted = {unit, units.mag} if ending in ("fits", "vot") and name == "MAG_AUTO" else {unit}
        assert back[name].info.unit in wanted
    if ending == "vot":
        settings = {one.name: one.value for one in parse("it.vot").resources[1].params}
        assert settings["PHOT_APERTURES"] == "1 arcsec,1.8 arcsec"
    elif ending == "fits":
        assert "config.PHOT_APERTURES = 1 arcsec,1.8 arcsec" in back.meta["comments"]
    else:
        assert tuple(back.meta["config"]["PHOT_APERTURES"]) == ("1 arcsec", "1.8 arcsec")
        assert [one["extracted"] for one in back.meta["extensions"]] == [3]
        assert "wcs" not in back.meta["extensions"][0]
    if ending == "parquet":
        schema = pytest.importorskip("pyarrow.parquet").read_schema("it.parquet")
        assert schema.field("X_IMAGE").metadata[b"unit"] == b"pix"
        assert schema.field("X_IMAGE").metadata[b"ucd"].startswith(b"pos.cartesian.x")


def test_regions_of_a_selection_are_those_of_its_rows(result):
    regions = pytest.importorskip("regions")
    for columns in (result.colnames, ["NUMBER", "X_IMAGE", "Y_IMAGE"]):
        texts = []
        for table in (result[columns], result[columns][1:]):
            if "A_IMAGE" in columns:
                table.write("it.reg", overwrite=True)
            else:
                with pytest.warns(sexlike.SexlikeWarning, match="circles of the first of PHOT_APERTURES"):
                    table.write("it.reg", overwrite=True)
            texts.append(regions.Regions.read("it.reg", format="ds9"))
        assert [int(region.meta["text"]) for region in texts[1]] == list(result["NUMBER"][1:])
        separation = texts[1][0].center.separation(texts[0][1].center)
        assert separation < 1e-6 * units.arcsec
        if columns == ["NUMBER", "X_IMAGE", "Y_IMAGE"]:
            assert texts[1][0].radius.to_value("arcsec") == pytest.approx(0.5, rel=1e-3)


def test_selections_know_the_sky_and_their_flags(result):
    some = result[1:]
    assert some.skycoord.separation(result.skycoord[1:]).max() < 1e-9 * units.arcsec
    assert some.flags()["NUMBER"].tolist() == [2, 3]
    assert list(hstack([some["X_IMAGE", "Y_IMAGE"], some["FLUX_APER",]]).to_pandas().columns)[2:] == [
        "FLUX_APER",
        "FLUX_APER_1",
    ]


def test_stacks_of_several_files_have_no_regions(result):
    other = sexlike.extract(IMAGE, params=COLUMNS, PHOT_APERTURES=("1 arcsec", "1.8 arcsec"), **SETTINGS,
                            header=tan_header(alpha=12.0))  # fmt: skip
    both = vstack([result, other])
    for ask in (lambda: both.skycoord, lambda: both.write("it.reg")):
        with pytest.raises(sexlike.SexlikeError, match=r"(?s)several images.*catalogs of several files are stacked"):
            ask()
    both.write("it.ecsv")
    assert len(QTable.read("it.ecsv").meta["extensions"]) == 2
    assert QTable.read("it.ecsv").meta["config"]["DETECT_THRESH"] == (3.0,)


def test_extensions_of_one_file_are_told_apart(result):
    pytest.importorskip("regions")
    images = [fits.ImageHDU(IMAGE, tan_header(alpha=alpha)) for alpha in (150.0, 200.0)]
    found = sexlike.extract(fits.HDUList([fits.PrimaryHDU(), *images]), params=f"EXT_NUMBER {COLUMNS}", DETECT_THRESH=3,
                            PHOT_APERTURES=(5, 9))  # fmt: skip
    assert bytes_of(found[:], "reg") == bytes_of(found, "reg")
    last = found[-2:]
    np.testing.assert_allclose(last.skycoord.ra.deg, 200, atol=0.1)


def test_columns_of_ones_own_are_written_too(result):
    made = result[:2]
    made["NAME"] = ["left", "right"]
    made["MINE"] = np.ma.MaskedArray([1.5, 2.5], [False, True])
    for ending in ("ecsv", "fits", "vot", "csv", "parquet"):
        need(ending)
        made.write(f"it.{ending}")
        back = QTable.read(f"it.{ending}")
        assert [str(name) for name in back["NAME"]] == ["left", "right"]
        if ending != "parquet":
            assert list(np.ma.getmaskarray(back["MINE"])) == [False, True]


def test_tables_without_meta_are_written(result):
    made = result[:2]
    made.meta.clear()
    for ending in ENDINGS:
        need(ending)
        made.write(f"it.{ending}")
    with open("it.reg") as file:
        assert "image\nellipse(" in file.read()


@pytest.mark.parametrize("ending", [*ENDINGS, "html", "tex"])
def test_a_file_that_is_there_is_kept_and_the_error_says_how_to_replace_it(result, ending):
    need(ending)
    name = f"it.{ending}"
    for table in (result, result[:1]):
        with open(name, "w") as file:
            file.write("kept")
        with pytest.raises(OSError, match=f"it.{ending} exists: overwrite=True replaces it"):
            table.write(name)
        with open(name) as file:
            assert file.read() == "kept"
        table.write(name, overwrite=True)


def test_names_that_tell_no_format(result):
    for table in (result, result[:1]):
        with pytest.raises(sexlike.SexlikeError, match=r"'it.cat' tells no format\n.*\.ecsv, \.fits.*format="):
            table.write("it.cat")
        with pytest.raises(sexlike.SexlikeError, match="there is no 'ASCII_HEAD'"):
            table.write("it.cat", format="ASCII_HEAD")
    result.write("it", format="region")
    with open("it", "rb") as file:
        assert bytes_of(result, "reg") == file.read()
