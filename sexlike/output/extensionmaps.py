"""Maps and pictures of an image extension, which a Result has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..config.keywords import KEYWORDS
from ..errors import SexlikeError
from ..measure.extension import Extension
from .objects.cutouts import cutout_around, row_of
from .plots.layers import noise_layer
from .plots.plotfiles import PAGE, require_matplotlib

if TYPE_CHECKING:
    from astropy.nddata import Cutout2D
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Stretch = Literal["zscale", "linear", "sqrt", "asinh", "log"]


class ExtensionMaps:
    """Maps and pictures of an image extension. Each map is made when it is first used.

    Attributes
    ----------
    name : str
        Name of the file, without its folder.
    hdu : int
        Index of the extension in its file.
    """

    def __init__(self, extension: Extension) -> None:
        self._extension = extension
        self.name, self.hdu = extension.image.name, extension.image.hdu

    def __repr__(self) -> str:
        count = len(self._extension.detections.objects)
        return f"<{type(self).__name__} of {self.name}[{self.hdu}]: {count} objects>"

    @cached_property
    def segmentation(self) -> NDArray[np.int32]:
        """NUMBER of the object to which each pixel belongs, 0 for the sky: int32, shape (height, width)."""
        return self._extension.detections.segmentation()

    @cached_property
    def background(self) -> NDArray[np.float32]:
        """The background of the measurement image, in its units: float32, shape (height, width)."""
        image = self._extension.image
        return image.background.rows(0, image.shape[0])

    @cached_property
    def noise(self) -> NDArray[np.float32]:
        """The noise of the sky in the detection image, 1 sigma, in its units: float32, shape (height, width).

        It is from the weight map, where pixels without weight are NaN, or from the background without one.
        """
        image = self._extension.detection_image
        return noise_layer(image).rows(0, image.shape[0])

    def cutout(self, row: Any, size: Any = None) -> Cutout2D:
        """The image around an object of the extension.

        Parameters
        ----------
        row : astropy.table.Row
            The object, with X_IMAGE and Y_IMAGE.
        size : int or Quantity, or pair of these, optional
            See `Result.cutout`.

        Returns
        -------
        astropy.nddata.Cutout2D
            See `Result.cutout`.
        """
        return cutout_around(row_of(row, ()), self._extension, size)

    def plot(
        self,
        kind: str = "apertures",
        *,
        ax: Axes | Sequence[Axes] | None = None,
        center: Any = None,
        size: Any = None,
        stretch: Stretch | None = None,
        labels: bool = False,
    ) -> Figure:
        """Draw a picture of the extension.

        Parameters
        ----------
        kind : str
            A type of CHECKPLOT_TYPE in any case: image, inputs, filtered, segmentation, apertures, models,
            background, diagnostics. The default is the image with the apertures of its objects.
        ax : matplotlib.axes.Axes or sequence of these, optional
            Where to draw, in place of a new figure. Single axes show the map that the kind is named after; several
            show all of its maps, one in each.
        center : SkyCoord, pair of float or Quantity, or astropy.table.Row, optional
            Centre of the part to be shown; x and y are in pixels as in X_IMAGE and Y_IMAGE; a row is an object. The
            default is the centre of the image.
        size : int or Quantity, or pair of these, optional
            Size of the part in pixels or as an angle: of both sides, or height and width. The default is 200 pixels
            around ``center``, and all without it.
        stretch : {"zscale", "linear", "sqrt", "asinh", "log"}, optional
            How the values of the image become grey.
        labels : bool
            Whether each object has its NUMBER beside it.

        Returns
        -------
        matplotlib.figure.Figure
            Write it with ``figure.savefig("name.png")``. A notebook shows it. With ``ax`` it is the figure of these.

        Raises
        ------
        SexlikeError
            There is no such picture, an argument makes no sense, or matplotlib is not installed.
        """
        kinds = [word for word in KEYWORDS["CHECKPLOT_TYPE"].choices if word not in ("NONE", PAGE)]
        name = str(kind).upper()
        if name not in kinds:
            allowed = ", ".join(kinds).lower()
            written = ' result.write_page("x.html") writes a page.' if name == PAGE else ""
            raise SexlikeError(f"there is no picture {kind!r}", hint=f"The pictures are: {allowed}.{written}")
        require_matplotlib()
        from .plots.checkplots import figure_of
        from .plots.views import view_of

        return figure_of(name, self._extension, view_of(self._extension, name, ax, center, size, stretch, labels))
