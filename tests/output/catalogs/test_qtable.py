import dataclasses

import numpy as np
import pytest
from astropy import units

from sexlike.images.memory.wcscopy import plain_wcs
from sexlike.output.catalogs.qtable import display_format_of, make_table

from ..madeup import COLUMNS


def test_extensions_are_stacked(make_catalog, configure):
    catalogs = [make_catalog(count=3), make_catalog(count=2, rank=2)]
    config = configure(DETECT_THRESH=2.5)
    table = make_table(catalogs, config)
    assert table.colnames == list(COLUMNS)
    for name in table.colnames:
        expected = np.concatenate([catalog.values[name] for catalog in catalogs])
        np.testing.assert_array_equal(np.asarray(table[name]), expected)
    assert table["ALPHA_J2000"].unit == units.deg
    assert table["NUMBER"].unit is None
    assert table["X_IMAGE"].info.description == "Barycentre along x"
    assert table.meta["config"].keys() == config.values.keys()
    assert table.meta["config"]["SEEING_FWHM"] == 1.2  # and not 1.2000000476837158, its single precision
    assert table.meta["config"]["PHOT_AUTOPARAMS"] == (2.5, 3.5)
    for keyword, value in table.meta["config"].items():
        stored = config.values[keyword]
        assert (np.float32(value) if isinstance(stored, float) else value) == stored
    assert table.meta["extensions"][1] == {
        "name": "field.fits",
        "hdu": 1,
        "background": 100.25,
        "noise": 5.0,
        "threshold": 7.5,
        "analysis_threshold": 7.25,
        "detected": 4,
        "extracted": 2,
        "zero_point": 0.0,
        "zero_point_from": "",
        "magnitude_system": "",
        "flux_unit": "COUNT",
        "ext_number": 2,
        "wcs": plain_wcs(catalogs[1].image.header),
    }
    assert table.meta["extensions"][1]["wcs"]["CTYPE1"].startswith("RA")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("NUMBER", "%10d"), ("DELTA_J2000", "%11.7f"), ("FLUX_APER", "%12.7g"), ("IMAFLAGS_ISO", "%9u")],
)
def test_formats_are_those_of_the_columns(name, expected):
    assert display_format_of(COLUMNS[name]) == expected


def test_integers_with_a_unit_are_printed_as_floats(make_catalog, configure):
    catalog = make_catalog(("NUMBER",))
    column = dataclasses.replace(COLUMNS["NUMBER"], unit="pixel")
    catalog.request.columns = (column,)
    table = make_table([catalog], configure())
    assert display_format_of(column) == "%10.0f"
    assert table["NUMBER"].info.format == "%10.0f"
    assert str(table["NUMBER"].unit) == "pix"
