"""200 exposures on a Dask cluster of two workers, ten of them broken in ten ways, with CI_FULL=1."""

import os
import time

import pytest

from ..nights import check_catalogs, check_failures, make, rows_of, sexlike
from .processes import Cluster

COUNT, SIZE = 200, 256


@pytest.mark.needs_posix
@pytest.mark.skipif(os.environ.get("CI_FULL") != "1", reason="CI_FULL is not 1")
def test_a_night_on_two_workers(tmp_path, monkeypatch):
    broken = make(tmp_path, count=COUNT, size=SIZE, broken=True)
    (tmp_path / "dask").mkdir()
    with Cluster(tmp_path / "dask") as cluster:
        cluster.start_scheduler()
        cluster.start_worker()
        cluster.start_worker()
        words = ["--batch", "night/exposures.csv", "-c", "run.toml", "--cluster", cluster.address]
        begin = time.monotonic()
        done = sexlike(*words, cwd=tmp_path)
        print(f"{COUNT} exposures of {SIZE} pixels in {time.monotonic() - begin:.1f} s")
        again = sexlike(*words, cwd=tmp_path)
    check_failures(rows_of(tmp_path / "batch.ecsv"), broken, COUNT, done)
    assert f"{COUNT} exposures, {COUNT - 10} up to date, 10 failed before and have not changed" in again.stderr
    monkeypatch.chdir(tmp_path)
    check_catalogs(COUNT, tmp_path / "dask", monkeypatch)
