"""Loops over pixels and objects, compiled: C, and no other code is compiled.

Each has a twin of numpy beside the place where it is used. It does the work where there is no compiler, and it is the
known answer in tests: both give the same bytes. Without the library the loops are None.
"""

import numpy as np

from .library import DOUBLE, INDEX, SINGLE, Array, Structure, compiled_loop, load

LIBRARY = load()

COORDINATES, LABELS, PIXELS, NUMBERS = (Array(dtype) for dtype in (np.int32, np.int64, np.float32, np.float64))
IMAGE, BOXES = Array(np.float32, 2), Array(np.int64, 2)  # BOXES: any table of whole numbers
MAPS, TABLE, TABLES, BYTES = Array(np.float32, 3), Array(np.float64, 2), Array(np.float64, 3), Array(np.uint8)
SCENE = Structure()
SLICE = INDEX, INDEX  # first, and the one after the last
# What is written to.
FLAGS_OUT, BYTES_OUT, COORDINATES_OUT, LABELS_OUT, PIXELS_OUT, NUMBERS_OUT = (
    Array(dtype, written=True) for dtype in (np.bool_, np.uint8, np.int32, np.int64, np.float32, np.float64)
)
IMAGE_OUT, MAPS_OUT, TABLE_OUT, TABLES_OUT = (
    Array(dtype, dimensions, written=True) for dtype in (np.float32, np.float64) for dimensions in (2, 3)
)
BOXES_OUT = Array(np.int64, 2, written=True)

# meshes.c
MESH_SIZE = INDEX, INDEX
MESHES_OUT = COORDINATES_OUT, MAPS_OUT
measure_meshes = compiled_loop(LIBRARY, "measure_meshes", IMAGE, IMAGE, *MESH_SIZE, BOXES, DOUBLE, *MESHES_OUT, *SLICE)

# convolution.c, spline.c
convolve_rows = compiled_loop(LIBRARY, "convolve_rows", IMAGE, IMAGE, IMAGE_OUT, *SLICE)
spline_rows = compiled_loop(LIBRARY, "spline_rows", IMAGE, LABELS, PIXELS, PIXELS_OUT, IMAGE_OUT)

# above.c
ABOVE_OUT = COORDINATES_OUT, COORDINATES_OUT, PIXELS_OUT
count_above = compiled_loop(LIBRARY, "count_above", IMAGE, IMAGE, LABELS_OUT, *SLICE)
list_above = compiled_loop(LIBRARY, "list_above", IMAGE, IMAGE, LABELS, *ABOVE_OUT, *SLICE)

# runs.c, listorder.c
GROUPED = COORDINATES, COORDINATES, LABELS
label_pixels = compiled_loop(LIBRARY, "label_pixels", *GROUPED, LABELS_OUT, LABELS_OUT, counts=True)
sort_by_label = compiled_loop(LIBRARY, "sort_by_label", LABELS, LABELS_OUT, LABELS_OUT)
find_maxima = compiled_loop(LIBRARY, "find_maxima", *GROUPED, PIXELS, FLAGS_OUT)
list_order = compiled_loop(LIBRARY, "list_order", *GROUPED, LABELS_OUT, LABELS_OUT)

# footprints.c
FOOTPRINTS = COORDINATES, COORDINATES, LABELS
LIMITS = NUMBERS, NUMBERS
CENTRES = NUMBERS, NUMBERS
take_values = compiled_loop(LIBRARY, "take_values", IMAGE, COORDINATES, COORDINATES, PIXELS_OUT, *SLICE)
count_values_above = compiled_loop(LIBRARY, "count_values_above", PIXELS, LABELS, PIXELS, NUMBERS_OUT, *SLICE)
add_up_moments = compiled_loop(
    LIBRARY, "add_up_moments", *FOOTPRINTS, PIXELS, COORDINATES, COORDINATES, TABLE_OUT, *SLICE
)
add_up_cores = compiled_loop(LIBRARY, "add_up_cores", *FOOTPRINTS, NUMBERS, NUMBERS, *LIMITS, *CENTRES, TABLE_OUT)

# seeds.c
BLOBS = *FOOTPRINTS, PIXELS, IMAGE, NUMBERS, INDEX
SEEDS_OUT = COORDINATES_OUT, PIXELS_OUT, LABELS_OUT, FLAGS_OUT
mark_seeds = compiled_loop(LIBRARY, "mark_seeds", *BLOBS, *SEEDS_OUT, *SLICE, counts=True)

# faintpixels.c
PIXELS_OF_BLENDS = COORDINATES, COORDINATES, LABELS, LABELS
GAUSSIANS = *CENTRES, IMAGE
add_up_seeds = compiled_loop(LIBRARY, "add_up_seeds", *PIXELS_OF_BLENDS, *GAUSSIANS, PIXELS_OUT, LABELS_OUT, *SLICE)
find_winners = compiled_loop(LIBRARY, "find_winners", *PIXELS_OF_BLENDS, *GAUSSIANS, PIXELS, LABELS_OUT, *SLICE)

# peakdepth.c
find_peak_depths = compiled_loop(LIBRARY, "find_peak_depths", PIXELS, LABELS, PIXELS_OUT, PIXELS_OUT)

# cleaning.c
NEIGHBOURS = LABELS, LABELS
SCHEDULE = BOXES, DOUBLE, INDEX, INDEX, INDEX
CLEANED_OUT = LABELS_OUT, BOXES_OUT, LABELS_OUT, LABELS_OUT  # the first is room
clean = compiled_loop(
    LIBRARY, "clean", IMAGE_OUT, *CENTRES, BOXES_OUT, NUMBERS, *NEIGHBOURS, *SCHEDULE, *CLEANED_OUT, counts=True
)

# growth.c
add_up_rings = compiled_loop(LIBRARY, "add_up_rings", SCENE, NUMBERS, NUMBERS, BOXES, NUMBERS, TABLE_OUT, *SLICE)

# apertures.c
IN_BOXES = SCENE, PIXELS, PIXELS, BOXES
add_up_circles = compiled_loop(LIBRARY, "add_up_circles", *IN_BOXES, SINGLE, SINGLE, PIXELS, TABLE_OUT, *SLICE)
add_up_ellipses = compiled_loop(LIBRARY, "add_up_ellipses", *IN_BOXES, IMAGE, TABLE_OUT, *SLICE)
add_up_kron = compiled_loop(LIBRARY, "add_up_kron", *IN_BOXES, IMAGE, TABLE_OUT, *SLICE)
add_up_petrosian = compiled_loop(LIBRARY, "add_up_petrosian", *IN_BOXES, IMAGE, NUMBERS, LABELS, TABLES_OUT, *SLICE)

# windows.c
EXPONENTIAL = NUMBERS, NUMBERS, DOUBLE, DOUBLE, DOUBLE, INDEX, DOUBLE
WINDOWS_OUT = NUMBERS_OUT, NUMBERS_OUT, TABLE_OUT, LABELS_OUT, FLAGS_OUT
move_windows = compiled_loop(LIBRARY, "move_windows", SCENE, PIXELS, *EXPONENTIAL, PIXELS, SINGLE, *WINDOWS_OUT, *SLICE)

# vignets.c
cut_out = compiled_loop(LIBRARY, "cut_out", SCENE, LABELS, LABELS, SINGLE, MAPS_OUT, *SLICE)
add_up_taps = compiled_loop(LIBRARY, "add_up_taps", MAPS, MAPS, MAPS_OUT, *SLICE)

# stamps.c
STAMPS_OUT = MAPS_OUT, MAPS_OUT
ROOM = LABELS_OUT, PIXELS_OUT
cut_stamps = compiled_loop(LIBRARY, "cut_stamps", SCENE, LABELS, LABELS, PIXELS, *STAMPS_OUT, *SLICE)
resample_maps = compiled_loop(LIBRARY, "resample_maps", MAPS, TABLE, DOUBLE, INDEX, INDEX, *ROOM, MAPS_OUT, *SLICE)

# psffits.c
STACK = MAPS, MAPS, BOXES, TABLE
fit_psfs = compiled_loop(LIBRARY, "fit_psfs", MAPS, DOUBLE, *STACK, *ROOM, TABLE_OUT, *SLICE)

# pointsources.c
WINDOWS = MAPS, MAPS  # pixels and weights
square_residuals = compiled_loop(LIBRARY, "square_residuals", *WINDOWS, TABLES_OUT, TABLE_OUT, *SLICE)
fit_point_sources = compiled_loop(
    LIBRARY, "fit_point_sources", MAPS, *WINDOWS, TABLES, LABELS, TABLE, DOUBLE, *ROOM, NUMBERS_OUT, TABLE_OUT, *SLICE
)
compare_maps = compiled_loop(LIBRARY, "compare_maps", MAPS, MAPS, *WINDOWS, TABLE, DOUBLE, *ROOM, TABLE_OUT, *SLICE)

# profiles.c
RASTERS = LABELS, PIXELS, PIXELS, INDEX, PIXELS_OUT, NUMBERS_OUT, MAPS_OUT
draw_profiles = compiled_loop(LIBRARY, "draw_profiles", TABLE, *RASTERS, *SLICE)

# modelfits.c
LAYERS = TABLE, DOUBLE, TABLE, LABELS, TABLE
fit_maps = compiled_loop(
    LIBRARY, "fit_maps", MAPS, LABELS, *WINDOWS, LABELS, *LAYERS, INDEX, *ROOM, NUMBERS_OUT, TABLE_OUT, *SLICE
)

# textrows.c
format_rows = compiled_loop(LIBRARY, "format_rows", TABLE, BYTES, BOXES, BYTES_OUT, *SLICE, counts=True)
