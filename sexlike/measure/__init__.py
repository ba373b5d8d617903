"""What the objects are like: the columns asked for, and no others."""

from . import (
    aperture,
    best,
    flagcolumns,
    growth,
    imaflags,
    isophotal,
    kron,
    localbackground,
    petrosian,
    position,
    shape,
    sky,
    starclass,
    vignet,
    windowcolumns,
    windowed,
    world,
    worldshape,
)
from .registry import measure
from .wanted import request_of

__all__ = [
    "aperture",
    "best",
    "flagcolumns",
    "growth",
    "imaflags",
    "isophotal",
    "kron",
    "localbackground",
    "measure",
    "petrosian",
    "position",
    "request_of",
    "shape",
    "sky",
    "starclass",
    "vignet",
    "windowcolumns",
    "windowed",
    "world",
    "worldshape",
]
