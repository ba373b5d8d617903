"""CHECKPLOT_TYPE MODELS: objects, their models and residuals side by side."""

import numpy as np
import pytest

import sexlike
from sexlike.output.plots.plotfiles import drawn_as

from ...measure.scene import gaussian_scene
from ..checkimages.test_fittedmodels import extension_of
from .pictures import assert_text_is_inside, figure

pytest.importorskip("matplotlib")


def field(number):
    """Galaxies on a grid of six columns."""
    places = [(20.3 + 40 * (k % 6), 25.0 + 40 * (k // 6)) for k in range(number)]
    sources = [(x, y, 20000.0 + 1000 * k, 2.4, 2.1, 20.0 * k) for k, (x, y) in enumerate(places)]
    return gaussian_scene((240, 260), sources, sky=0)


@pytest.mark.parametrize(("number", "shown"), [(0, [0]), (1, [1]), (5, [5]), (20, [13, 14])])
def test_objects_are_shown(number, shown, tmp_path):
    extension = extension_of(
        tmp_path, ["SPHEROID_SERSICN"], field(number), CHECKPLOT_TYPE="MODELS", CHECKIMAGE_TYPE="NONE"
    )
    drawn = figure("MODELS", extension)
    assert_text_is_inside(drawn)
    images = [axes.get_images()[0] for axes in drawn.axes if axes.get_images()]
    assert len(images) / 3 in shown  # one object may be the brightest and the worst
    titles = [axes.get_title(loc="left") for axes in drawn.axes]
    if number:
        assert titles[0].startswith("brightest: ")
        residuals = [np.ma.masked_invalid(image.get_array()) for image in images[2::3]]
        assert np.ma.concatenate([np.ma.ravel(values) for values in residuals]).std() == pytest.approx(1, abs=0.3)
    else:
        assert any("no object with a fit" in text.get_text() for axes in drawn.axes for text in axes.texts)
    assert len(drawn_as(drawn, "png")) > 1000


def test_it_is_shown_as_a_whole(tmp_path):
    psf = extension_of(tmp_path, ["FLUX_DISK"], field(2)).config.PSF_NAME[0]
    result = sexlike.extract(field(2), params=["FLUX_DISK"], PSF_NAME=str(psf))
    with pytest.raises(sexlike.SexlikeError, match="models is shown as a whole"):
        result.plot("models", size=20)
    assert len(result.plot("models").axes) == 6
