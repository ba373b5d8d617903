"""The tasks of a mosaic: what they say when something is wrong, and that they may be repeated."""

import platform

import numpy as np
import pytest
from astropy.io import fits

from sexlike.batch.tiles.plan import make_plan
from sexlike.batch.tiles.tasks import count_draws, measure_meshes
from sexlike.config.config import load_config
from sexlike.errors import SexlikeError
from sexlike.measure.registry import make_request

from .mosaics import Here, run_tiled


@pytest.fixture
def plan(tmp_path):
    pixels = np.random.default_rng(1).normal(100, 5, (80, 60)).astype(np.float32)
    fits.writeto(tmp_path / "a.fits", pixels)
    config = load_config(None, {"BACK_SIZE": "16"})
    request = make_request({"NUMBER": ()})
    return make_plan([str(tmp_path / "a.fits")], pixels.shape, config, request, None, str(tmp_path), 1)


def test_meshes_are_those_of_the_whole(plan):
    (whole,) = measure_meshes(plan | {"tile": [0, 0, 80]})["maps"]
    parts = [measure_meshes(plan | {"tile": [0, first, first + 16]})["maps"][0] for first in range(0, 80, 16)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


@pytest.mark.parametrize("what", ["images", "store"])
def test_a_path_that_is_not_visible_is_named_with_the_host(plan, what):
    unseen = "/nowhere/b.fits"
    result = measure_meshes(plan | {what: [unseen] if what == "images" else unseen, "tile": [0, 0, 80]})
    assert result["error"][0] == f"{unseen} is not there on the host {platform.node()}"
    assert "same names" in result["error"][2]


def test_a_file_that_is_cut_short_meanwhile(plan, tmp_path):
    data = (tmp_path / "a.fits").read_bytes()
    (tmp_path / "a.fits").write_bytes(data[:9000])
    assert "a.fits" in measure_meshes(plan | {"tile": [0, 0, 80]})["error"][0]


class OnceOutOfMemory(Here):
    """The third task runs out of memory."""

    count = 0

    def submit(self, fn, /, *args, **kwargs):
        self.count += 1
        return super().submit(out_of_memory if self.count == 3 else fn, *args, **kwargs)


def out_of_memory(_):
    return {"error": ["out of memory (on the host far-away)", None, None], "warnings": []}


def test_the_error_of_a_task_is_that_of_the_run(tmp_path):
    fits.writeto(tmp_path / "a.fits", np.random.default_rng(1).normal(100, 5, (80, 60)).astype(np.float32))
    settings = {"CATALOG_NAME": tmp_path / "a.cat"}
    with pytest.raises(SexlikeError, match="far-away"):
        run_tiled([tmp_path / "a.fits"], settings, 40, OnceOutOfMemory())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.fits"]


def test_a_blob_that_begins_far_below_is_searched_for(plan, tmp_path):
    pixels = np.random.default_rng(2).normal(0, 1, (900, 40)).astype(np.float32)
    pixels[100:890, 20:23] += 50
    fits.writeto(tmp_path / "a.fits", pixels, overwrite=True)
    nothing = np.zeros((1, 1), np.float32)
    noise = {"level": nothing, "rms": nothing + 1, "mesh": (900, 40), "shape": (900, 40)}
    noise |= {"mean": 0.0, "sigma": 1.0, "constant": None, "scale": 0.0}
    plan = plan | {"shape": [900, 40], "noise": [noise]}
    assert count_draws(plan | {"tile": [0, 0, 300]})["start"] == 0
    assert count_draws(plan | {"tile": [1, 300, 600]})["start"] > 100
    assert count_draws(plan | {"tile": [2, 600, 900]})["start"] < 100
