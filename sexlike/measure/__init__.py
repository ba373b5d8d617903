"""What the objects are like: the columns asked for, and no others."""

from . import isophotal, position, shape, sky
from .registry import measure
from .wanted import request_of

__all__ = ["isophotal", "measure", "position", "request_of", "shape", "sky"]
