"""SExtractor's buffer of image lines, and the lines that detections need to be measured."""

from dataclasses import dataclass

import numpy as np

from ...constants import ALMOST_HALF
from ..shapes import Shapes

TALLEST = 1e9  # pixels: no ellipse that went astray overflows an integer


@dataclass(frozen=True)
class LineBuffer:
    """SExtractor's buffer of image lines.

    Attributes
    ----------
    height : int
        Lines of the image.
    lines : int
        Lines in the buffer.
    strip : int
        Lines at its top that the scan leaves free before the buffer scrolls.
    """

    height: int
    lines: int
    strip: int

    @classmethod
    def from_settings(cls, height: int, buffer_lines: int, kernel_height: int, local_margin: int) -> "LineBuffer":
        """The buffer for an image.

        Parameters
        ----------
        height : int
            Lines of the image.
        buffer_lines : int
            MEMORY_BUFSIZE.
        kernel_height : int
            Rows of the detection kernel, 0 without one.
        local_margin : int
            Lines that a local background needs besides, 0 without one.
        """
        margin = local_margin + buffer_lines // 4 if local_margin else 0
        lines = min(height, max(buffer_lines + margin, kernel_height))
        return cls(height, lines, max(1 + margin, (kernel_height - 1) // 2 + 1))

    @property
    def last_first_line(self) -> int:
        """First line in the buffer at the end of the image."""
        return self.height - self.lines

    def first_line(self, line):
        """First line in the buffer while a line is scanned; arrays of any shape."""
        scrolled = line - self.lines + self.strip + 1
        return np.clip(scrolled, 0, self.height - self.lines)

    def flushes(self) -> list[tuple[int, int]]:
        """When the buffer scrolls: the line that has been scanned, and the first line that is kept, in turn."""
        if self.height <= self.lines:
            return [(self.height - 1, 0)]
        first = np.arange(self.height - self.lines)
        return list(zip((self.lines - self.strip + first - 1).tolist(), first.tolist(), strict=True))


class LinesNeeded:
    """The image lines that detections need to be measured, as SExtractor reckons when they enter the list.

    They are those of twice the height of the box, or of the ellipse if that is taller, on either side of the box, and
    those of the largest aperture.

    Parameters
    ----------
    shapes : Shapes
        Of the m detections.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.

    Attributes
    ----------
    y_min, y_max : ndarray of int, shape (m,)
        Box of each detection and of what it has absorbed.
    centre : ndarray of int64, shape (m,)
        Line of its barycentre.
    ellipse_height : ndarray of float64, shape (m,)
        Half height of its ellipse, where there is one.
    """

    def __init__(self, shapes: Shapes, aperture_reach: int):
        self.aperture_reach = aperture_reach
        self.y_min, self.y_max = shapes.y_min.copy(), shapes.y_max.copy()
        self.centre = (shapes.y + ALMOST_HALF).astype(np.int64)
        self.ellipse_height = ellipse_heights(*(c.astype(np.float64) for c in (shapes.cxx, shapes.cyy, shapes.cxy)))

    def lines_of(self, detection: int) -> tuple[int, int]:
        """Lowest and highest line."""
        y_min, y_max = int(self.y_min[detection]), int(self.y_max[detection])
        centre, reach = int(self.centre[detection]), self.aperture_reach
        margin = int(2 * max(float(self.ellipse_height[detection]), y_max - y_min + 1) + 4 + ALMOST_HALF)
        return min(y_min - margin, centre - reach), max(y_max + margin, centre + reach)

    def unite(self, survivor: int, absorbed: list[int]):
        """A detection's box grows to hold those of others."""
        members = [survivor, *absorbed]
        self.y_min[survivor], self.y_max[survivor] = self.y_min[members].min(), self.y_max[members].max()


def ellipse_heights(cxx, cyy, cxy):
    """Half heights of ellipses, at a third of the squared radius of their isophotes; 0 where they are none."""
    bracket = cyy - cxy**2 / (4 * cxx)
    return np.where(bracket > 0, np.minimum(1 / np.sqrt(3 * np.where(bracket > 0, bracket, 1)), TALLEST), 0)
