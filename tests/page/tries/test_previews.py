"""A try is a search of a region by the command's own functions, and what it has changed."""

import threading
import time

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.output.console import show_messages
from sexlike.page.tries import tries
from sexlike.page.tries.turns import Dropped, Turns
from sexlike.progress import tell_step

from ...ourfield import SCIENCE
from ..conftest import sky
from .calls import PATIENCE, RUN, WHOLE, calls_of, field_page


@pytest.fixture(scope="module")
def page():
    with field_page() as calls:
        yield calls


@pytest.mark.parametrize(
    "settings",
    [
        {"DETECT_THRESH": "2"},
        {"DEBLEND_MINCONT": "0.05", "BACK_SIZE": "64"},
        {"FILTER_NAME": "default.conv", "CLEAN": "N"},
    ],
)
def test_a_try_of_the_whole_image_finds_what_the_command_finds(page, settings):
    found = page.try_(**settings)["objects"]
    names = ["X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "THETA_IMAGE", "FLUX_AUTO", "KRON_RADIUS", "FLAGS"]
    table = sexlike.extract(SCIENCE, RUN, params=names, CHECKIMAGE_TYPE="NONE", CATALOG_TYPE="NONE", **settings)
    for name, ours in zip(names, ("x", "y", "a", "b", "theta", "flux", "kron", "flags"), strict=True):
        assert found[ours] == pytest.approx(np.asarray(table[name]), rel=2e-6, abs=1e-6), name


def test_a_try_of_a_region_has_the_background_of_the_whole(page):
    """What is no blend, of which random numbers decide, has the flux that it has in the whole image."""
    whole, part = page.try_(), page.try_([201, 301, 712, 812])
    assert part["region"] == [201, 301, 712, 812]
    assert part["wholeBackground"] is True
    names = "x", "y", "flux", "kron", "flags"
    theirs, ours = (np.array([found["objects"][name] for name in names]).T for found in (whole, part))
    x, y, flags = ours[:, 0], ours[:, 1], ours[:, 4]
    ours = ours[(x > 240) & (x < 670) & (y > 340) & (y < 770) & (flags == 0)]
    distance = np.hypot(*(ours[:, None, axis] - theirs[None, :, axis] for axis in (0, 1)))
    assert len(ours) > 40
    assert ours == pytest.approx(theirs[distance.argmin(axis=1)], rel=2e-6)


def test_counts_are_those_of_tuning(page):
    from sexlike.commands.tuning import tune
    from sexlike.config.config import load_config

    trial = tune([SCIENCE], load_config(RUN), {"DETECT_THRESH": ["1"]}, (256, 256, 512)).trials[0]
    counts = page.try_([1, 1, 512, 512], DETECT_THRESH="1")["counts"]
    assert (counts["objects"], counts["false"]) == (trial.found, trial.noise)
    assert counts["pieces"] == pytest.approx(trial.fragments, abs=0.06)
    assert counts["score"] == pytest.approx(trial.score, abs=0.06)
    assert trial.noise > 0


def test_each_try_is_told_beside_the_one_before(page):
    first = page.try_(DETECT_THRESH="1.6")
    second = page.try_(DETECT_THRESH="1.2")
    assert second["counts"]["previous"]["objects"] == first["counts"]["objects"]
    assert "new" in second["objects"]["status"]
    assert not second["lost"]
    assert second["counts"]["sameRegion"]
    assert not page.try_([1, 1, 500, 500])["counts"]["sameRegion"]
    page.try_(DETECT_THRESH="1.2")
    third = page.try_(DETECT_THRESH="3")
    assert "new" not in third["objects"]["status"]
    assert set(third["lost"][0]) == {"x", "y", "a", "b", "theta"}
    assert set(page.try_(DETECT_THRESH="3")["objects"]["status"]) == {"kept"}


def test_outlines_enclose_their_objects(page):
    found = page.try_()
    assert len(found["footprints"]) == found["counts"]["objects"]
    for outline, x, y in zip(found["footprints"], found["objects"]["x"], found["objects"]["y"], strict=True):
        corners = np.array([value for value in outline if value is not None]).reshape(-1, 2)
        assert (corners.min(axis=0) < (x, y)).all()
        assert (corners.max(axis=0) > (x, y)).all()


def test_the_history_leads_back(page):
    tries = [page.try_(DETECT_THRESH=value) for value in ("1.5", "2.5")]
    listed = page.told("/api/tries")["tries"]
    assert [one["number"] for one in listed][-2:] == [one["number"] for one in tries]
    assert listed[-1]["settings"] == {"DETECT_THRESH": "2.5"}
    back = page.told("/api/back", {"number": tries[0]["number"]})
    assert back["objects"] == tries[0]["objects"]
    after = page.try_(DETECT_THRESH="1.4")
    assert after["counts"]["previous"]["objects"] == tries[0]["counts"]["objects"]


def test_the_history_is_bounded(monkeypatch):
    with field_page() as calls:
        monkeypatch.setattr(tries, "MOST_KEPT", 3)
        numbers = [calls.try_([1, 1, 99, 99], DETECT_THRESH=str(value))["number"] for value in (1, 2, 3, 4)]
        assert [one["number"] for one in calls.told("/api/tries")["tries"]] == numbers[1:]
        monkeypatch.setattr(tries, "MOST_BYTES", 10)
        latest = calls.try_([1, 1, 99, 99])["number"]
        assert [one["number"] for one in calls.told("/api/tries")["tries"]] == [latest]


@pytest.mark.parametrize("number", [0, 10_000, "1", None, True, [1]])
def test_a_try_that_is_not_remembered_is_refused(page, number):
    assert page.refusal("/api/back", {"number": number}).status == 404


@pytest.mark.parametrize(
    "region", [None, [], [1, 2, 3], ["a", 1, 2, 3], [1, 1, float("nan"), 5], [2000, 1, 2100, 50], [5, 5, 1, 1], {}, 7]
)
def test_what_is_no_region_is_refused(page, region):
    assert page.refusal("/api/try", {"region": region, "settings": {}}).status == 400


def test_what_is_odd_about_a_try_is_told_on_the_page_and_not_in_the_terminal(page, capsys):
    settings = {"BACK_TYPE": "MANUAL", "BACK_VALUE": "7"}
    with show_messages("NORMAL"):
        messages = page.try_([1, 1, 200, 200], **settings)["messages"]
    assert any("BACK_VALUE" in message for message in messages)
    assert capsys.readouterr().err == ""


def test_a_region_is_no_larger_than_a_preview_and_lies_on_the_image(page):
    assert page.try_([-500, -500, 5000, 300])["region"] == [1, 1, 1024, 300]


def test_a_setting_that_does_not_fit_names_its_keyword_and_the_last_try_stays(page):
    before = page.try_(DETECT_THRESH="2")
    refused = page.refusal("/api/try", {"region": WHOLE, "settings": {"DETECT_THRESH": "0"}})
    assert (refused.status, refused.keyword) == (422, "DETECT_THRESH")
    assert "must be positive" in refused.message
    assert page.told("/api/tries")["tries"][-1]["number"] == before["number"]


def test_the_map_of_what_was_found_is_that_of_the_try(page):
    found = page.try_(DETECT_THRESH="2")
    x, y = (round(found["objects"][name][6]) for name in ("x", "y"))
    assert page.session.object_at(x, y, {}) == 7
    page.try_([1, 1, 64, 64])
    assert page.session.labels(slice(0, 1024, 2), slice(500, 1024), {}).shape == (512, 524)
    assert not page.session.labels(slice(64, 1024), slice(0, 1024), {}).any()


@pytest.mark.parametrize("shape", [(64, 64), (1, 300), (300, 1), (70, 90)])
def test_small_images_are_searched(tmp_path, shape):
    fits.writeto(tmp_path / "small.fits", sky(*shape))
    with calls_of(tmp_path / "small.fits", "-DETECT_THRESH", "3") as calls:
        found = calls.try_([1, 1, 1024, 1024])
        assert found["region"] == [1, 1, shape[1], shape[0]]
        table = sexlike.extract(tmp_path / "small.fits", {"COMPATIBILITY": "SEXTRACTOR"}, DETECT_THRESH=3)
        assert found["counts"]["objects"] == len(table)


def test_an_image_without_any_value_is_told_in_words(tmp_path):
    fits.writeto(tmp_path / "nothing.fits", np.full((80, 90), np.nan, np.float32))
    with calls_of(tmp_path / "nothing.fits") as calls:
        found = calls.try_([1, 1, 90, 80])
        assert (found["counts"]["objects"], found["messages"]) == (0, ["No pixel of this region has a value."])
        status = calls.run()
        assert status["state"] == "failed"
        assert "holds a number" in status["message"]


def test_a_region_without_any_value_has_no_object(tmp_path):
    image = sky(200, 300)
    image[:90] = np.nan
    fits.writeto(tmp_path / "half.fits", image)
    with calls_of(tmp_path / "half.fits") as calls:
        found = calls.try_([1, 1, 300, 60])
        assert found["counts"]["objects"] == 0
        assert found["footprints"] == []
        assert calls.try_([1, 91, 300, 200])["counts"]["objects"] > 0


def test_weights_and_a_second_image_count(tmp_path):
    image = sky(220, 240)
    fits.writeto(tmp_path / "det.fits", image)
    fits.writeto(tmp_path / "meas.fits", 2 * image)
    weight = np.ones_like(image)
    weight[:, :100] = 0
    fits.writeto(tmp_path / "weight.fits", weight)
    words = ("-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE", tmp_path / "weight.fits", "-DETECT_THRESH", "4")
    with calls_of(tmp_path / "det.fits", tmp_path / "meas.fits", *words) as calls:
        found = calls.try_([1, 1, 240, 220])
        settings = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": str(tmp_path / "weight.fits")}
        pair = (tmp_path / "det.fits", tmp_path / "meas.fits")
        table = sexlike.extract(
            pair, {"COMPATIBILITY": "SEXTRACTOR"}, params=["X_IMAGE", "FLUX_AUTO"], DETECT_THRESH=4, **settings
        )
        assert found["objects"]["flux"] == pytest.approx(np.asarray(table["FLUX_AUTO"]), rel=1e-5)
        assert min(found["objects"]["x"]) > 99
        assert calls.try_([1, 1, 240, 220], WEIGHT_TYPE="NONE")["counts"]["objects"] > found["counts"]["objects"]


def test_each_extension_has_its_own_tries(tmp_path):
    images = [fits.ImageHDU(sky(100, 120, seed), name=f"E{seed}") for seed in (1, 2)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(tmp_path / "two.fits")
    with calls_of(tmp_path / "two.fits", "-DETECT_THRESH", "3") as calls:
        first = calls.try_([1, 1, 120, 100])
        calls.told("/api/extension", {"number": 1})
        second = calls.try_([1, 1, 120, 100])
        assert second["objects"]["x"] != first["objects"]["x"]
        assert (second["number"], second["counts"]["previous"]) == (1, None)
        calls.told("/api/extension", {"number": 0})
        assert calls.try_([1, 1, 120, 100], DETECT_THRESH="4")["number"] == 2


def test_the_same_try_is_the_same_entry_of_the_history():
    with field_page() as calls:
        first, other = calls.try_([1, 1, 199, 199]), calls.try_([1, 1, 199, 199], DETECT_THRESH="3")
        again = calls.try_([1, 1, 199, 199])
        assert (again["number"], again["objects"]["x"]) == (first["number"], first["objects"]["x"])
        assert again["counts"]["previous"]["objects"] == other["counts"]["objects"]
        assert calls.try_([1, 1, 199, 198])["number"] == 3
        assert [one["number"] for one in calls.told("/api/tries")["tries"]] == [2, 1, 3]


def test_requests_are_about_the_try_that_they_name(page):
    """Another page may have tried something else since."""
    first = page.try_(DETECT_THRESH="2")
    x, y = (round(first["objects"][name][6]) for name in ("x", "y"))
    page.try_([1, 1, 64, 64], DETECT_THRESH="5")
    named = {"of": "try", "try": str(first["number"])}
    at = {"x": str(x), "y": str(y)}
    assert page.told("/api/pixel", at | named, "GET")["object"] == 7
    row = page.told("/api/object", {"number": "7"} | named, "GET")["row"]
    assert row["X_IMAGE"] == pytest.approx(first["objects"]["x"][6], abs=1e-3)
    lines = page.reply("/api/regions", {"numbers": [7], "of": "try", "try": first["number"]}).body.decode()
    assert lines.count("ellipse") == 1
    tile = {"layer": "segmentation", "level": "0", "column": str((x - 1) // 256), "row": str((y - 1) // 256)}
    assert page.reply("/api/tile", tile | named, "GET").body != page.reply("/api/tile", tile, "GET").body


def test_what_is_gone_or_was_never_there_is_refused_by_name(monkeypatch):
    with field_page() as calls:
        monkeypatch.setattr(tries, "MOST_KEPT", 2)
        numbers = [calls.try_([1, 1, 99, 99], DETECT_THRESH=text)["number"] for text in ("1", "2", "3")]
        gone = calls.refusal("/api/object", {"number": "1", "of": "try", "try": str(numbers[0])}, "GET")
        assert (gone.status, "Try 1 is no longer in the history" in gone.message) == (410, True)
        never = calls.refusal("/api/regions", {"numbers": [1], "of": "try", "try": 77})
        assert (never.status, "no try 77" in never.message) == (404, True)
        unknown = calls.refusal("/api/regions", {"numbers": [1, 5000, 6000], "of": "try"})
        assert (unknown.status, "no object 5000, 6000" in unknown.message) == (404, True)
        assert "extension 3" in calls.refusal("/api/tile", {"extension": "3"}, "GET").message
        assert calls.refusal("/api/regions", {"numbers": [1], "of": "run", "run": 1}).status == 409


def test_pages_look_at_extensions_of_their_own(tmp_path):
    images = [fits.ImageHDU(sky(100, 120, seed), name=f"E{seed}") for seed in (1, 2)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(tmp_path / "two.fits")
    with calls_of(tmp_path / "two.fits", "-DETECT_THRESH", "3") as calls:
        region = {"region": [1, 1, 120, 100], "settings": {}}
        second = calls.told("/api/try", region | {"extension": 1})
        first = calls.told("/api/try", region | {"extension": 0})
        assert first["objects"]["x"] != second["objects"]["x"]
        for extension, image in enumerate(images):
            at = {"x": "9", "y": "7", "extension": str(extension)}
            assert calls.told("/api/pixel", at, "GET")["value"] == float(image.data[6, 8])
        x, y = (round(second["objects"][name][2]) for name in ("x", "y"))
        at = {"x": str(x), "y": str(y), "extension": "1", "of": "try", "try": "1"}
        assert calls.told("/api/pixel", at, "GET")["object"] == 3


def wait_for(condition):
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_newer_request_drops_the_older_ones():
    turns, at_work, go_on, ended = Turns(), threading.Event(), threading.Event(), {}

    def ask(serial):
        def work():
            at_work.set()
            assert go_on.wait(PATIENCE)
            tell_step("a step of the search")
            return serial

        try:
            ended[serial] = turns.take(serial, work)
        except Dropped:
            ended[serial] = "dropped"

    threads = [threading.Thread(target=ask, args=(serial,)) for serial in (1, 2, 3)]
    threads[0].start()
    assert at_work.wait(PATIENCE)
    threads[1].start()
    wait_for(lambda: turns._tickets == 2)
    threads[2].start()
    wait_for(lambda: turns._tickets == 3)
    go_on.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert ended == {1: "dropped", 2: "dropped", 3: 3}


def test_a_page_that_is_loaded_again_begins_with_1_again():
    turns = Turns()
    assert [turns.take(serial, lambda: "done") for serial in (5, 6, 1)] == ["done"] * 3
