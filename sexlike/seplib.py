"""The only module that calls SEP: its buffers, types and exceptions stay in here.

`sep.Background` of a single mesh gives the level and the scatter of the sky in it as SExtractor has them, to the last
bit. It is used where no loops are compiled, and is the proof of the loop that does the same.

`sep.extract` at a single level gives the connected pixels above one threshold as SExtractor has them, and is the proof
of ours, which are found sooner and under thresholds that vary as well. The others of SEP's calls do not give
SExtractor's numbers:

* The kernel of `sep.extract` is always normalised, and filtered images are needed anyway. Its thresholds for deblending
  start from a mean where there are weights, SExtractor's from the lowest. Its draws of faint pixels begin anew at each
  call. What it measures is divided by a rounded flux. Its cleaning compares all pairs when the search is done, does not
  merge fluxes, and takes the pixels of what it removes from the segmentation map.
* `sep.Background` of an image cannot scale weight maps, has BACK_PEARSON 2.5 only, and uses all lines of tall meshes.
* `sep.sum_circle`, `sep.sum_ellipse`, `sep.kron_radius`, `sep.flux_radius` and `sep.winpos` leave masked pixels out or
  scale for them, where SExtractor takes the pixels opposite the centre; apertures are compared with pixels in double
  precision; and photon noise does not follow weights.
"""

import numpy as np

PIXEL_BYTES = 8  # that `sep.Background` asks for, for each pixel
SPARE_BYTES = 16 << 20


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
