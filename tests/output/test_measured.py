import dataclasses

import numpy as np

from sexlike.config.config import load_config
from sexlike.output.measured import measured, measured_now

from .skies import COLUMNS, searched


def test_columns_of_the_catalog_are_not_measured_again():
    extension = searched("small")
    marked = dataclasses.replace(extension, values={name: f"the catalog's {name}" for name in COLUMNS})
    columns = measured(marked, {"X_IMAGE": (), "Y_IMAGE": ()})
    assert columns["X_IMAGE"] == "the catalog's X_IMAGE"
    assert columns["Y_IMAGE"].shape == (len(extension.detections.objects),)
    assert list(marked.values) == COLUMNS


def test_another_size_is_measured():
    config = load_config(None, {"PHOT_APERTURES": (4, 8)})
    extension = dataclasses.replace(searched("small"), config=config)
    one = measured(extension, {"FLUX_APER": (1,)})
    wider = dataclasses.replace(extension, request=extension.request.__class__({"FLUX_APER": (1,)}), values=one)
    both = measured(wider, {"FLUX_APER": (2,)})["FLUX_APER"]
    assert both.shape == (len(extension.detections.objects), 2)
    np.testing.assert_array_equal(both[:, :1], one["FLUX_APER"])
    assert (both[:, 1] != both[:, 0]).all()


def test_another_configuration_is_taken():
    extension = searched("small")
    brighter = load_config(None, {"MAG_ZEROPOINT": 25})
    shifted = measured_now(extension, {"MAG_AUTO": ()}, brighter)["MAG_AUTO"]
    own = measured_now(extension, {"MAG_AUTO": ()})["MAG_AUTO"]
    np.testing.assert_array_equal(own, extension.values["MAG_AUTO"])
    seen = own < 99
    assert seen.any()
    np.testing.assert_allclose(shifted[seen], own[seen] + 25, rtol=1e-6)
