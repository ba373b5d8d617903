"""A run of the whole image from the page is that of the command, and so are its catalog and its objects."""

import threading
import time

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike import cli
from sexlike.constants import ALMOST_ONE
from sexlike.measure.columns.growth import LIMIT
from sexlike.measure.registry import COLUMNS
from sexlike.page.tries.desk import desk_of

from ...ourfield import SCIENCE
from ..conftest import sky
from .calls import NO_FILES, PATIENCE, RUN, calls_of, field_page

CHANGED = {"DETECT_THRESH": "2", "BACK_SIZE": "100"}


@pytest.fixture(scope="module")
def page():
    with field_page() as calls:
        calls.try_(**CHANGED)
        status = calls.run(**CHANGED)
        assert (status["state"], status["done"], status["message"]) == ("done", 1.0, "")
        yield calls


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    """The catalog of the command with the same settings."""
    path = tmp_path_factory.mktemp("run") / "run.cat"
    words = [word for setting in CHANGED.items() for word in (f"-{setting[0]}", setting[1])]
    assert cli.main([str(SCIENCE), "-c", RUN, *NO_FILES[:4], "-CATALOG_NAME", str(path), *words]) == 0
    return path.read_bytes()


@pytest.fixture(scope="module")
def result():
    """What `sexlike.extract` gives with these settings."""
    columns = ["NUMBER", "X_IMAGE", "Y_IMAGE", "ALPHA_J2000", "FLUX_AUTO", "FLAGS", "A_IMAGE", "B_IMAGE", "THETA_IMAGE"]
    more = ["KRON_RADIUS", "FLUX_GROWTH(64)", "FLUX_APER(2)"]
    return sexlike.extract(SCIENCE, RUN, params=columns + more, CHECKIMAGE_TYPE="NONE", **CHANGED)


def test_the_catalog_is_that_of_the_command(page, text):
    reply = page.reply("/api/catalog")
    assert reply.body == text
    assert reply.headers["Content-Disposition"] == 'attachment; filename="run.cat"'


def test_the_table_has_the_rows_of_the_command(page, text):
    table = page.told("/api/table")
    lines = [line.split() for line in text.decode().splitlines() if not line.startswith("#")]
    assert table["numbers"] == list(range(1, len(lines) + 1))
    assert [int(line[0]) for line in lines] == table["rows"]["NUMBER"]
    assert [float(line[1]) for line in lines] == pytest.approx(table["rows"]["X_IMAGE"], abs=1e-3)
    assert [column["name"] for column in table["columns"]] == list(table["rows"])
    aperture = next(column for column in table["columns"] if column["name"] == "FLUX_APER")
    assert (aperture["unit"], aperture["shape"]) == ("count", [2])
    assert aperture["about"] == COLUMNS["FLUX_APER"].about
    assert set(table["objects"]) == {"id", "x", "y", "a", "b", "theta", "kron", "flags", "aperture"}


def test_chosen_rows_are_a_catalog(page, text):
    reply = page.reply("/api/selection", {"numbers": [7, 3, 7]})
    rows = [line for line in text.splitlines() if not line.startswith(b"#")]
    assert [line for line in reply.body.splitlines() if not line.startswith(b"#")] == [rows[2], rows[6]]


@pytest.mark.parametrize("numbers", [None, "1", [0], [1.5], ["1"], [True], [-3], {}])
def test_what_are_no_numbers_of_rows_is_refused(page, numbers):
    assert page.refusal("/api/selection", {"numbers": numbers}).status == 400
    assert page.refusal("/api/regions", {"numbers": numbers, "of": "run"}).status == 400


@pytest.mark.parametrize("of", ["try", "run"])
def test_regions_are_those_of_the_writer(page, result, of, tmp_path):
    result.write(tmp_path / "all.reg", format="region")
    lines = [line for line in (tmp_path / "all.reg").read_text().splitlines() if "text={" in line]
    page.try_(**CHANGED)
    found = page.reply("/api/regions", {"numbers": [1, 5], "of": of}).body.decode()
    assert [line for line in found.splitlines() if "text={" in line] == [lines[0], lines[4]]
    for path in ("/api/regions", "/api/selection"):
        refused = page.refusal(path, {"numbers": [1, 100_000], "of": of})
        assert (refused.status, "no object 100000" in refused.message) == (404, True)


def test_a_run_that_was_run_again_is_not_answered_for(page):
    number = page.told("/api/table")["run"]
    assert page.reply("/api/regions", {"numbers": [1], "of": "run", "run": number}).status == 200
    later = {"numbers": [1], "of": "run", "run": number + 1}
    assert page.refusal("/api/regions", later).status == page.refusal("/api/selection", later).status == 404
    if number > 1:
        assert page.refusal("/api/regions", later | {"run": number - 1}).status == 410


@pytest.mark.parametrize("of", ["try", "run"])
@pytest.mark.parametrize("number", [2, 240])
def test_an_object_has_the_row_and_the_growth_curve_of_the_command(page, result, of, number):
    """The curve of an object is FLUX_GROWTH in 64 steps."""
    page.try_(**CHANGED)
    found = page.told("/api/object", {"number": str(number), "of": of}, "GET")
    theirs = result[number - 1]
    for name in ("X_IMAGE", "Y_IMAGE", "ALPHA_J2000", "FLUX_AUTO"):
        assert found["row"][name] == pytest.approx(float(np.asarray(theirs[name])), rel=1e-6)
    assert found["row"]["NUMBER"] == number
    assert found["flags"] == sexlike.decode_flags(int(theirs["FLAGS"]))
    assert len(found["meanings"]) == len(found["flags"])
    rings = np.r_[0, found["growth"]["flux"]]  # FLUX_GROWTH is a little beyond each ring
    beyond = rings[1:-1] + (1 - ALMOST_ONE) * np.diff(rings)[1:]
    assert np.asarray(theirs["FLUX_GROWTH"])[:-1] == pytest.approx(beyond, rel=1e-5, abs=1e-6)
    assert found["growth"]["radius"][-1] == pytest.approx(LIMIT * float(np.asarray(theirs["A_IMAGE"])), rel=1e-4)
    cutout, x, y = found["cutout"], found["row"]["X_IMAGE"], found["row"]["Y_IMAGE"]
    assert 1 <= cutout["x0"] <= x <= cutout["x1"] <= 1024
    assert 1 <= cutout["y0"] <= y <= cutout["y1"] <= 1024


def test_an_object_of_a_region_has_its_place_in_the_image(page):
    table = page.told("/api/table")
    places = np.array([table["rows"][name] for name in ("X_IMAGE", "Y_IMAGE", "ALPHA_J2000", "DELTA_J2000", "FLAGS")]).T
    part = page.try_([301, 401, 700, 800], **CHANGED)["objects"]
    x, y = np.array(part["x"]), np.array(part["y"])
    inner = np.flatnonzero((abs(x - 500) < 150) & (abs(y - 600) < 150) & (np.array(part["flags"]) == 0))
    for number in inner[[0, -1]] + 1:
        row = page.told("/api/object", {"number": int(number), "of": "try"}, "GET")["row"]
        assert (row["X_IMAGE"], row["Y_IMAGE"]) == pytest.approx((x[number - 1], y[number - 1]))
        near = np.hypot(places[:, 0] - row["X_IMAGE"], places[:, 1] - row["Y_IMAGE"]).argmin()
        assert [row["ALPHA_J2000"], row["DELTA_J2000"], 0] == pytest.approx(places[near, 2:], abs=1e-8)


@pytest.mark.parametrize(
    ("number", "of", "status"), [("0", "run", 404), ("99999", "try", 404), ("x", "run", 400), ("1", "sky", 400)]
)
def test_an_object_that_is_not_there_is_refused(page, number, of, status):
    assert page.refusal("/api/object", {"number": number, "of": of}, "GET").status == status


def test_the_map_of_what_was_found_is_that_of_the_run(page, result):
    labels = desk_of(page.session).named({"of": "run"}).labels(slice(0, 1024, 4), slice(100, 612))
    assert np.array_equal(labels, result.segmentation[::4, 100:612])


def test_a_run_is_cancelled_and_the_one_before_stays(page):
    before = page.told("/api/table")
    desk, hold = desk_of(page.session), []
    original = desk.run.tell

    def tell(standing):
        hold.append(standing)
        if len(hold) == 3:
            page.told("/api/cancel", {"what": "run"})
        original(standing)

    desk.run.tell = tell
    try:
        status = page.run(DETECT_THRESH="1.2")
    finally:
        del desk.run.tell
    assert (status["state"], len(hold)) == ("cancelled", 3)
    assert page.told("/api/table") == before
    assert page.refusal("/api/cancel", {"what": "everything"}).status == 400


def test_a_try_tells_how_far_it_is_and_is_cancelled(page):
    before = page.told("/api/tries")
    told = []
    turns = desk_of(page.session).tries_of(0).turns
    original = turns.require_latest

    def look(ticket, asking):
        told.append(page.told("/api/status")["try"])
        if len(told) == 3:
            page.told("/api/cancel", {"what": "try"})
        original(ticket, asking)

    turns.require_latest = look
    try:
        reply = page.try_(serial=7, DETECT_THRESH="1.3", BACK_SIZE="32")
    finally:
        del turns.require_latest
    assert reply == {"serial": 7, "dropped": True}
    assert [one["state"] for one in told] == ["running"] * 3
    assert told[-1]["stage"]
    assert page.told("/api/tries") == before
    assert page.told("/api/status")["try"] == {"state": "none"}


def test_files_that_are_missing_are_told_of(tmp_path):
    image = tmp_path / "a.fits"
    fits.writeto(image, np.full((40, 50), np.nan, np.float32))
    (tmp_path / "out.param").write_text("NUMBER\nXPSF_IMAGE\n")
    with calls_of(image, "-PARAMETERS_NAME", tmp_path / "out.param", "-PSF_NAME", "none.psf") as page:
        empty, missing = page.told("/api/session")["remarks"]
        assert empty == "No pixel of this image has a value."
        assert missing.startswith("A run of the whole image is not possible: ")
        assert "none.psf" in missing
        image.unlink()
        assert any("is not there any more" in text for text in page.try_([1, 1, 50, 40])["messages"])


@pytest.mark.parametrize(("column", "words"), [("IMAFLAGS_ISO(1)", "FLAG_IMAGE"), ("VECTOR_ASSOC(1)", "ASSOC_NAME")])
def test_maps_and_lists_that_are_missing_are_told_of(tmp_path, column, words):
    fits.writeto(tmp_path / "a.fits", np.zeros((40, 50), np.float32))
    (tmp_path / "out.param").write_text(f"NUMBER\n{column}\n")
    with calls_of(tmp_path / "a.fits", "-PARAMETERS_NAME", tmp_path / "out.param", f"-{words}", "none.x") as page:
        assert words in page.told("/api/session")["remarks"][0]


def test_only_one_run_goes_on_at_a_time(page):
    desk, go_on = desk_of(page.session), threading.Event()
    desk.run.tell = lambda standing: go_on.wait(PATIENCE)
    try:
        page.told("/api/run", {"settings": CHANGED})
        assert page.told("/api/status")["run"]["state"] == "running"
        assert page.refusal("/api/run", {"settings": {}}).status == 409
        go_on.set()
        assert page.ended("run")["state"] == "done"
    finally:
        go_on.set()
        del desk.run.tell


def test_before_the_first_run_there_is_no_table():
    with field_page() as calls:
        assert calls.refusal("/api/table").status == 409
        assert calls.refusal("/api/catalog").status == 409
        assert calls.refusal("/api/object", {"number": 1, "of": "try"}, "GET").status == 409
        assert calls.told("/api/status")["run"]["state"] == "none"


def test_what_goes_wrong_in_a_run_is_a_sentence(tmp_path):
    fits.writeto(tmp_path / "a.fits", sky(64, 64))
    with calls_of(tmp_path / "a.fits", "-PARAMETERS_NAME", tmp_path / "gone.param") as calls:
        assert calls.told("/api/session")["columns"] == []
        calls.told("/api/run", {"settings": {}})
        status = calls.ended("run")
        assert status["state"] == "failed"
        assert "gone.param" in status["message"]


def test_rows_of_several_extensions_are_numbered_through(tmp_path):
    images = [fits.ImageHDU(sky(100, 120, seed), name=f"E{seed}") for seed in (1, 2)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(tmp_path / "two.fits")
    param = tmp_path / "few.param"
    param.write_text("NUMBER\nEXT_NUMBER\nFLUX_AUTO\n")
    with calls_of(tmp_path / "two.fits", "-DETECT_THRESH", "3", "-PARAMETERS_NAME", param) as calls:
        calls.run()
        first = calls.told("/api/table")
        calls.told("/api/extension", {"number": 1})
        second = calls.told("/api/table")
        assert second["numbers"][0] == len(first["numbers"]) + 1
        assert set(second["rows"]["EXT_NUMBER"]) == {2}
        number = second["numbers"][1]
        row = calls.told("/api/object", {"number": number, "of": "run"}, "GET")["row"]
        assert row["FLUX_AUTO"] == second["rows"]["FLUX_AUTO"][1]
        assert len(second["objects"]["x"]) == len(second["numbers"])
        regions = calls.reply("/api/regions", {"numbers": [number], "of": "run"}).body.decode()
        assert f"text={{{number}}}" in regions
        x, y = (round(second["objects"][name][1]) for name in ("x", "y"))
        assert calls.session.object_at(x, y, {"of": "run"}) == number


def test_a_large_table_is_there_soon():
    from sexlike.page.serving.replies import as_plain_json
    from sexlike.page.tries.columnar import as_list

    random = np.random.default_rng(3)
    columns = {f"C{k}": random.normal(size=15_000).astype("f4" if k % 4 else "f8") for k in range(40)}
    columns["C1"][::7] = np.nan
    begin = time.process_time()
    body = as_plain_json({name: as_list(values) for name, values in columns.items()}).body
    assert time.process_time() - begin < 3
    assert b"NaN" not in body


def test_the_default_catalog_is_text(tmp_path):
    fits.writeto(tmp_path / "a.fits", sky(64, 64))
    with calls_of(tmp_path / "a.fits", "-CATALOG_TYPE", "NONE") as calls:
        calls.run()
        reply = calls.reply("/api/catalog")
        assert b"filename" not in reply.body
        assert reply.headers["Content-Disposition"] == 'attachment; filename="catalog.cat"'
