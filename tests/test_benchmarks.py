"""The race against other programs: its fields, its tables, and a small race."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sexlike.measure import columns as _declared  # noqa: F401
from sexlike.measure.registry import COLUMNS

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import agreement  # noqa: E402  # isort: skip
import contestants  # noqa: E402  # isort: skip
import fields  # noqa: E402  # isort: skip
import measuring  # noqa: E402  # isort: skip
import profiles  # noqa: E402  # isort: skip
import report  # noqa: E402  # isort: skip
from heats import Figures, Heat, as_data  # noqa: E402  # isort: skip

ALL = (contestants.REFERENCE, contestants.ONE, contestants.TWO, contestants.NUMPY)


def test_a_seed_is_a_field():
    sky = fields.make_sky(128, 1)
    assert np.array_equal(sky, fields.make_sky(128, 1))
    assert not np.array_equal(sky, fields.make_sky(128, 2))
    assert np.array_equal(fields.expose(sky, 3), fields.expose(sky, 3))


def test_noise_follows_the_weights():
    weights = np.ones((400, 400), np.float32)
    weights[:, 200:], weights[:, :10] = 0.25, 0
    image = fields.expose(np.full((400, 400), 100, np.float32), 1, weights)
    assert np.std(image[:, 10:200]) == pytest.approx(fields.NOISE, rel=0.02)
    assert np.std(image[:, 200:]) == pytest.approx(2 * fields.NOISE, rel=0.02)
    assert not image[:, :10].any()


def test_objects_end_where_they_are_negligible():
    flux, scale, ratio = np.array([1e4]), np.array([1.0]), np.array([0.5])
    (reach,) = fields.reaches(flux, scale, ratio)
    image = np.zeros((201, 201))
    fields.add_stamp(image, reach, 100, 100, 1e4, 1.0, 0.5, 0.3)
    assert image.sum() == pytest.approx(1e4, rel=1e-3)
    edge = image[100 - reach, 100 - reach : 101 + reach]
    assert edge.max() < 3 * fields.NEGLIGIBLE  # of each of the three components


def test_memory_is_that_of_all_processes():
    code = "import subprocess, sys, time; n = 50_000_000; x = b'x' * n; "
    inner = [sys.executable, "-c", code + "time.sleep(0.5)"]
    outer = [sys.executable, "-c", f"{code}subprocess.run({inner!r})"]
    peak, _ = measuring.peak_memory(outer, {})
    assert 100 < peak < 150


def test_time_is_that_of_the_processor_too():
    code = "import time; time.sleep(0.3)\nwhile time.process_time() < 0.2: pass"
    wall, processor = measuring.time_of([sys.executable, "-c", code])
    assert wall > 0.5
    assert 0.2 < processor < 0.4


def test_a_command_that_fails_ends_the_race():
    with pytest.raises(SystemExit, match="status 3"):
        measuring.time_of([sys.executable, "-c", "raise SystemExit(3)"])


def test_what_two_threads_do_not_divide():
    assert profiles.serial(10, 5) == 0
    assert profiles.serial(10, 7) == 4
    assert profiles.serial(10, 11) == 10


def test_catalogs_that_differ_end_the_race(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one, other = contestants.Contestant("one, a", ()), contestants.Contestant("another", ())
    Path("one_a.fits").write_bytes(b"1")
    Path("another.fits").write_bytes(b"1")
    agreement.require_same_bytes([one, other])
    Path("another.fits").write_bytes(b"2")
    with pytest.raises(SystemExit, match="differ"):
        agreement.require_same_bytes([one, other])


def heat(size, columns, mode="", names=ALL):
    rows = [Figures(name, 2.0 + place, 1.0 + place, 100 * (1 + place)) for place, name in enumerate(names)]
    return Heat(size, columns, mode, size, rows, dict.fromkeys(names[1:], 0.9999))


@pytest.fixture
def figures():
    pair = (contestants.REFERENCE, contestants.TWO)
    heats = [heat(1024, "core"), heat(2048, "core"), heat(2048, "core", "weights", pair), heat(1024, "packages")]
    return {
        "machine": {
            "date": "2000-01-01",
            "processor": "abacus",
            "cores": "2",
            "memory": "1 GB",
            "system": "none",
            "load": "0",
        },
        "ours": {"Python": "3"},
        "SExtractor": "version 2",
        "pairs": 5,
        "sizes": [1024, 2048],
        "heats": [as_data(one) for one in heats],
        "in process": {"sexlike.extract, 1 thread": 1.0, "SEP": 3.0},
        "start-up": dict.fromkeys(("pass", "version", "imports", "small", "small SExtractor"), 0.5),
        "stages": {"reading": [1.2, 1.0, 0.25, 0.5, 1.0, 0.25], "kron": [0.001] * 6, "sum": [1.201, 1.001, 0.251] * 2},
    }


def test_the_page_takes_the_tables(figures):
    page = report.with_tables(report.PAGE.read_text(), json.loads(json.dumps(figures)))
    assert page == report.with_tables(page, figures)
    for text in (
        "abacus, 2 cores",
        f"| {contestants.TWO} | 4.00 | 2.00 | 3.00 | 3.00 | 300 | 512 | 1.0 | 99.990% of the cells |",
        "| core columns, weights | 2,048 | 2.00 | 3.00 | 1.50 | 2.00 | 100 | 200 |",
        "| SEP | 3.00 | 3.00 |",
        "| reading | 1.00 | 100% | 0.25 | 25% | 1.20 | 0.50 |",
        "| 1 others | 0.00 | 0% |",
    ):
        assert text in page


def test_the_picture(figures, tmp_path):
    from plots import draw

    draw(list(map(report.heat_from, figures["heats"])), tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_columns_of_all_sets_are_known():
    for name in contestants.COLUMN_SETS:
        names = [line.partition("(")[0] for line in contestants.columns_of(name)]
        assert len(set(names)) == len(names)
        assert set(names) <= set(COLUMNS)
    assert len(contestants.columns_of("classic")) > 190
    fitted = ("PSF_IMAGE", "_PSF", "MODEL", "SPREAD", "POINTSOURCE")
    assert not [name for name in contestants.columns_of("classic") if name.endswith(fitted) and "FWHMPSF" not in name]


@pytest.mark.needs_sextractor
@pytest.mark.skipif(sys.platform != "linux", reason="memory is that of Linux' /proc")
def test_a_small_race():
    command = [sys.executable, str(BENCHMARKS / "race.py"), "--sizes", "256", "--pairs", "1"]
    done = subprocess.run(
        [*command, "--modes", "", "weights", "--settings", "CLEAN_PARAM=1"], check=True, capture_output=True, text=True
    )
    rows = re.findall(r"^\| (S?sex.*?|SExtractor) \| ([\d.]+) .*\|$", done.stdout, re.MULTILINE)
    assert [name for name, _ in rows] == [*ALL, *ALL]
    assert done.stdout.count("100.000% of the cells") == 6
