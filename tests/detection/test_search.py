import numpy as np
import pytest
import sep
from scipy import ndimage

from sexlike.detection.filtering import convolve
from sexlike.detection.search import line_buffer, search
from sexlike.detection.searchstate import SearchState
from sexlike.errors import SexlikeWarning

from .fields import KERNEL, config, crowded, gaussians, image_of
from .found import assert_rows_are_the_same


def find(pixels, state=None, variance=None, kernel=KERNEL, threshold=1.5, reach=3, **keywords):
    image = image_of(pixels, variance)
    return search(image, config(**keywords), kernel, (np.float32(threshold),) * 2, state or SearchState(), reach)


def extract(pixels, threshold=1.5, **keywords):
    return sep.extract(
        pixels, threshold, filter_kernel=KERNEL, filter_type="conv", clean=False, segmentation_map=True, **keywords
    )


@pytest.mark.parametrize(("levels", "contrast", "least"), [(32, 0.005, 5), (64, 1e-4, 3), (8, 0.05, 9), (1, 0.005, 5)])
def test_same_objects_as_sep_in_the_order_of_their_detection(levels, contrast, least):
    pixels = crowded()
    settings = {"DEBLEND_NTHRESH": levels, "DEBLEND_MINCONT": contrast, "DETECT_MINAREA": least}
    found = find(pixels, CLEAN=False, **settings)
    objects, labels = extract(pixels, minarea=least, deblend_nthresh=levels, deblend_cont=contrast)
    order = np.argsort(found.objects.detection)
    np.testing.assert_allclose(found.objects.x[order], objects["x"], atol=1e-5)
    np.testing.assert_allclose(found.objects.y[order], objects["y"], atol=1e-5)
    np.testing.assert_array_equal(found.segmentation() > 0, labels > 0)
    whole = ~found.objects.deblended[order]
    assert 0 < whole.sum() < len(whole) or levels == 1
    np.testing.assert_array_equal(found.objects.area[order][whole], objects["npix"][whole])
    for ours, theirs in (("x2", "x2"), ("xy", "xy"), ("a", "a"), ("cxx", "cxx"), ("x_peak", "xcpeak")):
        np.testing.assert_allclose(
            getattr(found.objects, ours)[order][whole], objects[theirs][whole], rtol=1e-4, atol=1e-5
        )


def test_weights_that_are_all_the_same_find_what_no_weights_find():
    """At the frame, where the smoothed variance is lower, there is no light."""
    pixels = crowded()
    pixels[:3] = pixels[-3:] = pixels[:, :3] = pixels[:, -3:] = -9
    plain, even = find(pixels, CLEAN=False), find(pixels, variance=np.ones_like(pixels), CLEAN=False)
    assert len(plain.objects) > 50
    for name in ("x", "y", "detection", "parent", "deblended", "threshold"):
        np.testing.assert_array_equal(getattr(plain.objects, name), getattr(even.objects, name))
    np.testing.assert_array_equal(plain.segmentation() > 0, even.segmentation() > 0)
    whole = ~plain.objects.deblended
    assert_rows_are_the_same(plain.objects.take(whole), even.objects, whole)
    areas = [np.bincount(found.objects.parent, found.objects.area) for found in (plain, even)]
    np.testing.assert_array_equal(*areas)


def test_faint_pixels_of_blends_depend_on_weights():
    """Objects and their positions do not, as above."""
    y, x = np.indices((60, 60))
    pixels = np.zeros((60, 60), np.float32)
    for x0, halo in ((22, 20), (37, 40)):
        radius = np.hypot(x - x0, y - 30)
        pixels += (100 / (1 + np.exp((radius - 6) / 0.4)) + halo * np.exp(-(radius**2) / 50)).astype(np.float32)
    plain, even = find(pixels), find(pixels, variance=np.ones_like(pixels))
    assert len(plain.objects) == len(even.objects) == 2
    assert (plain.objects.area != even.objects.area).all()


def test_threshold_follows_the_variance():
    pixels = gaussians((60, 120), [(30, 30, 100, 2), (90, 30, 100, 2)])
    variance = np.ones_like(pixels)
    variance[:, 60:] = 100
    found = find(pixels, variance=variance, CLEAN=False)
    assert np.round(found.objects.x).tolist() == [30]
    assert found.objects.threshold[0] == pytest.approx(1.5)


def test_searches_of_the_same_image_are_the_same_and_a_second_extension_draws_on():
    pixels = crowded()
    state = SearchState()
    first, second, again = find(pixels, state), find(pixels, state), find(pixels)
    np.testing.assert_array_equal(first.segmentation(), again.segmentation())
    assert np.any(first.segmentation() != second.segmentation())
    assert second.objects.parent.min() > first.objects.parent.max()


def test_every_pixel_of_a_blob_belongs_to_one_of_its_objects():
    pixels = crowded()
    found = find(pixels, CLEAN=False)
    above = convolve(pixels, KERNEL) > np.float32(1.5)
    labels, _ = ndimage.label(above, np.ones((3, 3)))
    large = np.bincount(labels.ravel())[labels] >= 5
    np.testing.assert_array_equal(found.segmentation() > 0, above & large)
    assert found.raw.footprints.count.sum() == (above & large).sum()
    np.testing.assert_array_equal(found.blanked.rows(0, len(pixels)) != 0, above)


def test_cleaning_gives_the_wings_of_a_bright_star_back_to_it():
    pixels = gaussians((150, 150), [(75, 75, 60000, 4)])
    radius = np.hypot(*(np.mgrid[:150, :150] - 75))
    pixels += (400 / (1 + (radius / 4) ** 2)).astype(np.float32)
    pixels += np.random.default_rng(1).normal(size=pixels.shape).astype(np.float32)
    dirty, clean = find(pixels, CLEAN=False), find(pixels)
    assert len(clean.objects) < len(dirty.objects)
    assert len(clean.raw) == len(dirty.raw) == len(dirty.objects)
    np.testing.assert_array_equal(clean.segmentation() > 0, dirty.segmentation() > 0)
    star = np.argmin(np.hypot(clean.objects.x - 75, clean.objects.y - 75))
    assert clean.objects.area[star] == np.count_nonzero(clean.segmentation() == star + 1)
    assert clean.objects.area.sum() == dirty.objects.area.sum()
    assert np.count_nonzero(clean.blanked.rows(0, 150)) < np.count_nonzero(dirty.blanked.rows(0, 150))


def test_without_a_kernel_all_that_was_merged_is_given_back_to_the_sky():
    pixels = crowded()
    found = find(pixels, kernel=None)
    merged = found.raw.merged_at < len(found.raw)
    assert merged.sum() > 10
    footprints = found.raw.footprints
    blanked = found.blanked.at(footprints.y * pixels.shape[1] + footprints.x)
    np.testing.assert_array_equal(blanked, np.where(merged, 0, np.arange(len(found.raw)) + 1)[footprints.owner])


def test_numbers_are_those_of_the_segmentation_map():
    found = find(crowded())
    labels = found.segmentation()
    y, x = found.objects.y_peak, found.objects.x_peak
    np.testing.assert_array_equal(labels[y, x], np.arange(1, len(found.objects) + 1))


def test_objects_on_the_frame_are_truncated():
    found = find(gaussians((60, 60), [(0, 30, 500, 2), (30, 30, 500, 2), (59, 59, 500, 2)], noise=0.1))
    assert sorted(np.round(found.objects.x[found.objects.truncated])) == [1, 58]
    assert sorted(np.round(found.objects.x[~found.objects.truncated])) == [30]


def test_large_objects_are_dropped_and_their_pixels_stay_blanked():
    pixels = gaussians((80, 80), [(20, 20, 300, 1.5), (55, 55, 30000, 6)])
    found = find(pixels, DETECT_MAXAREA=200)
    assert np.round(found.objects.x).tolist() == [20]
    assert len(found.raw) == 1
    assert found.blanked.rows(55, 56)[0, 55] == -1


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 3)])
def test_images_of_any_size(shape):
    assert len(find(np.zeros(shape, np.float32)).objects) == 0
    full = find(np.full(shape, 9, np.float32), DETECT_MINAREA=1, kernel=None)
    assert len(full.objects) == 1
    assert full.objects.area[0] == np.prod(shape)


def test_nothing_is_found_next_to_bad_pixels():
    pixels = gaussians((60, 60), [(30, 30, 900, 2)])
    pixels[30, 33] = -1e30
    found = find(pixels)
    assert not found.segmentation()[29:32, 32:35].any()
    assert np.isfinite(found.objects.x).all()


def test_a_blob_with_too_many_branches_stays_whole():
    pixels = np.full((80, 80), 2, np.float32)
    pixels[1:-1:2, 1:-1:2] = 50
    with pytest.warns(SexlikeWarning, match=r"Deblending overflow for detection at 40,40\n  It has more than 1024"):
        found = find(pixels, kernel=None, DETECT_MINAREA=1, DEBLEND_MINCONT=0.0)
    assert len(found.objects) == 1
    assert found.objects.overflowed.all()


def test_each_blob_with_too_many_branches_is_told():
    pixels = np.zeros((80, 170), np.float32)
    pixels[:, :80] = pixels[:, 90:] = 2
    pixels[1:-1:2, 1:79:2] = pixels[1:-1:2, 91:-1:2] = 50
    with pytest.warns(SexlikeWarning, match="It has more than 1024") as told:
        found = find(pixels, kernel=None, DETECT_MINAREA=1, DEBLEND_MINCONT=0.0)
    assert found.objects.overflowed.tolist() == [True, True]
    assert ["detection at 40,40" in str(told[0].message), "detection at 130,40" in str(told[1].message)] == [True, True]


def test_scan_and_blanking_lag_behind_by_the_kernel():
    pixels = gaussians((60, 60), [(30, 30, 900, 2)])
    for kernel, delay in ((None, None), (KERNEL, 2), (np.ones((5, 3), np.float32) / 15, 3), (np.ones((1, 3)) / 3, 1)):
        raw = find(pixels, kernel=kernel).raw
        row, column = divmod(int(raw.scanned_to[0]), 60)
        assert row == raw.footprints.y.max() + 1
        assert column == raw.footprints.x[raw.footprints.y == row - 1].max()
        blanked = raw.scanned_to[0] if delay is None else (row - delay + 1) * 60 - 1
        assert raw.blanked_to.tolist() == [blanked]


def test_clean_param_is_the_exponent_of_the_wings():
    """The steeper they are, the less they explain."""
    pixels = crowded(number=60)
    numbers = [len(find(pixels, CLEAN_PARAM=exponent).objects) for exponent in (0.3, 1.0, 10.0)]
    assert numbers[0] < numbers[1] < numbers[2] <= len(find(pixels, CLEAN=False).objects)


def flushes(height=100, kernel=KERNEL, **keywords):
    """The lines that are scanned when the buffer of an image scrolls, and the first lines that are kept then."""
    return line_buffer(image_of(np.zeros((height, 9))), config(**keywords), kernel).flushes()


def test_the_buffer_of_lines_is_that_of_the_configuration():
    assert flushes() == [(99, 0)]
    assert len(flushes(MEMORY_BUFSIZE=60)) == 40
    assert flushes(MEMORY_BUFSIZE=60)[0] == (60 - 2 - 1, 0)
    assert flushes(MEMORY_BUFSIZE=60, kernel=None)[0] == (60 - 1 - 1, 0)
    assert flushes(MEMORY_BUFSIZE=60, kernel=np.ones((9, 3)))[0] == (60 - 5 - 1, 0)
    local = {"MEMORY_BUFSIZE": 60, "BACKPHOTO_TYPE": "LOCAL", "BACKPHOTO_THICK": 10}
    assert len(flushes(**local)) == 100 - 60 - 25
    assert len(flushes(**local | {"BACKPHOTO_TYPE": "GLOBAL"})) == 40


def test_the_list_holds_as_many_as_the_configuration_says():
    """If it holds one, each leaves when the next comes; if all fit, some of the last take the place of earlier ones."""
    one, all_of_them = (
        find(crowded(), CLEAN=False, MEMORY_OBJSTACK=size).objects.detection.tolist() for size in (1, 3000)
    )
    assert one == sorted(one)
    assert sorted(all_of_them) == one != all_of_them
