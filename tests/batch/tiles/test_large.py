"""A mosaic on two workers of a Dask cluster, each limited to 1.5 GB: of 16384 pixels, with CI_FULL=1."""

import os

import numpy as np
import pytest
from astropy.io import fits
from fields import NOISE, make_sky

from sexlike.batch.tiles.running import run_in_tiles
from sexlike.cli import main
from sexlike.config.config import load_config

SIZE, SIDE = 16384, 8192
PART = 2048  # the same objects are there again and again, and other noise
COLUMNS = "NUMBER X_IMAGE Y_IMAGE FLUX_AUTO FLUXERR_AUTO KRON_RADIUS FLUX_ISO FLUX_RADIUS XWIN_IMAGE A_IMAGE FLAGS"


def write_mosaic(path):
    """Write a mosaic band by band."""
    sky, random = make_sky(PART, 3), np.random.default_rng(4)
    header = fits.Header({"SIMPLE": True, "BITPIX": -32, "NAXIS": 2, "NAXIS1": SIZE, "NAXIS2": SIZE})
    with open(path, "wb") as file:
        file.write(header.tostring().encode())
        for first in range(0, SIZE, 256):
            band = np.tile(sky[first % PART :][:256], (1, SIZE // PART))
            band += random.standard_normal(band.shape, np.float32) * np.float32(NOISE)
            file.write(band.astype(">f4").tobytes())
        file.write(bytes(-(SIZE**2) * 4 % 2880))


@pytest.mark.filterwarnings("ignore")  # those of Dask
@pytest.mark.skipif(os.environ.get("CI_FULL") != "1", reason="CI_FULL is not 1")
def test_two_small_workers_make_the_catalog_of_one_run(tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write_mosaic("mosaic.fits")
    (tmp_path / "few.param").write_text("\n".join(COLUMNS.split()))
    settings = {"PARAMETERS_NAME": "few.param", "VERBOSE_TYPE": "QUIET", "CHECKIMAGE_TYPE": "SEGMENTATION"}
    whole = settings | {"CATALOG_NAME": "whole.cat", "CHECKIMAGE_NAME": "whole.fits"}
    (tmp_path / "run.sex").write_text("\n".join(" ".join(pair) for pair in whole.items()))
    assert main(["mosaic.fits", "-c", "run.sex"]) == 0
    tiled = {"CATALOG_NAME": "tiled.cat", "CHECKIMAGE_NAME": "tiled.fits"}
    workers = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": "1.5GB", "processes": True}
    with (
        distributed.LocalCluster(**workers, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        run_in_tiles(["mosaic.fits"], load_config("run.sex", tiled), SIDE, executor)
    assert (tmp_path / "tiled.cat").read_bytes() == (tmp_path / "whole.cat").read_bytes()
    assert (tmp_path / "tiled.fits").read_bytes() == (tmp_path / "whole.fits").read_bytes()
