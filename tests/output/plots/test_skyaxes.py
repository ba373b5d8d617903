import numpy as np
import pytest
from astropy.io import fits

pytest.importorskip("matplotlib")

from astropy.visualization.wcsaxes import CoordinateHelper

from sexlike.output.plots.layout import Margins, lay_out
from sexlike.output.plots.skyaxes import add_sky_axes, label_of, sky_of

from ..skies import sky

HEADER = sky((64, 80)).header


def test_headers_with_a_sky():
    assert sky_of(HEADER).wcs.ctype[0] == "RA---TAN"
    cube = HEADER.copy()
    cube.update(NAXIS=3, NAXIS1=80, NAXIS2=64, NAXIS3=1, CTYPE3="WAVE", CRVAL3=1.0, CRPIX3=1.0, CDELT3=1.0)
    assert sky_of(cube).naxis == 2


@pytest.mark.parametrize("change", [{"CTYPE1": "X", "CTYPE2": "Y"}, {"CTYPE1": "RA---XYZ"}, {"CTYPE2": "RA---TAN"}])
def test_headers_without_a_sky(change):
    header = HEADER.copy()
    header.update(change)
    assert sky_of(header) is None
    assert sky_of(fits.Header()) is None


@pytest.mark.parametrize(("turned", "above"), [(False, 0), (True, 1)])
def test_each_side_has_the_axis_that_runs_along_it(turned, above, monkeypatch):
    """Above the panel is right ascension, but declination where the image is turned by 90 degrees."""
    sides = {}  # astropy before 6.1 does not tell them
    set_position = CoordinateHelper.set_ticks_position

    def note_position(helper, side):
        sides[helper] = side
        set_position(helper, side)

    monkeypatch.setattr(CoordinateHelper, "set_ticks_position", note_position)
    header = HEADER.copy()
    header.update(CD1_1=0 if turned else -7e-6, CD1_2=7e-6 if turned else 0)
    header.update(CD2_1=7e-6 if turned else 0, CD2_2=0 if turned else 7e-6)
    figure, ((panel,),) = lay_out([(0.8, [Margins()])], 6.0, "title")
    panel.set(xlim=(0.5, 80.5), ylim=(0.5, 64.5))
    axes = add_sky_axes(panel, sky_of(header))
    figure.draw(figure.canvas.get_renderer())
    assert axes.get_xlim() == (-0.5, 79.5)
    assert axes.get_ylim() == (-0.5, 63.5)
    assert np.allclose(axes.get_position().bounds, panel.get_position().bounds)
    assert [sides[axes.coords[axis]] for axis in (above, 1 - above)] == ["t", "r"]
    assert [axes.coords[axis].get_axislabel() for axis in (0, 1)] == ["Right ascension", "Declination"]


@pytest.mark.parametrize(
    ("ctype", "label"),
    [
        ("RA---TAN", "Right ascension"),
        ("DEC--SIP", "Declination"),
        ("GLON-CAR", "Galactic longitude"),
        ("GLAT-CAR", "Galactic latitude"),
        ("ELON-TAN", "Longitude"),
        ("ELAT-TAN", "Latitude"),
    ],
)
def test_labels(ctype, label):
    assert label_of(ctype) == label
