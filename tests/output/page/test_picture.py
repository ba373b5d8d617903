"""The picture of a page: what can be read from its shades, and how it is made to fit."""

import io
import sys
import zlib
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.image import imread

from sexlike.output.page import picture as module
from sexlike.output.page.picture import NO_VALUE, NO_WEIGHT, picture_of, scale_of

ROOM = 10_000_000


def image_of(raw, **more):
    raw = np.where(np.isfinite(raw), raw, -1e30).astype(np.float32)
    given = {"variance": None, "worst_variance": 1e30, "background": SimpleNamespace(sigma=1.0)}
    return SimpleNamespace(raw=raw, shape=raw.shape, name="x.fits", **(given | more))


def noise(shape, seed=1):
    return np.random.default_rng(seed).normal(100, 1, shape)


def shades_of(made):
    shades = imread(io.BytesIO(made.data), format=made.kind)
    return np.round(shades * 255).astype(int) if made.kind == "png" else shades[..., 0] if shades.ndim == 3 else shades


def values_of(made):
    scale = made.scale
    top = np.arcsinh((scale.high - scale.low) / scale.soften)
    return scale.low + scale.soften * np.sinh(shades_of(made) / 255 * top)


def without_pillow(monkeypatch, raw, room=ROOM):
    """The picture of an image where Pillow is not installed."""
    with monkeypatch.context() as hidden:
        hidden.setitem(sys.modules, "PIL", None)
        return picture_of(image_of(raw), room)


def test_values_can_be_read_to_a_part_of_the_noise():
    raw = noise((200, 300))
    raw[50:60, 70:80] += 20_000
    made = picture_of(image_of(raw), ROOM)
    assert (made.kind, made.factor) == ("png", 1)
    near = np.abs(raw - 100) < 5
    assert np.abs(values_of(made) - raw)[near].max() < 0.3
    assert values_of(made)[55, 75] == pytest.approx(20_100, rel=0.05)
    assert not made.mask.any()


def test_the_sky_has_many_shades_beside_bright_stars():
    raw = noise((300, 300))
    raw[::50, ::50] = 60_000
    shades = scale_of(image_of(raw)).shades(raw)
    assert np.std(shades[raw < 1000]) > 3


def test_a_large_image_is_a_jpeg():
    raw = noise((1100, 1000))
    made = picture_of(image_of(raw), ROOM)
    assert (made.kind, made.factor) == ("jpeg", 1)
    assert np.abs(values_of(made) - raw).mean() < 0.5


def test_without_pillow_a_large_image_has_half_the_resolution(monkeypatch):
    raw = noise((1101, 1000))
    made = without_pillow(monkeypatch, raw)
    assert (made.kind, made.factor) == ("png", 2)
    assert shades_of(made).shape == made.mask.shape == (551, 500)
    small = without_pillow(monkeypatch, raw[:64, :64])
    assert (small.kind, small.factor) == ("png", 1)


@pytest.mark.parametrize("room", [200_000, 20_000, 3000])
@pytest.mark.parametrize("pillow", [True, False])
def test_what_does_not_fit_is_binned(room, pillow, monkeypatch):
    raw = noise((1200, 900))
    made = picture_of(image_of(raw), room) if pillow else without_pillow(monkeypatch, raw, room)
    assert len(made.data) <= room
    assert made.factor > 1
    assert made.mask.shape == (-(-1200 // made.factor), -(-900 // made.factor))


def test_a_mask_takes_its_room():
    raw = noise((1200, 900))
    raw[np.random.default_rng(3).random(raw.shape) < 0.5] = np.nan
    made = picture_of(image_of(raw), 150_000)
    assert len(made.data) + len(zlib.compress(made.mask.tobytes())) <= 150_000


def test_no_room_at_all_is_no_error():
    assert picture_of(image_of(noise((300, 300))), 10).mask.shape == (1, 1)


def test_what_a_browser_cannot_hold_is_binned(monkeypatch):
    monkeypatch.setattr(module, "MOST_PIXELS", 300**2)
    assert picture_of(image_of(noise((500, 700))), ROOM).factor == 2


def test_pixels_without_value_or_weight_are_told():
    raw = noise((64, 64))
    raw[:8, :8] = np.nan
    variance = np.ones((64, 64), np.float32)
    variance[40:, 40:] = 1e30
    variance[20, 20] = 1e30
    made = picture_of(image_of(raw, variance=variance), ROOM)
    assert (made.mask[:8, :8] == NO_VALUE).all()
    assert (made.mask[40:, 40:] == NO_WEIGHT).all()
    assert made.mask[20, 20] == NO_WEIGHT
    assert np.count_nonzero(made.mask) == 64 + 576 + 1


@pytest.mark.parametrize(
    "raw",
    [
        np.full((20, 30), np.nan),
        np.full((20, 30), 7.0),
        np.zeros((20, 30)),
        np.full((1, 1), 3.0),
        noise((1, 500)),
        noise((500, 1)),
        noise((20, 30)) * 1e25,
        noise((20, 30)) * 1e-25,
    ],
)
@pytest.mark.parametrize("sigma", [1.0, 0.0, np.nan, -1.0])
def test_odd_images_have_a_picture(raw, sigma):
    made = picture_of(image_of(raw, background=SimpleNamespace(sigma=sigma)), ROOM)
    assert shades_of(made).shape == raw.shape
    assert made.scale.low < made.scale.high < np.inf
    assert made.scale.soften > 0
