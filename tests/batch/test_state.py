"""What a batch remembers: rows survive a kill, two runs do not write one state, and what is stale is done again."""

import json
import os
from pathlib import Path

import pytest
from astropy.table import Table

from sexlike import SexlikeError, SexlikeWarning, __version__
from sexlike.batch.running.configdata import config_from_data, data_of_config
from sexlike.batch.state.columns import BY_NAME, COLUMNS, complete, empty_row
from sexlike.batch.state.fingerprints import HEADER, SAMPLE, changed_files, fingerprint, fingerprints, is_same
from sexlike.batch.state.journal import Journal
from sexlike.batch.state.staleness import Wishes, decide, settings_that_count
from sexlike.batch.state.store import State, as_json, from_json, key_of
from sexlike.batch.state.table import read_table, table_of
from sexlike.config.config import load_config


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def row(images="a.fits", **values):
    return empty_row() | {"images": images, "stem": images[:-5], "status": "done", "version": __version__} | values


def test_rows_come_back_from_the_table():
    rows = [
        row(objects=5, background=1.5, outputs=as_json(["a b.cat", 'c"d']), number=1),
        row("b.fits", status="failed", sentence='it, "was" bad: é', objects=None, number=2),
    ]
    state = State("night.ecsv")
    for one in rows:
        state.add(one["images"], one)
    state.save()
    assert read_table("night.ecsv") == rows
    table = Table.read("night.ecsv", format="ascii.ecsv")
    assert table.colnames == [column.name for column in COLUMNS]
    assert str(table["rms"].unit) == "adu"
    assert table["rms"].description == BY_NAME["rms"].about
    assert table["objects"].mask.tolist() == [False, True]
    assert not os.path.exists("night.ecsv.journal")


@pytest.mark.parametrize("name", ["\udcff.fits", "\\udcff.fits", "\\udc5c\udc80\\.fits", "a\\b.fits", "\\udc00é.fits"])
def test_any_name_of_a_file_comes_back(name):
    known = row(name, outputs=as_json([name]), sentence=f"{name} is bad")
    state = State("night.ecsv")
    state.add(name, known)
    state.save()
    assert State("night.ecsv", writing=False).rows == {name: known}
    assert list(from_json(read_table("night.ecsv")[0]["outputs"])) == [name]


def test_the_journal_outlives_a_kill():
    state = State("night.ecsv")
    state.add("a.fits", row(objects=3))
    state.add("b.fits", row("b.fits", objects=4))
    state.journal.file.write(b'\n{"status": "done", "ima')  # cut short
    state.end(remove=False)
    again = State("night.ecsv")
    assert {key: found["objects"] for key, found in again.rows.items()} == {"a.fits": 3, "b.fits": 4}
    again.add("c.fits", row("c.fits"))
    assert State("night.ecsv", writing=False).rows.keys() == {"a.fits", "b.fits", "c.fits"}
    again.save()
    assert [found["images"] for found in read_table("night.ecsv")] == ["a.fits", "b.fits", "c.fits"]


@pytest.mark.parametrize(
    "line",
    [
        b'{"status": "done"}',
        b'{"status": 5, "images": "x"}',
        b'{"status": "done", "images": "x", "objects": "many"}',
        b'{"status": "done", "images": "x", "key": [1]}',
        b'{"status": "done", "images": "x", "objects": 1' + b"0" * 400 + b"}",
        b"[" * 100_000,
        b"7",
        bytes(range(128, 256)),
    ],
)
@pytest.mark.parametrize("writing", [True, False])
def test_damaged_lines_of_a_journal_are_left_out(line, writing):
    state = State("night.ecsv")
    state.add("a.fits", row())
    state.journal.file.write(line + b"\n" + line + b"\n")
    state.end(remove=False)
    with pytest.warns(SexlikeWarning, match=r"night\.ecsv\.journal is damaged: 2 lines are left out"):
        again = State("night.ecsv", writing)
    assert again.rows == {"a.fits": row()}
    again.end(remove=True)


def test_one_run_at_a_time():
    state = State("night.ecsv")
    with pytest.raises(SexlikeError, match=f"night.ecsv is in use by another run, process {os.getpid()} on"):
        State("night.ecsv")
    State("other.ecsv").end(remove=True)
    state.save()
    State("night.ecsv").end(remove=True)


def test_a_journal_that_was_removed_meanwhile_is_made_anew(monkeypatch):
    from sexlike.batch.state import journal

    taken = []

    def locked(file):
        if not taken:
            os.remove("x.journal")  # by the run that has just ended
        return taken.append(file) is None

    monkeypatch.setattr(journal, "locked", locked)
    found = Journal("x")
    assert len(taken) == 2
    assert os.path.samestat(os.fstat(found.file.fileno()), os.stat("x.journal"))
    found.close(remove=True)


def test_a_state_that_cannot_be_written():
    with pytest.raises(SexlikeError, match=r"--state: cannot open no/night\.ecsv for writing: there is no folder"):
        State("no/night.ecsv")


ECSV = "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: x, datatype: int64}\n"


@pytest.mark.parametrize("text", ["nonsense\n", ECSV + "x\n1\n", "image,GAIN\na.fits,2\n"])
@pytest.mark.parametrize("writing", [True, False])
def test_what_is_no_state_stays_as_it_is(text, writing):
    Path("night.ecsv").write_text(text)
    with pytest.raises(SexlikeError, match=r"--state: night\.ecsv is "):
        State("night.ecsv", writing)
    assert [path.name for path in Path().iterdir()] == ["night.ecsv"]
    assert Path("night.ecsv").read_text() == text


def test_a_folder_is_no_state():
    Path("cats").mkdir()
    with pytest.raises(SexlikeError, match="--state: cannot open cats for writing: it is a folder"):
        State("cats")
    with pytest.raises(SexlikeError, match="--state: cats is no state"):
        State("cats", writing=False)
    assert [path.name for path in Path().iterdir()] == ["cats"]


def test_an_empty_file_may_become_a_state():
    Path("night.ecsv").touch()
    state = State("night.ecsv")
    state.add("a.fits", row())
    state.save()
    assert read_table("night.ecsv") == [row()]


def test_the_journal_stays_where_the_table_cannot_be_written(monkeypatch):
    from sexlike.batch.state import store

    state = State("night.ecsv")
    state.add("a.fits", row())
    monkeypatch.setattr(store, "write_table", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        state.save()
    again = State("night.ecsv")
    assert again.rows.keys() == {"a.fits"}
    again.end(remove=False)
    assert os.path.exists("night.ecsv.journal")


def test_no_journal_stays_where_nothing_was_done():
    State("night.ecsv").end(remove=False)
    assert not list(Path().iterdir())


DAMAGED = ECSV + "# meta: !!omap\n# - {kind: sexlike batch}\n# schema: astropy-2.0\nx\n"


@pytest.mark.parametrize("text", [DAMAGED + "1\n", DAMAGED + "1 2 3\n"])
def test_a_damaged_state_is_set_aside(text):
    for number in range(2):
        Path("night.ecsv").write_text(text)
        with pytest.warns(SexlikeWarning, match=f"all exposures are new, and it is now night.ecsv.old{'2' * number}"):
            state = State("night.ecsv")
        assert state.rows == {}
        state.end(remove=True)
    assert Path("night.ecsv.old").read_text() == Path("night.ecsv.old2").read_text() == text


def test_states_of_other_versions():
    older = table_of([row(objects=1)])
    older.remove_columns(["cards", "memory"])
    older["weather"] = ["fine"]
    older.write("night.ecsv", format="ascii.ecsv")
    assert read_table("night.ecsv") == [row(objects=1)]
    later = table_of([row()])
    later.meta |= {"layout": 99, "version": "9.0"}
    later.write("later.ecsv", format="ascii.ecsv")
    with pytest.raises(SexlikeError, match=r"later.ecsv is a state of another kind, of version 9\.0"):
        read_table("later.ecsv")


def test_a_checksum_is_of_header_and_sample(tmp_path):
    path = tmp_path / "a.fits"
    data = bytearray(os.urandom(10 * HEADER))
    path.write_bytes(data)
    known = fingerprint(str(path))
    os.utime(path, (1, 1))
    assert is_same(str(path), known)
    for place in (0, HEADER - 1, len(data) - 1, HEADER + SAMPLE // 2):
        changed = data.copy()
        changed[place] ^= 1
        path.write_bytes(changed)
        assert not is_same(str(path), known), place
    path.write_bytes(data + b"\0")
    assert changed_files(fingerprints([str(path)]) | {"gone": [1, 2, "x"]}, [str(path), "gone", "new"]) == [
        "gone",
        "new",
    ]


def test_files_of_the_same_size_and_time_are_not_opened(monkeypatch):
    Path("a.fits").write_bytes(b"x")
    known = fingerprint("a.fits")
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("opened"))
    assert is_same("a.fits", known)


SETTINGS = settings_that_count(data_of_config(load_config(None, {"DETECT_THRESH": 2, "PHOT_APERTURES": (3, 4)})))
OTHER_IMAGE = as_json({"a.fits": [9, 9, "x"]})


@pytest.mark.parametrize(
    ("known", "wishes", "decision"),
    [
        (None, {}, ("run", "new")),
        ({}, {}, ("skip", "unchanged")),
        ({}, {"redo": True}, ("run", "--redo")),
        ({}, {"retry_failed": True}, ("skip", "unchanged")),
        ({"status": "interrupted"}, {}, ("run", "was interrupted")),
        ({"status": "waiting"}, {}, ("run", "was waiting")),
        ({"status": "failed", "sentence": "bad"}, {}, ("skip", "failed: bad")),
        ({"status": "failed"}, {"retry_failed": True}, ("run", "failed, --retry-failed")),
        (
            {"status": "failed", "inputs": as_json({"a.fits": [9, 9, "x"]})},
            {},
            ("run", "failed, and a.fits has changed"),
        ),
        ({"inputs": as_json({"a.fits": [9, 9, "x"]})}, {}, ("run", "a.fits has changed")),
        ({"version": "0.0.1"}, {}, ("run", f"made by sexlike 0.0.1, this is {__version__}")),
        ({"settings": ""}, {}, ("run", "DETECT_THRESH, PHOT_APERTURES have changed")),
        (
            {"settings": json.dumps(SETTINGS | {"DETECT_THRESH": [1.5, 1.5]})},
            {},
            ("run", "DETECT_THRESH was 1.5,1.5 and is 2"),
        ),
        ({"settings": json.dumps(SETTINGS | {"GAIN": 3.0})}, {}, ("run", "GAIN was 3 and is the default")),
        (
            {"settings": json.dumps(SETTINGS | {"GAIN": 25.100000381469727})},
            {},
            ("run", "GAIN was 25.1 and is the default"),
        ),
        ({"outputs": as_json(["gone.cat"])}, {}, ("run", "gone.cat is missing")),
    ],
)
def test_what_is_done_and_why(known, wishes, decision):
    Path("a.fits").write_bytes(b"image")
    Path("a.cat").touch()
    standard = {
        "inputs": as_json(fingerprints(["a.fits"])),
        "settings": as_json(SETTINGS),
        "outputs": as_json(["a.cat"]),
    }
    before = None if known is None else row(**standard | known)
    outputs = from_json(before["outputs"]) if before else ["a.cat"]
    assert decide(before, SETTINGS, ["a.fits"], list(outputs), Wishes(**wishes)) == decision


def test_settings_without_effect_do_not_count():
    data = data_of_config(
        load_config(None, {"NTHREADS": "1", "VERBOSE_TYPE": "QUIET", "MEMORY_LIMIT": "9", "GAIN": "2"})
    )
    assert settings_that_count(data) == {"GAIN": 2.0}


def test_a_configuration_survives_the_journey():
    settings = {"PHOT_APERTURES": "3 arcsec,1 arcsec", "CATALOG_NAME": "a b.cat", "CLEAN": "N", "FILTER_THRESH": "1,2"}
    config = load_config(None, settings)
    back = config_from_data(json.loads(json.dumps(data_of_config(config))))
    assert back == config
    assert (back.origins, back.path, back.given, back.strict) == (
        config.origins,
        config.path,
        config.given,
        config.strict,
    )


def test_keys_and_columns():
    assert [key_of("a.fits", number) for number in (1, 2)] == ["a.fits", "a.fits#2"]
    assert complete({"objects": 1, "weather": "fine"}) == empty_row() | {"objects": 1}
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
