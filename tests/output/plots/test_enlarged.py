import numpy as np

from sexlike.output.plots.enlarged import ENLARGED_SIDE, densest_centre, enlarged_regions

from ..skies import searched


def test_regions():
    extension = searched("large")
    found, shape = extension.detections.objects, extension.image.shape
    regions = enlarged_regions(extension.detections, shape)
    densest, brightest, _ = (region.contains(found.x, found.y) for region in regions)
    assert all(region.shape == (ENLARGED_SIDE, ENLARGED_SIDE) for region in regions)
    assert densest.sum() > 1.2 * len(found) * ENLARGED_SIDE**2 / np.prod(shape)
    assert brightest[extension.values["MAG_AUTO"].argmin()]
    random = np.random.default_rng(7)
    x, y = random.uniform(0, 3000, (2, 500))
    x[:100], y[:100] = random.uniform(2000, 2100, 100), random.uniform(400, 500, 100)
    centre = densest_centre(x, y, (3000, 3000))
    assert np.hypot(centre[0] - 2050, centre[1] - 450) < ENLARGED_SIDE / 2
