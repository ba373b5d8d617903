"""What `sexlike.extract` returns: the table of the objects, with the maps and pictures of their image."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..config.config import Config
from ..measure.extension import Extension
from .catalogs.qtable import make_table
from .catalogtable import Catalog, refuse_existing
from .extensionmaps import ExtensionMaps
from .objects.cutouts import cutout_around, extension_of, row_of

if TYPE_CHECKING:
    from astropy.nddata import Cutout2D
    from matplotlib.figure import Figure


class Result(Catalog):
    """The objects of an image: an astropy QTable with the maps and pictures of the image.

    The maps show all objects of the image. A table made from this one (by selecting rows or columns, copying,
    stacking or pickling) may have other rows, so it is a `Catalog` without maps. If it has the column NUMBER, this
    still says which pixels of ``segmentation`` belong to which row.

    Attributes
    ----------
    extensions : tuple of ExtensionMaps
        Maps and pictures of each image extension. NUMBER starts anew in each extension.
    """

    def __new__(cls, *args: Any, config: Config | None = None, **keywords: Any) -> Catalog:
        # astropy makes slices, copies and stacks by calling the table's class
        return super().__new__(cls) if config is not None else Catalog(*args, **keywords)

    def __init__(self, extensions: Sequence[Extension], *, config: Config) -> None:
        """Make the table of the objects of some image extensions."""
        super().__init__(make_table([extension.catalog() for extension in extensions], config), copy=False)
        self.extensions = tuple(ExtensionMaps(extension) for extension in extensions)

    def __reduce__(self) -> tuple[Any, ...]:
        return Catalog, (), self.__getstate__()

    @property
    def table(self) -> Catalog:
        """The same table without maps, which does not keep the pixels of the image in memory."""
        return Catalog(self, copy=False)

    def cutout(self, row: Any, size: Any = None) -> Cutout2D:
        """The image around an object.

        Parameters
        ----------
        row : int or astropy.table.Row
            The object: the index of its row, or a row of this table or of one made from it.
        size : int or Quantity, or pair of these, optional
            Size in pixels or as an angle: of both sides, or height and width. The default is twice the object's size.

        Returns
        -------
        astropy.nddata.Cutout2D
            Pixels of the measured image as they were read, NaN where there is none, with their WCS.

        Raises
        ------
        SexlikeError
            There is no such row, or the table has no positions.
        """
        of_one = row_of(row, self)
        return cutout_around(of_one, extension_of(of_one, self._origins), size)

    @property
    def _origins(self) -> list[Extension]:
        return [maps._extension for maps in self.extensions]

    @property
    def segmentation(self) -> NDArray[np.int32]:
        """The map of the first extension, which in most files is the only one; see `ExtensionMaps`."""
        return self.extensions[0].segmentation

    @property
    def background(self) -> NDArray[np.float32]:
        """The map of the first extension; see `ExtensionMaps`."""
        return self.extensions[0].background

    @property
    def noise(self) -> NDArray[np.float32]:
        """The map of the first extension; see `ExtensionMaps`."""
        return self.extensions[0].noise

    def plot(self, kind: str = "apertures", **view: Any) -> Figure:
        """Draw a picture of the first extension.

        Parameters
        ----------
        kind : str
            A type of CHECKPLOT_TYPE in any case; see `ExtensionMaps.plot`. The default is the image with the
            apertures of its objects.
        **view
            ``ax``, ``center``, ``size``, ``stretch`` and ``labels``, see there.

        Returns
        -------
        matplotlib.figure.Figure
            Write it with ``figure.savefig("name.png")``. A notebook shows it.
        """
        return self.extensions[0].plot(kind, **view)

    def write_page(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write a page for a browser: the images with their objects, and the table, in one file that needs no other.

        It is that of CHECKPLOT_TYPE PAGE. It works from disk and offline, and has at most 12 MB.

        Parameters
        ----------
        path : str or path
            The file, by custom with the ending ``.html``.
        overwrite : bool
            Whether a file that is there already is replaced.

        Raises
        ------
        OSError
            There is a file of this name, and ``overwrite=True`` is not given.
        SexlikeError
            The file cannot be written.
        """
        from .page.pagefile import write_page

        refuse_existing(path, {"overwrite": overwrite})
        write_page(self._origins, path)
