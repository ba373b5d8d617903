"""The ending of a catalog's name, and the format that it promises: ``x.fits``, ``x.csv``."""

from collections.abc import Mapping, Sequence
from typing import Any

TYPES = {
    ".fits": "FITS_1.0",
    ".fit": "FITS_1.0",
    ".fts": "FITS_1.0",
    ".ldac": "FITS_LDAC",
    ".csv": "CSV",
    ".ecsv": "ECSV",
    ".parquet": "PARQUET",
    ".reg": "REGION",
    ".vot": "ASCII_VOTABLE",
    ".votable": "ASCII_VOTABLE",
    ".xml": "ASCII_VOTABLE",
}


def type_of(name: str) -> str | None:
    """The CATALOG_TYPE that the ending of a name promises, or None."""
    return next((kind for ending, kind in TYPES.items() if name.lower().endswith(ending)), None)


def types_of_names(values: Mapping[str, Any], origins: Mapping[str, str]) -> Mapping[str, Any]:
    """CATALOG_TYPE, where it follows from the names: they are given, it is not, and COMPATIBILITY is NONE.

    Parameters
    ----------
    values, origins : mapping
        As those of a `Config`.

    Returns
    -------
    mapping
        Empty where it stays as it is.
    """
    if values["COMPATIBILITY"] != "NONE" or "CATALOG_TYPE" in origins or "CATALOG_NAME" not in origins:
        return {}
    return {"CATALOG_TYPE": tuple(type_of(name) or values["CATALOG_TYPE"][0] for name in values["CATALOG_NAME"])}


def odd_endings(catalogs: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """CATALOG_TYPE and CATALOG_NAME of catalogs whose names promise another type, and that type; all FITS are alike."""
    promises = ((kind, name, type_of(name)) for kind, name in catalogs)
    return [(kind, name, other) for kind, name, other in promises if other and family(kind) != family(other)]


def family(kind: str) -> str:
    """FITS for all types of FITS tables, and other types themselves."""
    return "FITS" if kind.startswith("FITS") else kind
