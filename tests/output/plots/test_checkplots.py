"""Every check-plot, at sizes from a stamp to a mosaic: whole, readable, small, and of the right pixels."""

import dataclasses
import io
import itertools
import sys

import numpy as np
import pytest
from astropy.io import fits
from PIL import Image as Picture

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.config.keywords import KEYWORDS
from sexlike.output.plots.plotfiles import LARGEST_PNG, drawn_as
from sexlike.pipeline import run

from ..skies import COLUMNS, DEFAULTS, searched, sky
from .pictures import assert_text_is_inside, figure

pytest.importorskip("matplotlib")
KINDS = [kind for kind in KEYWORDS["CHECKPLOT_TYPE"].choices if kind != "NONE"]
MAPS = [kind for kind in KINDS if kind != "DIAGNOSTICS"]  # the shape of the image matters to them alone
DRAWN = [*itertools.product(MAPS, ("small", "large", "tall", "flat"))]
DRAWN += [("DIAGNOSTICS", "small"), ("DIAGNOSTICS", "usual")]  # of few objects, and of many


@pytest.mark.parametrize(("kind", "size"), DRAWN)
def test_text_is_inside_and_something_is_seen(kind, size):
    drawn = figure(kind, searched(size))
    assert_text_is_inside(drawn)
    assert min(drawn.bbox.size) > 250
    assert len(np.unique(np.asarray(drawn.canvas.buffer_rgba())[..., 1])) > 20


@pytest.mark.parametrize("size", ["usual", "large"])
@pytest.mark.parametrize("kind", KINDS)
def test_files_of_large_images_are_small(kind, size):
    data = drawn_as(figure(kind, searched(size)), "png")
    assert len(data) < LARGEST_PNG
    with Picture.open(io.BytesIO(data)) as picture:
        assert min(picture.size) > 250


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_found(kind):
    config = DEFAULTS.overridden_by(load_config(None, {"DETECT_THRESH": "90"}))
    extension = next(iter(run([sky((64, 80), objects=False)], config, parse_columns(["NUMBER"]))))
    assert len(extension.detections.objects) == 0
    assert_text_is_inside(figure(kind, extension))


@pytest.mark.parametrize("kind", KINDS)
def test_catalog_is_not_touched(kind):
    extension = searched("small")
    before = {name: values.copy() for name, values in extension.values.items()}
    figure(kind, extension)
    assert list(extension.values) == COLUMNS
    assert all(np.array_equal(extension.values[name], values) for name, values in before.items())


def test_registry_has_what_the_keyword_allows():
    from sexlike.output.plots.checkplots import CHECK_PLOTS

    assert list(CHECK_PLOTS) == KINDS


def test_sky_axes_only_where_there_is_a_sky():
    from astropy.visualization.wcsaxes import WCSAxes

    extension = searched("small")
    plain = dataclasses.replace(extension.image, header=fits.Header())
    for image, number in ((extension.image, 1), (plain, 0)):
        drawn = figure("IMAGE", dataclasses.replace(extension, image=image))
        assert sum(isinstance(axes, WCSAxes) for axes in drawn.axes) == number


def test_large_images_have_regions_enlarged():
    titles = [axes.get_title() for axes in figure("SEGMENTATION", searched("large")).axes]
    for region in ("The densest region", "Around the brightest object", "A random region"):
        assert sum(title.startswith(region) for title in titles) == 2
    assert not any("region" in axes.get_title() for axes in figure("SEGMENTATION", searched("usual")).axes)


def test_inputs_show_what_there_is():
    extension = searched("small")

    def panels(**more):
        image = dataclasses.replace(extension.image, **more.get("measured", {}))
        searched = dataclasses.replace(extension.image, **more.get("searched", {}))
        drawn = figure("INPUTS", dataclasses.replace(extension, image=image, detection_image=searched))
        assert_text_is_inside(drawn)
        return [title for axes in drawn.axes if (title := axes.get_title())]

    noise = {"variance": np.full(extension.image.shape, 4, np.float32), "weight_scale": 2.0}
    other = {"variance": np.full(extension.image.shape, 9, np.float32)}
    assert panels() == ["Science image", "Background noise"]
    assert panels(measured=noise, searched=noise) == ["Science image", "Weight", "Background noise"]
    assert panels(measured=other, searched=noise) == ["Science image", "Error", "Weight", "Background noise"]


def test_user_settings_of_matplotlib_change_nothing():
    import matplotlib

    expected = drawn_as(figure("DIAGNOSTICS", searched("small")), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert drawn_as(figure("DIAGNOSTICS", searched("small")), "png") == expected
    pyplot = sys.modules.get("matplotlib.pyplot")  # another test's libraries may have imported it
    assert pyplot is None or not pyplot.get_fignums()
