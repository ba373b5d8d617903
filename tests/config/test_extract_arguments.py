"""Configurations and columns in the forms that `sexlike.extract` takes."""

import pytest

import sexlike
from sexlike.config.config import load_config
from sexlike.config.extract_arguments import columns_from, config_from
from sexlike.errors import SexlikeError


def test_configuration_in_each_form(tmp_path):
    path = tmp_path / "run.toml"
    path.write_text("gain.value = 2\nclean.value = false\n")
    expected = load_config(path, {"CLEAN": "Y"})
    for given in (path, str(path), load_config(path), {"gain": 2, "CLEAN": False}):
        assert config_from(given, {"clean": True}) == expected
    assert config_from(None, {}) == load_config(None, {}, "argument")


def test_origin_is_the_argument():
    assert config_from({"GAIN": 2}, {}).origin("GAIN") == "argument"
    with pytest.raises(SexlikeError, match=r"^argument: FOO is not a keyword of sexlike"):
        config_from({}, {"FOO": 1})


@pytest.mark.parametrize(
    ("given", "message"), [(3, "config: int is not a configuration"), ({3: 1}, "config: 3 is not a keyword")]
)
def test_what_is_not_a_configuration(given, message):
    with pytest.raises(SexlikeError, match=message):
        config_from(given, {})


def test_columns_in_each_form(tmp_path):
    (tmp_path / "my.param").write_text("NUMBER\nFLUX_APER(3)\n")
    path = tmp_path / "my.param"
    for given in (path, str(path), "NUMBER, FLUX_APER(3)", "NUMBER FLUX_APER (3)", ["NUMBER", "FLUX_APER(3)"]):
        columns = columns_from(given)
        assert [(column.name, column.size) for column in columns] == [("NUMBER", ()), ("FLUX_APER", (3,))]
    assert columns_from("my.param", str(tmp_path))[1].where == "my.param:2"
    assert columns_from(None) is None


def test_what_is_not_a_list_of_columns():
    with pytest.raises(SexlikeError, match="params: 3 is not a list of columns"):
        columns_from(3)
    with pytest.raises(SexlikeError, match=r"params: can't read no\.param"):
        columns_from("no.param")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("errors", "Did you mean error=?"),
        ("ERR", "Did you mean error=?"),
        ("uncertainty", "Did you mean error=?"),
        ("Error", "Did you mean error=?"),
        ("columns", "Did you mean params=?"),
        ("PARAMETERS", "Did you mean params=?"),
        ("param", "Did you mean params=?"),
        ("weights", "Did you mean weight=?"),
        ("masks", "Did you mean mask=?"),
        ("hdr", "Did you mean header=?"),
        ("haeder", "Did you mean header?"),
        ("variance", "error=VarianceUncertainty(variance)"),
        ("thresh", "Did you mean DETECT_THRESH?"),
        ("PHOT_APERTURE", "Did you mean PHOT_APERTURES?"),
    ],
)
def test_names_of_arguments_are_suggested(name, hint):
    with pytest.raises(SexlikeError) as caught:
        sexlike.extract("no.fits", **{name: 1})
    assert str(caught.value).startswith(f"argument: {name} is neither an argument of extract nor a keyword of sexlike")
    assert hint in caught.value.hint
