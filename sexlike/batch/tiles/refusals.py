"""What is not offered in tiles."""

from __future__ import annotations

from ...config.config import Config
from ...errors import SexlikeError
from ...measure.families import ASSOCIATION_COLUMNS
from ...measure.psf.contexts import SEEING_COLUMNS
from ...measure.registry import COLUMNS, QUANTITIES, Request, required
from ...output.checkimages.checkfiles import wanted_check_images
from ...output.plots.plotfiles import wanted_check_plots
from .measuring import DRAWN_LATER, OF_MESHES

CHECK_IMAGES = (
    *("IDENTICAL", "BACKGROUND", "-BACKGROUND", "BACKGROUND_RMS", "FILTERED", "SEGMENTATION", "OBJECTS", "-OBJECTS"),
    *("MASK", "-MASK", DRAWN_LATER, *OF_MESHES),
)
FITS = (".psf.", ".models.")  # of modules: what is fitted reaches as far as the model does


def refuse(config: Config, request: Request, images: int) -> None:
    """Raise SexlikeError if something is wanted that is not offered in tiles.

    Parameters
    ----------
    config : Config
    request : Request
    images : int
        How many images of the file are measured.
    """
    if images != 1:
        hint = "Name one: mosaic.fits[1] or mosaic.fits[SCI]."
        raise SexlikeError(f"--tiles: the file has {images} images, and one is divided into tiles", hint=hint)
    for what in not_offered(config, request):
        raise SexlikeError(f"{what} is not offered in tiles (--tiles)", hint="It is in a run without --tiles.")


def not_offered(config: Config, request: Request) -> list[str]:
    """What is wanted and not offered."""
    found = [name for name in request.sizes if name in ASSOCIATION_COLUMNS or needs_fit(name)]
    if not config.SEEING_FWHM:
        found += [f"{name} with SEEING_FWHM 0, that of the PSF," for name in SEEING_COLUMNS if name in request.sizes]
    found += [f"CHECKIMAGE_TYPE {kind}" for kind, _ in wanted_check_images(config) if kind not in CHECK_IMAGES]
    if wanted_check_plots(config):
        found.append("CHECKPLOT_TYPE")
    if config.WEIGHT_SCALING == "ERROR":
        found.append("WEIGHT_SCALING ERROR")
    if config.DETECT_TYPE == "PHOTO":
        found.append("DETECT_TYPE PHOTO")
    return found


def needs_fit(column: str) -> bool:
    """Whether a column needs the PSF, or a fit."""
    return any(is_fit(name) for name in required(COLUMNS[column].needs))


def is_fit(quantity: str) -> bool:
    """Whether a quantity is of the PSF, or of a fit."""
    return any(part in QUANTITIES[quantity].function.__module__ for part in FITS)
