"""Tiles of the layers: values and marks as the browser works them out are those of the image and of the run."""

import numpy as np
import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.config.files.convfile import find_kernel
from sexlike.detection.filtering import convolve
from sexlike.images.loading import load_pairs
from sexlike.output.plots.layers import LOWEST_SMOOTHED
from sexlike.page.pictures.shelf import Shelf
from sexlike.page.serving.replies import Reply

from ..conftest import sky
from ..served import served
from .pictures import colours, tile_values


def assert_close(found, wanted, rel=0.0, abs=0.0):
    """`numpy.testing.assert_allclose`, which is faster than `pytest.approx`."""
    np.testing.assert_allclose(found, wanted, rtol=rel, atol=abs)


def loaded(*images, **settings):
    """The image that is searched, as the command loads it."""
    return next(load_pairs([str(image) for image in images], load_config(None, list(settings.items()))))[1]


@pytest.mark.parametrize(("level", "column", "row"), [(0, 0, 0), (0, 1, 1), (1, 0, 0)])
def test_pixels(page, field, level, column, row):
    found, worth = tile_values(page, layer="image", level=level, column=column, row=row)
    step = 1 << level
    pixels = fits.getdata(field)[::step, ::step][row * 256 : row * 256 + 256, column * 256 : column * 256 + 256]
    assert found.shape == pixels.shape
    good = np.isfinite(pixels)
    assert np.array_equal(worth, np.where(good, 0, 1))
    assert_close(found[good], pixels[good], rel=2e-4)


@pytest.mark.parametrize("level", [0, 1])
def test_background_and_noise_are_those_of_the_run(page, field, level):
    image, step = loaded(field), 1 << level
    for layer, surface in (("background", image.background.rows), ("noise", image.background.rms_rows)):
        found, worth = tile_values(page, layer=layer, level=level, column=0, row=0)
        assert_close(found, surface(0, 300)[::step, ::step][:256, :256], rel=1e-4)
        assert not worth.any()


@pytest.mark.parametrize(("level", "column", "row"), [(0, 0, 0), (0, 1, 1), (1, 0, 0)])
@pytest.mark.parametrize("kernel", ["default.conv", "gauss_5.0_9x9.conv"])
def test_the_filtered_image_is_that_which_is_searched(field, level, column, row, kernel):
    with served(field, FILTER_NAME=kernel) as page:
        page.wait_for_background()
        found, worth = tile_values(page, layer="filtered", level=level, column=column, row=row)
    smoothed = convolve(loaded(field).pixels, find_kernel(kernel, ""))
    part = smoothed[:: 1 << level, :: 1 << level][row * 256 : row * 256 + 256, column * 256 : column * 256 + 256]
    good = part > LOWEST_SMOOTHED
    assert np.array_equal(worth == 0, good)
    assert_close(found[good], part[good], rel=1e-3, abs=0.01)


def test_masks_and_weights(field, tmp_path):
    weights = np.ones((300, 420), np.float32)
    weights[:50, :60], weights[100:, 200:] = 0, 4
    fits.writeto(tmp_path / "w.fits", weights)
    fits.writeto(tmp_path / "m.fits", (np.indices((300, 420))[1] > 400).astype(np.uint8))
    maps = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": str(tmp_path / "w.fits")}
    maps["MASK_IMAGE"] = str(tmp_path / "m.fits")
    with served(field, **maps) as page:
        page.wait_for_background()
        found, worth = tile_values(page, layer="weight", level=1, column=0, row=0)
        assert_close(found, weights[::2, ::2], abs=1e-3)
        found, worth = tile_values(page, layer="noise", level=0, column=0, row=1)
        variance = loaded(field, **maps).variance[256:300, :256]
        assert_close(found, np.sqrt(variance), rel=1e-3)
        _, worth = tile_values(page, layer="image", level=0, column=1, row=0)
        assert np.array_equal(worth == 2, np.indices((256, 164))[1] > 144)
        _, worth = tile_values(page, layer="image", level=0, column=0, row=0)
        hidden = weights[:256, :256] == 0
        assert np.array_equal(worth == 2, hidden & np.isfinite(fits.getdata(field)[:256, :256]))
        _, _, data = page.ask("/api/tile?layer=mask&level=0&column=0&row=0")
        assert np.array_equal(colours(data)[:, :, 2], hidden)
        known = {layer["name"]: layer["available"] for layer in page.told("/api/session")["layers"]}
    assert known["weight"]
    assert known["mask"]


def test_pixels_of_little_weight_are_marked_as_the_run_leaves_them_out(field, tmp_path):
    """WEIGHT_THRESH is a limit of the weights on the scale of the image's noise."""
    weights = np.where(np.indices((300, 420))[1] > 60, np.float32(1), np.float32(0.2))
    fits.writeto(tmp_path / "w.fits", weights)
    maps = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": str(tmp_path / "w.fits"), "WEIGHT_THRESH": "0.02"}
    with served(field, **maps) as page:
        page.wait_for_background()
        found = tile_values(page, layer="image", level=0, column=0, row=0)[1] == 2
    image = loaded(field, **maps)
    bad = (image.variance >= image.worst_variance)[:256, :256] & np.isfinite(fits.getdata(field)[:256, :256])
    assert 0 < bad.mean() < 1
    assert np.array_equal(found, bad)


def test_what_is_not_there(page):
    for query, status in [
        ("layer=weight&level=0&column=0&row=0", 404),
        ("layer=image&level=0&column=2&row=0", 404),
        ("layer=image&level=9&column=0&row=0", 404),
        ("layer=nonsense&level=0&column=0&row=0", 404),
        ("layer=image&level=0&column=0", 400),
        ("layer=image&level=-1&column=0&row=0", 400),
        ("layer=image&level=0&column=0&row=1.5", 400),
        ("layer=image&level=0&column=0&row=" + "9" * 30, 400),
    ]:
        assert page.ask(f"/api/tile?{query}")[0] == status, query
    known = {layer["name"]: layer for layer in page.told("/api/session")["layers"]}
    assert known["weight"]["why"] == "There is no weight map (WEIGHT_TYPE, WEIGHT_IMAGE)."
    assert known["background"]["available"]


def test_the_background_is_still_being_measured(field):
    with served(field, begin=False) as page:
        page.session.view.sky.latest.finished.set()
        status, _, data = page.ask("/api/tile?layer=background&level=0&column=0&row=0")
        assert (status, data) == (503, b'{"error":"The background is still being measured."}')
        assert tile_values(page, layer="image", level=0, column=0, row=0)[0].shape == (256, 256)
        assert page.told("/api/pixel?x=5&y=5")["background"] is None


def test_layers_follow_the_latest_try(field):
    with served(field) as page:
        page.wait_for_background()
        before = tile_values(page, layer="background", level=0, column=0, row=0)[0]
        body = {"serial": 1, "region": [1, 1, 300, 300], "settings": {"BACK_SIZE": "32"}}
        page.told("/api/try", body)
        after = tile_values(page, layer="background", level=0, column=0, row=0)[0]
    assert np.abs(after - before).max() > 0.1
    assert_close(after, loaded(field, BACK_SIZE="32").background.rows(0, 256)[:, :256], rel=1e-4)


@pytest.mark.filterwarnings("ignore:Image contains mainly constant data")
@pytest.mark.parametrize("shape", [(64, 64), (1, 700), (700, 1), (1, 1)], ids=str)
@pytest.mark.parametrize("empty", [False, True])
def test_small_and_empty_images(tmp_path, shape, empty):
    image = np.full(shape, np.nan, np.float32) if empty else sky(*shape)
    fits.writeto(tmp_path / "a.fits", image)
    with served(tmp_path / "a.fits") as page:
        page.wait_for_background()
        session = page.told("/api/session")
        assert session["extensions"] == [
            {"number": 0, "name": "[0]", "width": shape[1], "height": shape[0], "wcs": False, "empty": empty}
        ]
        assert session["pixelScale"] is None
        for layer in ("image", "background", "noise", "filtered", "mask"):
            for level in range(session["levels"]):
                assert page.ask(f"/api/tile?layer={layer}&level={level}&column=0&row=0")[0] == 200, layer
        _, worth = tile_values(page, layer="image", level=0, column=0, row=0)
        assert (worth == empty).all()
        assert (page.told(f"/api/pixel?x={shape[1]}&y={shape[0]}")["value"] is None) == empty


def test_a_shelf_has_room_for_so_many_bytes():
    shelf, made = Shelf(100), []
    for key in (1, 2, 3, 1, 4, 1, 2):
        shelf.get(key, lambda key=key: made.append(key) or Reply(bytes(30)))
    assert made == [1, 2, 3, 4, 2]  # 2 was not asked for longest when 4 came
    assert shelf.size <= 100
