"""The arguments of ``result.plot``: axes, a part of the image, a stretch, numbers."""

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

import sexlike

from ...measure.scene import gaussian_scene, tan_header

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure

SOURCES = ((40.0, 30.0, 9000.0, 3.0, 2.0, 30.0), (110.0, 90.0, 4000.0, 2.0, 1.5, 0.0))
HEADER = tan_header()
HDU = fits.PrimaryHDU(gaussian_scene(sources=SOURCES), HEADER)
KINDS = {"image": 1, "inputs": 2, "filtered": 2, "segmentation": 2, "apertures": 2, "background": 4}


@pytest.fixture(scope="module")
def result():
    return sexlike.extract(HDU, params=["NUMBER", "X_IMAGE", "Y_IMAGE"], DETECT_THRESH=3)


def maps_in(figure):
    return [axes for axes in figure.axes if axes.get_images()]


@pytest.mark.parametrize("kind", KINDS)
def test_maps_are_drawn_into_given_axes(result, kind):
    figure = Figure()
    panels = figure.subplots(2, 2)
    given = panels.ravel()[: KINDS[kind]]
    assert result.plot(kind, ax=given) is figure
    assert maps_in(figure) == list(given)
    assert len(figure.axes) == 4  # no other axes are added
    assert all(axes.get_title() and axes.get_xlabel() == "x (pixels)" for axes in given)


TITLES = {"apertures": "Image", "segmentation": "Objects", "background": "Back", "filtered": "searched"}


@pytest.mark.parametrize(("kind", "title"), [*TITLES.items(), ("inputs", "Science"), ("image", "Image")])
def test_single_axes_show_the_map_that_the_kind_is_named_after(result, kind, title):
    axes = Figure().subplots()
    result.plot(kind, ax=axes)
    assert title in axes.get_title()
    assert len(axes.get_images()) == 1
    assert bool(axes.collections) is (kind == "apertures")


def test_a_part_around_a_pixel(result):
    row = result[int(np.argmax(np.asarray(result["X_IMAGE"])))]
    centre = row["X_IMAGE"], row["Y_IMAGE"]
    for size, shape in ((21, (21, 21)), ((15, 31), (15, 31)), ((21 * units.pix), (21, 21))):
        panel = result.plot("image", center=centre, size=size).axes[0]
        (left, right), (bottom, top) = panel.get_xlim(), panel.get_ylim()
        assert (top - bottom, right - left) == shape
        assert abs((left + right) / 2 - centre[0].value) <= 0.5
        assert abs((bottom + top) / 2 - centre[1].value) <= 0.5
    pixels = panel.get_images()[0].get_array()
    assert np.unravel_index(np.argmax(pixels), pixels.shape) == (10, 10)


def test_a_part_around_a_position_on_the_sky(result):
    centre = WCS(HEADER).pixel_to_world(110.0, 90.0)
    panel = result.plot("image", center=centre.galactic, size=(10 * units.arcsec, 0.25 * units.arcmin)).axes[0]
    for limits, expected in ((panel.get_xlim(), (111 - 15, 111 + 15)), (panel.get_ylim(), (91 - 10, 91 + 10))):
        np.testing.assert_allclose(limits, expected, atol=0.5001)
        assert np.ptp(limits) == np.ptp(expected)


def test_a_part_ends_with_the_image(result):
    panel = result.plot("image", center=(1, 1), size=30).axes[0]
    assert panel.get_xlim()[0] == panel.get_ylim()[0] == 0.5
    assert panel.get_images()[0].get_array().shape[0] in (15, 16)
    assert result.plot("image", size=60).axes[0].get_xlim() == (50.5, 110.5)
    assert result.plot("image", center=(80, 64)).axes[0].get_xlim() == (0.5, 160.5)


def test_stretches_change_the_image_and_nothing_else(result):
    greys = {}
    for stretch in ("zscale", "linear", "sqrt", "asinh", "log"):
        image, noise = (axes.get_images()[0] for axes in maps_in(result.plot("inputs", stretch=stretch))[:2])
        sky, star = image.norm([100.0, 160.0])
        greys[stretch] = float(sky)
        assert 0 <= sky < star
        assert image.norm.vmax == pytest.approx(np.percentile(HDU.data, 99.9), rel=0.01) or stretch == "zscale"
        assert type(noise.norm).__name__ == "Normalize"
    assert len(set(greys.values())) == 5
    plain = maps_in(result.plot("inputs"))[0].get_images()[0].norm
    assert 0 < plain(100.0) < plain(160.0) < 1  # chosen by the image, whose sources are bright
    assert plain.vmax > 160


def test_numbers_stand_beside_objects(result):
    axes = Figure().subplots()
    result.plot("segmentation", ax=axes, labels=True)
    beside = {text.get_text(): text.xy for text in axes.texts}
    assert set(beside) == {"1", "2"}
    for number, (x, y) in beside.items():
        assert result.segmentation[round(y) - 1, round(x) - 1] == int(number)
    result.plot("apertures", ax=(alone := Figure().subplots()), center=beside["2"], size=20, labels=True)
    assert [text.get_text() for text in alone.texts] == ["2"]
    assert not result.plot("segmentation").axes[0].texts


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"stretch": "square"}, r"stretch: there is no 'square'\n.*zscale, linear, sqrt, asinh, log"),
        ({"center": 5}, "center: 5 is not understood\n.*SkyCoord"),
        ({"center": (1, 2, 3)}, "center: .* is not understood"),
        ({"center": (1 * units.deg, 2 * units.deg)}, "center: .* is not understood"),
        ({"center": (1000, 5), "size": 9}, r"center: x = 1000.0, y = 5.0 is not on the image of 160 x 128 pixels"),
        ({"center": SkyCoord([1, 2], [3, 4], unit="deg")}, "center: 2 positions are given"),
        ({"size": 3 * units.s}, "size: .* is not understood"),
        ({"size": -3}, "size: -3 x -3 pixels is no size"),
        ({"ax": 5}, "ax: int is no axes"),
        ({"ax": [None]}, "ax: NoneType is no axes"),
    ],
)
def test_arguments_that_make_no_sense(result, arguments, message):
    with pytest.raises(sexlike.SexlikeError, match=rf"(?s){message}"):
        result.plot("image", **arguments)


def test_axes_that_do_not_serve(result):
    figure = Figure()
    with pytest.raises(sexlike.SexlikeError, match=r"(?s)4 axes are given for 2 maps.*Objects"):
        result.plot("segmentation", ax=figure.subplots(2, 2))
    with pytest.raises(sexlike.SexlikeError, match="axes with a WCS"):
        result.plot("image", ax=figure.add_subplot(projection=WCS(HEADER)))
    for arguments in ({"ax": figure.add_subplot()}, {"labels": True}, {"size": 30}):
        with pytest.raises(sexlike.SexlikeError, match="diagnostics is shown as a whole"):
            result.plot("diagnostics", **arguments)


def test_the_sky_of_an_image_without_any():
    plain = sexlike.extract(HDU.data, params=["NUMBER"], DETECT_THRESH=3)
    for arguments in ({"center": SkyCoord(150, 30, unit="deg")}, {"size": 3 * units.arcsec}):
        with pytest.raises(sexlike.SexlikeError, match=r"(?s)the image has no sky coordinates.*wcs="):
            plain.plot("image", **arguments)


def test_a_picture_without_a_kind_shows_the_apertures(result):
    plain, apertures = result.plot(), result.plot("apertures")
    titles = [[axes.get_title() for axes in figure.axes] for figure in (plain, apertures)]
    assert titles[0] == titles[1]
    assert result.extensions[0].plot().texts[0].get_text() == apertures.texts[0].get_text()


def test_an_object_is_a_centre(result):
    for row in (result[1], result[1:2], result["X_IMAGE", "Y_IMAGE"][1]):
        (axes,) = maps_in(result.plot("image", ax=Figure().subplots(), center=row, size=20))
        x, y = (float(np.ravel(np.asarray(row[name]))[0]) for name in ("X_IMAGE", "Y_IMAGE"))
        assert np.mean(axes.get_xlim()) == pytest.approx(x, abs=0.6)
        assert np.mean(axes.get_ylim()) == pytest.approx(y, abs=0.6)


def test_rows_that_are_no_centre(result):
    with pytest.raises(sexlike.SexlikeError, match="no positions"):
        result.plot("image", center=result["NUMBER",][0])
    two = sexlike.extract(
        fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(HDU.data), fits.ImageHDU(HDU.data)]),
        params=["X_IMAGE", "Y_IMAGE", "EXT_NUMBER"],
        DETECT_THRESH=3,
    )
    with pytest.raises(sexlike.SexlikeError, match=r"image of EXT_NUMBER 2\n.*result.extensions\[1\]"):
        two.plot(center=two[-1])
    assert two.extensions[1].plot("image", center=two[-1])
