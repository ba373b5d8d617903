"""Names of files with placeholders: what is filled in, and that no header leads out of a folder."""

import re
from pathlib import Path

import pytest
from astropy.io import fits

from sexlike import SexlikeError
from sexlike.batch.collisions import check_collisions
from sexlike.batch.preparing import prepare
from sexlike.batch.rows.cards import Cards
from sexlike.batch.rows.exposure import Exposure
from sexlike.batch.rows.filenames import with_own_names
from sexlike.batch.rows.inputs import read_exposures
from sexlike.batch.rows.placeholders import check_placeholders, fill_in, plain
from sexlike.batch.state.columns import empty_row
from sexlike.batch.state.staleness import Wishes
from sexlike.batch.state.store import State
from sexlike.batch.steps import make_steps
from sexlike.config.config import load_config

from .nights import write_images

EXPOSURE = Exposure(7, ("night/m31.fits.fz",))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def names(config, exposure=EXPOSURE, **cards):
    return with_own_names(load_config(None, config), exposure, cards.__getitem__)


def test_what_placeholders_stand_for():
    text = "{folder}/{stem}|{name}|{number}|{ext}|{FILTER}|{DATE-OBS}"
    cards = {"FILTER": "r'", "DATE-OBS": "2023-01-02"}
    assert fill_in(text, EXPOSURE, cards.__getitem__) == "night/m31|m31.fits.fz|7|fits.fz|r'|2023-01-02"
    assert fill_in("{folder}", Exposure(1, ("m31.fits",)), str) == "."


@pytest.mark.parametrize(
    ("value", "harmless"),
    [
        ("../../etc/passwd", "etcpasswd"),
        ("/etc", "etc"),
        ("..", ""),
        ("....hidden", "hidden"),
        (" . ./x", "x"),
        ("a\0b\\c", "abc"),
        (". .. x", "x"),
        ("a..b", "a..b"),
    ],
)
def test_no_header_leads_out_of_the_folder(value, harmless):
    assert plain(value) == harmless
    if harmless:
        assert fill_in("cats/{OBJECT}.cat", EXPOSURE, lambda _: value) == f"cats/{harmless}.cat"
    else:
        with pytest.raises(SexlikeError, match=r"the card OBJECT of night/m31\.fits\.fz is empty"):
            fill_in("cats/{OBJECT}/x.cat", EXPOSURE, lambda _: value)


@pytest.mark.parametrize("name", ["0", "", "stem.x", "stem[0]", "stem!r", "stem:>99", "__class__", "FILTER.x", "A B"])
def test_plain_names_alone(name):
    with pytest.raises(SexlikeError, match=re.escape(f"CATALOG_NAME: {{{name}}} is no placeholder (allowed: {{stem}}")):
        check_placeholders(f"x{{{name}}}", "CATALOG_NAME", "run.toml")


@pytest.mark.parametrize(("name", "hint"), [("stm", "Did you mean {stem}?"), ("filter", "in capitals: {FILTER}")])
def test_a_placeholder_that_was_meant(name, hint):
    with pytest.raises(SexlikeError) as refused:
        check_placeholders(f"{{{name}}}", "CATALOG_NAME", "run.toml")
    assert hint in refused.value.hint


def test_outputs_without_placeholder_get_the_stem():
    config = {
        "CATALOG_NAME": "cats/a.cat,/dev/null",
        "CATALOG_TYPE": "ASCII,ASCII",
        "CHECKIMAGE_TYPE": "SEGMENTATION,BACKGROUND",
        "CHECKIMAGE_NAME": "{number}.fits,back.fits",
        "CHECKPLOT_TYPE": "IMAGE",
        "WRITE_XML": "Y",
        "WEIGHT_IMAGE": "flat.fits",
    }
    found = names(config)
    assert found.CATALOG_NAME == ("cats/m31_a.cat", "/dev/null")
    assert found.CHECKIMAGE_NAME == ("7.fits", "m31_back.fits")
    assert found.CHECKPLOT_NAME == ("m31_image",)
    assert found.XML_NAME == "m31_sex.xml"
    assert found.WEIGHT_IMAGE == ("flat.fits",)
    assert names({}).CHECKIMAGE_NAME == load_config().CHECKIMAGE_NAME  # which is not written


def test_names_of_a_row_are_its_own():
    exposure = Exposure(1, ("a.fits",), {"CATALOG_NAME": "mine.cat"})
    assert names({"CATALOG_NAME": "mine.cat"}, exposure).CATALOG_NAME == ("mine.cat",)


def test_a_header_cannot_have_a_catalog_printed():
    assert names({"CATALOG_NAME": "{OBJECT}"}, OBJECT="STDOUT").CATALOG_NAME == ("./STDOUT",)


def test_cards_are_those_of_the_image_then_of_the_file():
    primary = fits.PrimaryHDU(header=fits.Header({"FILTER": "r", "NIGHT": 12, "OPEN": True}))
    image = fits.ImageHDU([[1.0, 2.0]], header=fits.Header({"FILTER": "g"}))
    fits.HDUList([primary, image]).writeto("a.fits")
    cards = Cards(Exposure(1, ("a.fits",)), "")
    assert [cards(name) for name in ("FILTER", "NIGHT", "OPEN")] == ["g", "12", "T"]
    assert cards.used == {"FILTER": "g", "NIGHT": "12", "OPEN": "T"}
    with pytest.raises(SexlikeError, match=r"no card FILTRE in the header of a.fits[\s\S]*Did you mean FILTER\?"):
        cards("FILTRE")


def steps_of(words, rows=None, **config):
    config = load_config(None, {"CATALOG_NAME": "{stem}.cat"} | config)
    return make_steps(read_exposures(words), config, rows or {}, Wishes())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("{FILTER}.cat", "two exposures write r.cat: 1.fits and 4.fits"),
        ("{number}.fits", "3.fits would write 2.fits, which 2.fits reads"),
        ("./{folder}/3.fits", "two exposures write ././3.fits: 2.fits and 3.fits"),
    ],
)
def test_files_that_are_in_the_way_of_others(name, message):
    write_images(".", [f"{number}.fits" for number in range(1, 7)])
    Path("list").write_text("".join(f"{number}.fits\n" for number in (2, 3, 1, 4, 5, 6)))
    with pytest.raises(SexlikeError, match=re.escape(message)) as refused:
        check_collisions(steps_of(["list"], CATALOG_NAME=name), "batch.ecsv")
    assert "Placeholders tell names apart" in refused.value.hint


def test_files_that_are_in_nobodys_way():
    write_images(".", ["1.fits", "2.fits"])
    steps = steps_of(["*.fits"], CATALOG_NAME="1.fits")
    check_collisions(steps, "batch.ecsv")
    assert [step.outputs for step in steps] == [("1_1.fits",), ("2_1.fits",)]


def test_maps_and_earlier_outputs_are_no_exposures():
    write_images(".", ["a.fits", "a.weight.fits", "b.fits", "b.weight.fits", "b_seg.fits"])
    config = load_config(None, {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "{folder}/{stem}.weight.fits"})
    state = State(writing=False)
    state.rows["b.fits"] = empty_row() | {"outputs": '["./b_seg.fits"]', "images": "b.fits", "status": "waiting"}
    steps = prepare(read_exposures(["*.fits"]), config, state, Wishes())
    assert [(str(step.exposure), step.exposure.number) for step in steps] == [("a.fits", 1), ("b.fits", 2)]
    assert steps[1].config.WEIGHT_IMAGE == ("./b.weight.fits",)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"CATALOG_NAME": "STDOUT"}, "cannot all go to standard output"),
        ({"CATALOG_NAME": "{stem"}, r"CATALOG_NAME \{stem: a brace has no other one that belongs to it"),
        ({"CATALOG_NAME": "{stem}}.cat"}, r"CATALOG_NAME \{stem\}\}.cat: a brace has no other one"),
        ({"PARAMETERS_NAME": "no.param"}, "PARAMETERS_NAME: can't read no.param"),
        ({"CHECKIMAGE_TYPE": "SEGMENTATION,BACKGROUND"}, "not in equal number"),
    ],
)
def test_what_is_wrong_for_all_is_an_error_at_once(config, message):
    write_images(".", ["a.fits"])
    with pytest.raises(SexlikeError, match=message):
        steps_of(["a.fits"], **config)


def test_a_wrong_setting_in_a_table_names_its_row():
    Path("t.csv").write_text("image,GAIN\na.fits,many\n")
    with pytest.raises(SexlikeError, match=r"t\.csv:2: "):
        steps_of(["t.csv"])
