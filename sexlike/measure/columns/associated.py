"""What a list of positions says of the objects: VECTOR_ASSOC, NUMBER_ASSOC."""

import numpy as np

from ..fluxcolumns import beyond
from ..registry import column


@column("VECTOR_ASSOC", "f8 %12.7g", about="Numbers of the list of positions for the object", ucd="src", dimensions=1)
def _(objects, request, config):
    values = objects.association.values
    missing = request.sizes["VECTOR_ASSOC"][0] - values.shape[1]
    return np.pad(values, ((0, 0), (0, missing)), constant_values=beyond(config))


@column("NUMBER_ASSOC", "i4 %10d", about="Positions of the list that match", ucd="meta.number;src")
def _(objects):
    return objects.association.number
