"""What a VOTable tells of the run."""

import warnings

import pytest

from sexlike.config.keywords import KEYWORDS
from sexlike.errors import SexlikeWarning
from sexlike.output import console


def test_settings_are_told(catalog, read_votable, monkeypatch):
    monkeypatch.setattr("sys.argv", ["/bin/sexlike", "a&b.fits", "-c", "run.sex"])
    settings = {"PHOT_APERTURES": (5, 10.5), "WEIGHT_IMAGE": ("<a>", "b"), "FILTER": False, "FILTER_THRESH": ()}
    votable = read_votable([catalog], NTHREADS=-3, **settings)
    run = {param.name: param.value for param in votable.resources[0].resources[0].params}
    assert run["NThreads"] == 3
    config = {param.name: param.value for param in votable.resources[0].resources[0].resources[0].params}
    assert config["Command_Line"] == "sexlike a&b.fits -c run.sex"
    assert list(config["Phot_Apertures"]) == [5, 10.5]
    assert config["Weight_Image"] == "<a>,b"
    assert not config["Filter"]
    assert config["Filter_Thresh"] == ""


@pytest.mark.parametrize("compatibility", ["NONE", "SEXTRACTOR"])
def test_settings_of_our_own_are_told_to_whom_they_are_known(catalog, read_votable, compatibility):
    votable = read_votable([catalog], COMPATIBILITY=compatibility, FLUX_UNIT="uJy", MAG_ZEROPOINT=23.9, MEMORY_LIMIT=7)
    config = {param.name: param.value for param in votable.resources[0].resources[0].resources[0].params}
    assert config["Flux_Unit"] == "uJy"
    if compatibility == "NONE":
        assert {name.upper() for name in config} >= KEYWORDS.keys()
        assert config["Memory_Limit"] == 7
    else:
        assert "Memory_Limit" not in config


def test_warnings_are_told(catalog, read_votable):
    with console.show_messages("NORMAL"):
        warnings.warn("odd & strange", SexlikeWarning, stacklevel=1)
    table = read_votable([catalog]).get_table_by_id("Warnings").to_table(use_names_over_ids=True)
    assert table["Msg"][-1] == "odd & strange"
