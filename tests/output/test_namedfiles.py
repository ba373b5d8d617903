"""What catalogs, check-images and check-plots have in common: a type and a name of each."""

import pytest

from sexlike.config.config import load_config
from sexlike.errors import SexlikeError
from sexlike.output.namedfiles import named_files, refuse_repeated

TYPES = {"CATALOG": "ASCII,NONE,ECSV", "CHECKIMAGE": "OBJECTS,NONE,MASK", "CHECKPLOT": "IMAGE,NONE,INPUTS"}


@pytest.mark.parametrize(("subject", "types"), TYPES.items())
def test_types_and_names(subject, types):
    first, _, last = types.split(",")
    config = load_config(None, {f"{subject}_TYPE": types, f"{subject}_NAME": "a,b,c"})
    assert named_files(config, subject) == [(first, "a"), (last, "c")]
    assert named_files(config, subject, ["x", "y", "z"]) == [(first, "x"), (last, "z")]
    none = load_config(None, {f"{subject}_TYPE": "NONE", f"{subject}_NAME": "a,b,c"})
    assert named_files(none, subject) == []


@pytest.mark.parametrize(("subject", "types"), TYPES.items())
def test_as_many_names_as_types(subject, types, tmp_path):
    (tmp_path / "run.sex").write_text(f"{subject}_TYPE {types}\n")
    config = load_config(tmp_path / "run.sex", {f"{subject}_NAME": "a,b"})
    with pytest.raises(SexlikeError) as caught:
        named_files(config, subject)
    kinds = types.replace(",", ", ")
    assert caught.value.message == f"{subject}_NAME(s) and {subject}_TYPE(s) are not in equal number: a, b for {kinds}"
    assert caught.value.hint == f"Set both. They come from {subject}_TYPE: run.sex:1, {subject}_NAME: command line."
    with pytest.raises(SexlikeError, match="equal number: none for"):
        named_files(config, subject, [])


def test_repeated_values():
    refuse_repeated("CATALOG_NAME", ["a", "b", "A"])
    with pytest.raises(SexlikeError, match="CATALOG_NAME has a twice") as caught:
        refuse_repeated("CATALOG_NAME", ["b", "a", "c", "a"], "Give two.")
    assert caught.value.hint == "Give two."
