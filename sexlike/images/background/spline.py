"""A smooth surface through the values of meshes, as SExtractor and SEP have it, to the last bit of float32.

Values belong to the centres of meshes. Curvatures are those of a natural cubic spline, except that each step of the
back substitution is divided by six, where only the sum should be. A single row of meshes is interpolated linearly
along x.
"""

from functools import cached_property

import numpy as np

from ... import loops

_ONE, _TWO, _SIX = np.float32(1), np.float32(2), np.float32(6)
_ROWS_AT_A_TIME = 32


class Surface:
    """A surface through a map of meshes.

    Parameters
    ----------
    nodes : ndarray of float32, shape (ny, nx)
        Values of the meshes.
    mesh : tuple of int
        Height and width of a mesh, in pixels.
    width : int
        Width of the image.
    """

    def __init__(self, nodes: np.ndarray, mesh: tuple[int, int], width: int) -> None:
        self.nodes = np.ascontiguousarray(nodes, np.float32)
        self.mesh = mesh
        self.width = width

    def rows(self, first: int, last: int) -> np.ndarray:
        """The surface on the rows `first` to `last` (exclusive): ndarray of float32, shape (rows, width)."""
        surface = np.empty((max(last - first, 0), self.width), np.float32)
        for start in range(first, last, _ROWS_AT_A_TIME):
            stop = min(start + _ROWS_AT_A_TIME, last)
            surface[start - first : stop - first] = self._along_x(self._along_y(np.arange(start, stop)))
        return surface

    @cached_property
    def _curvature(self) -> np.ndarray:
        return curvature(self.nodes)

    @cached_property
    def _columns(self) -> tuple[np.ndarray, np.ndarray]:
        return cells_of_columns(self.width, self.mesh[1], self.nodes.shape[1])

    @cached_property
    def _cell_start(self) -> np.ndarray:
        cell, _ = self._columns
        return np.append(np.searchsorted(cell, np.arange(self.nodes.shape[1] - 1)), self.width)

    def _along_y(self, rows: np.ndarray) -> np.ndarray:
        """Values on some rows at the centres of the columns of meshes: (rows, nx)."""
        count = len(self.nodes)
        if count == 1:
            return np.repeat(self.nodes, len(rows), axis=0)
        in_meshes = rows.astype(np.float32) / np.float32(self.mesh[0]) - np.float32(0.5)
        cell = np.clip(in_meshes.astype(np.int64), 0, count - 2)
        up = (in_meshes - cell.astype(np.float32))[:, None]
        down = _ONE - up
        values = down * self.nodes[cell] + up * self.nodes[cell + 1]
        values += (down * down * down - down) * self._curvature[cell]
        values += (up * up * up - up) * self._curvature[cell + 1]
        return values

    def _along_x(self, values: np.ndarray) -> np.ndarray:
        """Values at each pixel of some rows: (rows, nx) -> (rows, width)."""
        if values.shape[1] == 1:
            return np.repeat(values, self.width, axis=1)
        cell, right = self._columns
        if len(self.nodes) == 1:
            return (_ONE - right) * values[:, cell] + right * values[:, cell + 1]
        surface = np.empty((len(values), self.width), np.float32)
        room = np.empty(3 * values.shape[1], np.float32)
        (loops.spline_rows or spline_rows)(values, self._cell_start, right, room, surface)
        return surface


def spline_rows(
    nodes: np.ndarray, cell_start: np.ndarray, right: np.ndarray, room: np.ndarray, surface: np.ndarray
) -> None:
    """Splines through the nodes of some rows, at every pixel of these rows.

    Parameters
    ----------
    nodes : ndarray of float32, shape (rows, nx)
    cell_start : ndarray of int64, shape (nx,)
        First column of each cell between two nodes, and the width of the image.
    right : ndarray of float32, shape (width,)
        Distance of each column from the node on its left, in cells.
    room : ndarray of float32, shape (3 * nx,)
        Not needed here; the compiled loop works in it.
    surface : ndarray of float32, shape (rows, width)
        Written to.
    """
    bend = curvature(np.ascontiguousarray(nodes.T)).T
    cell = np.repeat(np.arange(len(cell_start) - 1), np.diff(cell_start))
    left = _ONE - right
    surface[...] = _spline_terms(left, nodes, bend, cell) + _spline_terms(right, nodes, bend, cell + 1)


def _spline_terms(weight: np.ndarray, values: np.ndarray, bend: np.ndarray, cell: np.ndarray) -> np.ndarray:
    """What one of two meshes contributes to the pixels between: weight * (value + (weight^2 - 1) * curvature)."""
    part = bend[:, cell]
    part *= weight * weight - _ONE
    part += values[:, cell]
    part *= weight
    return part


def curvature(values: np.ndarray) -> np.ndarray:
    """A sixth of the second derivatives along the first axis; 0 at both ends. float32, of the shape of `values`."""
    count = len(values)
    result, pending = np.zeros_like(values), np.zeros_like(values)
    factor = np.zeros(count, np.float32)
    for i in range(1, count - 1):
        factor[i] = -_ONE / (factor[i - 1] + np.float32(4))
        pending[i] = factor[i] * (pending[i - 1] - _SIX * (values[i + 1] + values[i - 1] - _TWO * values[i]))
    for i in range(count - 2, 0, -1):
        result[i] = (factor[i] * result[i + 1] + pending[i]) / _SIX
    return result


def cells_of_columns(width: int, mesh: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the pixels of a row lie between the centres of meshes.

    Parameters
    ----------
    width : int
        Pixels in the row.
    mesh : int
        Width of a mesh.
    count : int
        Meshes in the row.

    Returns
    -------
    cell : ndarray of int, shape (width,)
        Mesh on the left of the pixel.
    fraction : ndarray of float32, shape (width,)
        Distance from its centre, in meshes. It is summed in float32 from pixel to pixel, and starts anew in each cell.
    """
    pixel, centre = np.arange(width), mesh // 2
    cell = np.clip((pixel - centre) // mesh, 0, max(count - 2, 0))
    since = np.where(cell > 0, pixel - centre - cell * mesh, pixel)
    step = _ONE / np.float32(mesh)
    half_a_pixel = step / _TWO if mesh % 2 == 0 else np.float32(0)
    in_first, in_others = (
        np.cumsum(np.concatenate([[start], np.full(since.max(), step)]), dtype=np.float32)
        for start in ((step - _ONE) / _TWO, half_a_pixel)
    )
    return cell, np.where(cell > 0, in_others[since], in_first[since])
