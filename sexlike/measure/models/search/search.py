"""The lowest minimum of a spheroid and a disk, which have many: rough fits from several starts."""

import numpy as np

from ..minimiser import Minimum, Trial, lower_among, minimise
from ..modelslopes import ModelCost
from .additions import additions
from .methods import ROUGH
from .moves import other_index, small_spheroid


def search(model: ModelCost, start: np.ndarray) -> Minimum:
    """Rough minima of the costs of k objects, from their starts (k, p).

    Fits begin with a small spheroid in a larger disk; with the disks that improve the spheroid alone most; and with
    what was found, its spheroid being steeper or flatter.
    """
    components, parameters = model.canvas.components, model.parameters
    begin = parameters.variables(small_spheroid(components, start))
    found = minimise(model.trial, begin, ROUGH)
    for addition in additions(model, start):
        found = tried(model, found, addition.variables, addition.promised < found.cost)
    vector, worth_it = other_index(components, parameters.values(found.variables))
    return tried(model, found, parameters.variables(parameters.inside(vector)), worth_it)


def tried(model: ModelCost, found: Minimum, variables: np.ndarray, worth_it: np.ndarray) -> Minimum:
    """The lower of the minima that were found, and of those that fits from these variables (k, p) find of some."""
    some = np.flatnonzero(worth_it)
    if not len(some):
        return found

    def trial(place: np.ndarray, members: np.ndarray) -> Trial:
        return model.trial(place, some[members])

    return lower_among(found, some, minimise(trial, variables[some], ROUGH))
