"""From files to images that are ready to be searched and measured."""

import logging
import warnings
from dataclasses import replace

import numpy as np

from ..errors import SexlikeError, SexlikeWarning
from .files.cards import first_number
from .files.companions import check_size
from .files.fitsfile import open_extensions
from .files.flagmaps import read_flag_maps
from .files.masks import hide_masked
from .files.selectors import is_selector
from .image import BAD, Image
from .weighting.errorscale import on_scale_of_errors, require_errors, usable, warn_of_photons
from .weighting.interpolation import fill_bad, filling
from .weighting.noise import measure_noise, variance_map
from .weighting.weights import DETECTION, MAPS, MEASUREMENT, read_weights, rescales, weightings
from .zeropoint import find_zero_point

log = logging.getLogger("sexlike")

_ROWS_AT_A_TIME = 128


def load_pairs(images, config, flag_maps=0):
    """Load the extensions of an image, one after the other.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the one to search and the one to measure.
    config : Config
    flag_maps : int
        How many flag maps the image to be measured shall have.

    Yields
    ------
    image, detection_image : Image
        Where to measure, and where to search. They are one and the same, unless there are two images, or two sets of
        weights.

    Raises
    ------
    SexlikeError
    """
    weights = weightings(config)
    require_errors(config, weights[1])
    pairs = open_pairs(images, config.HEADER_SUFFIX)
    for measured, searched in pairs:
        load = load_single if searched is measured else load_dual
        zero_point = find_zero_point(measured, config)
        flags = read_flag_maps(measured, config, flag_maps)
        image, detection_image = load(measured, searched, config, *weights)
        warn_of_photons(image, config)
        flagged = replace(image, flag_maps=flags, total=len(pairs), zero_point=zero_point)
        yield flagged, flagged if detection_image is image else detection_image


def open_pairs(images, header_suffix):
    """Find the images to measure and to search: list of (Source, Source), twice the same if there is one."""
    if len(images) not in (1, 2):
        raise SexlikeError(f"{len(images)} images are given", hint="Give one, or a pair: to be searched, and measured.")
    if len(images) == 1:
        return [(source, source) for source in open_extensions(images[0], header_suffix)]
    searched, measured = (open_extensions(image, header_suffix) for image in images)
    if len(measured) == 1:
        pairs = [(replace(measured[0], rank=source.rank), source) for source in searched]
    elif len(searched) == 1 and not searched[0].selected:
        pairs = [(source, searched[0]) for source in measured]
    else:
        at = {source.hdu: source for source in measured}
        missing = next((source for source in searched if source.hdu not in at), None)
        if missing:
            text = f"{images[1]} has no image [{missing.hdu}] to be measured where {missing} is searched"
            raise SexlikeError(text, hint=f"It has {', '.join(f'[{hdu}]' for hdu in at)}.")
        pairs = [(at[source.hdu], source) for source in searched]
    for pair in pairs:
        check_size(*pair, None)
    return pairs


@np.errstate(all="ignore")  # variances of very large pixels are infinite
def load_single(source, _, config, for_detection, for_measurement, shared):
    """Load an image that is both searched and measured -> (Image, Image).

    With two sets of weights the background is that found with those for detection, if there are any: the others only
    get their scale from one of their own.
    """
    raw, fields, given = read(source, config), (DETECTION, MEASUREMENT), given_scales(config, for_measurement)
    errors = read_map(for_measurement, source)
    weights = usable(errors, for_measurement, config)
    background, scale = measure_noise(raw, config, fields, for_measurement, weights, given[MEASUREMENT])
    if shared:
        image = make_image(source, raw, background, scale, config)
        image = weigh(image, for_measurement, weights, filling(config, DETECTION))
        return image, image
    searched = detection_scale = None
    if for_detection is not None:
        searched, factor = read_map(for_detection, source), given[DETECTION]
        if searched is not None and config.WEIGHT_SCALING == "ERROR":
            maps = for_detection, searched, for_measurement, errors
            for_detection, searched, factor = on_scale_of_errors(*maps, raw, config)
        background, detection_scale = measure_noise(raw, config, fields, for_detection, searched, factor)
    image = make_image(source, raw, background, scale, config)
    detection_image = replace(image, weight_scale=scale if detection_scale is None else detection_scale)
    fill = filling(config, DETECTION)
    detection_image = weigh(detection_image, for_detection, searched, fill and replace(fill, pixels=False))
    image = weigh(image, for_measurement, weights, filling(config, MEASUREMENT))
    return image, replace(detection_image, pixels=image.pixels)


@np.errstate(all="ignore")
def load_dual(measured, searched, config, for_detection, for_measurement, shared):
    """Load an image to measure and one to search -> (Image, Image)."""
    given, maps, images = given_scales(config, for_measurement), {}, {}
    weightings = {MEASUREMENT: for_measurement, DETECTION: for_detection}
    shared = shared and not (for_detection and is_selector(for_detection.name))  # each file has its own
    for field, source in ((MEASUREMENT, measured), (DETECTION, searched)):
        raw, weighting, factor = read(source, config), weightings[field], given[field]
        weights = maps[MEASUREMENT] if shared and maps else read_map(weighting, source)
        if field == DETECTION and weights is not None and config.WEIGHT_SCALING == "ERROR" and not shared:
            errors = read_map(for_measurement, source)
            weighting, weights, factor = on_scale_of_errors(weighting, weights, for_measurement, errors, raw, config)
        weights = usable(weights, weighting, config)
        noise = measure_noise(raw, config, (field,), weighting, weights, factor)
        images[field] = make_image(source, raw, *noise, config)
        maps[field], weightings[field] = weights, weighting
    if shared and for_detection is not None:
        return with_one_map(images[MEASUREMENT], images[DETECTION], for_detection, maps[DETECTION], config)
    if for_detection is None:
        images[DETECTION] = replace(images[DETECTION], weight_scale=images[MEASUREMENT].weight_scale)
    fields = MEASUREMENT, DETECTION
    return tuple(weigh(images[field], weightings[field], maps[field], filling(config, field)) for field in fields)


def with_one_map(image, detection_image, weighting, weights, config):
    """Weigh two images by one map, scaled to the noise of the image that is searched -> (Image, Image).

    Bad pixels of the map are filled as the first INTERP_TYPE says, and with them those of the measured image if the
    second says ALL; the image that is searched is not filled.
    """
    fill, second = filling(config, DETECTION), filling(config, MEASUREMENT)
    fill = fill and replace(fill, pixels=second is not None and second.pixels)
    weighed = weigh(replace(detection_image, pixels=image.pixels), weighting, weights, fill)
    shared = {name: getattr(weighed, name) for name in ("variance", "worst_variance", "weight_scale")}
    return replace(image, **shared), replace(detection_image, **shared)


def read(source, config):
    """Read the pixels of an image, and say how many hold no number.

    Raises
    ------
    SexlikeError
        None of the only image of a file does.
    """
    raw = source.read(config.FITS_UNSIGNED)
    bad = int(np.count_nonzero(raw <= BAD))
    hide_masked(raw, source, config)
    if bad == raw.size:
        text, hint = without_numbers(source)
        if source.alone:
            raise SexlikeError(text, hint=hint)
        warnings.warn(text, SexlikeWarning, stacklevel=2)
    elif bad:
        log.info("%s: %d pixels (%.3g %%) hold no number and are ignored", source.name, bad, 100 * bad / raw.size)
    return raw


def without_numbers(source):
    """What is wrong with an image of which no pixel has a value, and a hint."""
    largest = source.largest()
    if largest >= -float(BAD):
        text = f"no pixel of {source} fits: in single precision they go from -1e30 to 3.4e38, and here to {largest:.3g}"
        return text, "Divide the image by a power of ten, and correct MAG_ZEROPOINT for it."
    hint = "Is it the right extension? [1] or [SCI] after the file's name selects one."
    return f"no pixel of {source} holds a number (NaN, infinite, masked or BLANK everywhere)", hint


def given_scales(config, for_measurement):
    """Factors of maps that are not to be scaled to the noise of the image: for detection, for measurement."""
    return tuple(None if rescale else 1.0 for rescale in rescales(config, for_measurement))


def read_map(weighting, source):
    """The weight map that goes with an image; None if there is none."""
    return read_weights(weighting, source) if weighting and weighting.kind in MAPS else None


def make_image(source, raw, background, scale, config):
    """Put an image together, its background subtracted, but not its weights -> Image."""
    tell_of_sky(source, background)
    return Image(
        name=source.name,
        hdu=source.hdu,
        rank=source.rank,
        extension_count=source.extension_count,
        header=source.header,
        bits=int(source.header["BITPIX"]),
        shape=raw.shape,
        background=background,
        gain=max(first_number(source.header, config.GAIN_KEY, np.float32(config.GAIN)), 0.0),
        saturation=first_number(source.header, config.SATUR_KEY, np.float32(config.SATUR_LEVEL)),
        weight_scale=scale,
        external_header=source.external,
        raw=raw,
        pixels=subtracted(raw, background),
    )


def tell_of_sky(source, background):
    """Say so if the background that is given is not the one that is there: all of the sky may be detected."""
    level = float(np.median(background.level))
    if background.constant is not None and abs(level - background.constant) > background.sigma:
        text = "%s: BACK_TYPE MANUAL gives a background of %g, but the sky measures %.4g, with a scatter of %.4g"
        log.info(text, source.name, background.constant, level, background.sigma)


def subtracted(raw, background):
    """Pixels without their background, float32."""
    pixels = np.empty_like(raw)
    for first in range(0, len(raw), _ROWS_AT_A_TIME):
        last = min(first + _ROWS_AT_A_TIME, len(raw))
        np.subtract(raw[first:last], background.rows(first, last), out=pixels[first:last])
    return pixels


def weigh(image, weighting, weights, fill):
    """Give an image its variances, its bad pixels filled in both -> Image."""
    variance = variance_map(weighting, weights, image.weight_scale, image.background)
    if variance is None:
        return image
    bad = np.count_nonzero(variance >= weighting.worst)
    log.info(
        "%s: weights %s, scale %g, %d pixels (%.3g %%) without weight",
        image.name, weighting.name or weighting.kind, image.weight_scale, bad, 100 * bad / variance.size,
    )  # fmt: skip
    if bad and fill:
        fill_bad(variance, weighting.worst, fill, image.pixels)
    return replace(image, variance=variance, worst_variance=float(weighting.worst))
