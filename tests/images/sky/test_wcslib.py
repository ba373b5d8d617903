"""WCSLIB without the rest of astropy.wcs."""

import subprocess
import sys

import pytest

from sexlike.images.sky.wcslib import EXTENSION, PACKAGE, wcslib

FIRST_SEXLIKE = """
import sys
from sexlike.images.sky.wcslib import wcslib
library = wcslib()
assert library is wcslib() and library.__name__ == "astropy.wcs._wcs"
assert not {"astropy.wcs", "astropy.coordinates"} & set(sys.modules)
from astropy.wcs import WCS, Wcsprm, InvalidTransformError
assert Wcsprm is library.Wcsprm and issubclass(InvalidTransformError, ValueError)
"""
FIRST_ASTROPY = """
from astropy.wcs import Wcsprm
from sexlike.images.sky.wcslib import wcslib
assert wcslib().Wcsprm is Wcsprm
"""
WORKS = """
from astropy.wcs import WCS
wcs = WCS(naxis=2)
wcs.wcs.ctype, wcs.wcs.crval = ["RA---TAN", "DEC--TAN"], [10, 20]
sky = wcs.pixel_to_world(0, 0)
assert abs(sky.dec.deg - 20) < 1.1 and abs(wcs.world_to_pixel(sky)[0]) < 1e-9
assert isinstance(wcs.deepcopy(), WCS) and isinstance(__import__("pickle").loads(__import__("pickle").dumps(wcs)), WCS)
"""


@pytest.mark.parametrize("first", [FIRST_SEXLIKE, FIRST_ASTROPY])
def test_it_is_the_module_that_astropy_has_whoever_is_first(first):
    subprocess.run([sys.executable, "-c", first + WORKS], check=True)


def test_where_astropy_is_organised_otherwise_its_package_serves(monkeypatch):
    import astropy.wcs

    monkeypatch.delitem(sys.modules, EXTENSION)
    monkeypatch.setattr("sexlike.images.sky.wcslib.PathFinder.find_spec", lambda *_: None)
    monkeypatch.delitem(sys.modules, PACKAGE)
    monkeypatch.setattr("sexlike.images.sky.wcslib.import_module", lambda _: astropy.wcs)
    assert wcslib() is astropy.wcs
