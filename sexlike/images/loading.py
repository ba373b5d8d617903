"""From files to images that are ready to be searched and measured."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..config.config import Config
from ..progress import begin_image, progress
from ..stages import stage
from .files.flagmaps import read_flag_maps
from .files.selectors import is_selector
from .files.source import Source
from .image import Image
from .pairs import NO_MAPS, Maps, open_pairs
from .preparation import apply_weights, make_image
from .reading import read_pixels
from .role import Role
from .scratch import require_scratch
from .sky.ownunits import in_own_units, warn_of_other_scale
from .weighting.errorscale import on_scale_of_errors, require_errors, warn_of_photons, without_zero_errors
from .weighting.interpolation import filling
from .weighting.noise import measure_noise
from .weighting.weights import MAPS, Weighting, Weightings, read_weights, rescales, weightings
from .zeropoint import find_zero_point


def load_pairs(
    images: Sequence[Any], config: Config, flag_maps: int = 0, *, keep_raw: bool = True, maps: Maps = NO_MAPS
) -> Iterator[tuple[Image, Image]]:
    """Load the extensions of an image, one after the other.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the one to search and the one to measure.
    config : Config
    flag_maps : int
        How many flag maps the image to be measured shall have.
    keep_raw : bool
        Whether the images have their pixels as they were read as well.
    maps : pair of dict, optional
        Maps that are in memory, see `open_pairs`.

    Yields
    ------
    image, detection_image : Image
        Where to measure, and where to search. They are one and the same, unless there are two images, or two sets of
        weights.

    Raises
    ------
    SexlikeError
        An image, or a map that goes with it, cannot be read or does not fit the settings.
    """
    require_errors(config, weightings(config).measurement)
    pairs = open_pairs(images, config.HEADER_SUFFIX, maps)
    for number, pair in enumerate(pairs):
        begin_image(number, len(pairs))
        yield load_pair(*pair, config, flag_maps, keep_raw=keep_raw, total=len(pairs))


def load_pair(
    measured: Source, searched: Source, config: Config, flag_maps: int = 0, *, keep_raw: bool = True, total: int = 1
) -> tuple[Image, Image]:
    """Load one extension: see `load_pairs`, of whose images there are `total` -> (Image, Image)."""
    wanted = weightings(config)
    progress("Loading the image")
    require_room(measured, searched, wanted, keep_raw)
    warn_of_other_scale(config, measured)
    settings = in_own_units(config, measured)
    zero_point = find_zero_point(measured, settings)
    flags = read_flag_maps(measured, settings, flag_maps)
    if searched is measured:
        image, detection_image = load_single(measured, settings, wanted, keep_raw)
    else:
        image, detection_image = load_dual(measured, searched, settings, wanted, keep_raw)
    warn_of_photons(image, settings)
    complete = replace(image, flag_maps=flags, total=total, zero_point=zero_point)
    return complete, complete if detection_image is image else detection_image


def require_room(measured: Source, searched: Source, wanted: Weightings, keep_raw: bool) -> None:
    """Raise SexlikeError if an image, or a pair, and its weights fit neither into memory nor on the disk."""
    images, weightings = {id(measured), id(searched)}, {wanted.detection, wanted.measurement} - {None}
    maps = len(images) * (1 + keep_raw) + len(weightings)
    height, width = measured.shape
    require_scratch(maps * height * width * np.dtype(np.float32).itemsize, f"{measured} of {width} x {height} pixels")


@np.errstate(all="ignore")  # variances of very large pixels are infinite
def load_single(source: Source, config: Config, wanted: Weightings, keep_raw: bool) -> tuple[Image, Image]:
    """Load an image that is both searched and measured.

    With two sets of weights the background is that found with those for detection, if there are any: the others only
    get their scale from one of their own.

    Parameters
    ----------
    source : Source
    config : Config
    wanted : Weightings
    keep_raw : bool

    Returns
    -------
    image, detection_image : Image
        One and the same if one set of weights serves both.
    """
    raw, roles, scales = read_pixels(source, config), tuple(Role), fixed_scales(config, wanted)
    errors = read_map(wanted.measurement, source)
    weights = without_zero_errors(errors, wanted.measurement, config)
    background, scale = measure_noise(raw, config, roles, wanted.measurement, weights, scales[Role.MEASUREMENT])
    if wanted.shared:
        image = make_image(source, raw, background, scale, config, keep_raw)
        image = apply_weights(image, wanted.measurement, weights, filling(config, Role.DETECTION))
        return image, image
    weighting, detection_weights, detection_scale = None, None, scale
    if wanted.detection is not None:
        weighting, detection_weights, fixed = read_detection_map(source, raw, config, wanted, errors)
        background, detection_scale = measure_noise(raw, config, roles, weighting, detection_weights, fixed)
    image = make_image(source, raw, background, scale, config, keep_raw)
    detection_image = replace(image, weight_scale=detection_scale)
    fill = filling(config, Role.DETECTION)
    detection_image = apply_weights(detection_image, weighting, detection_weights, fill and replace(fill, pixels=False))
    image = apply_weights(image, wanted.measurement, weights, filling(config, Role.MEASUREMENT))
    return image, replace(detection_image, pixels=image.pixels)


@np.errstate(all="ignore")
def load_dual(
    measured: Source, searched: Source, config: Config, wanted: Weightings, keep_raw: bool
) -> tuple[Image, Image]:
    """Load an image to measure and one to search.

    Parameters
    ----------
    measured, searched : Source
    config : Config
    wanted : Weightings
    keep_raw : bool

    Returns
    -------
    image, detection_image : Image
    """
    scales, weighting = fixed_scales(config, wanted), wanted.detection
    one_map = wanted.shared and not (
        weighting and is_selector(weighting.name)
    )  # a selector alone: each file has its own
    raw = read_pixels(measured, config)
    weights = without_zero_errors(read_map(wanted.measurement, measured), wanted.measurement, config)
    noise = measure_noise(raw, config, [Role.MEASUREMENT], wanted.measurement, weights, scales[Role.MEASUREMENT])
    image = make_image(measured, raw, *noise, config, keep_raw)
    raw = read_pixels(searched, config)
    if one_map:
        detection_weights, scale = weights, scales[Role.DETECTION]
    else:
        weighting, detection_weights, scale = read_detection_map(searched, raw, config, wanted)
    noise = measure_noise(raw, config, [Role.DETECTION], weighting, detection_weights, scale)
    detection_image = make_image(searched, raw, *noise, config, keep_raw)
    if one_map and weighting is not None:
        return with_one_map(image, detection_image, weighting, weights, config)
    if weighting is None:
        detection_image = replace(detection_image, weight_scale=image.weight_scale)
    image = apply_weights(image, wanted.measurement, weights, filling(config, Role.MEASUREMENT))
    return image, apply_weights(detection_image, weighting, detection_weights, filling(config, Role.DETECTION))


def with_one_map(
    image: Image, detection_image: Image, weighting: Weighting, weights: np.ndarray | None, config: Config
) -> tuple[Image, Image]:
    """Weight two images by one map, scaled to the noise of the image that is searched -> (Image, Image).

    Bad pixels of the map are filled as the first INTERP_TYPE says, and with them those of the measured image if the
    second says ALL; the image that is searched is not filled. If the first says VAR_ONLY, the noise that is taken for
    weights (WEIGHT_TYPE BACKGROUND) is that of the measured image in SExtractor.
    """
    noisy = image if config.INTERP_TYPE[0] == "VAR_ONLY" and config.COMPATIBILITY == "SEXTRACTOR" else detection_image
    fill, second = filling(config, Role.DETECTION), filling(config, Role.MEASUREMENT)
    fill = fill and replace(fill, pixels=second is not None and second.pixels)
    weighted = apply_weights(replace(noisy, pixels=image.pixels), weighting, weights, fill)
    shared = {name: getattr(weighted, name) for name in ("variance", "worst_variance", "weight_scale")}
    return replace(image, **shared), replace(detection_image, **shared)


def fixed_scales(config: Config, wanted: Weightings) -> tuple[float | None, ...]:
    """Factor of the noise of maps that are not scaled to the image, else None: for detection, for measurement."""
    return tuple(None if rescale else 1.0 for rescale in rescales(config, wanted.measurement))


@stage("reading weights")
def read_map(weighting: Weighting | None, source: Source) -> np.ndarray | None:
    """The weight map that goes with an image; None if there is none."""
    return read_weights(weighting, source) if weighting and weighting.kind in MAPS else None


def read_detection_map(
    source: Source, raw: np.ndarray, config: Config, wanted: Weightings, errors: np.ndarray | None = None
) -> tuple[Weighting | None, np.ndarray | None, float | None]:
    """The weights for detection, on the scale of the error map where WEIGHT_SCALING is ERROR.

    Parameters
    ----------
    source : Source
        The image to search.
    raw : ndarray of float32, shape (height, width)
        Its pixels.
    config : Config
    wanted : Weightings
    errors : ndarray of float32, shape (height, width), optional
        The error map that goes with the image, if it was read already.

    Returns
    -------
    weighting : Weighting or None
    weights : ndarray of float32, shape (height, width), or None
        The map, if there is one.
    scale : float or None
        Factor of its noise, if it is fixed.
    """
    weighting, for_errors = wanted.detection, wanted.measurement
    weights = read_map(weighting, source)
    if weighting is None or weights is None or for_errors is None or config.WEIGHT_SCALING != "ERROR":
        return weighting, weights, fixed_scales(config, wanted)[Role.DETECTION]
    errors = read_weights(for_errors, source) if errors is None else errors
    return on_scale_of_errors(weighting, weights, for_errors, errors, raw)
