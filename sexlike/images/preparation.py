"""From pixels to an image that is ready: its background subtracted, and then its weights applied."""

import logging
from dataclasses import replace

import numpy as np

from ..config.config import Config
from ..errors import advise, warning_text
from ..stages import stage
from ..threads import bands, in_bands
from .background.background import Background
from .files.cards import first_number
from .files.source import Source
from .image import Image
from .observation import describe_observation, object_name
from .scratch import frame
from .weighting.interpolation import Filling, fill_bad
from .weighting.noise import variance_map
from .weighting.weights import Weighting
from .window import rows_of

FAR_FROM_THE_SKY = 3.0  # scatters

log = logging.getLogger("sexlike")


def make_image(
    source: Source, raw: np.ndarray, background: Background, weight_scale: float, config: Config, keep_raw: bool
) -> Image:
    """Put an image together, its background subtracted, but its weights not yet applied.

    Parameters
    ----------
    source : Source
    raw : ndarray of float32, shape (height, width)
        It is changed in place, unless it is kept.
    background : Background
    weight_scale : float
        Factor of the noise of the weight map, 0 without one.
    config : Config
        Of GAIN, GAIN_KEY, SATUR_LEVEL, SATUR_KEY.
    keep_raw : bool

    Returns
    -------
    Image
    """
    _compare_with_sky(source, background, config)
    return Image(
        name=source.name,
        hdu=source.hdu,
        rank=source.rank,
        extension_count=source.extension_count,
        header=source.header,
        bits=source.bits,
        shape=source.shape,
        background=background,
        gain=max(first_number(source.header, config.GAIN_KEY, float(np.float32(config.GAIN))), 0.0),
        saturation=first_number(source.header, config.SATUR_KEY, float(np.float32(config.SATUR_LEVEL))),
        weight_scale=weight_scale,
        external_header=source.external_header,
        object_name=object_name(source.headers()),
        observation=describe_observation(source.headers()) if keep_raw else "",
        raw=raw if keep_raw else None,
        pixels=subtract_background(raw, background, frame(raw.shape) if keep_raw else raw),
    )


def _compare_with_sky(source: Source, background: Background, config: Config) -> None:
    """Log if BACK_VALUE is not the level of the sky; warn if it is far from it.

    All of the sky may be detected then, or no object.
    """
    if background.constant is None:
        return
    level = float(np.median(background.level))
    distance = abs(level - background.constant)
    text = f"{source.name}: BACK_TYPE MANUAL gives a background of {background.constant:g}, but the sky measures"
    text += f" {level:.4g}, with a scatter of {background.sigma:.4g}"
    if distance > FAR_FROM_THE_SKY * background.sigma:
        hint = "Set BACK_VALUE to the level of the sky, or BACK_TYPE to AUTO, which measures it mesh by mesh."
        advise(warning_text(text, hint=hint), config.COMPATIBILITY)
    elif distance > background.sigma:
        log.info(text)


@stage("subtraction")
def subtract_background(raw: np.ndarray, background: Background, pixels: np.ndarray) -> np.ndarray:
    """Pixels without their background, float32: `pixels`, which is written to, and may be `raw` itself."""

    def subtract_rows(rows: slice) -> None:
        np.subtract(raw[rows], background.rows(rows.start, rows.stop), out=pixels[rows])

    here = rows_of(len(raw))
    in_bands(subtract_rows, here.stop, here.start)
    return pixels


@stage("weights")
def apply_weights(image: Image, weighting: Weighting | None, weights: np.ndarray | None, fill: Filling | None) -> Image:
    """Give an image its variances, and fill its bad pixels.

    Parameters
    ----------
    image : Image
    weighting : Weighting, optional
    weights : ndarray of float32, shape (height, width), optional
        The map, if the weighting has one; it is changed in place, to variances.
    fill : Filling, optional
        How pixels without weight are filled, in the variances and in the pixels of the image (in place).

    Returns
    -------
    Image
        With variances; the same without a weighting.
    """
    variance = variance_map(weighting, weights, image.weight_scale, image.background)
    if weighting is None or variance is None:
        return image
    worst, name = weighting.worst_variance, weighting.name or weighting.kind
    here = rows_of(len(variance))
    bad = sum(int(np.count_nonzero(variance[rows] >= worst)) for rows in bands(here.start, here.stop))
    text = "%s: weights %s, scale %g, %d pixels (%.3g %%) without weight"
    log.info(text, image.name, name, image.weight_scale, bad, 100 * bad / variance.size)
    if bad and fill:
        fill_bad(variance[here], float(weighting.worst_variance), fill, image.pixels[here])
    return replace(image, variance=variance, worst_variance=float(weighting.worst_variance))
