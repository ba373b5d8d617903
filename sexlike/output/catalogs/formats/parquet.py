"""Catalogs as Parquet, with units, UCDs, descriptions and the configuration in the metadata: PARQUET."""

from importlib.util import find_spec

import numpy as np

from ....errors import SexlikeError
from ..plaintable import plain_table
from ..writers import catalog_writer


@catalog_writer("PARQUET")
def write_parquet(file, catalogs, config):
    """One table with the objects of all extensions, which astropy, pyarrow and pandas read.

    Raises
    ------
    SexlikeError
        pyarrow is not installed.
    """
    ucds = {column.name: column.ucd for column in catalogs[0].request.columns}
    write_table(file, plain_table(catalogs, config), ucds)


def write_table(file, table, ucds):
    """Write a table of astropy to a binary file; `ucds` has the UCD of each column, by name."""
    require_pyarrow()
    import pyarrow
    from astropy.table.meta import get_yaml_from_table
    from pyarrow import parquet

    fields, arrays, more = [], [], {}
    for column in table.itercols():
        about = {"unit": str(column.unit or ""), "ucd": ucds.get(column.name, ""), "description": column.description}
        array = arrow_array(column)
        fields.append(pyarrow.field(column.name, array.type, metadata={k: v for k, v in about.items() if v}))
        arrays.append(array)
        if column.dtype.kind == "U":  # how many letters astropy makes room for
            more[f"table::len::{column.name}"] = str(column.dtype.itemsize // 4)
    header = "\n".join(get_yaml_from_table(table))  # under the key that astropy looks for
    schema = pyarrow.schema(fields, metadata={"table_meta_yaml": header} | more)
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), file)


def arrow_array(column):
    """A column of shape (n, ...) as an array of pyarrow; its rows are lists of one length, if they are not numbers."""
    import pyarrow

    values, mask = np.ma.getdata(np.asanyarray(column)), getattr(column, "mask", None)
    flat = pyarrow.array(
        np.ascontiguousarray(values, values.dtype.newbyteorder("=")).ravel(),
        mask=None if mask is None else np.ravel(mask),
    )
    return flat if values.ndim == 1 else pyarrow.FixedSizeListArray.from_arrays(flat, int(np.prod(values.shape[1:])))


def require_pyarrow():
    """Raise SexlikeError if pyarrow is not installed; it is not imported."""
    if find_spec("pyarrow") is None:
        hint = "pip install 'sexlike[parquet]' (or pip install pyarrow); ECSV needs nothing else."
        raise SexlikeError("CATALOG_TYPE PARQUET needs pyarrow, which is not installed", hint=hint)
