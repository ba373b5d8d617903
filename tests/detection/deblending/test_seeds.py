from itertools import pairwise

import numpy as np

from sexlike.detection.deblending.seeds import find_seeds

from ..fields import footprint_of, gaussians


def test_seeds_of_two_peaks_are_above_their_saddle_and_in_list_order():
    pixels = gaussians((40, 60), [(20, 20, 1000, 3), (36, 20, 600, 3)])
    blob = footprint_of(pixels, 0.5)
    light = pixels[blob.y, blob.x]
    seeds = find_seeds(blob, light, np.array([0.5], np.float32), 32, 0.005, 3)
    assert seeds.blob.tolist() == [0, 0]
    assert (light[seeds.pixel] > np.repeat(seeds.level, np.diff(seeds.start))).all()
    x = blob.x[seeds.pixel]
    centres = [x[a:b].mean().round() for a, b in pairwise(seeds.start)]
    assert centres == [36, 20]  # the fainter ends on a lower row


def test_one_peak_does_not_split():
    pixels = gaussians((40, 40), [(20, 20, 1000, 3)])
    blob = footprint_of(pixels, 0.5)
    assert len(find_seeds(blob, pixels[blob.y, blob.x], np.array([0.5], np.float32), 32, 0.005, 3).blob) == 0
