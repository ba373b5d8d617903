"""How much more extended than the PSF objects are: SPREAD_MODEL, SPREADERR_MODEL."""

from ..registry import column


@column("SPREAD_MODEL", "f4 %11.5g", about="Extent beyond that of the PSF: 0 for a star", ucd="src.morph.param")
def _(extendedness):
    return extendedness.spread


@column("SPREADERR_MODEL", "f4 %11.5g", about="Error of SPREAD_MODEL", ucd="src.morph.param")
def _(extendedness):
    return extendedness.error
