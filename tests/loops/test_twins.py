"""Each compiled loop gives the bytes of its twin of numpy."""

import inspect
from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits
from scipy import ndimage

import sexlike
from sexlike import loops
from sexlike.arrays import offsets
from sexlike.constants import MOST_BRANCHES
from sexlike.detection.cleaning.peakdepth import peak_depths
from sexlike.detection.deblending.faintpixels import assign_faint_pixels
from sexlike.detection.deblending.glibcrand import GlibcRand
from sexlike.detection.deblending.seeds import find_seeds
from sexlike.detection.filtering import convolve
from sexlike.detection.footprints import Footprints
from sexlike.detection.moments import Moments
from sexlike.detection.pixels.above import pixels_above
from sexlike.detection.pixels.listorder import list_order
from sexlike.detection.pixels.runs import label_pixels, maxima, pixels_by_label
from sexlike.detection.shapes import means
from sexlike.images.background.grid import Grid
from sexlike.images.background.meshes import measure_meshes
from sexlike.images.background.spline import Surface
from sexlike.images.image import BAD
from sexlike.measure.columns.isophotal import core_sums
from sexlike.measure.columns.shape import OwnPixels
from sexlike.threads import use_threads

from .twins import COMPILED, assert_same, assert_same_fields, both

pytestmark = pytest.mark.needs_loops


def footprints_of(mask):
    """The connected pixels of a mask."""
    y, x = np.nonzero(mask)
    label, number = label_pixels(x, y, np.zeros(len(x), int))
    order = pixels_by_label(label, np.bincount(label, minlength=number))
    return Footprints.from_counts(x[order].astype(np.int32), y[order].astype(np.int32), np.bincount(label))


def test_there_are_loops():
    assert len(COMPILED) == inspect.getsource(loops).count("compiled_loop(") > 20


@pytest.mark.parametrize("shape", [(1, 1), (5, 7), (100, 37), (4, 300), (130, 64)])
@pytest.mark.parametrize("kernel_shape", [(1, 1), (3, 3), (9, 7), (4, 6)])
def test_convolution(shape, kernel_shape):
    random = np.random.default_rng(1)
    kernel = random.normal(size=kernel_shape).astype(np.float32)
    kernel[0, 0] = 0
    assert_same(convolve, random.normal(size=shape).astype(np.float32), kernel)


@pytest.mark.parametrize(("shape", "mesh"), [((90, 77), (16, 16)), ((64, 200), (33, 64)), ((50, 51), (25, 10))])
def test_splines(shape, mesh):
    nodes = [-(-size // of_mesh) for size, of_mesh in zip(shape, mesh, strict=True)]
    level = np.random.default_rng(2).normal(200, 3, nodes).astype(np.float32)
    assert_same(Surface(level, mesh, shape[1]).rows, 0, shape[0])


@pytest.mark.parametrize("pearson", [2.5, 1.0, 3.3])
@pytest.mark.parametrize("size", [(64,), (50, 40), (3, 2), (1,), (1000,)])
@pytest.mark.parametrize("with_variance", [False, True])
def test_meshes(size, pearson, with_variance):
    random = np.random.default_rng(3)
    pixels, variance = make_field(bad_pixels=False)
    pixels[random.random(pixels.shape) < 0.3] = BAD
    pixels[:100, 100:180] = BAD
    grid = Grid.from_back_size(size, pixels.shape)
    assert_same(measure_meshes, pixels, grid, pearson, variance if with_variance else None)


def test_meshes_that_are_clipped_on_some_lines():
    pixels = np.random.default_rng(4).normal(100, 3, (230, 10500)).astype(np.float32)
    for size in ((64, 200), (10500, 200)):
        assert_same(measure_meshes, pixels, Grid.from_back_size(size, pixels.shape))


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize(("least_area", "contrast"), [(1, 0), (3, 0.001), (2, 0.02)])
@pytest.mark.parametrize("seed", range(6))
def test_seeds(seed, least_area, contrast, linear):
    """Of blobs of all sizes, some of which split again and again, on equal pixels too."""
    light = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(160, 170)), 1.5)
    light = np.exp(light / light.std() * 1.5).astype(np.float32)
    if seed % 2:
        light = np.rint(light).astype(np.float32)
    blobs = footprints_of(light > 1)
    threshold = np.ones(len(blobs), np.float32)
    assert_same_fields(
        find_seeds, blobs, light[blobs.y, blobs.x], threshold, 32, contrast, least_area, linear, least=("level", 5)
    )


def test_seeds_of_a_blob_with_too_many_branches():
    """On its lowest level; a blob after it is split as ever."""
    light = np.ones((3, 2 * MOST_BRANCHES + 20), np.float32)
    light[1, ::2] = np.tile([5, 4], MOST_BRANCHES)[: MOST_BRANCHES + 10]
    light[:, 2 * MOST_BRANCHES + 12] = 0
    blobs = footprints_of(light > 0)
    values = light[blobs.y, blobs.x]
    found = assert_same_fields(find_seeds, blobs, values, np.full(2, 0.5, np.float32), 8, 0, 1, least=("level", 2))
    assert found.overflowed.tolist() == [True, False]


@pytest.mark.parametrize("seed", range(4))
def test_faint_pixels(seed):
    """Some are lit by several seeds of their blob, some by none."""
    random = np.random.default_rng(seed)
    count = random.integers(0, 7, 50)
    number = count.sum()
    axes = random.uniform(0.5, 3, (2, number)) ** 2
    shapes = SimpleNamespace(x=random.uniform(0, 60, number), y=random.uniform(0, 60, number))
    vars(shapes).update(vars(Moments.from_variances(*axes, random.uniform(-0.2, 0.2, number) * axes.min(axis=0))))
    heights, width = random.uniform(1, 50, (2, number)).astype(np.float32)
    blob = np.repeat(np.arange(50), 80)
    x, y = random.integers(0, 60, (2, len(blob)))
    pixels = x, y, blob, offsets(count)[:-1], count
    assert_same(lambda: assign_faint_pixels(*pixels, shapes, heights, width / 25, GlibcRand()))


@pytest.mark.parametrize("seed", range(40))
def test_connected_pixels(seed):
    random = np.random.default_rng(seed)
    shape = (random.integers(1, 5), *random.integers(1, 40, 2))
    group, y, x = np.nonzero(ndimage.gaussian_filter(random.normal(size=shape), (0, 1, 1)) > 0.2 - seed / 80)
    light = random.integers(0, 6, len(x)).astype(np.float32)
    if len(x):
        assert_same(lambda: label_pixels(x, y, group)[0])
        assert_same(maxima, x, y, group, light)
        label = label_pixels(x, y, group)[0]
        order = np.argsort(label, kind="stable")
        assert_same(list_order, x[order], y[order], label[order])


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (30, 63), (170, 150)])
@pytest.mark.parametrize("level", [-9, 0.5, 2])
@pytest.mark.parametrize("varying", [False, True])
def test_pixels_above_the_threshold(shape, level, varying):
    random = np.random.default_rng(6)
    pixels = ndimage.gaussian_filter(random.normal(size=shape) * 3, 1).astype(np.float32)
    pixels[random.random(shape) < 0.1] = np.nan
    pixels[-1, -1] = 50
    threshold = random.uniform(level - 0.5, level + 0.5, shape).astype(np.float32) if varying else np.float32(level)
    for compiled, numpy in zip(*both(pixels_above, pixels, threshold), strict=True):
        assert len(compiled)
        np.testing.assert_array_equal(compiled, numpy, strict=True)


def test_pixels_by_label():
    label = np.random.default_rng(7).integers(-1, 40, 900)
    assert_same(pixels_by_label, label, np.bincount(label[label >= 0]))


@pytest.mark.parametrize("threads", [1, 3])
def test_sums_over_footprints(threads):
    random = np.random.default_rng(11)
    image = random.normal(5, 20, (90, 70)).astype(np.float32)
    count = random.integers(1, 40, 5000)
    x, y = (random.integers(0, size, count.sum()).astype(np.int32) for size in (70, 90))
    footprints = Footprints.from_counts(x, y, count)
    use_threads(threads)
    try:
        assert_same(footprints.values_of, image)
        light = footprints.values_of(image)
        assert_same(footprints.number_above, light, random.normal(5, 20, 5000).astype(np.float32))
        assert_same(lambda: np.stack(means(footprints, light, *footprints.bounds()[::2])))
        pixels = OwnPixels(footprints, np.arange(len(x)), light, light)
        limits = light[footprints.start[:-1]] / np.float32(5), np.full(5000, np.float32(40))
        centre = random.uniform(0, 90, (2, 5000))
        assert_same(core_sums, pixels, random.normal(size=5000), limits, centre)
    finally:
        use_threads(1)


@pytest.mark.parametrize("rank", [1, 2, 3, 5, 8, 40])
def test_peak_depths(rank):
    random = np.random.default_rng(rank)
    count = random.integers(1, 3 * rank + 4, 300)
    values = random.integers(0, 50, count.sum()).astype(np.float32)
    assert_same(peak_depths, values, offsets(count), rank)


def make_field(bad_pixels):
    """A crowded field with objects at its edges, and its weights."""
    random = np.random.default_rng(5)
    image = np.zeros((220, 260))
    np.add.at(image, (random.integers(0, 220, 150), random.integers(0, 260, 150)), 10 ** random.uniform(2.5, 5, 150))
    image = ndimage.gaussian_filter(image, 1.8) + random.normal(50, 2, image.shape)
    weight = random.uniform(0.5, 2, image.shape)
    weight[100:110], weight[:, 200:203] = 0, 0
    if bad_pixels:
        image[random.integers(0, 220, 60), random.integers(0, 260, 60)] = np.nan
    return image.astype(np.float32), weight.astype(np.float32)


COLUMNS = """
    NUMBER X_IMAGE Y_IMAGE FLAGS FLUX_ISO FLUXERR_ISO FLUX_AUTO FLUXERR_AUTO KRON_RADIUS FLUX_PETRO FLUXERR_PETRO
    PETRO_RADIUS FLUX_APER(2) FLUXERR_APER(2) FLUX_RADIUS(2) FLUX_GROWTH(9) FLUX_WIN FLUXERR_WIN FLAGS_WIN NITER_WIN
    XWIN_IMAGE YWIN_IMAGE AWIN_IMAGE BWIN_IMAGE THETAWIN_IMAGE ERRAWIN_IMAGE ERRBWIN_IMAGE ERRTHETAWIN_IMAGE
    FWHM_IMAGE VIGNET(21,14) VIGNET_SHIFT(9,12)
"""
SETTINGS = {
    "plain": {},
    "gain": {"GAIN": 2.0, "MASK_TYPE": "BLANK", "BACKPHOTO_TYPE": "LOCAL"},
    "weights": {"WEIGHT_TYPE": "MAP_WEIGHT", "GAIN": 3.0, "WEIGHT_GAIN": True},
    "weights alone": {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_GAIN": False, "MASK_TYPE": "NONE", "FILTER": False},
    "lines in memory": {"COMPATIBILITY": "SEXTRACTOR", "MEMORY_BUFSIZE": 32, "MEMORY_OBJSTACK": 20},
    "two threads": {"NTHREADS": 2},
    "photographic plate": {"DETECT_TYPE": "PHOTO", "MAG_GAMMA": 40.0},
    "weighted plate": {"DETECT_TYPE": "PHOTO", "MAG_GAMMA": 40.0, "WEIGHT_TYPE": "MAP_WEIGHT", "MASK_TYPE": "BLANK"},
}


@pytest.mark.parametrize("bad_pixels", [False, True])
@pytest.mark.parametrize("name", SETTINGS)
def test_all_columns(name, bad_pixels, tmp_path):
    image, weight = make_field(bad_pixels)
    settings = {"NTHREADS": 1, "PHOT_APERTURES": (3, 9.5), "PHOT_FLUXFRAC": (0.2, 0.5)} | SETTINGS[name]
    if "WEIGHT_TYPE" in settings:
        settings["WEIGHT_IMAGE"] = str(tmp_path / "weight.fits")
        fits.writeto(settings["WEIGHT_IMAGE"], weight)
    compiled, numpy = both(lambda: sexlike.extract(image, params=COLUMNS, **settings))
    assert len(compiled) > 40
    for column in compiled.colnames:
        assert np.asarray(compiled[column]).tobytes() == np.asarray(numpy[column]).tobytes(), column
