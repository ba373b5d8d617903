"""Colours of objects: random, but the same in every run, and never the same where two touch."""

import numpy as np

# Light colours that people with any colour vision tell apart, after Paul Tol's scheme "light" (2021).
COLOURS = np.array(
    [
        [119, 170, 221], [153, 221, 255], [68, 187, 153], [187, 204, 51], [170, 170, 0],
        [238, 221, 136], [238, 136, 102], [255, 170, 187], [221, 221, 221],
    ],
    np.uint8,
)  # fmt: skip
SKY = np.zeros((1, 3), np.uint8)
SEED = 1996  # random colours, the same in every run
ROUNDS = 50  # objects that touch are given other colours as often as this


def colour_numbers(labels, detections):
    """The colour of each object.

    Parameters
    ----------
    labels : ndarray of int32, shape (height, width)
        Segmentation map.
    detections : Detections

    Returns
    -------
    ndarray of int, shape (n + 1,)
        0 for the sky, 1 to 9 for the objects from 1 to n.
    """
    colour = np.random.default_rng(SEED).integers(0, len(COLOURS), len(detections.objects) + 1)
    first, second = touching(labels, detections.raw.footprints)
    for _ in range(ROUNDS):
        same = colour[first] == colour[second]
        if not same.any():
            break
        changed = np.unique(second[same])
        colour[changed] = (colour[changed] + 1 + changed % (len(COLOURS) - 1)) % len(COLOURS)
    return np.r_[0, colour[1:] + 1]


def touching(labels, footprints):
    """Pairs of objects with pixels next to each other: the lower numbers, and the higher ones."""
    x, y = footprints.x, footprints.y
    height, width = labels.shape
    here = labels[y, x]
    pairs = []
    for dx, dy in ((1, 0), (0, 1), (1, 1), (-1, 1)):
        there = labels[np.minimum(y + dy, height - 1), np.clip(x + dx, 0, width - 1)]
        touch = (here != there) & (here > 0) & (there > 0)
        pairs.append(np.sort(np.stack([here[touch], there[touch]]), axis=0))
    return np.unique(np.concatenate(pairs, axis=1), axis=1)


def painted(labels, colours):
    """Numbers of objects as colours on black: (h, w) -> uint8 of shape (h, w, 3)."""
    return np.concatenate([SKY, COLOURS])[colours[labels]]
