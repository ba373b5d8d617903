"""A line for each object: VERBOSE_TYPE FULL."""

from ..measure.flags import Flag
from .measured import measured


def describe_each_object(extension):
    """A line for each object: number, position, semi-axes, isophotal flux, FLAGS as letters."""
    names = ("X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "FLUX_ISO", "FLAGS")
    columns = measured(extension, dict.fromkeys(names, ()))
    *numbers, flags = (columns[name].tolist() for name in names)
    letters = ("".join(flag.letter if value & flag.value else "_" for flag in Flag) for value in flags)
    rows = enumerate(zip(*numbers, letters, strict=True), 1)
    return "\n".join("{:8d} {:6.1f} {:6.1f} {:5.1f} {:5.1f} {:12g} {}".format(n, *row) for n, row in rows)
