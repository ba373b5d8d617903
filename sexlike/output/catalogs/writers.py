"""The formats of catalogs: CATALOG_TYPE -> the function that writes it.

A writer takes a binary file, the catalogs of the extensions (a list of ExtensionCatalog, at least one, all with the
same columns; their objects may be none) and the configuration.
"""

from collections.abc import Callable

from ..declaring import declaring

WRITERS: dict[str, Callable] = {}
catalog_writer = declaring(WRITERS)
