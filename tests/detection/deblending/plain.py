"""Deblending by its plain definition: one blob, one level, one branch after the other."""

from itertools import pairwise

import numpy as np
from scipy import ndimage


def branches_within(parent, pixels, level, least_area):
    """Masks of the connected pixels of a mask that are above a level, in the order of their last pixels."""
    labels, number = ndimage.label(parent & (pixels > level), np.ones((3, 3)))
    masks = [labels == i for i in range(1, number + 1)]
    return sorted((m for m in masks if m.sum() >= least_area), key=lambda m: np.flatnonzero(m)[-1])


def plain_seeds(pixels, threshold, levels, contrast, least_area):
    """Level and mask of each seed of the only blob of an image, in order."""
    blob = pixels > threshold
    tree = [[(blob, None)]]
    for level in levels[1:]:
        parents = enumerate(mask for mask, _ in tree[-1])
        tree.append([(m, i) for i, mask in parents for m in branches_within(mask, pixels, level, least_area)])
    least = contrast * pixels[blob].sum(dtype=float)
    found, split = [], [[False] * len(branches) for branches in tree]
    for depth, (lower, upper) in reversed(list(enumerate(pairwise(tree), 1))):
        level = levels[depth]
        for i in range(len(lower)):
            children = [j for j, (_, parent) in enumerate(upper) if parent == i]
            bright = [j for j in children if pixels[upper[j][0]].sum(dtype=float) - level * upper[j][0].sum() > least]
            if len(bright) > 1:
                found += [(float(level), upper[j][0]) for j in bright if not split[depth][j]]
            split[depth - 1][i] = len(bright) > 1 or any(split[depth][j] for j in children)
    return found
