"""What `sexlike.extract` returns: the table of the objects, with the maps and pictures of their image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from astropy.table import QTable
from numpy.typing import NDArray

from ..config.config import Config
from ..measure.extension import Extension
from .catalogs.flat import flattened
from .catalogs.ownfiles import write_own
from .catalogs.qtable import make_table, with_plain_magnitudes
from .extensionmaps import ExtensionMaps
from .objects.cutouts import cutout_around, extension_of, row_of
from .objects.flagtable import flag_table
from .objects.skycoords import sky_coordinates
from .tablemeta import fits_meta, has_ending, is_fits, is_flat, is_votable

if TYPE_CHECKING:
    import pandas
    from astropy.coordinates import SkyCoord
    from astropy.nddata import Cutout2D
    from matplotlib.figure import Figure


class Result(QTable):
    """The objects of an image: an astropy QTable with the maps and pictures of the image.

    The maps show all objects of the image. A table made from this one (by selecting rows or columns, copying,
    stacking, pickling or reading a file) may have other rows, so it is a plain QTable without maps. If it has the
    column NUMBER, this still says which pixels of ``segmentation`` belong to which row.

    Attributes
    ----------
    extensions : tuple of ExtensionMaps
        Maps and pictures of each image extension. NUMBER starts anew in each extension.
    """

    def __new__(cls, *args: Any, config: Config | None = None, **keywords: Any) -> QTable:
        # astropy makes slices, copies and stacks by calling the table's class
        return super().__new__(cls) if config is not None else QTable(*args, **keywords)

    def __init__(self, extensions: Sequence[Extension], *, config: Config) -> None:
        """Make the table of the objects of some image extensions."""
        super().__init__(make_table([extension.catalog() for extension in extensions], config), copy=False)
        self.extensions = tuple(ExtensionMaps(extension) for extension in extensions)

    def __reduce__(self) -> tuple[Any, ...]:
        return QTable, (), self.__getstate__()

    @property
    def table(self) -> QTable:
        """The same table as a plain QTable, which does not keep the pixels of the image in memory."""
        return QTable(self, copy=False)

    def write(self, target: Any, *args: Any, format: str | None = None, **keywords: Any) -> None:
        """Write the table to a file, as the ``write`` of astropy's tables does.

        A FITS header cannot hold the configuration as such, so it gets a comment for each keyword; a VOTable gets the
        resource Config, with a parameter for each. In formats without arrays, such as CSV, a column of several values
        takes several columns: FLUX_APER, FLUX_APER_1 and so on.

        Parameters
        ----------
        target : str, path or file
            The file. The end of its name gives the format, for example ``.ecsv``, ``.fits``, ``.vot``,
            ``.csv``, ``.parquet`` (needs pyarrow) or ``.reg`` (regions for DS9).
        *args
            Further arguments of astropy's ``write``.
        format : str, optional
            A format of astropy.
        **keywords
            Further arguments of astropy's ``write``, for example ``overwrite=True``.
        """
        if format is None and has_ending(target, (".reg", ".parquet")):
            write_own(self.table, target, self._extensions, **keywords)
            return
        table = flattened(self.table) if is_flat(target, format) else self.table
        if is_fits(target, format) or is_votable(target, format):
            table = with_plain_magnitudes(table)
        if is_votable(target, format):
            from .catalogs.xml.tables import write_table

            write_table(table, target, *args, **keywords)
            return
        if is_fits(target, format):
            table.meta = fits_meta(table.meta)
        table.write(target, *args, format=format, **keywords)

    def to_pandas(self, *args: Any, **keywords: Any) -> pandas.DataFrame:
        """Make a DataFrame of the table.

        Parameters
        ----------
        *args, **keywords
            Arguments of the ``to_pandas`` of astropy's tables.

        Returns
        -------
        pandas.DataFrame
            A column of several values takes several columns: FLUX_APER, FLUX_APER_1 and so on.
        """
        return flattened(self.table).to_pandas(*args, **keywords)

    @property
    def skycoord(self) -> SkyCoord:
        """Positions of the objects on the sky, shape (n,).

        They are from ALPHA_J2000 and DELTA_J2000 or columns like them, or else from X_IMAGE, Y_IMAGE and the WCS of the
        image.
        """
        return sky_coordinates(self, self._extensions)

    def flags(self) -> QTable:
        """The flags of the objects by name.

        Returns
        -------
        astropy.table.QTable
            NUMBER, and FLAGS, FLAGS_WEIGHT and the like as far as the table has them; NAMES, with the flags that are
            set, as in ``"CROWDED, MERGED"``; and a column of bool for each flag, which selects rows, as in
            ``result[~result.flags()["SATURATED"]]``. Descriptions of columns are the meanings of the flags.

        Raises
        ------
        SexlikeError
            The table has no flags.
        """
        return flag_table(self)

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
        return cutout_around(of_one, extension_of(of_one, self._extensions), size)

    @property
    def _extensions(self) -> list[Extension]:
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

    def plot(self, kind: str, **view: Any) -> Figure:
        """Draw a picture of the first extension.

        Parameters
        ----------
        kind : str
            A type of CHECKPLOT_TYPE in any case; see `ExtensionMaps.plot`.
        **view
            ``ax``, ``center``, ``size``, ``stretch`` and ``labels``, see there.

        Returns
        -------
        matplotlib.figure.Figure
            Write it with ``figure.savefig("name.png")``. A notebook shows it.
        """
        return self.extensions[0].plot(kind, **view)
