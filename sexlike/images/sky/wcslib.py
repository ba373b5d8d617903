"""WCSLIB, as astropy wraps it.

`astropy.wcs` needs `astropy.coordinates`, `astropy.time` and much else, whose import takes twice as long as to measure
a small image. Projections are in its extension module, which needs nothing but numpy.
"""

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

PACKAGE = "astropy.wcs"
EXTENSION = f"{PACKAGE}._wcs"


def wcslib() -> Any:
    """The module that has `Wcsprm` and the errors that it raises.

    Returns
    -------
    module
        The extension module of `astropy.wcs`; or `astropy.wcs`, if that has been imported, or is organised otherwise.
    """
    if PACKAGE in sys.modules:
        return sys.modules[PACKAGE]
    return sys.modules.get(EXTENSION) or load_extension() or import_module(PACKAGE)


def load_extension() -> Any:
    """The extension module by itself, under the name by which its package will find it; None if there is none."""
    folder = Path(import_module("astropy").__path__[0], PACKAGE.rpartition(".")[2])
    specification = PathFinder.find_spec(EXTENSION, [str(folder)])
    if specification is None or specification.loader is None:
        return None
    extension = module_from_spec(specification)
    specification.loader.exec_module(extension)
    if not hasattr(extension, "Wcsprm"):
        return None
    sys.modules[EXTENSION] = extension
    return extension
