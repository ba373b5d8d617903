"""A table of objects, which is written in all formats of catalogs: with units, arrays, descriptions and settings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from astropy.io.registry import IORegistryError
from astropy.table import QTable

from ..errors import SexlikeError
from .catalogs.flat import flattened
from .catalogs.ownfiles import write_own
from .catalogs.qtable import with_plain_magnitudes
from .objects.flagtable import flag_table
from .objects.origins import origins_of
from .objects.skycoords import sky_coordinates
from .tablemeta import fits_meta, is_ecsv, is_fits, is_flat, is_votable, own_format, told

if TYPE_CHECKING:
    import pandas
    from astropy.coordinates import SkyCoord

ENDINGS = ".ecsv, .fits, .vot, .csv, .parquet, .reg"


class Catalog(QTable):
    """Objects of images: an astropy QTable that is written in all formats of catalogs.

    What is made of a `Result` is one: rows, columns, copies, stacks, a pickle. It knows the settings of the run and
    where its images are on the sky, but has no maps.
    """

    @property
    def _origins(self) -> Sequence[Any]:
        """Where the objects are: Extension or Origin."""
        return origins_of(self.meta)

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
            ``region``, or a format of astropy.
        **keywords
            Further arguments of astropy's ``write``. ``overwrite=True`` replaces a file that is there already.

        Raises
        ------
        OSError
            There is a file of this name, and ``overwrite=True`` is not given.
        SexlikeError
            The end of the name tells no format, or the table lacks what the format needs.
        """
        refuse_existing(target, keywords)
        table = QTable(self, copy=False)
        table.meta = told(self.meta)
        if own := own_format(target, format):
            write_own(own, table, target, self._origins)
            return
        if is_flat(target, format):
            table = flattened(table)
        if is_ecsv(target, format) and not len(table):  # astropy does not read back the vectors of an empty table
            table = flattened(table)[table.colnames]
        if is_fits(target, format) or is_votable(target, format):
            table = with_plain_magnitudes(table)
        if is_votable(target, format):
            from .catalogs.xml.tables import write_table

            write_table(table, target, *args, **keywords)
            return
        if is_fits(target, format):
            table.meta = fits_meta(table.meta)
        try:
            table.write(target, *args, format=format, **keywords)
        except IORegistryError:
            hint = f"Endings of names are {ENDINGS}; or give format=, of those that QTable.write.list_formats() prints."
            text = f"write: {target!r:.200} tells no format" if format is None else f"write: there is no {format!r}"
            raise SexlikeError(text, hint=hint) from None

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
        return flattened(QTable(self, copy=False)).to_pandas(*args, **keywords)

    @property
    def skycoord(self) -> SkyCoord:
        """Positions of the objects on the sky, shape (n,).

        They are from ALPHA_J2000 and DELTA_J2000 or columns like them, or else from X_IMAGE, Y_IMAGE and the WCS of the
        image.
        """
        return sky_coordinates(self, self._origins)

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


def refuse_existing(target: Any, keywords: dict[str, Any]) -> None:
    """Raise OSError for the name of a file that is there already, unless it shall be replaced or appended to."""
    is_name = isinstance(target, str | os.PathLike)
    if is_name and os.path.exists(target) and not (keywords.get("overwrite") or keywords.get("append")):
        raise FileExistsError(f"{os.fspath(target)} exists: overwrite=True replaces it")
