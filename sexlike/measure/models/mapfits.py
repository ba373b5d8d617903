"""How models that are sums of layers, maps of samples, fit windows of pixels: sums that a loop adds up, or numpy."""

import numpy as np

from ... import loops
from ...constants import PSF_TAPS
from ..psf.resampling import axis_taps, interpolated, room_for
from ..psf.stamps import Stamps
from .pointtwin import compressed, slopes_of

LANES = 4  # sums that go on side by side: of every fourth pixel of a row
ALONG_X, ALONG_Y = -1, -2  # derivatives that are not those of a layer


def add_up_fits(
    maps: np.ndarray,
    sizes: np.ndarray,
    stamps: Stamps,
    members: np.ndarray,
    shifts: np.ndarray,
    step: float,
    amounts: np.ndarray,
    sources: np.ndarray,
    factors: np.ndarray,
    strangers: int = 0,
) -> np.ndarray:
    """How well models fit, and how the residuals change with p variables. Threads are up to the caller.

    Parameters
    ----------
    maps : ndarray of float32, shape (m, layers, side, side)
    sizes : ndarray of int64, shape (m,)
        Of the rasters as SExtractor has them: the central part of the maps, beyond which there is nothing.
    stamps : Stamps
        Windows of k objects.
    members : ndarray of int64, shape (m,)
        Which of them the models are of.
    shifts : ndarray of float64, shape (m, 2)
        Of the models, in pixels of the windows.
    step : float
        Distance of the samples, in these pixels.
    amounts : ndarray of float64, shape (m, layers)
        Of the layers in the model.
    sources : ndarray of int64, shape (p,)
        Which layer a variable changes, or `ALONG_X`, `ALONG_Y`.
    factors : ndarray of float64, shape (m, p)
        By how much.
    strangers : int
        So many of the last variables are looked at one by one: sums of products of two of their derivatives stay 0.

    Returns
    -------
    ndarray of float64, shape (m, p + 1, p + 1)
        Sums of the products of all derivatives of the residuals, and, as the last one, of the residuals.
    """
    p = len(sources)
    if loops.fit_maps is None:
        sums = sums_of(maps, sizes, stamps, members, shifts, step, amounts, sources, factors, strangers)
    else:
        m, layers, side, _ = maps.shape
        height, width = stamps.pixels.shape[1:]
        flat = maps.reshape(m * layers, side, side)
        more = PSF_TAPS * (height + width) + side * side + (layers + 3) * height * width
        rows = np.empty((p + 2) * (width + LANES) + (p + 1) * (p + 2) // 2 * LANES)
        sums = np.empty((m, (p + 1) * (p + 2) // 2))
        where = np.ascontiguousarray(shifts)
        layered = where, step, np.ascontiguousarray(amounts), sources, np.ascontiguousarray(factors), strangers
        room = room_for(flat, (height, width), more)
        loops.fit_maps(flat, sizes, *stamps, members, *layered, *room, rows, sums, 0, m)
    return symmetric(sums, p + 1)


def symmetric(sums: np.ndarray, number: int) -> np.ndarray:
    """Matrices of their upper triangles, row by row: (m, number (number + 1) / 2) -> (m, number, number)."""
    rows, columns = np.triu_indices(number)
    matrices = np.empty((len(sums), number, number))
    matrices[:, rows, columns] = matrices[:, columns, rows] = sums
    return matrices


def sums_of(
    maps: np.ndarray,
    sizes: np.ndarray,
    stamps: Stamps,
    members: np.ndarray,
    shifts: np.ndarray,
    step: float,
    amounts: np.ndarray,
    sources: np.ndarray,
    factors: np.ndarray,
    strangers: int,
) -> np.ndarray:
    """What the loop of loops/measure/modelfits.c adds up, from numpy."""
    sums = np.zeros((len(maps), (len(sources) + 1) * (len(sources) + 2) // 2))
    for size in np.unique(sizes):
        some = np.flatnonzero(sizes == size)
        first = maps.shape[2] // 2 - size // 2
        rasters = maps[some, :, first : first + size, first : first + size]
        pixels, weights = (values[members[some]] for values in stamps)
        _, height, width = pixels.shape
        layers, model, moved = at_pixels(rasters, shifts[some], step, (height, width), amounts[some])
        residual, slope = compressed((model.astype(np.float64) - pixels) * weights)
        slope = slope * weights
        changing = [moved[-1 - source] if source < 0 else layers[:, source] for source in sources]
        rows = [slope * factor[:, None, None] * of for factor, of in zip(factors[some].T, changing, strict=True)]
        rows.append(residual)
        pairs = [(a, b) for a in range(len(rows)) for b in range(a, len(rows))]
        acquainted = [a == b or b == len(sources) or a < len(sources) - strangers for a, b in pairs]
        for k in np.flatnonzero(acquainted):
            first, second = pairs[k]
            sums[some, k] = added_in_lanes(rows[first] * rows[second])
    return sums


def at_pixels(
    rasters: np.ndarray, shifts: np.ndarray, step: float, size: tuple[int, int], amounts: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Layers (m, layers, h, w) at the pixels of windows, the model, and how it changes along x and y."""
    m, number, rows, columns = rasters.shape
    total = np.zeros((m, rows, columns), np.float32)
    model = np.zeros((m, *size), np.float32)
    across, along = axis_taps(total, shifts, step, size, True)
    layers = np.empty((m, number, *size), np.float32)
    for k, amount in enumerate(amounts.T.astype(np.float32)[:, :, None, None]):
        layers[:, k] = interpolated(rasters[:, k], across, along)
        total += amount * rasters[:, k]
        model += amount * layers[:, k]
    across_slopes = slopes_of(across, columns, shifts[:, 0], step)
    along_slopes = slopes_of(along, rows, shifts[:, 1], step)
    return layers, model, (interpolated(total, across_slopes, along), interpolated(total, across, along_slopes))


def added_in_lanes(values: np.ndarray) -> np.ndarray:
    """Sums over windows, those of every fourth pixel of a row first: (m, height, width) -> (m,)."""
    m, height, width = values.shape
    padded = np.zeros((m, height, -(-width // LANES) * LANES))
    padded[:, :, :width] = values
    lanes = padded.reshape(m, height * padded.shape[2] // LANES, LANES).cumsum(axis=1)[:, -1]
    return lanes.cumsum(axis=1)[:, -1]
