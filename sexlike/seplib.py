"""The only module that calls SEP: its buffers, types and exceptions stay in here."""

import warnings

import numpy as np

from .errors import SexlikeWarning

LEAST_STACK = 300_000  # SEP's own default of pixels in work at a time
MOST_BRANCHES = 1 << 20  # on a level of the deblending tree: we count them ourselves
BUFFER_FULL = "pixel buffer full"  # in the words of its exception


def find_objects(filtered, threshold, least_area, number_of_levels, contrast, rows=slice(None)):
    """Label the pixels of objects in an image that is filtered already.

    SEP deblends on filtered values, so handing it the filtered image gives the same objects as handing it image and
    kernel; what it measures on them is not used, nor are the faint pixels of blends as it hands them out.

    Parameters
    ----------
    filtered : ndarray of float32, shape (height, width)
    threshold : float
        Pixels above it are detected.
    least_area : int
        Smallest number of connected pixels.
    number_of_levels, contrast
        DEBLEND_NTHRESH, DEBLEND_MINCONT.
    rows : slice
        The rows to search.

    Returns
    -------
    ndarray of int32, shape (rows, width)
        0, or the number of the object from 1, in SExtractor's order of detection.
    """
    import sep

    part = np.ascontiguousarray(filtered[rows], np.float32)
    sep.set_sub_object_limit(MOST_BRANCHES)
    above = int(np.count_nonzero(part > threshold))
    for stack in (max(LEAST_STACK, above), part.size + 1):
        sep.set_extract_pixstack(stack)
        try:
            _, labels = sep.extract(
                part, float(threshold), minarea=least_area, filter_kernel=None, deblend_nthresh=number_of_levels,
                deblend_cont=contrast, clean=False, segmentation_map=True,
            )  # fmt: skip
            return labels
        except Exception as problem:  # SEP raises nothing more particular
            if BUFFER_FULL not in str(problem):
                raise
    warnings.warn("SEP's pixel buffer overflowed", SexlikeWarning, stacklevel=2)
    return np.zeros(part.shape, np.int32)


def mesh_background(tile):
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
    mesh = sep.Background(np.ascontiguousarray(tile), bw=width, bh=height, fw=1, fh=1)
    sigma = mesh.globalrms
    if sigma == 1:  # what SEP says for a scatter of 0 as well
        sigma = float(mesh.rms()[0, 0])
    return mesh.globalback, sigma
