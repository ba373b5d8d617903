"""Settings that were given with a unit, ``0.5 arcsec``, in pixels: with the size of the pixels of an image."""

from ...config.config import Config
from ...config.keywords import KEYWORDS
from ...config.units import has_units, in_own_unit, text_of_value
from ...errors import SexlikeError, warn
from ..files.source import Source
from ..image import ImageDescription
from .pixelscale import scale_at_centre
from .wcscards import read_projection

LARGEST_DIFFERENCE = 0.1  # of PIXEL_SCALE and the size in the header, without a warning


def in_own_units(config: Config, image: Source | ImageDescription) -> Config:
    """The configuration with plain numbers in place of values that depend on the size of the pixels.

    The size is PIXEL_SCALE, if that was set and is not 0, or else that of the header, at the centre of the image.

    Parameters
    ----------
    config : Config
    image : Source or ImageDescription
        The image that is measured.

    Raises
    ------
    SexlikeError
        The size of the pixels is not known, or a number is too small or too large.
    """
    waiting = names_waiting(config)
    if not waiting:
        return config
    scale = scale_for_units(waiting[0], config, image)
    for name in waiting:
        value = in_own_unit(KEYWORDS[name], config.values[name], config.origin(name), scale)
        config = config.with_value(name, value)
    return config


def scale_for_units(name: str, config: Config, image: Source | ImageDescription) -> float:
    """Size of the pixels of an image in arcsec, see `in_own_units`, for the first keyword that needs it."""
    set_scale, of_header = scales(config, image)
    if set_scale or of_header:
        return set_scale or of_header
    raise SexlikeError(
        f"{name} {text_of_value(config.given[name])}: the size of the pixels of {image.name} is not known, for its "
        "header has no world coordinates",
        where=config.origin(name),
        hint=f"Set PIXEL_SCALE to the size of a pixel in arcsec, or {name} in {KEYWORDS[name].unit}.",
    )


def scales(config: Config, image: Source | ImageDescription) -> tuple[float, float]:
    """Size of the pixels of an image in arcsec, as PIXEL_SCALE sets it, and in the header; 0 if it is not there."""
    projection = read_projection(image.header, config.COMPATIBILITY)
    of_header = scale_at_centre(projection, image.shape) if projection.sky is not None else 0.0
    return config.PIXEL_SCALE if "PIXEL_SCALE" in config.origins else 0.0, of_header


def names_waiting(config: Config) -> list[str]:
    """The keywords that are not numbers yet, because they depend on the size of the pixels."""
    return [name for name in config.given if has_units(KEYWORDS[name], config.values[name])]


def warn_of_other_scale(config: Config, image: Source | ImageDescription) -> None:
    """Warn if settings are converted to pixels with a PIXEL_SCALE that is not the size in the header.

    Warns
    -----
    SexlikeWarning
    """
    for name in names_waiting(config)[:1]:
        set_scale, of_header = scales(config, image)
        if set_scale and of_header and abs(set_scale / of_header - 1) > LARGEST_DIFFERENCE:
            text = (
                f"{config.origin('PIXEL_SCALE')}: PIXEL_SCALE {set_scale:g} is used for {name} "
                f"{text_of_value(config.given[name])}, but pixels of {image.name} have {of_header:.4g} arcsec in its "
                "header: PIXEL_SCALE 0 takes that"
            )
            warn(text)
