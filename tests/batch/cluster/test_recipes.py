"""What docs/cluster.md says can be typed: its certificates, its YAML, its jobs."""

import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from ..nights import sexlike, write_images
from .processes import ROOT, Cluster

PAGE = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
FOLDER = "/home/me/dask"  # of the certificates, in the page
LONGEST = 10  # lines of a recipe


def blocks(language):
    """The blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def indented(word):
    """The indented lines of the page that begin with a word."""
    return [line.strip() for line in PAGE.splitlines() if line.startswith(f"    {word} ")]


@pytest.mark.needs_posix
@pytest.mark.parametrize("script", blocks("bash"), ids=["Slurm", "Kubernetes"])
def test_jobs_are_scripts_of_ten_lines(script, tmp_path):
    path = tmp_path / "job.sh"
    path.write_text(script)
    done = subprocess.run(["bash", "-n", path], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(script.splitlines()) <= LONGEST


def test_the_job_of_htcondor_names_what_it_needs():
    (text,) = blocks("text")
    *settings, last = text.splitlines()
    pairs = dict(re.fullmatch(r"(\w+)\s+= (.+)", line).groups() for line in settings)
    assert {"executable", "arguments", "request_cpus", "request_memory", "should_transfer_files"} <= set(pairs)
    assert re.fullmatch(r"queue \d+", last)
    assert len(settings) < LONGEST
    assert f"--nworkers {pairs['request_cpus']} " in pairs["arguments"]


@pytest.mark.needs_posix
@pytest.mark.parametrize("program", ["scheduler", "worker"])
def test_options_of_dask_are_there(program):
    """All of the page, whichever recipe they are in."""
    dask = Path(sys.executable).with_name("dask")  # of this environment, be it activated or not
    said = subprocess.run([dask, program, "--help"], capture_output=True, text=True, timeout=120)
    assert said.returncode == 0
    known = set(re.findall(r"--[a-z-]+", said.stdout))
    used = set()
    for line in PAGE.replace("\\\n", " ").splitlines():
        for words in re.findall(rf"(?:dask|arguments\s+=) {program} ([^&#`]*)", line):
            used |= set(re.findall(r"--[a-z-]+", words))
    assert used
    assert used <= known


@pytest.mark.needs_posix
@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
def test_certificates_and_configuration_work_as_they_stand(tmp_path, monkeypatch):
    """The scheduler, a worker and the command with nothing but what the page says; who has no certificate stays out."""
    yaml = pytest.importorskip("yaml")
    for line in indented("openssl"):
        subprocess.run(["bash", "-c", line], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (text,) = blocks("yaml")
    assert FOLDER in text
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "distributed.yaml").write_text(text.replace(FOLDER, str(tmp_path)))
    assert set(yaml.safe_load(text)["distributed"]["comm"]["tls"]) == {"ca-file", "scheduler", "worker", "client"}
    monkeypatch.chdir(tmp_path)
    write_images(".", ["a.fits", "b.fits"])
    Path("default.param").write_text("NUMBER\nX_IMAGE\n")
    with Cluster(tmp_path, protocol="tls", variables={"DASK_CONFIG": str(settings)}) as cluster:
        cluster.start_scheduler()
        cluster.start_worker()
        words = ["--batch", "a.fits", "b.fits", "-CATALOG_NAME", "{stem}.cat", "--cluster", cluster.address]
        stranger = sexlike(*words, timeout=120)
        assert stranger.returncode == 1
        assert f"no scheduler answers at {cluster.address}" in stranger.stderr
        assert "tls:// takes certificates from Dask's own configuration" in stranger.stderr
        done = sexlike(*words, timeout=120, variables={"DASK_CONFIG": str(settings)})
    assert done.returncode == 0, done.stderr
    assert "2 done" in done.stderr
    assert len(list(tmp_path.glob("*.cat"))) == 2
