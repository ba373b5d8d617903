import warnings

import numpy as np
import pytest
from astropy.io.votable import parse
from astropy.io.votable.exceptions import W42

from sexlike.errors import SexlikeWarning
from sexlike.output import console
from sexlike.output.catalogs.catalog import write_catalog
from sexlike.output.catalogs.votable import votable_unit, write_xml

from ..madeup import with_config


@pytest.fixture
def read(configure, tmp_path):
    """Write a VOTable and read it with astropy, which makes a warning of whatever is wrong with it."""

    def made(catalogs, **keywords):
        config = configure(CATALOG_TYPE="ASCII_VOTABLE", **keywords)
        write_catalog(with_config(catalogs, config), config)
        return parsed(config.CATALOG_NAME[0])

    return made


def parsed(path):
    """Read a VOTable; there is only one warning: SExtractor's have no namespace, which its style-sheet counts on."""
    with pytest.warns(W42):
        return parse(path, verify="warn")


def test_values_survive(catalog, read):
    table = read([catalog]).get_table_by_id("Source_List").to_table(use_names_over_ids=True)
    assert table.colnames == list(catalog.values)
    for name, values in catalog.values.items():
        assert table[name].dtype == values.dtype
        assert table[name].shape == values.shape
        assert np.allclose(table[name], values, rtol=1e-6, atol=1e-4)
    assert str(table["MU_MAX"].unit) == "mag / arcsec2"


def test_fields(catalog, read):
    fields = {field.name: field for field in read([catalog]).get_table_by_id("Source_List").fields}
    assert (fields["FLUX_APER"].arraysize, fields["VIGNET"].arraysize, fields["NUMBER"].arraysize) == ("3", "3x2", None)
    assert fields["X_IMAGE"].ucd == "pos.cartesian.x;pos.barycenter;instr.det"
    assert fields["NUMBER"].description == "Number of the object, from 1"


@pytest.mark.parametrize(
    ("unit", "words"),
    [("", ""), ("count", "ct"), ("pixel**2", "pix2"), ("pixel**(-2)", "pix-2"), ("mag * arcsec**(-2)", "mag.arcsec-2")],
)
def test_units(unit, words):
    assert votable_unit(unit) == words


def test_a_vector_of_one_is_a_number(make_catalog, read):
    catalog = make_catalog(("NUMBER",), values={"NUMBER": np.arange(5), "FLUX_APER": np.ones((5, 1))})
    catalog.request.columns = make_catalog(("NUMBER", "FLUX_APER")).request.columns
    catalog.request.sizes = {"NUMBER": (), "FLUX_APER": (1,)}
    assert read([catalog]).get_table_by_id("Source_List").array["FLUX_APER"].shape == (5,)


def test_several_extensions_are_one_table(make_catalog, read):
    votable = read([make_catalog(count=3), make_catalog(count=0, rank=2), make_catalog(count=2, rank=3)])
    assert len(votable.get_table_by_id("Source_List").array) == 5
    table = votable.get_table_by_id("Extension_Data").to_table(use_names_over_ids=True)
    assert list(table["NSextracted"]) == [3, 0, 2]
    assert list(table["Background_Mean"]) == [100.25] * 3
    assert list(table["Image_Ident"]) == ["O'Field"] * 3


def test_nothing_found(make_catalog, read):
    assert len(read([make_catalog(count=0)]).get_table_by_id("Source_List").array) == 0


def test_settings_are_told(catalog, read, monkeypatch):
    monkeypatch.setattr("sys.argv", ["/bin/sexlike", "a&b.fits", "-c", "run.sex"])
    votable = read([catalog], PHOT_APERTURES=(5, 10.5), WEIGHT_IMAGE=("<a>", "b"), FILTER=False, FILTER_THRESH=())
    config = {param.name: param.value for param in votable.resources[0].resources[0].resources[0].params}
    assert config["Command_Line"] == "sexlike a&b.fits -c run.sex"
    assert list(config["Phot_Apertures"]) == [5, 10.5]
    assert config["Weight_Image"] == "<a>,b"
    assert not config["Filter"]
    assert config["Filter_Thresh"] == ""


def test_warnings_are_told(catalog, read, capsys):
    with console.start("NORMAL"):
        warnings.warn("odd & strange", SexlikeWarning, stacklevel=1)
    table = read([catalog]).get_table_by_id("Warnings").to_table(use_names_over_ids=True)
    assert table["Msg"][-1] == "odd & strange"


def test_summary_points_to_the_catalog(catalog, configure, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = configure(CATALOG_TYPE="FITS_LDAC", CATALOG_NAME="out.cat")
    write_catalog([catalog], config)
    write_xml([catalog], config)
    assert '<FITS extnum="2"><STREAM href="file:out.cat"/></FITS>' in (tmp_path / "sex.xml").read_text()
    write_xml([catalog], configure())
    votable = parsed(tmp_path / "sex.xml")
    assert len(votable.get_table_by_id("Source_List").fields) == 12
    assert [table.ID for table in votable.iter_tables()] == ["Source_List", "Extension_Data", "Warnings"]
