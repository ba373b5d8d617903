"""What is near a column: the flags that concern it, and related columns."""

from ..flags import FLAG_COLUMNS, Flag
from ..registry import COLUMNS, GIVEN, QUANTITIES, required

NOT_MEASURED = ("NUMBER", "ID_PARENT", "EXT_NUMBER", "DURATION_ANALYSIS", *FLAG_COLUMNS)  # whatever the flags are
SHARED_BY_MANY = {*GIVEN, "projection", "jacobian", "pixel_area", "local_background", "masking", "background_level"}
MOST_RELATED = 12


def flags_concerning(name: str) -> list[Flag]:
    """The bits of FLAGS that concern a column.

    Those of apertures concern what is measured in these apertures, and FLAGS itself knows which these are.
    """
    if name in NOT_MEASURED:
        return []
    quantities = required(COLUMNS[name].needs)
    conditions = {
        Flag.CROWDED: bool(quantities.intersection(QUANTITIES["crowded"].optional)),
        Flag.APERTURE: bool(quantities.intersection(COLUMNS["FLAGS"].optional)),
        Flag.OVERFLOW: False,  # never set
    }
    return [flag for flag in Flag if conditions.get(flag, True)]


def related_columns(name: str) -> list[str]:
    """Columns that are computed of the same, and those of the same kind; the nearest first."""
    own = set(COLUMNS[name].needs) - SHARED_BY_MANY
    kind = name.partition("_")[0]

    def distance(other: str) -> int:
        theirs = set(COLUMNS[other].needs) - SHARED_BY_MANY
        if own and own == theirs:
            return 0
        if twin(name) == other or kind == other.partition("_")[0]:
            return 1
        return 2 if own & theirs else 3

    near = [other for other in COLUMNS if other != name and distance(other) < 3]
    return sorted(near, key=distance)[:MOST_RELATED]


def twin(name: str) -> str:
    """The column of the other coordinate: Y_IMAGE of X_IMAGE."""
    for one, other in (("X", "Y"), ("ALPHA", "DELTA"), ("A", "B")):
        for first, second in ((one, other), (other, one)):
            if name.startswith(first) and second + name.removeprefix(first) in COLUMNS:
                return second + name.removeprefix(first)
    return name
