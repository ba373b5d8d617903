"""The families of columns of moments."""

from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure import registry
from sexlike.measure.momentcolumns import WORLD, moment_columns
from sexlike.measure.registry import COLUMNS


@pytest.mark.parametrize(
    ("name", "unit", "ucd", "about"),
    [
        ("X2_IMAGE", "pixel**2", "src.impactParam;instr.det", "Variance along x of the detected light"),
        (
            "ERRX2_IMAGE",
            "pixel**2",
            "stat.variance;pos.errorEllipse;instr.det",
            "Variance along x of the barycentre error",
        ),
        ("ERRXY_WORLD", "deg**2", "stat.covariance;pos.errorEllipse", "Covariance of the barycentre error, world"),
        ("Y2WIN_WORLD", "deg**2", "src.impactParam", "Variance along axis 2 of the windowed light, world"),
        ("CXXWIN_IMAGE", "pixel**(-2)", "src.impactParam;instr.det", "Ellipse coefficient cxx of the windowed light"),
        (
            "A_IMAGE",
            "pixel",
            "phys.size.smajAxis;instr.det;meta.main",
            "RMS along the major axis of the detected light",
        ),
        ("BWIN_WORLD", "deg", "phys.size.sminAxis", "RMS along the minor axis of the windowed light, world"),
        (
            "ERRB_WORLD",
            "deg",
            "stat.stdev;stat.min;pos.errorEllipse;meta.main",
            "RMS along the minor axis of the barycentre error, world",
        ),
        ("THETA_IMAGE", "deg", "pos.posAng;instr.det;meta.main", "Angle of the detected light, from x to y"),
        ("THETA_WORLD", "deg", "pos.posAng", "Angle from axis 1 of the detected light, world"),
        ("THETA_J2000", "deg", "pos.posAng;meta.main", "Angle of the detected light, north to east, J2000"),
        ("ERRTHETAWIN_SKY", "deg", "pos.posAng;pos.errorEllipse", "Angle of the windowed error, north to east, SKY"),
    ],
)
def test_units_and_descriptions(name, unit, ucd, about):
    declared = COLUMNS[name]
    assert (declared.unit, declared.ucd, declared.about) == (unit, ucd, about)


@pytest.mark.parametrize(
    ("name", "type", "format"),
    [
        ("X2_IMAGE", "f8", "%18.10e"),
        ("CXX_IMAGE", "f4", "%15.7e"),
        ("ERRCXX_IMAGE", "f4", "%12.7g"),
        ("A_IMAGE", "f4", "%9.3f"),
        ("ERRA_IMAGE", "f4", "%9.5f"),
        ("A_WORLD", "f4", "%12.7g"),
        ("ERRTHETA_WORLD", "f4", "%6.2f"),
        ("THETA_SKY", "f4", "%+6.2f"),
        ("ERRTHETA_SKY", "f4", "%6.2f"),
    ],
)
def test_cells(name, type, format):
    assert (COLUMNS[name].type, COLUMNS[name].format) == (type, format)


def test_each_column_shows_its_moment(monkeypatch):
    monkeypatch.setattr(registry, "COLUMNS", {})
    moment_columns("{}", of=lambda light: light, about="it")
    moment_columns("ERR{}", of=lambda light: light, about="it", frame=WORLD)
    fields = ("x2", "y2", "xy", "cxx", "cyy", "cxy", "a", "b", "theta")
    light = SimpleNamespace(**{field: np.array([k]) for k, field in enumerate(fields)})
    for k, field in enumerate(fields):
        image = registry.COLUMNS[f"{field.upper()}_IMAGE"].function(light=light)[0]
        world = registry.COLUMNS[f"ERR{field.upper()}_WORLD"].function(light=light)[0]
        assert (image, world) == (np.degrees(k) if field == "theta" else k, k)
    assert len(registry.COLUMNS) == 2 * len(fields)
