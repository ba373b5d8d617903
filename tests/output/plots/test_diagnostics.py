import numpy as np
import pytest

from sexlike.output.plots.diagnostics import growth_curves, measures_of

from ..skies import searched


def test_growth_curves_reach_half_at_the_half_light_radius():
    measures = measures_of(searched("usual"))
    chosen = np.flatnonzero((measures.flags == 0) & (measures.flux > 1000))
    radius, curves = growth_curves(measures, chosen)
    assert len(chosen) > 5
    assert np.nanmedian(curves[:, np.abs(radius - 1).argmin()]) == pytest.approx(0.5, abs=0.03)
