"""--init: a recipe is copied, to be edited."""

from pathlib import Path

import numpy as np
import pytest

from sexlike import cli
from sexlike.config.config import load_config
from sexlike.config.files.convfile import find_kernel
from sexlike.config.files.paramfile import find_columns
from sexlike.config.keywords import KEYWORDS
from sexlike.config.recipes.shelf import recipe_names


@pytest.mark.parametrize("name", recipe_names())
def test_the_copy_is_the_recipe(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    recipe = load_config(name)
    assert cli.main(["--init", name]) == 0
    files = ["run.toml", recipe.PARAMETERS_NAME, recipe.FILTER_NAME]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)
    out, err = capsys.readouterr()
    assert f"Written: {', '.join(files)}\n" in out
    assert err == ""
    assert load_config("run.toml") == recipe
    here, there = (find_columns(recipe.PARAMETERS_NAME, folder) for folder in (None, recipe.folder))
    assert [column[:2] for column in here] == [column[:2] for column in there]
    kernel = find_kernel(recipe.FILTER_NAME)
    Path(recipe.FILTER_NAME).unlink()
    np.testing.assert_array_equal(kernel, find_kernel(recipe.FILTER_NAME, recipe.folder))
    assert f"-c {name}" not in Path("run.toml").read_text()


def test_the_copy_of_the_defaults_has_all_keywords(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cli.main(["--init", "defaults"])
    assert load_config("run.toml").origins.keys() == KEYWORDS.keys()


@pytest.mark.parametrize("existing", ["run.toml", "jwst.param", "tophat_4.0_5x5.conv"])
def test_nothing_is_overwritten(existing, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path(existing).write_text("mine")
    assert cli.main(["--init", "jwst"]) == 1
    assert f"{existing} exists: nothing is written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [existing]
    assert Path(existing).read_text() == "mine"


def test_a_link_into_nowhere_is_not_followed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("jwst.param").symlink_to("elsewhere")
    assert cli.main(["--init=jwst"]) == 1
    assert "jwst.param exists" in capsys.readouterr().err
    assert not Path("elsewhere").exists()
    assert not Path("run.toml").exists()


def test_half_a_recipe_is_taken_back(tmp_path, monkeypatch, capsys):
    """The second of the files cannot be written."""
    monkeypatch.chdir(tmp_path)
    real = open

    def full(file, mode="r", **more):
        if mode == "x" and file == "jwst.param":
            raise OSError(28, "No space left on device")
        return real(file, mode, **more)

    monkeypatch.setattr("builtins.open", full)
    assert cli.main(["--init", "jwst"]) == 1
    assert "cannot write jwst.param: No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_a_name_the_recipes_are_listed(capsys):
    assert cli.main(["--init"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert all(f"\n  {name} " in out for name in recipe_names())


def test_a_wrong_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--init", "jswt"]) == 1
    err = capsys.readouterr().err
    assert "there is no recipe jswt" in err
    assert "Did you mean jwst?" in err
    assert all(f"\n  {name} " in err for name in recipe_names())
    assert cli.main(["--init", "jwst", "hst"]) == 1
    assert "--init takes one recipe, not 2: jwst hst" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
