"""What a list of positions says of the objects: VECTOR_ASSOC, NUMBER_ASSOC."""

import numpy as np

from ..registry import column


@column("VECTOR_ASSOC", type="f8", format="%12.7g", ucd="src", dimensions=1,
        about="Numbers of the list of positions for the object")  # fmt: skip
def _(objects, request):
    values = objects.association.values
    return np.pad(values, ((0, 0), (0, request.sizes["VECTOR_ASSOC"][0] - values.shape[1])))


@column("NUMBER_ASSOC", type="i4", format="%10d", ucd="meta.number;src", about="Positions of the list that match")
def _(objects):
    return objects.association.number
