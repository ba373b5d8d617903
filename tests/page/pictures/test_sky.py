"""The background that is measured some rows at a time is that of the command, to the last bit."""

import threading

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.images.loading import load_pairs
from sexlike.images.pairs import open_pairs
from sexlike.images.regions import Region
from sexlike.page.pictures import sky as module
from sexlike.page.pictures.sky import Sky

from ..conftest import sky

PATIENCE = 60  # seconds
MESHES = ("level", "rms", "mean", "sigma")


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """An image with a slope, and weights with gaps."""
    folder = tmp_path_factory.mktemp("sky")
    image = sky(500, 260) + np.linspace(0, 50, 500, dtype=np.float32)[:, None]
    weights = np.random.default_rng(2).uniform(0.5, 2, image.shape).astype(np.float32)
    weights[100:200, 60:200] = 0
    fits.writeto(folder / "a.fits", image)
    fits.writeto(folder / "w.fits", weights)
    fits.writeto(folder / "b.fits", image * 2 + 5)
    return folder


SETTINGS = [
    {},
    {"BACK_SIZE": "37,50", "BACK_FILTERSIZE": "1"},
    {"BACK_SIZE": "5000"},
    {"BACK_TYPE": "MANUAL", "BACK_VALUE": "99"},
    {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "w.fits"},
    {"WEIGHT_TYPE": "BACKGROUND"},
    {"WEIGHT_TYPE": "NONE,MAP_WEIGHT", "WEIGHT_IMAGE": "w.fits"},
    {"WEIGHT_TYPE": "MAP_WEIGHT,MAP_RMS", "WEIGHT_IMAGE": "w.fits,w.fits", "WEIGHT_SCALING": "ERROR"},
]


@pytest.mark.filterwarnings("ignore:.*BACK_TYPE MANUAL gives a background")
@pytest.mark.parametrize("images", [("a.fits",), ("a.fits", "b.fits")], ids=len)
@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: "-".join(settings.values()))
def test_it_is_that_of_the_command(maps, monkeypatch, settings, images):
    monkeypatch.chdir(maps)
    monkeypatch.setattr(module, "AT_ONCE", 260 * 80)
    config = load_config(None, [*settings.items(), ("COMPATIBILITY", "NONE")])
    sky_of_page = Sky(*open_pairs(images, "")[0], config)
    assert sky_of_page.noise(config) is None
    sky_of_page.begin()
    assert sky_of_page.latest.finished.wait(PATIENCE)
    assert sky_of_page.status() == {"done": 1.0, "ready": True}
    noise, searched = sky_of_page.noise(config), sky_of_page.background(config)
    image, detection_image = next(load_pairs(images, config))
    for name in MESHES:
        assert np.array_equal(getattr(searched, name), getattr(detection_image.background, name))
        if len(images) > 1:
            assert np.array_equal(noise[0][name], getattr(image.background, name))
    assert searched.constant == detection_image.background.constant
    if noise[-1]["scale"]:  # without weights it is that of the image that is measured
        assert noise[-1]["scale"] == detection_image.weight_scale


def test_other_filters_need_no_pixels(maps, monkeypatch):
    monkeypatch.chdir(maps)
    one, two = load_config(None, []), load_config(None, [("BACK_FILTERSIZE", "7")])
    sky_of_page = Sky(*open_pairs(["a.fits"], "")[0], one)
    sky_of_page.begin()
    assert sky_of_page.latest.finished.wait(PATIENCE)
    monkeypatch.setattr(Sky, "_measure", None)
    image, _ = next(load_pairs(["a.fits"], two))
    assert np.array_equal(sky_of_page.background(two).level, image.background.level)


def test_a_region_of_a_large_image_comes_first(maps, monkeypatch):
    """Around the region the meshes are those of the whole, which is measured meanwhile."""
    monkeypatch.chdir(maps)
    monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(module, "AT_ONCE", 260 * 16)
    config = load_config(None, [("BACK_SIZE", "16")])
    sky_of_page = Sky(*open_pairs(["a.fits"], "")[0], config)
    (near,), whole = sky_of_page.noise_at(config, Region(0, 100, 240, 320))
    assert not whole
    assert sky_of_page.latest.finished.wait(PATIENCE)
    (found,), whole = sky_of_page.noise_at(config, Region(0, 100, 240, 320))
    assert whole
    rows = slice(240 // 16, 320 // 16)
    assert np.array_equal(near["level"][rows], found["level"][rows])
    assert near["level"].shape == found["level"].shape
    assert near["sigma"] == pytest.approx(found["sigma"], rel=0.1)


def test_a_newer_background_takes_the_place_of_the_one_that_is_measured(maps, monkeypatch):
    monkeypatch.chdir(maps)
    monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(module, "AT_ONCE", 1)
    go_on, old, new = threading.Event(), load_config(None, []), load_config(None, [("BACK_SIZE", "32")])
    sky_of_page = Sky(*open_pairs(["a.fits"], "")[0], old)
    sky_of_page.begin(lambda: go_on.wait(PATIENCE))
    first = sky_of_page.latest
    sky_of_page.noise_at(new, Region(0, 100, 0, 100))
    second = sky_of_page.latest
    go_on.set()
    assert first.finished.wait(PATIENCE)
    assert second.finished.wait(PATIENCE)
    assert first.stopped
    assert sky_of_page.noise(old) is None
    assert sky_of_page.noise(new) is not None


def test_what_cannot_be_measured_is_told(maps, monkeypatch):
    monkeypatch.chdir(maps)
    config = load_config(None, [("WEIGHT_TYPE", "MAP_WEIGHT"), ("WEIGHT_IMAGE", "no.fits")])
    sky_of_page = Sky(*open_pairs(["a.fits"], "")[0], config)
    sky_of_page.begin()
    assert sky_of_page.latest.finished.wait(PATIENCE)
    status = sky_of_page.status()
    assert not status["ready"]
    assert "no.fits: no such file" in status["error"]


def test_sizes_as_angles(tmp_path):
    header = fits.Header({"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CD1_1": -1e-4, "CD2_2": 1e-4})
    fits.writeto(tmp_path / "a.fits", sky(200, 200), header)
    config, plain = (load_config(None, [("BACK_SIZE", size)]) for size in ("11.52 arcsec", "32"))
    sky_of_page = Sky(*open_pairs([str(tmp_path / "a.fits")], "")[0], config)
    (noise,), _ = sky_of_page.noise_at(config, Region(0, 100, 0, 100))
    image, _ = next(load_pairs([str(tmp_path / "a.fits")], plain))
    assert np.array_equal(noise["level"], image.background.level)
