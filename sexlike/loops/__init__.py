"""Loops over pixels and objects, compiled: C, and no other code is compiled.

Each has a function of numpy with the same arguments beside the place where it is used. It does the work where there is
no compiler, and it is the known answer in tests: both give the same bytes. Without the library the loops are None.
"""

import numpy as np

from .library import INDEX, Array, compiled_loop, load

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
