"""Catalogs as ECSV: text that astropy reads back with units, descriptions and arrays."""

import io

from .qtable import make_table


def write_ecsv(file, extensions, config):
    """One table with the objects of all extensions; of the settings, its header holds those that were set."""
    from astropy.table import Table

    table = Table(make_table(extensions, config))
    settings = {name: _plain(getattr(config, name)) for name in sorted(config.origins)}
    table.meta = {"settings": settings, "extensions": table.meta["extensions"]}
    text = io.StringIO()
    (table if len(table) else _without_shapes(table)).write(text, format="ascii.ecsv")
    file.write(text.getvalue().encode())


def _plain(value):
    """A list for a tuple, of which YAML has none."""
    return list(value) if isinstance(value, tuple) else value


def _without_shapes(table):
    """A table without rows, its columns without elements: astropy does not read back what has them."""
    from astropy.table import Column, Table

    columns = [Column([], c.name, c.dtype, unit=c.unit, description=c.description) for c in table.itercols()]
    return Table(columns, meta=table.meta)
