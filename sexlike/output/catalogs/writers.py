"""The formats of catalogs: CATALOG_TYPE -> the function that writes it.

A writer is declared with ``@catalog_writer("TYPE")``. It takes a binary file, the catalogs of the extensions (a list of
ExtensionCatalog, at least one; all have the same columns, and any number of objects) and the configuration.
"""

from collections.abc import Callable

from ..declaring import declaring

WRITERS: dict[str, Callable] = {}
catalog_writer = declaring(WRITERS)
