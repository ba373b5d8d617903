"""Tables of `sexlike.extract` as VOTables that hold the configuration; astropy alone leaves it out."""

import os

from ...tablemeta import text_of
from .metadata import CONFIG

DATATYPES = {bool: "boolean", int: "int", float: "double"}


def write_table(table, target, table_id=None, overwrite=False, tabledata_format=None):
    """Write a table as a VOTable, with a resource of the settings in ``meta["config"]``; a file is replaced.

    Parameters
    ----------
    table : astropy.table.Table
    target : str, path or binary file
    table_id, overwrite, tabledata_format
        As astropy's ``write`` takes them for VOTables; whether there is a file is looked at before.
    """
    from astropy.io.votable import from_table
    from astropy.io.votable.tree import Resource

    target = os.fspath(target) if isinstance(target, os.PathLike) else target
    document = from_table(table, table_id=table_id)
    for field, column in zip(document.get_first_table().fields, table.itercols(), strict=True):
        if column.ndim > 2:  # astropy has the last axis last, but in VOTables it is the first one, which varies fastest
            field.arraysize = "x".join(map(str, reversed(column.shape[1:])))
    settings = Resource(ID=CONFIG, type="meta")
    settings.extra_attributes["name"] = CONFIG  # astropy does not write the name that it knows
    settings.description = "The settings"
    settings.params.extend(setting(document, name, value) for name, value in table.meta.get("config", {}).items())
    document.resources.append(settings)
    # As astropy's own writeto: the writer in C writes one byte too far where a row fills its buffer exactly.
    document.to_xml(target, tabledata_format=tabledata_format, _debug_python_based_parser=True)


def setting(document, name, value):
    """The PARAM of a keyword: a number, several numbers, or text in the form of a .sex file."""
    from astropy.io.votable.tree import Param

    parts = value if isinstance(value, tuple | list) else (value,)
    kinds = {type(part) for part in parts}
    datatype = DATATYPES.get(kinds.pop()) if len(kinds) == 1 else None
    if datatype is None:  # VOTable has no arrays of no numbers
        return Param(document, name=name, datatype="char", arraysize="*", value=text_of(value))
    size = {"arraysize": str(len(parts))} if parts is value else {}
    return Param(document, name=name, datatype=datatype, value=value, **size)
