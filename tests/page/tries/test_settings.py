"""Settings from the browser: what is allowed is taken, all else is refused with the name of its keyword."""

import pytest

from sexlike.config.config import load_config
from sexlike.config.keywords import KEYWORDS
from sexlike.page.refused import Refused
from sexlike.page.tries.controls import CONTROLS, keywords_of
from sexlike.page.tries.presets import SET, presets
from sexlike.page.tries.settings import configured

from ...ourfield import EXAMPLES

RUN = load_config(str(EXAMPLES / "run.toml"))


def test_settings_come_on_top_of_the_configuration():
    config = configured(RUN, {"DETECT_THRESH": "2.5", "FILTER": "N", "PHOT_APERTURES": "4, 8", "BACK_SIZE": " 64 "})
    assert (config.DETECT_THRESH, config.FILTER, config.PHOT_APERTURES, config.BACK_SIZE) == (
        (2.5,),
        False,
        (4, 8),
        (64,),
    )
    assert config.DEBLEND_MINCONT == RUN.DEBLEND_MINCONT
    assert config.folder == RUN.folder


@pytest.mark.parametrize(
    ("keyword", "value", "words"),
    [
        ("DETECT_THRESH", "abc", "abc is no number, such as 1.5"),
        ("DETECT_THRESH", "2x", "2x is no number"),
        ("DETECT_THRESH", "", "is empty"),
        ("DETECT_THRESH", "1,2,3", "too many members"),
        ("DETECT_MINAREA", "0", "allowed: an integer from 1 to 1000000"),
        ("DETECT_MINAREA", "2.5", "no integer"),
        ("DEBLEND_MINCONT", "1.5", "allowed: a number from 0 to 1"),
        ("BACK_SIZE", "64 parsecs", "allowed"),
        ("THRESH_TYPE", "RELATIVX", "Did you mean RELATIVE?"),
        ("CLEAN", "maybe", "neither Y nor N"),
        ("GAIN", "$HOME", "character"),
        ("FILTER_NAME", "/etc/passwd", "is not offered here"),
        ("FILTER_NAME", "../default.conv", "is not offered here"),
        ("WEIGHT_TYPE", "MAP_RMS", "the command line"),
        ("PHOT_AUTOPARAMS", "2.5", "not enough members"),
        ("PARAMETERS_NAME", "/etc/passwd", "not a keyword of the panel"),
        ("CATALOG_NAME", "x.cat", "not a keyword of the panel"),
        ("NOPE", "1", "not a keyword of the panel"),
        ("DETECT_THRESH", 2, "no text"),
        ("DETECT_THRESH", "1" * 600, "very long"),
    ],
)
def test_what_is_not_allowed_names_its_keyword(keyword, value, words):
    with pytest.raises(Refused) as refused:
        configured(RUN, {"BACK_FILTERSIZE": "3", keyword: value})
    assert (refused.value.status, refused.value.keyword) == (422, keyword)
    assert words in refused.value.message
    assert "the page" not in refused.value.message


@pytest.mark.parametrize("settings", [[], "DETECT_THRESH", 3])
def test_what_is_no_settings_is_refused(settings):
    with pytest.raises(Refused) as refused:
        configured(RUN, settings)
    assert refused.value.status == 400


@pytest.mark.parametrize("value", ["0.2 arcsec", "7 pix"])
def test_units_are_understood(value):
    assert configured(RUN, {"PHOT_APERTURES": value}).as_given["PHOT_APERTURES"] == (value,)


def test_the_panel_has_what_the_table_of_keywords_has():
    told = {one["name"]: one for one in keywords_of(RUN)}
    assert told["DETECT_THRESH"]["value"] == "1.6"
    assert told["DETECT_THRESH"]["default"] == "1.5"
    assert told["DETECT_THRESH"]["help"] == KEYWORDS["DETECT_THRESH"].about
    assert told["SATUR_LEVEL"]["value"] == "50000"
    assert told["FILTER_NAME"]["choices"][0] == RUN.FILTER_NAME
    assert told["FILTER"]["kind"] == "yesno"
    assert told["PHOT_APERTURES"]["kind"] == "text"
    assert "PC_CONVPROTOS" not in str(told)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_bounds_are_within_the_limits(control):
    if control.low is not None:
        low, high = control.keyword.limits
        assert low <= control.low < control.high <= high
        assert control.step <= control.high - control.low
        assert control.low > 0 or not control.logarithmic


def test_every_value_of_the_panel_can_be_sent_back():
    told = {one["name"]: one["value"] for one in keywords_of(RUN) if one["value"]}
    config = configured(RUN, told)
    assert {name: config.values[name] for name in told} == {name: RUN.values[name] for name in told}


@pytest.mark.parametrize("value", ["25.5,30", "0.5 pix"])
def test_values_that_no_slider_has_are_typed(value):
    name = "DETECT_THRESH" if "," in value else "BACK_SIZE"
    config = load_config(None, {name: value.replace("0.5", "64")})
    assert next(one for one in keywords_of(config) if one["name"] == name)["kind"] == "text"


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset["name"])
def test_presets_set_all_of_the_search(preset):
    assert set(preset["settings"]) == set(SET)
    assert len(preset["about"]) > 20
    config = configured(load_config(None), preset["settings"])
    assert preset["name"] == "default" or config.values != load_config(None).values


def test_presets_are_those_of_the_recipes():
    by_name = {preset["name"]: preset["settings"] for preset in presets()}
    assert by_name["JWST workflow"]["FILTER_NAME"] == "tophat_4.0_5x5.conv"
    assert by_name["crowded"]["DEBLEND_NTHRESH"] == "64"
    assert by_name["default"]["DETECT_THRESH"] == "1.5"
