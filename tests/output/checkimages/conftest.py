"""A made-up extension, for check-images."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.config.config import load_config
from sexlike.detection.blankedmap import BlankedMap
from sexlike.detection.footprints import Footprints
from sexlike.images.image import BAD, Image
from sexlike.measure.extension import Extension

from ..madeup import made_up_image

DEFAULTS = load_config()


class MadeUpBackground(SimpleNamespace):
    def rows(self, first, last):
        return np.full((last - first, 40), 100.25, np.float32)

    def rms_rows(self, first, last):
        return np.full((last - first, 40), 5, np.float32)


@pytest.fixture
def searched():
    """An extension of 40 x 30 pixels: two objects, one detection that was cleaned away, one blob that is too small."""

    def make(rank=1, config=DEFAULTS, kernel=None, **header):
        random = np.random.default_rng(rank)
        pixels = random.normal(0, 5, (30, 40)).astype(np.float32)
        pixels[20, 5] = BAD
        level, rms = (random.normal(size=(2, 3)).astype(np.float32) for _ in range(2))
        background = MadeUpBackground(mean=100.25, sigma=5, level=level, rms=rms, mesh=(16, 20))
        description = vars(made_up_image(rank, background=background))
        image = Image(**description, pixels=pixels, raw=pixels + np.float32(100.25))
        image.header.update(header)
        x, y = np.array([3, 4, 10, 11, 12, 30]), np.array([5, 5, 8, 8, 8, 2])
        footprints = Footprints(x, y, np.array([0, 2, 5, 6]))
        blanked = np.zeros((30, 40), np.int32)
        blanked[y[:5], x[:5]] = [1, 1, 2, 2, 2]
        blanked[25, 25] = -1
        labels = np.zeros((30, 40), np.int32)
        labels[y[:5], x[:5]] = [2, 2, 1, 1, 1]
        detections = SimpleNamespace(
            raw=SimpleNamespace(footprints=footprints),
            blanked=BlankedMap.of_frame(blanked),
            segmentation=lambda: labels,
        )
        return Extension(
            image=image,
            detection_image=image,
            config=config,
            kernel=kernel,
            detections=detections,
            request=SimpleNamespace(),
            values={},
            seconds=1.5,
        )

    return make
