"""Files that are longer, deeper or odder than any that a person writes: read in an instant, or refused."""

import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from sexlike import SexlikeError, SexlikeWarning, cli, extract, memory, read_config
from sexlike.config.config import load_config
from sexlike.config.files.assocfile import read_assoc_list
from sexlike.config.files.paramfile import read_columns
from sexlike.config.files.sexfile import split_words
from sexlike.config.files.textfile import lines_of
from sexlike.measure.request import request_of

INSTANT = 10  # seconds, on a machine that does much else: what is quadratic takes minutes


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def in_an_instant():
    start = time.process_time()
    yield
    assert time.process_time() - start < INSTANT


SEX = {
    "blank lines": "\n" * 300_000 + "DETECT_THRESH 2\n",
    "lines of blanks": " \t\n" * 100_000 + "DETECT_THRESH 2\n",
    "lines of returns": "\r\n" * 200_000 + "DETECT_THRESH 2\n",
    "comments": "# a comment\n" * 100_000 + "DETECT_THRESH 2\n",
    "a long comment": "DETECT_THRESH 2 #" + "x" * 2_000_000 + "\n",
    "brackets": "DETECT_THRESH 2 #" + "[" * 300_000 + "\n",
    "words": "DETECT_MINAREA 5 " + "x " * 300_000 + "\nDETECT_THRESH 2\n",
    "a long word": "CATALOG_NAME " + "x" * 5_000_000 + "\nDETECT_THRESH 2\n",
    "one keyword over and over": "DETECT_THRESH 3\n" * 30_000 + "DETECT_THRESH 2\n",
}


@pytest.mark.parametrize("kind", SEX)
@pytest.mark.parametrize("name", ["run.sex", "run.conf"])
def test_sex_files(kind, name):
    Path(name).write_text(SEX[kind])
    assert load_config(name).DETECT_THRESH[0] == 2


TOML = {
    "digits": ("detect_minarea = " + "9" * 5000, "not valid TOML"),
    "more digits": ("detect_minarea = " + "9" * 1_000_000, "not valid TOML"),
    "digits that Python reads": ("detect_minarea = " + "9" * 4000, "DETECT_MINAREA keyword out of range"),
    "hexadecimal digits": ("detect_minarea = 0x" + "f" * 50_000, "DETECT_MINAREA keyword out of range"),
    "a real number of many digits": ("detect_thresh = 1" + "0" * 5000 + ".0", "DETECT_THRESH"),
    "lists in lists": ("detect_thresh = " + "[" * 30_000 + "]" * 30_000, "not valid TOML"),
    "lists in lists without end": ("detect_thresh = " + "[" * 30_000, "not valid TOML"),
    "some lists in lists": ("detect_thresh = " + "[" * 200 + "1" + "]" * 200, "DETECT_THRESH"),
    "tables in tables": ("detect = " + "{a=" * 30_000 + "1" + "}" * 30_000, "not valid TOML"),
    "a key of many parts": (".".join(["detect"] * 30_000) + " = 1", "a key of very many parts"),
    "a key of many quoted parts": ("'a'.\"b \" . " * 30_000 + "c = 1", "a key of very many parts"),
    "a table of many parts": ("[" + ".".join(["a"] * 30_000) + "]\nb = 1", "a key of very many parts"),
    "a key of some parts": (".".join(["detect"] * 40) + " = 1", "more than 10 tables within each other"),
    "dots": ("x = '" + "." * 300_000 + "'", "is not a keyword"),
    "words": ("x = '" + "a" * 300_000 + "a " * 300_000 + "'", "is not a keyword"),
    "a long key": ("a" * 300_000 + " = 1", "is not a keyword"),
    "a text without end": ('catalog_name = "' + "a" * 300_000, "not valid TOML"),
    "blank lines": ("\n" * 300_000 + "detect_minarea = -1", "DETECT_MINAREA"),
    "many keys": ("".join(f"a{place} = 1\n" for place in range(20_000)), "a0 is not a keyword"),
}


@pytest.mark.parametrize("kind", TOML)
def test_toml_files(kind):
    text, said = TOML[kind]
    Path("run.toml").write_text(text)
    with pytest.raises(SexlikeError) as error:
        load_config("run.toml")
    assert said in str(error.value)


def test_numbers_of_many_digits_on_the_command_line(capsys):
    Path("e.sex").write_text("BACK_VALUE " + "1" * 60_000 + "\n")
    assert cli.main(["a.fits", "-c", "e.sex"]) == 1
    assert cli.main(["a.fits", "-DETECT_MINAREA", "9" * 60_000]) == 1
    assert len(capsys.readouterr().err) < 5000


def test_sizes_of_columns_of_many_digits():
    Path("a.param").write_text(f"MAG_APER {'1' * 20_000} {'1' * 20_000}x\nVIGNET({'1' * 20_000},3)\n")
    with pytest.raises(SexlikeError, match="wrong array syntax"):
        read_columns("a.param")


@pytest.mark.skipif(sys.platform == "win32", reason="needs devices of POSIX")
def test_devices_without_end(capsys):
    assert cli.main(["a.fits", "-c", "/dev/zero"]) == 1
    assert "/dev/zero is a binary file, not a configuration" in capsys.readouterr().err
    for keyword in ("PARAMETERS_NAME", "FILTER_NAME"):
        assert cli.main(["a.fits", f"-{keyword}", "/dev/zero"]) == 1


def test_texts_that_do_not_fit_into_memory(monkeypatch, capsys):
    monkeypatch.setattr(memory, "free_memory", lambda: 1e5)
    Path("a.list").write_text("1 2 3\n" * 1000)
    with pytest.raises(SexlikeError, match=r"a\.list as a list of positions would take 120 kB of memory"):
        read_assoc_list("a.list")
    assert cli.main(["a.fits", "-c", "a.list"]) == 1
    assert "a.list as a configuration would take 120 kB" in capsys.readouterr().err


def test_only_ends_of_lines_end_a_line():
    """A form feed, or the dots of a Windows file that are read as Latin-1, do not end a comment."""
    assert lines_of("a\r\nb\rc\nd\x0c\x85\u2028e\n") == ["a", "b", "c", "d\x0c\x85\u2028e"]
    Path("run.sex").write_bytes(b"DETECT_THRESH 2 # too faint\x85 DETECT_THRESH 9\x0cDETECT_THRESH 9\x1d\n")
    assert load_config("run.sex").DETECT_THRESH[0] == 2


@pytest.mark.parametrize("name", ["a\0b", "\0", "nowhere/\0.fits"])
@pytest.mark.parametrize("keyword", ["CATALOG_NAME", "WEIGHT_IMAGE", "PARAMETERS_NAME", "ASSOC_NAME", "XSL_URL"])
def test_names_with_a_nul_character(keyword, name, capsys):
    Path("run.toml").write_text(f'{keyword} = "{name}"\n'.replace("\0", "\\u0000"))
    assert cli.main(["a.fits", "-c", "run.toml"]) == 1
    error = capsys.readouterr().err
    assert f"{keyword} has a NUL character" in error
    assert "\0" not in error
    with pytest.raises(SexlikeError, match="NUL"):
        load_config(overrides={keyword: name}, origin="argument")


def test_a_configuration_and_an_image_with_a_nul_character():
    with pytest.raises(SexlikeError, match=r"null (byte|character)"):
        read_config("a\0b")
    with pytest.raises(SexlikeError, match=r"null (byte|character)"):
        extract("a\0b")


@pytest.mark.parametrize("text", ["DETECT_THRESH " + "2" * 5_000_000, "#" * 5_000_000, "A [" + "[" * 5_000_000 + "x]"])
def test_long_words_take_little_memory(text):
    tracemalloc.start()
    split_words(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * len(text)


def test_many_unknown_columns():
    Path("a.param").write_text("NUMBER\n" + "".join(f"FLUX_AUT{number}\n" for number in range(5000)))
    with pytest.warns(SexlikeWarning) as told:
        request = request_of(read_columns("a.param"))
    assert [column.name for column in request.columns] == ["NUMBER"]
    assert len(told) == 5000
    assert "a.param:2" in str(told[0].message)
    assert "Did you mean FLUX_AUTO?" in str(told[0].message)


def test_assoc_lists(tmp_path):
    path = tmp_path / "a.list"
    path.write_text("# x y\n" + "\n" * 100_000 + "1 2\n" * 30_000 + f"{'9' * 5000} 0x{'f' * 5000}\n")
    table = read_assoc_list(path).values
    assert table.shape == (30_001, 2)
    assert table[-1].tolist() == [float("inf")] * 2
