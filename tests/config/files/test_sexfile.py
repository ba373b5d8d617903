"""The rules of the .sex format."""

import pytest

from sexlike.config.config import load_config
from sexlike.config.files.sexfile import expand_variables, read_sex
from sexlike.errors import SexlikeError


def words(line):
    return [word for key, values, _ in read_sex(line, "x") for word in (key, *values)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("KEY 64;32", ["KEY", "64", "32"]),
        ("KEY=1", ["KEY", "1"]),
        (' \tKEY\t"my file.cat"\r', ["KEY", "my", "file.cat"]),
        ("KEY 5 # x", ["KEY", "5"]),
        ("KEY 5#x", ["KEY", "5#x"]),
        ("KEY 1,# 2", ["KEY", "1"]),
        ("# KEY 5", []),
        ("", []),
        (" , ; ", []),
        ("KEY a[SCI,2],b", ["KEY", "a[SCI,2]", "b"]),
        ("KEY a[1,b c", ["KEY", "a[1", "b", "c"]),
    ],
)
def test_words(line, expected):
    assert words(line) == expected


def test_no_continuation():
    assert [key for key, _, _ in read_sex("KEY 1,\n2", "x")] == ["KEY", "2"]


def test_lines_are_counted():
    assert [where for _, _, where in read_sex("A 1\n\n# c\nB 2\n", "run.sex")] == ["run.sex:1", "run.sex:4"]


def test_environment(monkeypatch):
    monkeypatch.setenv("FIELD", "cosmos")
    monkeypatch.delenv("NOWHERE", raising=False)
    assert expand_variables("$FIELD/a", "x") == "cosmos/a"
    assert expand_variables("d/${FIELD}.cat", "x") == "d/cosmos.cat"
    assert expand_variables("$FIELD:$FIELD", "x") == "cosmos:cosmos"
    assert expand_variables("plain", "x") == "plain"
    with pytest.raises(SexlikeError, match=r"run.sex:3: Environment variable not found: NOWHERE"):
        expand_variables("$NOWHERE/a", "run.sex:3")
    with pytest.raises(SexlikeError, match=r"not found: FIELD\.cat\n  Write \${FIELD}"):
        expand_variables("$FIELD.cat", "x")


def test_environment_in_all_values(monkeypatch):
    monkeypatch.setenv("D", "/data")
    config = load_config(None, {"CHECKIMAGE_NAME": "$D/a.fits,${D}/b.fits", "CATALOG_NAME": "$D/x y.cat"})
    assert config.CHECKIMAGE_NAME == ("/data/a.fits", "/data/b.fits")
    assert config.CATALOG_NAME == ("/data/x y.cat",)
