"""The only module that calls SEP: its buffers, types and exceptions stay in here.

Two of its calls give SExtractor's numbers to the last bit and are used:

* `sep.extract` at a single level, for the connected pixels above a threshold;
* `sep.Background` of a single mesh, for the level and the scatter of the sky in it.

The others do not give them:

* The kernel of `sep.extract` is always normalised, and filtered images are needed anyway. Its thresholds for deblending
  start from a mean where there are weights, SExtractor's from the lowest. Its draws of faint pixels begin anew at each
  call. What it measures is divided by a rounded flux. Its cleaning compares all pairs when the search is done, does not
  merge fluxes, and takes the pixels of what it removes from the segmentation map.
* `sep.Background` of an image cannot scale weight maps, has BACK_PEARSON 2.5 only, and uses all lines of tall meshes.
* `sep.sum_circle`, `sep.sum_ellipse`, `sep.kron_radius`, `sep.flux_radius` and `sep.winpos` leave masked pixels out or
  scale for them, where SExtractor takes the pixels opposite the centre; apertures are compared with pixels in double
  precision; and photon noise does not follow weights.
"""

import math

import numpy as np

LEAST_STACK = 300_000  # SEP's own default of pixels in work at a time
SPARE_PIXELS = 1000  # on top of all that are above the threshold; SEP needs two
MOST_BRANCHES = 1024  # on a level of the deblending tree, in SEP, which has one level here
# Memory that `sep.extract` asks for, in bytes, rounded up: for a pixel of its stack and of the image, and for a branch
# on a level of the tree.
STACK_BYTES, PIXEL_BYTES, BRANCH_BYTES = 96, 8, 44
SPARE_BYTES = 16 << 20
LARGEST_VALUE = 1e20  # of a pixel; times the squares of coordinates and of sums it is within single precision


def reserve(size: int) -> None:
    """Make sure that there is memory for SEP, which does not look whether it gets what it asks for, and crashes.

    Parameters
    ----------
    size : int
        Bytes.

    Raises
    ------
    MemoryError
        There is not so much. None of it is written to, so that asking costs nothing.
    """
    np.empty(size + SPARE_BYTES, np.uint8)


def within_range(filtered: np.ndarray, threshold: float | np.floating) -> tuple[np.ndarray, float]:
    """An image and a threshold whose moments SEP can form: its sums overflow with very large values, and it crashes.

    Such an image and its threshold are multiplied by a power of two, which changes no ratio and no digit. What is not
    a number is not above the threshold.
    """
    if filtered.max(initial=0) <= LARGEST_VALUE:  # not so if there is a NaN
        return filtered, float(threshold)
    highest = np.finfo(np.float32).max  # the filter may have led to infinity
    above = filtered > threshold
    largest = float(np.minimum(filtered, highest).max(initial=0, where=above))
    factor = 2.0 ** -max(0, math.ceil(math.log2(max(largest, 1) / LARGEST_VALUE)))
    lowered = float(threshold) * factor
    return np.where(above, np.minimum(filtered, highest) * np.float32(factor), np.float32(lowered)), lowered


def find_blobs(filtered: np.ndarray, threshold: float | np.floating, least_area: int) -> np.ndarray:
    """Label connected pixels in an image that is filtered already.

    Parameters
    ----------
    filtered : ndarray of float32, shape (height, width)
    threshold : float
        Pixels above it are detected.
    least_area : int
        Smallest number of connected pixels.

    Returns
    -------
    ndarray of int32, shape (height, width)
        0, or the number of the blob from 1, in the order in which the scan completes them.
    """
    import sep

    filtered, threshold = within_range(np.ascontiguousarray(filtered, np.float32), threshold)
    above = int(np.count_nonzero(filtered > threshold))
    stack = max(LEAST_STACK, above + SPARE_PIXELS)
    reserve(stack * STACK_BYTES + filtered.size * PIXEL_BYTES + MOST_BRANCHES * BRANCH_BYTES)
    sep.set_extract_pixstack(stack)
    _, labels = sep.extract(
        filtered,
        float(threshold),
        minarea=least_area,
        filter_kernel=None,
        deblend_nthresh=1,
        clean=False,
        segmentation_map=True,
    )
    return labels


def mesh_background(tile: np.ndarray) -> tuple[float, float]:
    """Level and scatter of the sky in one mesh.

    Parameters
    ----------
    tile : ndarray of float32, shape (h, w)
        Pixels of -1e30 are left out; at least half are others.

    Returns
    -------
    level, sigma : float
        As float32 has them.
    """
    import sep

    height, width = tile.shape
    reserve(tile.size * PIXEL_BYTES)
    mesh = sep.Background(np.ascontiguousarray(tile), bw=width, bh=height, fw=1, fh=1)
    sigma = mesh.globalrms
    if sigma == 1:  # what SEP says for a scatter of 0 as well
        sigma = float(mesh.rms()[0, 0])
    return mesh.globalback, sigma
