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
from sexlike.errors import SexlikeWarning
from sexlike.output.plots.plotfiles import LARGEST_PNG, drawn_as
from sexlike.output.plots.segment_colours import NO_DATA_COLOUR
from sexlike.pipeline import run

from ..skies import COLUMNS, DEFAULTS, SHAPES, searched, sky
from .pictures import assert_text_is_inside, figure

pytest.importorskip("matplotlib")
KINDS = [
    kind for kind in KEYWORDS["CHECKPLOT_TYPE"].choices if kind not in ("NONE", "MODELS", "PAGE")
]  # these need a PSF
MAPS = [kind for kind in KINDS if kind != "DIAGNOSTICS"]  # the shape of the image matters to them alone
DRAWN = [*itertools.product(MAPS, SHAPES)]
DRAWN += [("DIAGNOSTICS", "small"), ("DIAGNOSTICS", "usual")]  # of few objects, and of many


@pytest.mark.parametrize(("kind", "size"), DRAWN)
def test_text_is_inside_and_something_is_seen(kind, size):
    drawn = figure(kind, searched(size))
    assert_text_is_inside(drawn)
    assert min(drawn.bbox.size) > 250
    assert len(np.unique(np.asarray(drawn.canvas.buffer_rgba())[..., 1])) > 20


@pytest.mark.parametrize("size", ["usual", "mosaic"])
@pytest.mark.parametrize("kind", KINDS)
def test_files_of_large_images_are_small(kind, size):
    data = drawn_as(figure(kind, searched(size)), "png")
    assert len(data) < LARGEST_PNG
    with Picture.open(io.BytesIO(data)) as picture:
        assert min(picture.size) > 250


def extension_of(hdu, **settings):
    """What is found in an image with some settings."""
    config = DEFAULTS.overridden_by(load_config(None, settings))
    return next(iter(run([hdu], config, parse_columns(["NUMBER"]))))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(64, 80), (900, 800)])
def test_nothing_found(kind, shape):
    extension = extension_of(sky(shape, objects=False), DETECT_THRESH="90")
    assert len(extension.detections.objects) == 0
    assert_text_is_inside(figure(kind, extension))


@pytest.mark.parametrize("kind", KINDS)
def test_no_pixel_has_a_value(kind):
    hdu = sky((720, 800), objects=False)
    hdus = fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(hdu.data * factor, hdu.header) for factor in (np.nan, 1))])
    with pytest.warns(SexlikeWarning, match="no "):
        extension = extension_of(hdus, DETECT_THRESH="90")
    drawn = figure(kind, extension)
    assert_text_is_inside(drawn)
    for axes in drawn.axes if kind != "DIAGNOSTICS" else ():
        for shown in axes.get_images():
            assert_is_no_data(shown)


@pytest.mark.parametrize("kind", KINDS)
def test_one_object(kind):
    hdu = sky((200, 260), objects=False)
    hdu.data[100:104, 60:64] += 500
    extension = extension_of(hdu, DETECT_THRESH="20")
    assert len(extension.detections.objects) == 1
    drawn = figure(kind, extension)
    assert_text_is_inside(drawn)
    heading = drawn.texts[0].get_text()
    assert "1 object" in heading or kind not in ("SEGMENTATION", "APERTURES", "DIAGNOSTICS")
    assert "1 objects" not in heading
    if kind == "DIAGNOSTICS":
        assert {axes.get_yscale() for axes in drawn.axes} == {"linear"}


@pytest.mark.parametrize("kind", MAPS)
def test_pictures_of_images_without_sky_coordinates(kind):
    hdu = sky((1024, 900))
    extension = extension_of(fits.PrimaryHDU(hdu.data))
    drawn = figure(kind, extension)
    assert_text_is_inside(drawn)
    assert not any("arc" in text.get_text() for axes in drawn.axes for text in axes.texts)


def assert_is_no_data(shown, where=slice(None)):
    """The pixels of an AxesImage have the one colour for no data."""
    values = shown.get_array()
    if np.ndim(values) == 3:
        assert (np.asarray(values)[where] == NO_DATA_COLOUR).all()
    else:
        assert np.ma.getmaskarray(np.ma.masked_invalid(values))[where].all()
        assert np.allclose(shown.cmap.get_bad()[:3], NO_DATA_COLOUR / 255)


@pytest.mark.parametrize("kind", MAPS)
def test_pixels_without_weight_have_one_colour_in_all_maps(kind, tmp_path):
    hdu, weights = sky((200, 260)), np.ones((200, 260), np.float32)
    weights[120:150, 100:180] = 0
    fits.writeto(tmp_path / "weight.fits", weights)
    settings = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": str(tmp_path / "weight.fits"), "INTERP_TYPE": "NONE"}
    extension = extension_of(hdu, **settings)
    maps = [shown for axes in figure(kind, extension).axes for shown in axes.get_images()]
    assert maps
    for shown in maps:
        assert_is_no_data(shown, np.s_[120:150, 100:180])
        assert_is_no_data(shown, np.s_[: 200 // 8, : 260 // 8])  # no value


def test_noise_of_the_background_is_free_of_sources(tmp_path):
    hdu = sky((256, 256))
    fits.writeto(tmp_path / "error.fits", np.sqrt(np.abs(np.nan_to_num(hdu.data))).astype(np.float32))
    extension = extension_of(hdu, WEIGHT_TYPE="MAP_RMS", WEIGHT_IMAGE=str(tmp_path / "error.fits"))
    for kind in ("BACKGROUND", "INPUTS"):
        title = "Background noise" if kind == "BACKGROUND" else "Background noise, to compare"
        (panel,) = (axes for axes in figure(kind, extension).axes if axes.get_title() == title)
        shown = np.ma.masked_invalid(panel.get_images()[0].get_array())
        expected = extension.image.background.rms_rows(0, 256)
        assert np.array_equal(shown[~shown.mask], expected[~shown.mask])


def test_both_panels_of_filtered_have_the_same_scale():
    drawn = figure("FILTERED", searched("large"))
    norms = {}
    for axes in drawn.axes:
        for shown in axes.get_images():
            norms.setdefault(axes.get_title().partition(":")[0].startswith("Image"), set()).add(shown.norm)
    assert {whole: len(different) for whole, different in norms.items()} == {True: 1, False: 1}


def test_bright_sources_are_not_burnt_out_and_faint_ones_are_seen():
    def shown(hdu):
        (image,) = (axes.get_images()[0] for axes in figure("IMAGE", extension_of(hdu)).axes if axes.get_images())
        return image.norm

    faint = shown(sky((200, 260), objects=False))
    assert type(faint).__name__ == "Normalize"
    hdu = sky((200, 260))
    bright = shown(hdu)
    assert (bright(hdu.data) >= 1).mean() < 0.001
    assert 0.03 < bright(103.0) < bright(108.0) - 0.05
    assert bright(hdu.data[np.isfinite(hdu.data)].max() / 3) < 1


def test_headings_tell_what_was_observed():
    hdu = sky((64, 80))
    hdu.header.update(TELESCOP="JWST", INSTRUME="NIRCAM", FILTER="F200W", PUPIL="CLEAR", TARGNAME="GOODS-S")
    assert figure("IMAGE", extension_of(hdu)).texts[0].get_text().startswith("GOODS-S · F200W · JWST NIRCAM\n")
    assert "\n" not in figure("IMAGE", extension_of(sky((64, 80)))).texts[0].get_text()


@pytest.mark.parametrize("kind", KINDS)
def test_catalog_is_not_touched(kind):
    extension = searched("small")
    before = {name: values.copy() for name, values in extension.values.items()}
    figure(kind, extension)
    assert list(extension.values) == COLUMNS
    assert all(np.array_equal(extension.values[name], values) for name, values in before.items())


def test_registry_has_what_the_keyword_allows():
    from sexlike.output.plots.checkplots import CHECK_PLOTS

    assert list(CHECK_PLOTS) == [kind for kind in KEYWORDS["CHECKPLOT_TYPE"].choices if kind not in ("NONE", "PAGE")]


def test_sky_axes_only_where_there_is_a_sky():
    from astropy.visualization.wcsaxes import WCSAxes

    extension = searched("small")
    plain = dataclasses.replace(extension.image, header=fits.Header())
    for image, number in ((extension.image, 1), (plain, 0)):
        drawn = figure("IMAGE", dataclasses.replace(extension, image=image))
        assert sum(isinstance(axes, WCSAxes) for axes in drawn.axes) == number


def test_large_images_have_regions_enlarged():
    titles = [axes.get_title() for axes in figure("SEGMENTATION", searched("large")).axes]
    for region in ("The densest region", "Around the brightest object", "A random region"):  # "elsewhere" may follow
        assert sum(title.startswith(region) for title in titles) == 2
    assert not any("region" in axes.get_title() for axes in figure("SEGMENTATION", searched("small")).axes)


NOISE, USED, COMPARED = "Background noise", "Noise of the search", "Background noise, to compare"


@pytest.mark.parametrize(
    ("kinds", "maps"),
    [
        ("NONE", [NOISE]),
        ("BACKGROUND", [NOISE]),
        ("MAP_RMS", ["Error", COMPARED]),
        ("MAP_VAR", ["Error", COMPARED]),
        ("MAP_WEIGHT", ["Weight", USED]),
        ("MAP_WEIGHT,MAP_RMS", ["Error", "Weight", USED]),
        ("MAP_RMS,MAP_RMS", ["Error", "Error for the detection", COMPARED]),
        ("NONE,MAP_RMS", ["Error", NOISE]),
    ],
)
def test_inputs_show_what_there_is(kinds, maps, tmp_path):
    names = [str(tmp_path / name) for name in ("a.fits", "b.fits")]
    for value, name in enumerate(names, 2):
        fits.writeto(name, np.full((128, 128), value, np.float32))
    maps_given = {"WEIGHT_IMAGE": ",".join(names[: 1 + kinds.count(",")])} if "MAP" in kinds else {}
    extension = extension_of(sky((128, 128)), WEIGHT_TYPE=kinds, **maps_given)
    drawn = figure("INPUTS", extension)
    assert_text_is_inside(drawn)
    titles = [title for axes in drawn.axes if (title := axes.get_title())]
    assert titles == ["Science image", *maps]


@pytest.mark.parametrize("shape", [(720, 720), (700, 1000)])
def test_titles_of_four_inputs_have_room(shape, tmp_path):
    names = [str(tmp_path / name) for name in ("a.fits", "b.fits")]
    for name in names:
        fits.writeto(name, np.ones(shape, np.float32))
    extension = extension_of(sky(shape), WEIGHT_TYPE="MAP_WEIGHT,MAP_RMS", WEIGHT_IMAGE=",".join(names))
    drawn = figure("INPUTS", extension)
    assert sum("noise of the search" in axes.get_title() for axes in drawn.axes) == 3
    assert_text_is_inside(drawn)


@pytest.mark.parametrize("scaling", ["ERROR", "BACKGROUND"])
def test_inputs_show_the_noise_that_the_search_goes_by(scaling, tmp_path):
    """With WEIGHT_SCALING ERROR it is C / sqrt(weight), which may be far from the scatter of the sky."""
    hdu, weight, names = sky((128, 128)), np.ones((128, 128), np.float32), [str(tmp_path / n) for n in "we"]
    weight[:, 64:] = 4
    error = 40 / np.sqrt(weight)
    for name, values in zip(names, (weight, error), strict=True):
        fits.writeto(name, values)
    settings = {"WEIGHT_TYPE": "MAP_WEIGHT,MAP_RMS", "WEIGHT_IMAGE": ",".join(names), "WEIGHT_SCALING": scaling}
    extension = extension_of(hdu, COMPATIBILITY="NONE", **settings)
    (panel,) = (axes for axes in figure("INPUTS", extension).axes if axes.get_title() == USED)
    shown = np.ma.masked_invalid(panel.get_images()[0].get_array())
    expected = np.sqrt(extension.detection_image.variance)
    assert np.allclose(shown[~shown.mask], expected[~shown.mask])
    if scaling == "ERROR":
        assert np.allclose(shown[~shown.mask], error[~shown.mask])
    else:
        assert shown.max() < 20


def test_user_settings_of_matplotlib_change_nothing():
    import matplotlib

    open_before = open_figures()
    expected = drawn_as(figure("DIAGNOSTICS", searched("small")), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert drawn_as(figure("DIAGNOSTICS", searched("small")), "png") == expected
    assert open_figures() == open_before


def open_figures():
    """Numbers of the figures of pyplot, which another test's libraries may have imported."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return pyplot.get_fignums() if pyplot else []
