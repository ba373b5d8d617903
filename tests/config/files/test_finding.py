"""Where files are looked for."""

import pytest

from sexlike.config.files.finding import find_file, is_packaged, packaged_file
from sexlike.errors import SexlikeError


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A folder other than the current one."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    folder = tmp_path / "beside"
    folder.mkdir()
    return folder


def test_current_folder_then_that_of_the_configuration_then_the_package(beside):
    name = "default.conv"
    assert is_packaged(find_file(name, str(beside)))
    (beside / name).write_text("CONV NORM\n1\n")
    assert find_file(name, str(beside)) == beside / name
    (beside.parent / "here" / name).write_text("CONV NORM\n1\n")
    assert find_file(name, str(beside)).resolve() == beside.parent / "here" / name
    assert not is_packaged(find_file(name, str(beside)))


def test_message_says_where_it_was_looked_for(beside):
    with pytest.raises(SexlikeError) as error:
        find_file("no.conv", str(beside), "FILTER_NAME")
    assert str(error.value) == f"FILTER_NAME: can't read no.conv: no such file in the current folder or {beside}"
    with pytest.raises(SexlikeError, match=r"can't read /no/where: no such file$"):
        find_file("/no/where")


def test_files_of_the_package():
    assert packaged_file("default.param").is_file()
    assert packaged_file("README.md") is None
