"""Recipes by their names."""

from pathlib import Path

import pytest

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import find_columns
from sexlike.config.recipes.shelf import SHELF, about_recipe, configuration_path, recipe_names, recipe_of, recipes_help
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.measure.request import request_of

NAMES = ["crowded", "decam", "defaults", "hst", "jwst", "psfex", "scamp"]


def test_names():
    assert recipe_names() == NAMES
    assert [line.split()[0] for line in recipes_help().splitlines()] == NAMES
    assert all(len(line) <= 110 for line in recipes_help().splitlines())
    assert "JWST" in about_recipe("jwst")


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_is_a_configuration_with_columns_of_its_sizes(name):
    config = load_config(name)
    assert recipe_of(config.path) == name
    assert config.COMPATIBILITY == "NONE"
    sizes = request_of(find_columns(config.PARAMETERS_NAME, config.folder)).sizes
    assert {size for column, size in sizes.items() if "_APER" in column} <= {(len(config.PHOT_APERTURES),)}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "defaults"])
def test_every_recipe_has_a_reason_for_what_it_sets(name):
    text = (SHELF / f"{name}.toml").read_text()
    assert f"-c {name}" in text
    config, defaults = load_config(name), load_config("defaults")
    assert {key for key in config.values if config.values[key] != defaults.values[key]} <= set(config.origins)
    commented = [line for line in text.splitlines() if "=" in line and "#" in line]
    assert len(commented) > 0.6 * len(config.origins)
    assert max(map(len, text.splitlines())) <= 120
    columns = (SHELF / config.PARAMETERS_NAME).read_text()
    assert columns.startswith("# The columns")


def test_defaults_are_those_of_no_configuration():
    assert load_config("defaults").values == load_config().values | {"COMPATIBILITY": "NONE"}


def test_a_file_of_the_name_comes_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("hst").mkdir()
    assert Path(configuration_path("hst")) == SHELF / "hst.toml"  # a folder is no configuration
    Path("jwst").write_text("DETECT_THRESH 7\n")
    assert configuration_path("jwst") == "jwst"
    config = load_config("jwst")
    assert config.DETECT_THRESH == (7,)
    assert config.COMPATIBILITY == "SEXTRACTOR"
    assert recipe_of(config.path) is None


@pytest.mark.parametrize(("name", "meant"), [("jswt", "jwst"), ("JWST", "jwst"), ("psfx", "psfex"), ("Decam", "decam")])
def test_a_near_miss_is_a_warning_with_a_suggestion(name, meant, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.warns(SexlikeWarning, match=f"^{name} not found, using internal defaults\n.*Did you mean -c {meant} "):
        assert load_config(name).path is None


def test_a_file_that_is_not_there_may_be_a_recipe(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SexlikeError, match="no such file") as refused:
        load_config("examples/jwst.toml")
    assert "Did you mean -c jwst (a recipe that comes with sexlike)?" in refused.value.hint
    with pytest.warns(SexlikeWarning) as told:
        load_config("night.sex")
    assert "recipe" not in str(told[0].message)


def test_recipes_are_looked_at_only_when_there_is_no_such_file(tmp_path, monkeypatch):
    (tmp_path / "run.toml").write_text("DETECT_THRESH = 2\n")
    monkeypatch.setattr("sexlike.config.recipes.shelf.recipe_names", None)
    assert load_config(tmp_path / "run.toml").DETECT_THRESH == (2,)
    assert load_config().DETECT_THRESH == (1.5,)


def test_recipes_are_part_of_the_package():
    project = (Path(__file__).parents[3] / "pyproject.toml").read_text()
    for path in SHELF.iterdir():
        if path.suffix in (".toml", ".param"):
            assert f'"config/recipes/*{path.suffix}"' in project
