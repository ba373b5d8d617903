from itertools import combinations

import numpy as np
import pytest

from sexlike.images.regions import Region
from sexlike.output.plots.enlarged import (
    BRIGHTEST,
    DENSEST,
    DENSEST_BUT_ONE,
    LARGEST_SIDE,
    RANDOM,
    densest_region,
    enlarged_regions,
    overlap,
)

from ..skies import searched


@pytest.mark.parametrize("size", ["medium", "usual", "large", "mosaic", "strip", "tower", "flat", "tall"])
def test_regions_of_large_images_do_not_overlap(size):
    extension = searched(size)
    found, shape = extension.detections.objects, extension.image.shape
    regions = enlarged_regions(extension.detections, shape)
    side = min(LARGEST_SIDE, max(shape) // 5)
    expected = tuple(min(side, length) for length in shape)
    assert all(region.shape == expected for region in regions)
    assert not any(overlap(*pair) for pair in combinations(regions, 2))
    titles = [region.title for region in regions]
    assert titles[0] in (DENSEST, DENSEST_BUT_ONE)
    assert titles[1] == BRIGHTEST
    assert titles[2:] == [RANDOM]
    inside = [region.contains(found.x, found.y) for region in regions]
    assert inside[1][extension.values["MAG_AUTO"].argmin()]
    assert inside[2].any()
    if titles[0] == DENSEST:
        assert inside[0].sum() > 1.1 * len(found) * np.prod(expected) / np.prod(shape)


def test_small_images_are_shown_as_they_are():
    assert enlarged_regions(searched("small").detections, (128, 699)) == []


def test_the_densest_region_gives_way_to_another():
    random = np.random.default_rng(7)
    x, y = random.uniform(0, 3000, (2, 500))
    x[:100], y[:100] = random.uniform(2000, 2100, 100), random.uniform(400, 500, 100)
    x[100:150], y[100:150] = random.uniform(500, 600, 50), random.uniform(1400, 1500, 50)
    far, near = Region(2600, 2984, 2600, 2984), Region(1900, 2284, 250, 634)
    densest = densest_region(x, y, 384, (3000, 3000), far)
    assert (densest.title, densest.contains(x, y)[:100].all()) == (DENSEST, True)
    second = densest_region(x, y, 384, (3000, 3000), near)
    assert (second.title, second.contains(x, y)[100:150].all()) == (DENSEST_BUT_ONE, True)
    assert densest_region(x, y, 384, (400, 400), Region(10, 394, 10, 394)) is None
