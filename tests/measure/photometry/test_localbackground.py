from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.detection.blankedmap import BlankedMap
from sexlike.detection.detections import RawDetections
from sexlike.detection.footprints import Footprints
from sexlike.measure.photometry.localbackground import (
    Frames,
    blocks,
    local_background,
    pixels_at_detection,
    sky_statistics,
)
from sexlike.measure.photometry.unblanked import Unblanked

from .. import plain

SHAPE = (100, 100)


def squares(*corners, side=8):
    """Footprints of squares with these lowest corners (x, y)."""
    row, column = (v.ravel() for v in np.mgrid[:side, :side])
    x = np.concatenate([x0 + column for x0, _ in corners]).astype(np.int32)
    y = np.concatenate([y0 + row for _, y0 in corners]).astype(np.int32)
    return Footprints(x, y, np.arange(len(corners) + 1) * side**2)


def found(footprints, merged_at=None, **last):
    """Detections of these footprints, all of which hide their pixels; last pixel scanned and blanked."""
    m = len(footprints.count)
    blanked = np.zeros(SHAPE, np.int32)
    blanked[footprints.y, footprints.x] = footprints.owner + 1
    merged_at = np.full(m, m) if merged_at is None else np.array(merged_at)
    last = dict.fromkeys(("scanned_to", "blanked_to"), np.full(m, 100 * 100)) | last
    return SimpleNamespace(
        raw=RawDetections(footprints, None, None, np.arange(m), merged_at, **last), blanked=BlankedMap.of_frame(blanked)
    )


def offsets(pixels, detections, two_images=False, **keywords):
    """The local backgrounds."""
    image = plain.image(pixels)
    detection_image = plain.image(pixels) if two_images else image
    if two_images:
        detection_image.pixels = image.pixels.copy()
    config = plain.config(**{"BACKPHOTO_TYPE": "LOCAL", "BACKPHOTO_THICK": 10} | keywords)
    return local_background(image, detection_image, detections, config).offset


def noise(level=0.0, seed=1):
    return level + np.random.default_rng(seed).normal(size=SHAPE)


def test_a_frame_is_clear_of_the_object():
    frames = Frames.around(squares((40, 50)), 5, SHAPE)
    pixels = np.concatenate([p.flat_index for p in frames.rows(np.array([0]), SHAPE).pixels()])
    y, x = np.divmod(pixels, SHAPE[1])
    assert len(pixels) == len(set(pixels.tolist())) == frames.area[0] == 22**2 - 12**2
    assert (x.min(), x.max(), y.min(), y.max()) == (33, 54, 43, 64)
    assert not ((x >= 38) & (x <= 49) & (y >= 48) & (y <= 59)).any()


def test_frames_that_leave_the_image_are_not_measured():
    frames = Frames.around(squares((40, 50), (2, 50), (82, 50)), 5, SHAPE)
    np.testing.assert_array_equal(frames.inside(SHAPE), [True, False, True])
    # The last column does not count.
    assert not Frames.around(squares((85, 50)), 5, SHAPE).inside(SHAPE)[0]
    assert offsets(noise(5.0), found(squares((2, 50))))[0] == 0


def test_the_sky_around_an_object_is_measured():
    pixels = noise(3.0)
    pixels[50:58, 40:48] += 500
    assert offsets(pixels, found(squares((40, 50))))[0] == pytest.approx(3, abs=0.2)
    assert offsets(pixels, found(squares((40, 50))), BACKPHOTO_TYPE="GLOBAL")[0] == 0


def test_large_objects_have_smaller_margins():
    frames = Frames.around(squares((10, 20), side=50), 5, SHAPE)
    assert [bound[0] for bound in (*frames.x_inner, *frames.y_inner)] == [10 - 12, 59 + 12, 20 - 12, 69 + 12]
    assert [bound[0] for bound in (*frames.x_outer, *frames.y_outer)] == [-7, 76, 3, 86]
    frames = Frames.around(squares((10, 20), side=49), 5, SHAPE)
    assert frames.x_inner[0][0] == 10 - 12
    frames = Frames.around(squares((4, 3), side=90), 5, SHAPE)
    assert (frames.x_inner[0][0], frames.y_inner[1][0]) == (4 - 2, 92 + 2)


def test_neighbours_are_masked_as_far_as_the_scan_has_come():
    pixels = noise()
    footprints = squares((40, 50), (54, 50), side=8)
    pixels[50:58, 54:62] = 40.0
    tight = {"BACKPHOTO_THICK": 16}
    nothing = np.full(2, 10 * 100)
    masked = offsets(pixels, found(footprints), **tight)[0]
    seen = offsets(pixels, found(footprints), **tight, MASK_TYPE="NONE")[0]
    assert abs(masked) < 0.2
    assert seen != masked
    # In one image it is what has been blanked; of two, what has been scanned.
    assert offsets(pixels, found(footprints, blanked_to=nothing), **tight)[0] == seen
    assert offsets(pixels, found(footprints, scanned_to=nothing), **tight)[0] == masked
    assert offsets(pixels, found(footprints, blanked_to=nothing), two_images=True, **tight)[0] == masked
    assert offsets(pixels, found(footprints, scanned_to=nothing), two_images=True, **tight)[0] == seen


def test_pixels_are_masked_up_to_the_last_that_was_scanned():
    pixels = np.arange(10_000.0).reshape(SHAPE)
    detections = found(squares((40, 50), (52, 50)))
    frames = Frames.around(detections.raw.footprints, 5, SHAPE)
    rows, chosen = frames.rows(np.array([0]), SHAPE), np.array([0])
    unblanked = Unblanked.from_detections(detections)
    masked_to = np.array([53 * 100 + 52, -1])  # the neighbour's fourth row, its first pixel
    values = pixels_at_detection(plain.image(pixels), detections, unblanked, masked_to, chosen, rows)[0]
    whole = np.concatenate([p.flat_index for p in rows.pixels()])
    gone = {y * 100 + x for y in (50, 51, 52) for x in (52, 53, 54)} | {53 * 100 + 52}
    assert set(whole[values <= -1e30]) == gone
    np.testing.assert_array_equal(values[values > -1e30], pixels.ravel()[whole[values > -1e30]])


def test_whatever_sky_there_is_counts_and_none_is_0():
    pixels = noise(5.0)
    pixels[:, :45] = -1e30
    assert offsets(pixels, found(squares((40, 50))))[0] == pytest.approx(5, abs=0.3)
    pixels[:] = -1e30
    assert offsets(pixels, found(squares((40, 50))))[0] == 0


def test_merged_detections_give_their_pixels_back_afterwards():
    detections = found(squares((40, 50), (60, 50), (70, 50)), merged_at=[3, 2, 3])
    detections.blanked.labels[detections.blanked.labels == 2] = 0
    unblanked = Unblanked.from_detections(detections)
    assert len(unblanked.flat_index) == 64
    inside, outside = np.array([50 * 100 + 60]), np.array([50 * 100 + 40])
    for now, hidden in ((0, True), (1, True), (2, True), (3, False)):
        assert unblanked.still_blanked(inside, np.array([now]))[0] == hidden
        assert not unblanked.still_blanked(outside, np.array([now]))[0]


def test_blocks_hold_all_once():
    area = np.random.default_rng(1).integers(1000, 200_000, 50)
    parts = list(blocks(np.arange(50), area))
    assert sorted(np.concatenate(parts)) == list(range(50))
    assert len(parts) > 5
    assert list(blocks(np.empty(0, int), np.empty(0, int))) == []


def test_level_and_scatter_are_those_of_a_mesh_of_the_background():
    values = np.random.default_rng(1).normal(7, 2, (3, 3000)).astype(np.float32)
    values[1, :100] = 500  # bright pixels are clipped
    level, sigma = sky_statistics(values, 2.5)
    np.testing.assert_allclose(level, 7, atol=0.3)
    np.testing.assert_allclose(sigma, 2, rtol=0.1)
