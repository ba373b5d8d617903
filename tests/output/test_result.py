"""The result of `sexlike.extract`: a table like any other, and the maps that belong to all of it."""

import copy
import gc
import pickle
import subprocess
import sys
import weakref

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.table import QTable, hstack, join, unique, vstack

import sexlike
from sexlike.config.keywords import KEYWORDS
from sexlike.measure import registry
from sexlike.output.result import Result

from ..measure.scene import NOISE, gaussian_scene, tan_header

SOURCES = (
    (40.0, 30.0, 9000.0, 3.0, 2.0, 30.0),
    (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0),
    (60.0, 100.0, 900.0, 2.0, 2.0, 0.0),
)
COLUMNS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "FLUX_AUTO", "FLUX_APER(2)", "FLAGS"]
SETTINGS = {"DETECT_THRESH": 3.0, "PHOT_APERTURES": (5, 9)}


@pytest.fixture(scope="module")
def result():
    return sexlike.extract(gaussian_scene(sources=SOURCES), params=COLUMNS, **SETTINGS)


def is_plain(table):
    return type(table) is sexlike.Catalog and not hasattr(table, "segmentation")


def test_it_is_a_table(result):
    assert isinstance(result, Result)
    assert isinstance(result, QTable)
    assert len(result) == len(SOURCES)
    assert result["X_IMAGE"].unit == units.pix
    assert result["FLUX_APER"].shape == (3, 2)
    assert result.meta["config"]["DETECT_THRESH"] == (3.0,)
    assert "X_IMAGE" in str(result)
    assert "X_IMAGE" in result._repr_html_()


def test_its_plain_table_has_the_same_columns(result):
    assert is_plain(result.table)
    assert result.table.colnames == result.colnames
    assert result.table.meta == result.meta
    assert result.table["FLUX_AUTO"].info.description == result["FLUX_AUTO"].info.description
    for name in result.colnames:
        np.testing.assert_array_equal(result.table[name], result[name])


def test_segmentation_has_the_numbers_where_the_objects_are(result):
    segmentation = result.segmentation
    assert segmentation.shape == (128, 160)
    assert segmentation.dtype == np.int32
    x, y = (np.rint(np.asarray(result[name])).astype(int) - 1 for name in ("X_IMAGE", "Y_IMAGE"))
    np.testing.assert_array_equal(segmentation[y, x], result["NUMBER"])
    assert set(np.unique(segmentation)) == {0, 1, 2, 3}
    assert result.segmentation is segmentation


def test_background_and_noise_are_as_large_as_the_image(result):
    for values, expected in ((result.background, 100.0), (result.noise, NOISE)):
        assert values.shape == (128, 160)
        assert values.dtype == np.float32
        assert np.median(values) == pytest.approx(expected, rel=0.02)


def test_noise_comes_from_the_weight_map_where_there_is_one(tmp_path):
    error = np.tile(np.linspace(1, 3, 160, dtype=np.float32), (128, 1))
    path = tmp_path / "error.fits"
    fits.PrimaryHDU(error).writeto(path)
    settings = SETTINGS | {"WEIGHT_TYPE": "MAP_RMS", "WEIGHT_IMAGE": str(path)}
    found = sexlike.extract(gaussian_scene(sources=SOURCES), params=COLUMNS, **settings)
    np.testing.assert_allclose(found.noise, error, rtol=1e-6)


@pytest.mark.parametrize(
    "derive",
    [
        lambda table: table[:2],
        lambda table: table[np.asarray(table["FLAGS"]) == 0],
        lambda table: table[[0, 2]],
        lambda table: table["X_IMAGE", "Y_IMAGE"],
        lambda table: table.copy(),
        copy.copy,
        copy.deepcopy,
        lambda table: table[0].table[1:],
        lambda table: unique(table, keys="NUMBER"),
        lambda table: table.group_by("FLAGS"),
        lambda table: hstack([table["NUMBER", "FLAGS"], table["X_IMAGE", "Y_IMAGE"]]),
        lambda table: join(table["NUMBER", "X_IMAGE"], table["NUMBER", "FLAGS"], keys="NUMBER"),
        lambda table: pickle.loads(pickle.dumps(table)),
    ],
)
def test_what_is_made_of_it_is_a_plain_table(result, derive):
    made = derive(result)
    assert is_plain(made)
    assert len(made) > 0


def test_results_are_stacked(result):
    stacked = vstack([result, result])
    assert is_plain(stacked)
    np.testing.assert_array_equal(stacked["FLUX_APER"], np.concatenate([result["FLUX_APER"]] * 2))
    assert len(vstack([result, result.table])) == 6


def test_pickling_does_not_carry_pixels(result):
    pickled = pickle.dumps(result)
    assert len(pickled) < 64_000 < result.segmentation.nbytes
    assert pickle.loads(pickled)["X_IMAGE"].unit == units.pix


def test_its_plain_table_does_not_hold_the_image():
    found = sexlike.extract(gaussian_scene(sources=SOURCES), params=COLUMNS, **SETTINGS)
    maps, table = weakref.ref(found.extensions[0]), found.table
    del found
    gc.collect()
    assert maps() is None
    assert len(table) == 3


@pytest.mark.parametrize("ending", ["ecsv", "fits"])
def test_it_is_written_and_read_back(result, ending, tmp_path):
    path = tmp_path / f"catalog.{ending}"
    result["NUMBER", "X_IMAGE", "FLUX_APER"].write(path)
    back = QTable.read(path)
    assert back["X_IMAGE"].unit == units.pix
    np.testing.assert_array_equal(back["FLUX_APER"], result["FLUX_APER"])
    if ending == "ecsv":
        assert back.meta["config"]["PHOT_APERTURES"] == result.meta["config"]["PHOT_APERTURES"]


def test_any_column_is_written_to_fits_and_read_back_without_complaints(tmp_path):
    elsewhere = ("ASSOC", "IMAFLAGS", "LOWWEIGHT")  # columns that need another file
    names = [name for name, column in registry.COLUMNS.items() if column.dimensions < 2]
    names = [name for name in names if not any(word in name for word in elsewhere)]
    image = fits.PrimaryHDU(gaussian_scene(sources=SOURCES), tan_header())
    psf = np.exp(-(np.hypot(*np.mgrid[-8:9, -8:9]) ** 2) / 8)
    found = sexlike.extract(image, params=names, SEEING_FWHM=1.2, PSF_NAME=psf, **SETTINGS)
    found.write(tmp_path / "catalog.fits")
    assert QTable.read(tmp_path / "catalog.fits").colnames == names


def test_columns_can_be_added_and_rows_sorted():
    found = sexlike.extract(gaussian_scene(sources=SOURCES), params=COLUMNS, **SETTINGS)
    found["MAG"] = -2.5 * np.log10(np.asarray(found["FLUX_AUTO"]))
    found.sort("FLUX_AUTO")
    assert list(np.diff(found["MAG"]) < 0) == [True, True]
    x, y = (np.rint(np.asarray(found[name])).astype(int) - 1 for name in ("X_IMAGE", "Y_IMAGE"))
    np.testing.assert_array_equal(found.segmentation[y, x], found["NUMBER"])


def test_several_extensions_have_maps_of_their_own(tmp_path):
    path = tmp_path / "two.fits"
    images = [gaussian_scene(sources=SOURCES), gaussian_scene((64, 80), ((30.0, 30.0, 9000.0, 2.0, 2.0, 0.0),), 50.0)]
    fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(image) for image in images)]).writeto(path)
    found = sexlike.extract(path, params=COLUMNS, **SETTINGS)
    first, second = found.extensions
    assert found.segmentation is first.segmentation
    assert (first.hdu, second.hdu) == (1, 2)
    assert second.segmentation.shape == (64, 80)
    assert second.segmentation.max() == 1
    assert np.median(second.background) == pytest.approx(50, rel=0.01)
    assert "80 x 64 pixels" in second.plot("image").texts[0].get_text()
    assert "1 objects" in repr(second)


def test_an_image_without_objects_has_maps_too():
    empty = sexlike.extract(gaussian_scene(sources=()), params=COLUMNS, **SETTINGS | {"DETECT_THRESH": 50})
    assert len(empty) == 0
    assert not empty.segmentation.any()
    assert empty.plot("Apertures").axes


@pytest.mark.parametrize(
    "word", [word for word in KEYWORDS["CHECKPLOT_TYPE"].choices if word not in ("NONE", "MODELS", "PAGE")]
)
def test_every_check_plot_is_a_figure(result, word):
    from matplotlib.figure import Figure

    for spelling in (word, word.lower()):
        assert isinstance(result.plot(spelling), Figure)


@pytest.mark.parametrize("word", ["NONE", "histogram", 3])
def test_other_pictures_are_refused(result, word):
    with pytest.raises(sexlike.SexlikeError, match=r"there is no picture .*\n.*image, inputs.*diagnostics"):
        result.plot(word)


def test_pictures_without_matplotlib_say_how_to_install_it(result, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("sexlike.output.plots.plotfiles.find_spec", lambda name: None)
    with pytest.raises(sexlike.SexlikeError, match=r"pip install 'sexlike\[plot\]'"):
        result.plot("image")


def test_neither_matplotlib_nor_tables_are_imported_before_they_are_needed():
    code = (
        "import sys, sexlike; assert 'astropy' not in sys.modules\n"
        "import numpy; sexlike.extract(numpy.random.default_rng(1).normal(size=(64, 64)), params=['NUMBER'])\n"
        "assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
