"""Which components are fitted, and the order of their parameters."""

import numpy as np
import pytest

from sexlike.measure.models.components import POINT_FLUX, SERSIC_INDEX, SPHEROID_FLUX, Components, X, components_of

SPHEROID = "x,y,spheroid flux,spheroid radius,spheroid aspect,spheroid angle"
DISK = "disk flux,disk scale,disk aspect,disk angle"


@pytest.mark.parametrize(
    ("names", "parameters"),
    [
        (["NUMBER", "FLUX_MODEL"], f"{SPHEROID},Sersic index"),
        (["FLUX_MODEL", "FLUX_DETMODEL"], f"{SPHEROID},Sersic index"),
        (["FLUX_SPHEROID"], SPHEROID),
        (["SPHEROID_SERSICNERR"], f"{SPHEROID},Sersic index"),
        (["DISK_INCLINATION"], f"x,y,{DISK}"),
        (["MAG_DISK", "SPHEROID_REFF_WORLD"], f"{SPHEROID},{DISK}"),
        (["FLUX_POINTSOURCE", "MU_EFF_DISK"], f"x,y,point flux,{DISK}"),
        (["FLUX_BACKOFFSET"], "offset"),
        (["FLUXERR_BACKOFFSET", "FLUXRATIO_POINTSOURCE"], "offset,x,y,point flux"),
    ],
)
def test_parameters(names, parameters):
    assert components_of(names).parameters == tuple(parameters.split(","))


def test_places():
    components = Components(offset=True, point=True, spheroid=True)
    assert components.fluxes == [3, 4]
    assert components.place(SPHEROID_FLUX) == 4
    assert components.place(SERSIC_INDEX) is None
    vector = np.arange(16.0).reshape(2, 8)
    assert components.values(vector, POINT_FLUX).tolist() == [3, 11]
    assert components.values(vector, SERSIC_INDEX, 4).tolist() == [4, 4]
    assert components.position(vector).tolist() == [[1, 2], [9, 10]]


def test_a_level_alone_is_nowhere():
    level = Components(offset=True)
    assert level.position(np.ones((2, 1))).tolist() == [[0, 0], [0, 0]]
    assert level.place(X) is None


def test_a_point_alone():
    assert Components(point=True).is_point
    assert not Components(point=True, offset=True).is_point
