"""What is the same in every run: all bytes of all files, but for dates and durations; and these too on request."""

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import clock
from sexlike.errors import SexlikeError

CATALOGS = ["ASCII_HEAD", "FITS_LDAC", "FITS_TPX", "FITS_1.0", "ASCII_VOTABLE", "ASCII_SKYCAT", "ECSV"]
OPTIONS = {
    "CATALOG_TYPE": ",".join(CATALOGS),
    "CATALOG_NAME": ",".join(f"{name}.cat" for name in CATALOGS),
    "CHECKIMAGE_TYPE": "SEGMENTATION,BACKGROUND,APERTURES",
    "CHECKIMAGE_NAME": "s.fits,b.fits,a.fits",
    "CHECKPLOT_TYPE": "SEGMENTATION,APERTURES,DIAGNOSTICS",
    "CHECKPLOT_NAME": "p.png,p.pdf,p.svg",
    "WRITE_XML": "Y",
    "PARAMETERS_NAME": "columns.param",
}
COLUMNS = ["NUMBER", "ALPHA_J2000", "X_IMAGE", "Y_IMAGE", "FLUX_RADIUS", "MAG_AUTO", "FLAGS"]
TIMES = (
    rb"SEX(DATE|TIME|ELAPS) *= +\S+",
    rb'<PARAM [^>]*name="(Date|Time|Duration)"[^>]*>',
    rb"<TD>\d\d/\d\d/\d{4}</TD>\s*<TD>[\d:]+</TD>\s*<TD>[^<]*</TD>",  # date, time and duration of an extension
    rb"<TD>\d{4}-\d\d-\d\d</TD>\s*<TD>[\d:]+</TD>",  # of a warning
)


def run(folder, image, seed, columns=COLUMNS, **environment):
    """The files of a run, by name, and its log."""
    folder.mkdir()
    (folder / "columns.param").write_text("\n".join(columns))
    words = [str(image), *(word for name, value in OPTIONS.items() for word in (f"-{name}", value))]
    environment = {**os.environ, "PYTHONHASHSEED": seed, **environment}
    command = [sys.executable, "-m", "sexlike", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = {path.name: path.read_bytes().replace(str(folder).encode(), b"FOLDER") for path in folder.iterdir()}
    return files, done.stderr


@pytest.fixture
def image(tmp_path):
    rng = np.random.default_rng(3)
    pixels = rng.normal(100, 3, (96, 96))
    y, x = np.mgrid[:96, :96]
    for column, row in rng.uniform(8, 88, (9, 2)):
        pixels += 900 * np.exp(-((x - column) ** 2 + (y - row) ** 2) / 5)
    path = tmp_path / "image.fits"
    fits.PrimaryHDU(pixels.astype("f4")).writeto(path)
    return path


def test_runs_differ_in_dates_and_durations_alone(tmp_path, image):
    first, second = (run(tmp_path / seed, image, seed)[0] for seed in ("1", "2"))
    assert first.keys() == second.keys()
    for name in first:
        one, two = (re.sub(b"|".join(TIMES), b"", files[name]) for files in (first, second))
        assert one == two, name


def test_all_bytes_are_the_same_on_request(tmp_path, image):
    zones, columns = {"1": "UTC", "2": "Pacific/Auckland"}, [*COLUMNS, "DURATION_ANALYSIS"]
    (first, log), second = (
        run(tmp_path / seed, image, seed, columns, SOURCE_DATE_EPOCH="86400", TZ=zone) for seed, zone in zones.items()
    )
    assert (first, log) == second
    cards = np.ravel(fits.getdata(tmp_path / "1" / "FITS_LDAC.cat", 1)[0][0])
    cards = {line[:8].rstrip(): line[10:].split("/ ")[0].strip(" '") for line in cards}
    assert (cards["SEXDATE"], cards["SEXTIME"], float(cards["SEXELAPS"])) == ("02/01/1970", "00:00:00", 0)
    assert (fits.getdata(tmp_path / "1" / "FITS_LDAC.cat", 2)["DURATION_ANALYSIS"] == 0).all()
    for pattern in (
        rb'<PARAM [^>]*name="Date" value="1970-01-02"',
        rb"<TD>02/01/1970</TD>\s*<TD>00:00:00</TD>\s*<TD>0</TD>",
    ):
        assert re.search(pattern, first["sex.xml"])
    assert "started on 1970-01-02 at 00:00:00" in log
    assert "All done (in 0.0 s: 0.0 lines/s , 0.0 detections/s)" in log


def test_now(monkeypatch):
    monkeypatch.delenv(clock.VARIABLE, raising=False)
    assert abs((clock.now() - datetime.now()).total_seconds()) < 60
    monkeypatch.setenv(clock.VARIABLE, "")
    assert clock.now().year > 2000
    monkeypatch.setenv(clock.VARIABLE, "1234567890")
    assert f"{clock.now():%Y-%m-%d %H:%M:%S}" == "2009-02-13 23:31:30"
    assert clock.stopwatch()() == 0


def test_durations(monkeypatch):
    monkeypatch.delenv(clock.VARIABLE, raising=False)
    seconds = clock.stopwatch()
    assert 0 < seconds() <= seconds()


@pytest.mark.parametrize("value", ["today", "-1", "1.5", "9" * 30, "9" * 5000, "٣", " 1"])
def test_no_time(monkeypatch, value):
    monkeypatch.setenv(clock.VARIABLE, value)
    with pytest.raises(SexlikeError, match="SOURCE_DATE_EPOCH"):
        clock.now()


def test_one_module_knows_the_time():
    package = Path(clock.__file__).parent
    clocks = r"perf_counter|datetime\.now|time\.time\("
    users = [path.name for path in package.rglob("*.py") if re.search(clocks, path.read_text())]
    assert users == ["clock.py"]
