"""Every check-plot, at sizes from a stamp to a mosaic: whole, readable, small, and of the right pixels."""

import dataclasses
import io
import os
import sys

import numpy as np
import pytest
from astropy.io import fits
from PIL import Image as Picture

from sexlike import SexlikeError, cli
from sexlike.config.columnfile import parse_columns
from sexlike.config.config import read_config
from sexlike.config.keywords import KEYWORDS
from sexlike.images.image import BAD
from sexlike.output.plotfiles import LARGEST, drawn_as, wanted_check_plots, write_check_plots
from sexlike.pipeline import run

from .pictures import assert_text_is_inside

pytest.importorskip("matplotlib")
KINDS = [kind for kind in KEYWORDS["CHECKPLOT_TYPE"].choices if kind != "NONE"]
SHAPES = {"small": (128, 128), "usual": (1024, 1024), "large": (1400, 1500), "tall": (900, 60), "flat": (40, 2600)}
COLUMNS = ["NUMBER", "X_IMAGE", "MAG_AUTO", "CLASS_STAR", "FLAGS"]


def sky(shape, objects=True):
    """An HDU with stars of all magnitudes on a gradient, no data in a corner, and a rotated WCS."""
    random = np.random.default_rng(3)
    height, width = shape
    pixels = random.normal(100, 1, shape) + np.linspace(0, 5, width)
    if objects:
        count = max(height * width // 2000, 4)
        y, x = np.indices((13, 13)) - 6
        star = np.exp(-(x**2 + y**2) / 8)
        for light in random.pareto(1, count) * 20:
            i, j = random.integers(6, height - 6), random.integers(6, width - 6)
            pixels[i - 6 : i + 7, j - 6 : j + 7] += light * star
    pixels[: height // 8, : width // 8] = np.nan
    header = fits.Header(
        {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 53.1, "CRVAL2": -27.8, "EQUINOX": 2000.0}
    )
    header.update(
        CRPIX1=width / 2, CRPIX2=height / 2, CD1_1=-7e-6, CD1_2=4e-6, CD2_1=4e-6, CD2_2=7e-6, BUNIT="10^-9 $M_y$"
    )
    return fits.PrimaryHDU(pixels.astype(np.float32), header)


@pytest.fixture(scope="module")
def config():
    return read_config()


@pytest.fixture(scope="module")
def extensions(config):
    """Extensions with what was found in them, for each of SHAPES."""
    columns = parse_columns(COLUMNS)
    return {name: next(iter(run([sky(shape)], config, columns))) for name, shape in SHAPES.items()}


def figure(kind, extension, config):
    from sexlike.output.checkplots import figure_of

    return figure_of(kind, extension, config)


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_is_inside_and_the_file_is_small(kind, size, extensions, config):
    drawn = figure(kind, extensions[size], config)
    assert_text_is_inside(drawn)
    data = drawn_as(drawn, "png")
    assert len(data) < LARGEST
    with Picture.open(io.BytesIO(data)) as picture:
        assert min(picture.size) > 250
        assert len(np.unique(np.asarray(picture.convert("L")))) > 20


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_found(kind, config):
    config = config.under(read_config(None, {"DETECT_THRESH": "90"}))
    extension = next(iter(run([sky((64, 80), objects=False)], config, parse_columns(["NUMBER"]))))
    assert len(extension.detections) == 0
    assert_text_is_inside(figure(kind, extension, config))


@pytest.mark.parametrize("kind", KINDS)
def test_catalog_is_not_touched(kind, extensions, config):
    extension = extensions["small"]
    before = {name: values.copy() for name, values in extension.values.items()}
    figure(kind, extension, config)
    assert list(extension.values) == COLUMNS
    assert all(np.array_equal(extension.values[name], values) for name, values in before.items())


def test_registry_has_what_the_keyword_allows():
    from sexlike.output.checkplots import CHECK_PLOTS

    assert list(CHECK_PLOTS) == KINDS


def test_sky_axes_only_where_there_is_a_sky(extensions, config):
    from astropy.visualization.wcsaxes import WCSAxes

    extension = extensions["small"]
    plain = dataclasses.replace(extension.image, header=fits.Header())
    for image, number in ((extension.image, 1), (plain, 0)):
        drawn = figure("IMAGE", dataclasses.replace(extension, image=image), config)
        assert sum(isinstance(axes, WCSAxes) for axes in drawn.axes) == number


def test_large_images_have_regions_enlarged(extensions, config):
    titles = [axes.get_title() for axes in figure("SEGMENTATION", extensions["large"], config).axes]
    for region in ("The densest region", "Around the brightest object", "A random region"):
        assert sum(title.startswith(region) for title in titles) == 2
    assert not any("region" in axes.get_title() for axes in figure("SEGMENTATION", extensions["usual"], config).axes)


def test_inputs_show_what_there_is(extensions, config):
    extension = extensions["small"]

    def panels(**more):
        image = dataclasses.replace(extension.image, **more.get("measured", {}))
        searched = dataclasses.replace(extension.image, **more.get("searched", {}))
        drawn = figure("INPUTS", dataclasses.replace(extension, image=image, detection_image=searched), config)
        assert_text_is_inside(drawn)
        return [title for axes in drawn.axes if (title := axes.get_title())]

    noise = {"variance": np.full(extension.image.shape, 4, np.float32), "weight_scale": 2.0}
    other = {"variance": np.full(extension.image.shape, 9, np.float32)}
    assert panels() == ["Science image", "Background noise"]
    assert panels(measured=noise, searched=noise) == ["Science image", "Weight", "Background noise"]
    assert panels(measured=other, searched=noise) == ["Science image", "Error", "Weight", "Background noise"]


def test_layers_hold_the_right_pixels(extensions):
    from sexlike.detection.filtering import convolve
    from sexlike.images.regions import whole_image
    from sexlike.output.plot_layers import error_layer, filtered_layer, raw_layer, weight_layer

    extension = extensions["usual"]
    image, region = extension.image, whole_image(extension.image.shape)
    good = image.raw > BAD
    shown = raw_layer(image).values(region)
    assert np.array_equal(np.isfinite(shown), good)
    assert np.array_equal(shown[good], image.raw[good])
    smooth = filtered_layer(image, extension.kernel).values(region)
    at = np.isfinite(smooth)
    assert np.count_nonzero(at) > 0.9 * np.count_nonzero(good)
    assert np.array_equal(smooth[at], convolve(image.pixels, extension.kernel)[at])
    assert np.abs(smooth[at]).max() < 1e6
    weights = np.random.default_rng(1).uniform(1, 2, image.shape).astype(np.float32)
    variance = np.where(weights > 1.1, 49 / weights, np.float32(1e30)).astype(np.float32)
    weighted = dataclasses.replace(image, variance=variance, weight_scale=7.0)
    seen = good & (weights > 1.1)
    assert np.array_equal(np.isfinite(raw_layer(weighted).values(region)), seen)
    np.testing.assert_allclose(weight_layer(weighted).values(region)[seen], weights[seen], rtol=1e-6)
    np.testing.assert_allclose(error_layer(weighted).values(region)[seen], np.sqrt(49 / weights[seen]), rtol=1e-6)


@pytest.mark.parametrize("shape", [(12, 9), (10, 7), (1, 3)])
def test_rebinning(shape):
    from sexlike.output.plot_layers import rebin

    random = np.random.default_rng(5)
    values = random.normal(size=shape).astype(np.float32)
    values[random.random(shape) < 0.3] = np.nan
    labels = random.integers(0, 9, shape).astype(np.int32)
    means, numbers = rebin(values, 3), rebin(labels, 3)
    for i in range(means.shape[0]):
        for j in range(means.shape[1]):
            block = np.s_[3 * i : 3 * i + 3, 3 * j : 3 * j + 3]
            assert numbers[i, j] == labels[block].max()
            some = values[block][np.isfinite(values[block])]
            assert means[i, j] == pytest.approx(some.mean(), rel=1e-4, abs=1e-6) if some.size else np.isnan(means[i, j])


def test_objects_that_touch_have_different_colours(extensions):
    from sexlike.output.plot_segments import COLOURS, colour_numbers, painted, touching

    found = extensions["large"].detections
    labels = found.segmentation()
    colours = colour_numbers(labels, found)
    assert colours[0] == 0
    assert set(colours[1:]) == set(range(1, len(COLOURS) + 1))
    first, second = touching(labels, found.footprints)
    assert len(first) > 5
    assert (colours[first] != colours[second]).all()
    assert np.array_equal(colours, colour_numbers(labels, found))
    assert np.array_equal(painted(labels, colours).any(axis=2), labels > 0)


def test_regions(extensions):
    from sexlike.output.plot_regions import ENLARGED_SIDE, densest_place, enlarged_regions

    extension = extensions["large"]
    found, shape = extension.detections, extension.image.shape
    regions = enlarged_regions(found, shape)
    densest, brightest, _ = (region.holds(found.x, found.y) for region in regions)
    assert all(region.shape == (ENLARGED_SIDE, ENLARGED_SIDE) for region in regions)
    assert densest.sum() > 1.3 * len(found) * ENLARGED_SIDE**2 / np.prod(shape)
    assert brightest[extension.values["MAG_AUTO"].argmin()]
    random = np.random.default_rng(7)
    x, y = random.uniform(0, 3000, (2, 500))
    x[:100], y[:100] = random.uniform(2000, 2100, 100), random.uniform(400, 500, 100)
    place = densest_place(x, y, (3000, 3000))
    assert np.hypot(place[0] - 2050, place[1] - 450) < ENLARGED_SIDE / 2


def test_growth_curves_reach_half_at_the_half_light_radius(extensions, config):
    from sexlike.output.plot_diagnostics import growth_curves, measures_of

    measures = measures_of(extensions["usual"], config)
    chosen = np.flatnonzero((measures.flags == 0) & (measures.flux > 1000))
    radius, curves = growth_curves(measures, chosen)
    assert len(chosen) > 5
    assert np.nanmedian(curves[:, np.abs(radius - 1).argmin()]) == pytest.approx(0.5, abs=0.03)


def test_user_settings_of_matplotlib_change_nothing(extensions, config):
    import matplotlib

    expected = drawn_as(figure("DIAGNOSTICS", extensions["small"], config), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert drawn_as(figure("DIAGNOSTICS", extensions["small"], config), "png") == expected
    assert "matplotlib.pyplot" not in sys.modules


def test_too_large_a_file_is_made_again(extensions, config):
    drawn = figure("FILTERED", extensions["small"], config)
    size = len(drawn_as(drawn, "png"))
    assert len(drawn_as(drawn, "png", size // 2)) <= size // 2


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"CHECKPLOT_TYPE": "NONE", "CHECKPLOT_NAME": "a,b"}, []),
        ({"CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_DEV": "NULL"}, []),
        ({"CHECKPLOT_TYPE": "IMAGE,INPUTS"}, [("IMAGE", "image.png"), ("INPUTS", "inputs.png")]),
        ({"CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_DEV": "SVG"}, [("IMAGE", "image.svg")]),
        ({"CHECKPLOT_TYPE": "IMAGE", "CHECKPLOT_NAME": "m31.v2"}, [("IMAGE", "m31.v2.png")]),
        ({"CHECKPLOT_TYPE": "NONE,IMAGE", "CHECKPLOT_NAME": "x,y.PDF"}, [("IMAGE", "y.PDF")]),
    ],
)
def test_names(settings, expected):
    assert wanted_check_plots(read_config(None, settings)) == expected


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"CHECKPLOT_TYPE": "IMAGE,INPUTS", "CHECKPLOT_NAME": "a"}, "not in equal number: a for IMAGE, INPUTS"),
        ({"CHECKPLOT_TYPE": "IMAGE,IMAGE"}, "CHECKPLOT_TYPE has IMAGE twice"),
        ({"CHECKPLOT_TYPE": "IMAGE,INPUTS", "CHECKPLOT_NAME": "a,a.png"}, r"CHECKPLOT_NAME has a\.png twice"),
    ],
)
def test_wrong_names(settings, message):
    with pytest.raises(SexlikeError, match=message):
        wanted_check_plots(read_config(None, settings))


@pytest.mark.parametrize(("device", "start"), [("PDF", b"%PDF"), ("SVG", b"<?xml"), ("PNG", b"\x89PNG")])
def test_one_plot_per_extension(device, start, tmp_path, monkeypatch, config):
    monkeypatch.chdir(tmp_path)
    pixels = [fits.ImageHDU(sky((64, 70)).data) for _ in range(3)]
    fits.HDUList([fits.PrimaryHDU(), *pixels]).writeto("three.fits")
    argv = ["three.fits", "-CATALOG_TYPE", "NONE", "-CHECKPLOT_DEV", device, "-CHECKPLOT_TYPE", "IMAGE,SEGMENTATION"]
    assert cli.main([*argv, "-CHECKPLOT_NAME", "a,b", "-VERBOSE_TYPE", "QUIET"]) == 0
    ending = device.lower()
    assert sorted(os.listdir()) == [*(f"{name}_{rank}.{ending}" for name in "ab" for rank in (1, 2, 3)), "three.fits"]
    for name in os.listdir():
        if name != "three.fits":
            with open(name, "rb") as file:
                assert file.read(5).startswith(start)


def test_without_matplotlib_nothing_is_begun(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("sexlike.pipeline.run", lambda *_: pytest.fail("the work has begun"))
    assert cli.main(["no.fits", "-CHECKPLOT_TYPE", "IMAGE"]) == 1
    assert "pip install 'sexlike[plot]'" in capsys.readouterr().err
    assert cli.main(["no.fits", "--tune", "DETECT_THRESH=1,2"]) == 1
    assert "pip install 'sexlike[plot]'" in capsys.readouterr().err
    assert os.listdir() == []


def test_a_plot_that_fails_leaves_the_old_one(tmp_path, monkeypatch, extensions):
    monkeypatch.chdir(tmp_path)
    config = read_config(None, {"CHECKPLOT_TYPE": "DIAGNOSTICS"})
    (tmp_path / "diagnostics.png").write_bytes(b"old")
    monkeypatch.setattr("sexlike.output.plotfiles.drawn_as", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_check_plots(extensions["small"], config)
    assert os.listdir() == ["diagnostics.png"]
    assert (tmp_path / "diagnostics.png").read_bytes() == b"old"


def test_ellipses_are_where_the_light_was_summed(extensions, config):
    from matplotlib.collections import EllipseCollection

    from sexlike.output.measured import measured

    extension = extensions["small"]
    names = ("X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "THETA_IMAGE", "KRON_RADIUS")
    x, y, a, b, theta, radius = measured(extension, config, dict.fromkeys(names, ())).values()
    drawn = figure("APERTURES", extension, config)
    collections = drawn.findobj(EllipseCollection)
    assert len(collections) == 2
    for ellipses in collections:
        np.testing.assert_allclose(ellipses.get_offsets(), np.column_stack([x, y]), atol=1e-3)
        np.testing.assert_allclose(ellipses.get_widths(), 2 * a * radius, rtol=1e-5)
        np.testing.assert_allclose(ellipses.get_heights(), 2 * b * radius, rtol=1e-5)
        np.testing.assert_allclose(ellipses.get_angles(), theta, atol=1e-3)


def test_ellipses_too_small_to_be_seen_are_left_out(extensions, config):
    from matplotlib.collections import EllipseCollection
    from matplotlib.figure import Figure

    from sexlike.images.regions import whole_image
    from sexlike.output.plot_ellipses import LEAST_SHOWN, kron_ellipses

    extension = extensions["large"]
    draw, axes = kron_ellipses(extension, config), Figure().add_subplot()
    draw(axes, whole_image(extension.image.shape))
    (ellipses,) = axes.findobj(EllipseCollection)
    seen = len(ellipses.get_widths())
    assert 0 < seen <= len(extension.detections)
    assert ellipses.get_widths().min() > LEAST_SHOWN * max(extension.image.shape)
    draw(axes, whole_image((20_000, 20_000)))
    assert len(axes.findobj(EllipseCollection)[1].get_widths()) < seen
