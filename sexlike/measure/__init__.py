"""What the objects are like: the columns asked for, and no others."""

from . import columns, models, photometry, psf
from .models import shapes
from .registry import import_modules, measure
from .request import request_of

__all__ = ["measure", "request_of"]

for folder in (photometry, psf, models, shapes, columns):
    import_modules(folder)
