"""Loops over pixels and objects, compiled: C, and no other code is compiled.

Each has a function of numpy with the same arguments beside the place where it is used. It does the work where there is
no compiler, and it is the known answer in tests: both give the same bytes. Without the library the loops are None.
"""

import numpy as np

from .library import DOUBLE, INDEX, SINGLE, Array, Structure, compiled_loop, load

LIBRARY = load()

PIXELS, COORDINATES, LABELS = Array(np.float32), Array(np.int32), Array(np.int64)
WRITTEN_LABELS = Array(np.int64, written=True)
IMAGE, WRITTEN_IMAGE = Array(np.float32, 2), Array(np.float32, 2, written=True)

convolve_rows = compiled_loop(LIBRARY, "convolve_rows", IMAGE, IMAGE, WRITTEN_IMAGE, INDEX, INDEX)
spline_rows = compiled_loop(
    LIBRARY, "spline_rows", IMAGE, LABELS, PIXELS, Array(np.float32, written=True), WRITTEN_IMAGE
)
label_pixels = compiled_loop(
    LIBRARY, "label_pixels", COORDINATES, COORDINATES, LABELS, WRITTEN_LABELS, WRITTEN_LABELS, counts=True
)
find_maxima = compiled_loop(
    LIBRARY, "find_maxima", COORDINATES, COORDINATES, LABELS, PIXELS, Array(np.bool_, written=True)
)
list_order = compiled_loop(LIBRARY, "list_order", COORDINATES, COORDINATES, LABELS, WRITTEN_LABELS, WRITTEN_LABELS)

SCENE, BOXES, ELLIPSES = Structure(), Array(np.int64, 2), Array(np.float32, 2)
NUMBERS, CENTRES = Array(np.float64), Array(np.float64)
WRITTEN_NUMBERS, WRITTEN_TABLE = Array(np.float64, written=True), Array(np.float64, 2, written=True)

add_up_rings = compiled_loop(
    LIBRARY, "add_up_rings", SCENE, CENTRES, CENTRES, BOXES, NUMBERS, WRITTEN_TABLE, INDEX, INDEX
)
add_up_circles = compiled_loop(
    LIBRARY, "add_up_circles", SCENE, PIXELS, PIXELS, BOXES, SINGLE, SINGLE, PIXELS, WRITTEN_TABLE, INDEX, INDEX
)
add_up_ellipses = compiled_loop(
    LIBRARY, "add_up_ellipses", SCENE, PIXELS, PIXELS, BOXES, ELLIPSES, WRITTEN_TABLE, INDEX, INDEX
)
add_up_kron = compiled_loop(LIBRARY, "add_up_kron", SCENE, PIXELS, PIXELS, BOXES, ELLIPSES, WRITTEN_TABLE, INDEX, INDEX)
add_up_petrosian = compiled_loop(
    LIBRARY,
    "add_up_petrosian",
    SCENE,
    PIXELS,
    PIXELS,
    BOXES,
    ELLIPSES,
    NUMBERS,
    LABELS,
    Array(np.float64, 3, written=True),
    INDEX,
    INDEX,
)
move_windows = compiled_loop(
    LIBRARY,
    "move_windows",
    SCENE,
    PIXELS,
    NUMBERS,
    NUMBERS,
    DOUBLE,
    DOUBLE,
    DOUBLE,
    INDEX,
    DOUBLE,
    PIXELS,
    SINGLE,
    WRITTEN_NUMBERS,
    WRITTEN_NUMBERS,
    WRITTEN_TABLE,
    WRITTEN_LABELS,
    Array(np.bool_, written=True),
    INDEX,
    INDEX,
)
