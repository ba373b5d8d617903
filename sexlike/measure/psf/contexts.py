"""On what the PSF depends: columns that join the catalog for it, and their values at the objects."""

import logging
import re
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from ...config.config import Config
from ...detection.objects import Objects
from ...errors import SexlikeError
from ...images.files.cards import card_value, number
from ...images.image import Image
from ...suggestions import did_you_mean
from ..columns.isophotal import Isophotal
from ..registry import COLUMNS, Request, quantity, required
from .checks import check_centre, check_extent, check_scale, check_width
from .finding import OF_DETECTION, find_psfs, psf_of_extension, rank_for_measurement
from .model import Psf

log = logging.getLogger("sexlike")

MODEL, SEEING = "psf_model", "psf_fwhm"
FITS = "psf_fits"
STARS, WITHOUT_STARS = "PSFS", "-PSFS"  # check-images of what is fitted
MODELS = "model_scene", "model_fits", "model_components"
SHOWING_MODELS = {"MODELS", "-MODELS", "SPHEROIDS", "-SPHEROIDS", "DISKS", "-DISKS"}
SEEING_COLUMNS = ("CLASS_STAR", "FWHMPSF_IMAGE", "FWHMPSF_WORLD")
BRIGHT = 5  # peaks, in units of the threshold, of the objects whose widths are compared with the PSF's
ELEMENT = re.compile(r"([^()\s]+)\s*(?:\(\s*(\d{1,9})\s*\))?")


def with_psf(request: Request, config: Config) -> Request:
    """A request with what the PSF needs: where it is wanted, the columns on which it depends come last.

    Parameters
    ----------
    request : Request
    config : Config

    Returns
    -------
    Request

    Raises
    ------
    SexlikeError
        The PSF is wanted, and there is none, or it depends on something that is no column.
    """
    wanted = set(request.quantities)
    shown = [] if config.SEEING_FWHM else [name for name in SEEING_COLUMNS if name in request.sizes]
    if shown:
        wanted |= required([SEEING])
    if "CLASS_STAR" in shown:
        log.info("CLASS_STAR takes the width of the PSF, as SEEING_FWHM is 0 (%s)", config.origin("SEEING_FWHM"))
    if shown_stars(config):
        wanted |= required([FITS])
    wanted |= required(shown_quantities(config))
    if MODEL not in wanted:
        return request
    require_one_star(request, config)
    sizes = dict(request.sizes)
    models = [psf for rank in ranks_needed(config, request.sizes) for psf in find_psfs(config, rank).models]
    contexts = dict.fromkeys(context for psf in models for context in psf.contexts)
    for name, element in [column_of(context) for context in contexts if not context.startswith(":")]:
        size = sizes.setdefault(name, (element, 1)[: COLUMNS[name].dimensions])
        if size and size[0] < element:
            hint = f"Ask for {name}({element}) or leave it out: it is added."
            raise SexlikeError(f"the PSF depends on {name}({element}), but {size[0]} elements are asked for", hint=hint)
        wanted |= required(COLUMNS[name].needs)
    return replace(request, sizes=sizes, quantities=frozenset(wanted))


def ranks_needed(config: Config, columns: Collection[str]) -> range:
    """Which names of PSF_NAME are needed for these columns: of two, both only for fits to the detection image."""
    return range(rank_for_measurement(config, columns) + 1)


def require_psf_of_each(request: Request, config: Config, images: int) -> None:
    """Refuse fits to the detection image if it is another image than the one that is measured, and has no PSF."""
    fitted = [name for name in request.sizes if OF_DETECTION in name]
    if fitted and images > 1 and len(config.PSF_NAME) < 2:
        text = f"{fitted[0]} needs the PSF of each of the two images, but PSF_NAME names one"
        hint = "Name that of the detection image first: PSF_NAME detection.psf,measurement.psf"
        raise SexlikeError(text, where=config.origin("PSF_NAME"), hint=hint)


def shown_quantities(config: Config) -> tuple[str, ...]:
    """The quantities that check-images and check-plots of models show."""
    shown = {*config.CHECKIMAGE_TYPE, *(config.CHECKPLOT_TYPE if config.CHECKPLOT_DEV != "NULL" else ())}
    return MODELS if shown & SHOWING_MODELS else ()


def shown_stars(config: Config) -> list[str]:
    """The check-images wanted that show what is fitted."""
    return [kind for kind in config.CHECKIMAGE_TYPE if kind in (STARS, WITHOUT_STARS)]


def require_one_star(request: Request, config: Config) -> None:
    """Refuse fits of several stars at a time, if a column of a fit or a check-image is wanted."""
    fitted = [name for name in request.sizes if "PSF" in name and not name.startswith("FWHM")] + shown_stars(config)
    if config.PSF_NMAX > 1 and fitted:
        text = f"PSF_NMAX {config.PSF_NMAX} is not offered by sexlike: {fitted[0]} is that of one star (PSF_NMAX 1)"
        hint = "Stars that overlap are told apart by deblending: see DEBLEND_MINCONT."
        raise SexlikeError(text, where=config.origin("PSF_NMAX"), hint=hint)


def column_of(context: str) -> tuple[str, int]:
    """The column that a context is, and which element of it, from 1.

    Raises
    ------
    SexlikeError
        There is no such column, or it depends on the PSF itself.
    """
    found = ELEMENT.fullmatch(context)
    name, element = (found[1].upper(), int(found[2] or 1)) if found else (context, 1)
    if name not in COLUMNS or not element:
        hint = did_you_mean(name, COLUMNS) or "Make it anew with other PSFVAR_KEYS."
        raise SexlikeError(f"the PSF depends on {context} (POLNAME), which is no column", "PSF_NAME", hint)
    if COLUMNS[name].dimensions > 1 or MODEL in required(COLUMNS[name].needs):
        hint = "Make it anew with other PSFVAR_KEYS, such as X_IMAGE,Y_IMAGE."
        raise SexlikeError(f"the PSF depends on {context} (POLNAME), which cannot be known before", "PSF_NAME", hint)
    return name, element


@quantity
def psf_model(image: Image, config: Config, isophotal: Isophotal, fwhm: np.ndarray, request: Request) -> Psf:
    """The model of the PSF of the image that is measured: that of PSF_NAME, see `rank_for_measurement`.

    Raises
    ------
    SexlikeError
        PSF_NAME has models for fewer extensions than the image has.

    Warns
    -----
    SexlikeWarning
        It does not look as if it were that of the image.
    """
    psf = psf_of_extension(config, image, rank_for_measurement(config, request.sizes))
    check_extent(psf)
    check_centre(psf)
    check_scale(psf, image, config)
    check_width(psf, fwhm[isophotal.peak >= np.float32(BRIGHT) * isophotal.threshold], image)
    return psf


@quantity
def detection_psf(detection_image: Image, config: Config) -> Psf:
    """The model of the PSF of the detection image: that of the first name of PSF_NAME."""
    return psf_of_extension(config, detection_image)


@quantity
def psf_contexts(
    psf_model: Psf, image: Image, objects: Objects, column_values: Callable[[str], np.ndarray]
) -> np.ndarray:
    """Values of what the PSF depends on at each object; float64 of shape (n, v)."""
    return values_of_contexts(psf_model, image, len(objects), column_values)


@quantity
def detection_psf_contexts(
    detection_psf: Psf, detection_image: Image, objects: Objects, column_values: Callable[[str], np.ndarray]
) -> np.ndarray:
    """The same of the PSF of the detection image; float64 of shape (n, v)."""
    return values_of_contexts(detection_psf, detection_image, len(objects), column_values)


def values_of_contexts(psf: Psf, image: Image, number: int, column_values: Callable[[str], np.ndarray]) -> np.ndarray:
    """Values of what a PSF depends on, at a number of objects of an image; float64 of shape (number, v)."""
    contexts = np.empty((number, len(psf.contexts)))
    for k, context in enumerate(psf.contexts):
        if context.startswith(":"):
            contexts[:, k] = number_of_card(image, context[1:])
        else:
            name, element = column_of(context)
            values = column_values(name)
            contexts[:, k] = values[:, element - 1] if values.ndim > 1 else values
    return contexts


def number_of_card(image: Image, key: str) -> float:
    """The number of a card of an image's header, on which the PSF depends."""
    value = number(card_value(image.header, key), np.nan)
    if not np.isfinite(value):
        text = f"the PSF depends on the card {key} of the header (POLNAME :{key}), which is missing or no number"
        raise SexlikeError(text, where=image.name)
    return value
