from types import SimpleNamespace

import numpy as np
import pytest

from sexlike.measure import registry
from sexlike.measure.fluxcolumns import flux_columns, magnitude, magnitude_error, resized


def test_magnitudes_and_errors():
    flux = np.array([100.0, 1.0, 0.0, -5.0])
    np.testing.assert_allclose(magnitude(flux, 25), [20, 25, 99, 99])
    np.testing.assert_allclose(magnitude_error(flux, np.full(4, 10.0)), [0.1086, 10.86, 99, 99])


def test_magnitudes_of_single_precision_fluxes_are_computed_in_double():
    assert magnitude(np.array([3], np.float32), 0).dtype == np.float64
    assert magnitude_error(np.array([3], np.float32), np.array([1], np.float32)).dtype == np.float64


@pytest.mark.parametrize(("size", "expected"), [((), [1, 3]), ((1,), [[1], [3]]), ((3,), [[1, 2, 0], [3, 4, 0]])])
def test_vectors_are_cut_or_filled_with_zeros(size, expected):
    np.testing.assert_array_equal(resized(np.array([[1, 2], [3, 4]]), size, 0), expected)


def test_a_family_of_columns_is_declared_at_once(monkeypatch):
    monkeypatch.setattr(registry, "COLUMNS", {})
    monkeypatch.setattr(registry, "QUANTITIES", {})

    @registry.quantity
    def light(image):
        return SimpleNamespace(flux=np.array([100.0, -1.0], np.float32), error=np.array([1.0, 2.0], np.float32))

    flux_columns("LIGHT", of=lambda light: (light.flux, light.error), about="in the dark", ucd=";meta.main")
    assert list(registry.COLUMNS) == ["FLUX_LIGHT", "FLUXERR_LIGHT", "MAG_LIGHT", "MAGERR_LIGHT"]
    assert registry.COLUMNS["MAGERR_LIGHT"].ucd == "stat.stdev;phot.mag;meta.main"
    request = registry.make_request(dict.fromkeys(registry.COLUMNS, ()))
    values = registry.measure(request, image=None, config=SimpleNamespace(MAG_ZEROPOINT=25.0, COMPATIBILITY="NONE"))
    np.testing.assert_allclose(values["FLUX_LIGHT"], [100, -1])
    np.testing.assert_allclose(values["FLUXERR_LIGHT"], [1, 2])
    np.testing.assert_allclose(values["MAG_LIGHT"], [20, 99])
    np.testing.assert_allclose(values["MAGERR_LIGHT"], [0.01086, 99], rtol=1e-6)
