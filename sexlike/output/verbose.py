"""Objects one by one, beside the catalog: the lines of VERBOSE_TYPE FULL."""

from .measured import measured

FLAG_LETTERS = "CMSTAIDO"  # of FLAGS 1, 2, 4 ... 128


def describe_each_object(extension):
    """One line per object: its number, position, semi-axes, isophotal flux, FLAGS as letters."""
    names = ("X_IMAGE", "Y_IMAGE", "A_IMAGE", "B_IMAGE", "FLUX_ISO", "FLAGS")
    columns = measured(extension, dict.fromkeys(names, ()))
    *numbers, flags = (columns[name].tolist() for name in names)
    letters = ("".join(c if f >> bit & 1 else "_" for bit, c in enumerate(FLAG_LETTERS)) for f in flags)
    rows = enumerate(zip(*numbers, letters, strict=True), 1)
    return "\n".join("{:8d} {:6.1f} {:6.1f} {:5.1f} {:5.1f} {:12g} {}".format(n, *row) for n, row in rows)
