"""What `sexlike.extract` gives: the table of the objects, with the maps and the pictures of the image they are from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from astropy.table import QTable
from numpy.typing import NDArray

from ..config.config import Config
from ..config.keywords import KEYWORDS
from ..errors import SexlikeError
from ..measure.extension import Extension
from .catalogs.qtable import make_table
from .plots.layers import noise_layer
from .plots.plotfiles import require_matplotlib
from .resultfile import flat, is_fits

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class ExtensionMaps:
    """Maps and pictures of an image extension, each made when it is first asked for.

    Attributes
    ----------
    name : str
        Base name of the file.
    hdu : int
        Index of the extension in its file.
    segmentation : ndarray of int32, shape (height, width)
        NUMBER of the object that a pixel belongs to, 0 for the sky.
    background : ndarray of float32, shape (height, width)
        Of the measurement image.
    noise : ndarray of float32, shape (height, width)
        Noise of the sky in the detection image, 1 sigma: from its weight map (NaN where there is no weight), or from
        its background.
    """

    def __init__(self, extension: Extension) -> None:
        self._extension = extension
        self.name, self.hdu = extension.image.name, extension.image.hdu

    def __repr__(self) -> str:
        found = self._extension.detections.objects
        return f"<{type(self).__name__} of {self.name}[{self.hdu}]: {len(found)} objects>"

    @cached_property
    def segmentation(self) -> NDArray[np.int32]:
        return self._extension.detections.segmentation()

    @cached_property
    def background(self) -> NDArray[np.float32]:
        image = self._extension.image
        return image.background.rows(0, image.shape[0])

    @cached_property
    def noise(self) -> NDArray[np.float32]:
        image = self._extension.detection_image
        return noise_layer(image).rows(0, image.shape[0])

    def plot(self, kind: str) -> Figure:
        """Draw a check-plot.

        Parameters
        ----------
        kind : str
            A word of CHECKPLOT_TYPE in any case: image, inputs, filtered, segmentation, apertures, background,
            diagnostics.

        Returns
        -------
        matplotlib.figure.Figure
            ``figure.savefig("name.png")`` writes it; a notebook shows it.

        Raises
        ------
        SexlikeError
            There is no such picture, or no matplotlib.
        """
        kinds = [word for word in KEYWORDS["CHECKPLOT_TYPE"].choices if word != "NONE"]
        if str(kind).upper() not in kinds:
            allowed = ", ".join(kinds).lower()
            raise SexlikeError(f"there is no picture {kind!r}", hint=f"The pictures are: {allowed}.")
        require_matplotlib()
        from .plots.checkplots import figure_of

        return figure_of(str(kind).upper(), self._extension)


class Result(QTable):
    """The objects of an image: a QTable that knows the image's maps.

    The maps are of the whole image and all of its objects. Whatever is made of this table (some of its rows or columns,
    a copy, a stack, what was pickled or read from a file) is therefore a plain QTable without maps, so that none
    of them shows objects that its rows do not have. NUMBER, if it is among the columns, tells which pixels of
    ``segmentation`` are whose in each of them.

    Parameters
    ----------
    found : list of Extension
    config : Config

    Attributes
    ----------
    table : astropy.table.QTable
        The same columns and meta in a plain table; it does not keep the image's pixels in memory.
    extensions : tuple of ExtensionMaps
        Maps and pictures of each image extension. NUMBER starts anew in each of them.
    segmentation, background, noise : ndarray, shape (height, width)
        Maps of the first extension, which mostly is the only one; see `ExtensionMaps`.
    """

    def __new__(cls, *args: Any, config: Config | None = None, **keywords: Any) -> QTable:
        # astropy makes slices, copies and stacks by calling the table's class
        return super().__new__(cls) if config is not None else QTable(*args, **keywords)

    def __init__(self, found: Sequence[Extension], *, config: Config) -> None:
        super().__init__(make_table([extension.catalog() for extension in found], config), copy=False)
        self.extensions = tuple(ExtensionMaps(extension) for extension in found)

    def __reduce__(self) -> tuple[Any, ...]:
        return QTable, (), self.__getstate__()

    @property
    def table(self) -> QTable:
        return QTable(self, copy=False)

    def write(self, target: Any, *args: Any, format: str | None = None, **keywords: Any) -> None:
        """Write the table, as `astropy.table.Table.write` does.

        A FITS header has the configuration, and what was found out about the image, as comments.
        """
        table = self.table
        if is_fits(target, format):
            table.meta = flat(table.meta)
        table.write(target, *args, format=format, **keywords)

    @property
    def segmentation(self) -> NDArray[np.int32]:
        return self.extensions[0].segmentation

    @property
    def background(self) -> NDArray[np.float32]:
        return self.extensions[0].background

    @property
    def noise(self) -> NDArray[np.float32]:
        return self.extensions[0].noise

    def plot(self, kind: str) -> Figure:
        """Draw a check-plot of the first extension; see `ExtensionMaps.plot`."""
        return self.extensions[0].plot(kind)
