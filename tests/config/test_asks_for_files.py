"""Keywords of files in calls from Python."""

import warnings

import numpy as np
import pytest

import sexlike

IMAGE = np.random.default_rng(1).normal(10, 1, (64, 64))


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"CATALOG_NAME": "x.cat"}, "CATALOG_NAME: extract writes no files.*result.write"),
        ({"catalog_name": "x.csv", "CATALOG_TYPE": "CSV"}, "CATALOG_NAME and CATALOG_TYPE: .*result.write"),
        ({"CHECKIMAGE_TYPE": "SEGMENTATION"}, "CHECKIMAGE_TYPE: .*result.segmentation"),
        ({"CHECKPLOT_TYPE": "APERTURES"}, "CHECKPLOT_TYPE: .*result.plot"),
        ({"WRITE_XML": True}, r"WRITE_XML: .*result.write\(.x.vot"),
        ({"VERBOSE_TYPE": "FULL"}, "VERBOSE_TYPE: .*logging"),
        ({"config": {"CATALOG_NAME": "x.cat"}}, "CATALOG_NAME: .*result.write"),
    ],
)
def test_they_are_told_what_writes_files(keywords, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.warns(sexlike.SexlikeWarning, match=f"(?s){words}") as told:
        sexlike.extract(IMAGE, params="NUMBER", **keywords)
    assert len(told) == 1
    assert not list(tmp_path.iterdir())


def test_a_configuration_of_the_command_is_none_of_their_business(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.toml").write_text('catalog_name = "x.cat"\ncheckimage_type = "SEGMENTATION"\nwrite_xml = true\n')
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sexlike.extract(IMAGE, "run.toml", params="NUMBER")
        sexlike.extract(IMAGE, params="NUMBER", CHECKIMAGE_TYPE="NONE", VERBOSE_TYPE="QUIET", CATALOG_TYPE="NONE")
        sexlike.extract(IMAGE, "run.toml", params="NUMBER", WRITE_XML=False)
