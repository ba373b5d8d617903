"""Files that are given and not read, and keywords without effect."""

import logging
import warnings

import pytest

from sexlike.config.config import load_config
from sexlike.config.dumps import dump_sex, dump_toml
from sexlike.config.keywords import KEYWORDS
from sexlike.errors import SexlikeWarning
from sexlike.measure.registry import COLUMNS, Request, make_request
from sexlike.measure.unused import IDLE_WITH, IDLE_WITHOUT, READ_FOR, tell_of_unused


def tell(*columns, **keywords):
    tell_of_unused(
        Request(dict.fromkeys(columns or ["X_IMAGE"], ())), load_config(None, {"COMPATIBILITY": "NONE"} | keywords)
    )


def test_names_of_the_tables():
    keywords = [*READ_FOR, *IDLE_WITH, *IDLE_WITHOUT, *(other for other, _ in IDLE_WITH.values())]
    assert set(keywords) <= KEYWORDS.keys()
    assert {name for columns in (*READ_FOR.values(), *IDLE_WITHOUT.values()) for name in columns} <= COLUMNS.keys()


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        (
            {"WEIGHT_IMAGE": "w.fits"},
            r"^WEIGHT_IMAGE w.fits is not read: WEIGHT_TYPE is NONE\n.*\(command line\) .*MAP_RM",
        ),
        ({"WEIGHT_IMAGE": "w.fits", "WEIGHT_TYPE": "NONE,NONE"}, "WEIGHT_TYPE is NONE,NONE"),
        (
            {"FLAG_IMAGE": "f.fits,g.fits"},
            "^FLAG_IMAGE f.fits,g.fits is not read: neither IMAFLAGS_ISO nor NIMAFLAGS_ISO",
        ),
        (
            {"ASSOC_NAME": "a.list"},
            "^ASSOC_NAME a.list is not read: neither VECTOR_ASSOC nor NUMBER_ASSOC is asked for",
        ),
    ],
)
def test_maps_and_lists_that_are_not_read(keywords, words):
    with pytest.warns(SexlikeWarning, match=words) as told:
        tell(**keywords)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("kind", "columns", "words"),
    [
        ("DISKS", ["FLUX_MODEL"], "^CHECKIMAGE_TYPE DISKS: .* have no disk\n.*FLUX_DISK"),
        (
            "-SPHEROIDS",
            ["FLUX_DISK"],
            "^CHECKIMAGE_TYPE SPHEROIDS: .* have no spheroid\n.*FLUX_SPHEROID",
        ),
    ],
)
def test_images_of_components_that_no_model_has(kind, columns, words):
    with pytest.warns(SexlikeWarning, match=words) as told:
        tell(*columns, CHECKIMAGE_TYPE=f"MODELS,{kind}", CHECKIMAGE_NAME="m.fits,p.fits")
    assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tell("FLUX_SPHEROID", "FLUX_DISK", CHECKIMAGE_TYPE=f"MODELS,{kind}", CHECKIMAGE_NAME="m.fits,p.fits")


def test_a_psf_that_no_column_needs():
    with pytest.warns(SexlikeWarning, match=r"^PSF_NAME x.psf is not read: no column needs a PSF\n.*MAG_PSF"):
        tell("CLASS_STAR", PSF_NAME="x.psf")


@pytest.mark.parametrize(
    ("keywords", "columns", "words"),
    [
        ({"CHECKIMAGE_NAME": "s.fits"}, [], "CHECKIMAGE_NAME (CHECKIMAGE_TYPE is NONE)"),
        ({"FILTER_NAME": "k.conv", "FILTER": "N"}, [], "FILTER_NAME (FILTER is N)"),
        ({"BACK_VALUE": "100"}, [], "BACK_VALUE (BACK_TYPE is AUTO)"),
        ({"WEIGHT_IMAGE": "w.fits", "WEIGHT_TYPE": "BACKGROUND"}, [], "WEIGHT_IMAGE (WEIGHT_TYPE is BACKGROUND)"),
        ({"PHOT_APERTURES": "3,5"}, ["FLUX_RADIUS"], "PHOT_APERTURES (no column FLUX_APER)"),
        ({"PHOT_PETROPARAMS": "2,3"}, ["FLUX_AUTO"], "PHOT_PETROPARAMS (no column FLUX_PETRO)"),
        ({"STARNNW_NAME": "my.nnw"}, ["FLUX_AUTO"], "STARNNW_NAME (no column CLASS_STAR)"),
        ({"BACKPHOTO_THICK": "30"}, [], "BACKPHOTO_THICK (BACKPHOTO_TYPE is GLOBAL)"),
        ({"MAG_GAMMA": "3"}, [], "MAG_GAMMA (DETECT_TYPE is CCD)"),
    ],
)
def test_what_has_no_effect_is_logged(caplog, keywords, columns, words):
    with caplog.at_level(logging.INFO, "sexlike"):
        tell(*columns, **keywords)
    assert caplog.messages == [f"Without effect: {words}"]


@pytest.mark.parametrize(
    ("keywords", "columns"),
    [
        ({}, []),
        ({"WEIGHT_IMAGE": "weight.fits", "WEIGHT_TYPE": "NONE", "FLAG_IMAGE": "flag.fits"}, []),
        ({"WEIGHT_IMAGE": "w.fits", "WEIGHT_TYPE": "MAP_RMS"}, []),
        ({"WEIGHT_IMAGE": "w.fits", "WEIGHT_TYPE": "NONE,MAP_RMS"}, []),
        ({"FLAG_IMAGE": "f.fits"}, ["NIMAFLAGS_ISO"]),
        ({"ASSOC_NAME": "a.list"}, ["VECTOR_ASSOC"]),
        ({"BACK_VALUE": "100", "BACK_TYPE": "AUTO,MANUAL"}, []),
        ({"PHOT_APERTURES": "3,5"}, ["MAG_APER"]),
        ({"PHOT_PETROPARAMS": "2,3"}, ["MAGERR_PETRO"]),
        ({"SEEING_FWHM": "0.7"}, []),  # configurations tell of the seeing whatever the columns are
    ],
)
def test_what_is_used_or_a_default_is_not_told(caplog, keywords, columns):
    with caplog.at_level(logging.INFO, "sexlike"), warnings.catch_warnings():
        warnings.simplefilter("error")
        tell(*columns, **keywords)
    assert not caplog.messages


def test_a_psf_that_is_needed_is_not_told():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tell_of_unused(make_request({"FLUX_PSF": ()}), load_config(None, {"PSF_NAME": "x.psf"}))


@pytest.mark.parametrize(("name", "text"), [("a.sex", dump_sex(full=True)), ("a.toml", dump_toml(load_config()))])
def test_dumps_of_all_defaults_are_silent(caplog, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    with caplog.at_level(logging.INFO, "sexlike"), warnings.catch_warnings():
        warnings.simplefilter("error")
        tell_of_unused(Request({"X_IMAGE": ()}), load_config(path))
    assert not caplog.messages
