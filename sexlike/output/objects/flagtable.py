"""Flags as a table: a column of bool for each bit."""

import numpy as np

from ...errors import SexlikeError
from ...measure.flags import FLAG_COLUMNS


def flag_table(table):
    """The bits of the columns of flags, by name.

    Parameters
    ----------
    table : astropy.table.Table
        With FLAGS, FLAGS_WEIGHT, FLAGS_WIN or FLAGS_MODEL.

    Returns
    -------
    astropy.table.QTable
        NUMBER and the columns of flags as in the table; NAMES, the flags that are set, with commas between them; and a
        column of bool for each flag, with its meaning as description.

    Raises
    ------
    SexlikeError
        The table has no flags.
    """
    from astropy.table import Column, QTable

    present = [name for name in FLAG_COLUMNS if name in table.colnames]
    if not present:
        raise SexlikeError("the table has no flags", hint='Ask for them: params=[..., "FLAGS"], as in default.param.')
    flags = []
    for name in present:
        values = np.asarray(table[name])
        for bit in FLAG_COLUMNS[name]:
            flags.append(
                Column(values & bit.value > 0, bit_name(name, bit), description=f"{name} {bit.value}: {bit.meaning}")
            )
    set_flags = np.array([flag.data for flag in flags], object) * np.array([[flag.name] for flag in flags], object)
    names = [", ".join(filter(None, column)) for column in set_flags.T]
    kept = [table[name] for name in ("NUMBER", *present) if name in table.colnames]
    return QTable([*kept, Column(names, "NAMES", "U", description="Flags that are set"), *flags])


def bit_name(column, bit):
    """Name of the column of a flag: CROWDED, WEIGHT_DETECTION, WIN_ASTRAY."""
    return "_".join([*column.split("_")[1:], str(bit.name)])
