"""SExtractor's buffer of image lines, and the lines that detections need to be measured."""

from dataclasses import dataclass

import numpy as np

from ...constants import ALMOST_HALF
from ..shapes import Shapes


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

    Parameters
    ----------
    shapes : Shapes
        Of the m detections.
    aperture_reach : int
        Rows that the largest aperture or vignette needs on either side of an object.
    """

    def __init__(self, shapes: Shapes, aperture_reach: int):
        self.shapes, self.aperture_reach = shapes, aperture_reach
        self.y_min, self.y_max = shapes.y_min.copy(), shapes.y_max.copy()
        ellipses = (shapes.cxx, shapes.cyy, shapes.cxy)
        self.lowest, self.highest = lines_needed(shapes.y, self.y_min, self.y_max, *ellipses, aperture_reach)

    def lines_of(self, detection: int) -> tuple[int, int]:
        """Lowest and highest line."""
        return int(self.lowest[detection]), int(self.highest[detection])

    def unite(self, survivor: int, absorbed: list[int]):
        """A detection's box grows to hold those of others."""
        members, s = [survivor, *absorbed], self.shapes
        low, high = self.y_min[members].min(), self.y_max[members].max()
        self.y_min[survivor], self.y_max[survivor] = low, high
        ellipse = (s.cxx[survivor], s.cyy[survivor], s.cxy[survivor])
        needed = lines_needed(s.y[survivor], low, high, *ellipse, self.aperture_reach)
        self.lowest[survivor], self.highest[survivor] = needed


def lines_needed(y, y_min, y_max, cxx, cyy, cxy, aperture_reach):
    """The image lines that detections need to be measured, (lowest, highest): arrays of any one shape, or scalars.

    They are those of twice the height of the box, or of the ellipse if that is taller, on either side of the box.
    """
    bracket = cyy.astype(np.float64) - cxy.astype(np.float64) ** 2 / (4 * cxx.astype(np.float64))
    ellipse_height = np.where(bracket > 0, 1 / np.sqrt(3 * np.where(bracket > 0, bracket, 1)), 0)
    margin = (2 * np.maximum(ellipse_height, y_max - y_min + 1) + 4 + ALMOST_HALF).astype(np.int64)
    centre = (y + ALMOST_HALF).astype(np.int64)
    return np.minimum(y_min - margin, centre - aperture_reach), np.maximum(y_max + margin, centre + aperture_reach)
