"""What `import sexlike` offers, and what it costs."""

import subprocess
import sys
from pathlib import Path

import pytest

import sexlike
from sexlike.config.config import load_config


@pytest.mark.parametrize("name", sexlike.__all__)
def test_names_are_there(name):
    assert getattr(sexlike, name) is not None
    assert name in dir(sexlike)


def test_config_and_result_are_the_types_that_users_get():
    assert type(sexlike.read_config()) is sexlike.Config
    assert sexlike.read_config(CLEAN=False) == load_config(None, {"CLEAN": "N", "COMPATIBILITY": "NONE"})
    assert sexlike.Result.__name__ == "Result"


def test_unknown_name():
    with pytest.raises(AttributeError, match="module 'sexlike' has no attribute 'nothing'"):
        sexlike.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("statement", "packages"),
    [("import sexlike", ["numpy", "astropy", "sep"]), ("from sexlike import Config", ["astropy", "sep", "matplotlib"])],
)
def test_import_leaves_heavy_packages_out(statement, packages):
    code = f"import sys; {statement}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(packages) & set(done.stdout.split())


def test_package_tells_type_checkers_that_it_has_types():
    assert (Path(sexlike.__file__).parent / "py.typed").is_file()
