"""What check-images hold."""

from types import SimpleNamespace

import numpy as np

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.config.keywords import KEYWORDS
from sexlike.images.image import BAD
from sexlike.measure.flags import Flag
from sexlike.output.checkimages.checkimages import CHECK_IMAGES
from sexlike.pipeline import run

from ...measure.scene import gaussian_scene


def made(kind, extension):
    return CHECK_IMAGES[kind](extension)


def test_they_are_those_that_the_keyword_offers():
    """What is made is not among `not_offered` of CHECKIMAGE_TYPE, and what is not made is (NO_CHECK_IMAGES)."""
    assert {*CHECK_IMAGES, "NONE"} == set(KEYWORDS["CHECKIMAGE_TYPE"].offered)


def test_contents(searched):
    extension = searched()
    pixels, blanked = extension.image.pixels, extension.detections.blanked.rows(0, 30)
    assert np.array_equal(made("IDENTICAL", extension), extension.image.raw)
    assert np.array_equal(made("-BACKGROUND", extension), pixels)
    assert np.all(made("BACKGROUND", extension) == 100.25)
    assert np.all(made("BACKGROUND_RMS", extension) == 5)
    assert made("MINIBACKGROUND", extension) is extension.image.background.level
    assert made("MINIBACK_RMS", extension) is extension.image.background.rms
    assert np.array_equal(made("FILTERED", extension), pixels)
    objects = made("OBJECTS", extension)
    assert np.count_nonzero(objects) == 6
    assert objects[2, 30] == pixels[2, 30]
    empty = made("-OBJECTS", extension)
    assert np.array_equal(empty == 0, (blanked != 0) | (pixels == BAD))
    assert np.array_equal(empty[empty != 0], pixels[empty != 0])
    mask = made("MASK", extension)
    assert mask.dtype == np.uint8
    assert np.array_equal(mask == 1, (blanked != 0) | (pixels == BAD))
    assert np.array_equal(made("-MASK", extension), 1 - mask)
    assert np.isnan(made("ASSOC", extension)).all()


def test_only_bad_pixels_are_hidden_without_masks(searched, configure):
    extension = searched(config=configure(MASK_TYPE="NONE"))
    pixels = extension.image.pixels
    bad = pixels == BAD
    assert bad.any()
    assert np.array_equal(made("-OBJECTS", extension), np.where(bad, 0, pixels))
    assert np.array_equal(made("MASK", extension), bad)


def test_filtered_with_the_kernel(searched):
    kernel = np.zeros((3, 3), np.float32)
    kernel[1, 2] = 1
    extension = searched(kernel=kernel)
    shown = made("FILTERED", extension)
    assert np.array_equal(shown[:, :-1], extension.image.pixels[:, 1:])


def test_apertures_that_are_measured_are_shown(searched, configure, monkeypatch):
    extension = searched(config=configure(PHOT_APERTURES=(4, 8)))
    shape = dict.fromkeys(("a", "b"), np.array([2, 1], np.float32))
    found = {"x": np.array([10.0, 30.0]), "y": np.array([10.0, 20.0]), "theta": np.zeros(2, np.float32)}
    extension.detections.objects = SimpleNamespace(**found, **shape)
    radii = {"FLAGS": np.array([0, 1]), "KRON_RADIUS": np.array([3, 5], np.float32)}
    monkeypatch.setattr("sexlike.output.checkimages.checkimages.measured", lambda *_: radii)

    def drawn(quantities, apertures):
        vars(extension.request).update(quantities=quantities, longest=lambda *_: apertures, sizes={"FLAGS": ()})
        shown = made("APERTURES", extension)
        return shown != extension.image.pixels

    assert not drawn(frozenset(), 0).any()
    assert list(np.flatnonzero(drawn(frozenset(), 1)[10])) == [8, 12]
    assert list(np.flatnonzero(drawn(frozenset(), 2)[10])) == [6, 8, 12, 14]
    kron = drawn(frozenset({"kron"}), 0)
    assert list(np.flatnonzero(kron[10])) == [4, 16]
    first, second = kron[:, :18].sum(), kron[:, 22:].sum()
    radii["FLAGS"] = np.array([1, 2])
    kron = drawn(frozenset({"kron"}), 0)
    assert kron[:, :18].sum() < 0.7 * first  # dashed: it has neighbours
    assert second < 0.7 * kron[:, 22:].sum()  # no longer dashed


def test_apertures_of_neighbours_are_dashed_whether_flags_are_asked_for_or_not():
    pixels = gaussian_scene(sources=[(60.0, 60.0, 30000.0, 4.0, 4.0, 0.0), (76.0, 60.0, 20000.0, 4.0, 4.0, 0.0)])
    config, drawn = load_config(), []
    for names in (["KRON_RADIUS"], ["KRON_RADIUS", "FLAGS"]):
        (extension,) = run([pixels], config, parse_columns(names))
        drawn.append(made("APERTURES", extension))
    assert (extension.values["FLAGS"] & Flag.CROWDED).all()
    np.testing.assert_array_equal(*drawn)
