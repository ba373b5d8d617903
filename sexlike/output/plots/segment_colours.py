"""Colours of objects: random, but the same in every run, and different where two objects touch."""

import numpy as np

# Paul Tol's scheme "light" (2021), which is distinct in all forms of colour vision.
OBJECT_COLOURS = np.array(
    [
        [119, 170, 221],
        [153, 221, 255],
        [68, 187, 153],
        [187, 204, 51],
        [170, 170, 0],
        [238, 221, 136],
        [238, 136, 102],
        [255, 170, 187],
        [221, 221, 221],
    ],
    np.uint8,
)
NO_DATA_COLOUR = np.array([91, 127, 166], np.uint8)  # in all maps; unlike dark sky
NO_DATA = -1  # the number of pixels that have no value, or no weight
SKY_COLOUR = np.zeros((1, 3), np.uint8)
COLOUR_SEED = 1996  # the colours are the same in every run
RECOLOURING_ROUNDS = 50  # in which objects that touch get other colours


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
    colour = np.random.default_rng(COLOUR_SEED).integers(0, len(OBJECT_COLOURS), len(detections.objects) + 1)
    first, second = touching(labels, detections.raw.footprints)
    for _ in range(RECOLOURING_ROUNDS):
        same = colour[first] == colour[second]
        if not same.any():
            break
        changed = np.unique(second[same])
        colour[changed] = (colour[changed] + 1 + changed % (len(OBJECT_COLOURS) - 1)) % len(OBJECT_COLOURS)
    return np.r_[0, colour[1:] + 1]


def touching(labels, footprints):
    """Pairs of objects with adjacent pixels: the lower numbers, and the higher ones."""
    x, y = footprints.x, footprints.y
    height, width = labels.shape
    here = labels[y, x]
    pairs = []
    for dx, dy in ((1, 0), (0, 1), (1, 1), (-1, 1)):
        there = labels[np.minimum(y + dy, height - 1), np.clip(x + dx, 0, width - 1)]
        touch = (here != there) & (here > 0) & (there > 0)
        pairs.append(np.sort(np.stack([here[touch], there[touch]]), axis=0))
    return np.unique(np.concatenate(pairs, axis=1), axis=1)


def colour_image(labels, colours):
    """A segmentation map in colours on black: (h, w) -> uint8 of shape (h, w, 3)."""
    shown = np.concatenate([SKY_COLOUR, OBJECT_COLOURS])[colours[np.maximum(labels, 0)]]
    shown[labels == NO_DATA] = NO_DATA_COLOUR
    return shown
