"""Detection and analysis thresholds of an image."""

from collections.abc import Callable
from functools import partial

import numpy as np

from ..config.config import Config
from ..errors import SexlikeError
from ..images.image import Image
from ..images.sky.pixelscale import pixel_scale

LARGEST_STEP = 70  # magnitudes between a surface-brightness threshold and its zero-point


def global_threshold(
    name: str,
    values: tuple[float, ...],
    kind: str,
    noise: float,
    scale: Callable[[], float],
    where: str | None = None,
) -> np.float32:
    """A threshold in the units of the image.

    Parameters
    ----------
    name : str
        DETECT_THRESH or ANALYSIS_THRESH.
    values : tuple of float
        One value, or a surface brightness (mag/arcsec2) and its zero-point.
    kind : str
        RELATIVE (in units of the noise) or ABSOLUTE; not used for a surface brightness.
    noise : float
        RMS of the background.
    scale : callable
        Gives the size of a pixel in arcsec; called only for a surface brightness.
    where : str, optional
        Where the value was set.

    Returns
    -------
    numpy.float32

    Raises
    ------
    SexlikeError
        The threshold is not positive, or a surface brightness is more than 70 mag from its zero-point.
    """
    if len(values) == 2:
        brightness, zero_point = values
        if abs(brightness - zero_point) > LARGEST_STEP:
            text = f"{name} {brightness:g},{zero_point:g}: surface brightness and zero-point are more than 70 mag apart"
            raise SexlikeError(text, where, "Two values are a surface brightness in mag/arcsec2 and its zero-point.")
        threshold = np.float32(scale() ** 2 * 10 ** (-0.4 * (brightness - zero_point)))
    else:
        threshold = np.float32(values[0] if kind == "ABSOLUTE" else values[0] * noise)
    if not threshold > 0:
        given = f"{name} {','.join(f'{v:g}' for v in values)}{f' ({where})' if where else ''}"
        text = f"{given} makes a threshold of {threshold:g}: it must be positive"
        raise SexlikeError(text, hint="Thresholds are in units of the background RMS, as in DETECT_THRESH 1.5.")
    return threshold


def thresholds(config: Config, detection_image: Image, image: Image) -> tuple[np.float32, np.float32]:
    """Detection threshold of the image that is searched, and analysis threshold of the one that is measured.

    Parameters
    ----------
    config : Config
    detection_image, image : Image
        The two may be one.

    Returns
    -------
    tuple of numpy.float32
    """
    kinds, scale = config.THRESH_TYPE, partial(pixel_scale, image, config)
    detect, analysis = (
        global_threshold(name, getattr(config, name), kind, source.background.sigma, scale, config.origin(name))
        for name, kind, source in (("DETECT_THRESH", kinds[0], detection_image), ("ANALYSIS_THRESH", kinds[-1], image))
    )
    return detect, analysis
