"""An extension as the page looks at it: parts of its pixels and maps, its background, and where it is on the sky."""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...config.files.convfile import find_kernel
from ...images.files.companions import open_companion
from ...images.files.source import Source
from ...images.image import BAD
from ...images.parts import read_part
from ...images.weighting.weights import MAPS, Weighting, variances, weightings
from .limits import Limits, limits_of
from .pyramid import Pyramid
from .shelf import Shelf
from .sky import AFTER_MESHES, OF_MESHES, Sky

if TYPE_CHECKING:
    from ...config.config import Config
    from ...images.sky.projection import Projection

# Keywords on which the layers depend.
SHOWN = (*OF_MESHES, *AFTER_MESHES, "FILTER", "FILTER_NAME")


class View:
    """An extension that is looked at.

    Parameters
    ----------
    measured, searched : Source
        The images of the extension; the one that is searched is shown.
    config : Config

    Attributes
    ----------
    shape : tuple of int
        Height and width.
    pyramid : Pyramid
        Of the pixels as they were read.
    sky : Sky
        The background, which is measured meanwhile.
    shelf : Shelf
        Tiles that were made.
    layer_limits : dict
        Scales of layers other than the image, by name and version.
    """

    def __init__(self, measured: Source, searched: Source, config: Config) -> None:
        self.measured, self.searched, self.config = measured, searched, config
        self.shape = searched.shape
        self.pyramid = Pyramid(self.shape, self.pixels)
        self.sky = Sky(measured, searched, config)
        self.shelf = Shelf()
        self.layer_limits: dict[Hashable, Limits] = {}

    @property
    def version(self) -> Hashable:
        """What the layers depend on."""
        return *(self.config.values[name] for name in SHOWN), self.weight_scale

    def seen_with(self, config: Config) -> View:
        """The same pixels, background and tiles, with other settings for the layers."""
        other = copy(self)
        other.config = config
        return other

    def require_files(self) -> None:
        """Raise SexlikeError if a map, a mask or a kernel of the configuration cannot be read."""
        pixel = slice(0, 1)
        self.masked(pixel, pixel)
        if self.config.FILTER:
            find_kernel(self.config.FILTER_NAME, self.config.folder)

    def begin(self) -> None:
        """Begin to measure the background, in a thread, when there is something to see."""
        self.sky.begin(self.pyramid.prepare)

    def close(self) -> None:
        """Nobody looks at it any more."""
        self.sky.stop()

    def pixels(self, rows: slice, columns: slice) -> np.ndarray:
        """Pixels as they were read, float32; -1e30 where there is no value."""
        return read_part(self.searched, rows, columns, self.config.FITS_UNSIGNED)

    def masked(self, rows: slice, columns: slice) -> np.ndarray:
        """Which pixels are hidden by a mask (MASK_IMAGE), or have no weight: bool."""
        counts = (len(range(*part.indices(length))) for part, length in zip((rows, columns), self.shape, strict=True))
        hidden = np.zeros(tuple(counts), bool)
        called = self.config.called("MASK_IMAGE")
        for name in self.config.MASK_IMAGE:
            hidden |= read_part(open_companion(name, self.searched, called), rows, columns) != 0
        weighting = self.weighting
        if weighting is not None and weighting.kind in MAPS:
            hidden |= self.variances(rows, columns) >= weighting.worst_variance
        return hidden

    def variances(self, rows: slice, columns: slice) -> np.ndarray:
        """What the weight map stands for: float32; 1e30 or more where there is no weight."""
        weighting = self.weighting
        assert weighting is not None
        return variances(self.weights(rows, columns), weighting.kind, self.weight_scale)

    def weights(self, rows: slice, columns: slice) -> np.ndarray:
        """The weight map as it is in its file: float32; -1e30 where it holds no number."""
        weighting = self.weighting
        assert weighting is not None
        return read_part(open_companion(weighting.name, self.searched, weighting.given_by), rows, columns)

    @property
    def weighting(self) -> Weighting | None:
        """How the image that is searched is weighted."""
        return weightings(self.config).detection

    @property
    def has_weight_map(self) -> bool:
        """Whether it is weighted by a map."""
        weighting = self.weighting
        return weighting is not None and weighting.kind in MAPS

    @property
    def weight_scale(self) -> float:
        """Factor of the noise of the weight map; 1 as long as it is not known, and without a map."""
        noise = self.sky.noise(self.config) if self.has_weight_map else None
        return float(noise[-1]["scale"]) if noise else 1.0

    @cached_property
    def projection(self) -> Projection:
        """Where its pixels are on the sky."""
        from ...images.sky.wcscards import read_projection

        return read_projection(self.measured.header, self.config.COMPATIBILITY)

    @cached_property
    def pixel_scale(self) -> float | None:
        """Size of a pixel in arcsec: PIXEL_SCALE, or that of the header; None where neither tells."""
        from ...images.sky.ownunits import scales

        given, of_header = scales(self.config, self.measured)
        return given or of_header or None

    @cached_property
    def limits(self) -> Limits:
        """The range of values that is shown, from a sample of the pixels."""
        return limits_of(self.pyramid.sample())

    def is_empty(self) -> bool:
        """Whether no pixel of the sample has a value."""
        return not (self.pyramid.sample() > BAD).any()
