"""From files to objects with their columns: the image extensions, one after the other, through all rooms."""

import logging

import numpy as np

from .clock import stopwatch
from .config.files.convfile import find_kernel
from .config.files.paramfile import find_columns
from .detection.association.matching import associate
from .detection.association.positions import read_positions
from .detection.search import search
from .detection.searchstate import SearchState
from .detection.skysearch import look_for_sky
from .detection.thresholds import thresholds
from .images.loading import load_pairs
from .images.pairs import NO_MAPS
from .images.scratch import use_memory
from .images.sky.ownunits import in_own_units
from .images.zeropoint import with_zero_point
from .measure import measure, request_of
from .measure.extension import Extension
from .measure.families import ASSOCIATION_COLUMNS, FLAG_MAP_COLUMNS
from .measure.fluxunit import in_flux_unit, in_units_of, tell_of_flux_unit, with_flux_unit
from .measure.leftempty import emptied, tell_of_empty_columns
from .measure.listlengths import tell_of_list_lengths
from .measure.photometry.response import check_densities
from .measure.psf.contexts import require_psf_of_each, shown_quantities, with_psf
from .measure.psf.describing import tell_of_psf
from .measure.reach import aperture_reach
from .measure.room import require_room
from .measure.unused import tell_of_unused
from .output.console import describe_background, describe_image, describe_objects
from .output.remarks import remark_on_search
from .output.verbose import describe_each_object
from .progress import EVERY_RUN, expect, progress, stage_of_quantity
from .threads import number_of_threads, use_threads

log = logging.getLogger("sexlike")


def run(images, config, columns=None, *, keep_raw=True, maps=NO_MAPS):
    """Search and measure the extensions of an image.

    Parameters
    ----------
    images : sequence of str, path, HDU or ndarray
        The image; or two, the detection image and the measurement image.
    config : Config
    columns : ColumnList, optional
        The columns to measure, those of PARAMETERS_NAME by default.
    keep_raw : bool
        Whether images have their pixels as they were read as well, for check-images and pictures.
    maps : pair of dict, optional
        Maps that are in memory, see `open_pairs`.

    Yields
    ------
    Extension
        One for each extension of the file.

    Raises
    ------
    SexlikeError
        A file cannot be read, or settings do not fit the image.
    """
    if columns is None:
        columns = find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)
    request = with_psf(request_of(columns), config)
    require_psf_of_each(request, config, len(images))
    tell_of_request(request, config)
    kernel = find_kernel(config.FILTER_NAME, config.folder) if config.FILTER else None
    use_threads(number_of_threads(config.NTHREADS))
    use_memory(config.MEMORY_LIMIT, config.CATALOG_NAME[0])
    state = SearchState()
    seconds = stopwatch()
    expect([*EVERY_RUN, *map(stage_of_quantity, request.quantities)])
    flag_maps = request.longest(*FLAG_MAP_COLUMNS)
    for image, detection_image in load_pairs(images, config, flag_maps, keep_raw=keep_raw, maps=maps):
        extension = process(image, detection_image, config, kernel, request, state, seconds)
        config = config.with_value("FLUX_UNIT", extension.config.FLUX_UNIT)  # all extensions of a catalog have one unit
        yield extension
        del image, detection_image, extension  # before the next ones are read
        seconds = stopwatch()


def tell_of_request(request, config):
    """Say what is odd about the columns that are wanted, before anything is done."""
    tell_of_empty_columns(request, config)
    tell_of_list_lengths(request, config)
    tell_of_psf(request, config)
    tell_of_unused(request, config)


@np.errstate(all="ignore")  # values that are not finite are inf or NaN in the catalog, as in SExtractor
def process(image, detection_image, config, kernel, request, state, seconds):
    """Search and measure one extension -> Extension."""
    config, levels = settled(config, image, detection_image)
    describe(image, detection_image, *levels)
    tell_of_flux_unit(request, config, image)
    draw_as_read(image, detection_image, config, state)
    associated = any(name in request.sizes for name in ASSOCIATION_COLUMNS)
    positions = read_positions(config, image.header, request.longest("VECTOR_ASSOC")) if associated else None
    progress("Searching for objects")
    detections = search(detection_image, config, kernel, levels, state, aperture_reach(request, config))
    remark_on_search(detections, detection_image, config)
    if associated:
        detections = associate(detections, positions, config, image)
    objects = detections.objects
    progress(f"Measuring {len(objects):,} objects")
    extension = measured_extension(image, detection_image, detections, config, kernel, request, seconds)
    if len(objects) and log.isEnabledFor(logging.DEBUG):
        log.debug(describe_each_object(extension))
    log.info(describe_objects(len(detections.raw), len(objects)))
    return extension


def settled(config, image, detection_image):
    """The configuration with what depends on the image, and the thresholds -> Config, (float, float)."""
    config = with_flux_unit(with_zero_point(in_own_units(config, image), image), image)
    levels = thresholds(config, detection_image, image)
    for field in (image, detection_image):
        check_densities(field.background, config)
    return config, levels


def measured_extension(image, detection_image, detections, config, kernel, request, seconds):
    """Measure the objects of an extension -> Extension."""
    inputs = {"image": image, "detection_image": detection_image, "detections": detections, "config": config}
    require_room(request, len(detections.objects))
    kept = dict.fromkeys(shown_quantities(config))
    measures = measure(request, kept, **inputs, objects=detections.objects)
    values, wanted = in_flux_unit(emptied(measures, request, config), config), in_units_of(request, config)
    return Extension(**inputs, kernel=kernel, request=wanted, values=values, seconds=seconds(), kept=kept)


def draw_as_read(image, detection_image, config, state):
    """Draw the random numbers that SExtractor draws when it reads the images of an extension."""
    if config.COMPATIBILITY == "SEXTRACTOR":
        look_for_sky(image, state.random)
        if two_images(image, detection_image):
            look_for_sky(detection_image, state.random)


def two_images(image, detection_image):
    """Whether an image is measured that is not the one that is searched."""
    return image.pixels is not detection_image.pixels


def describe(image, detection_image, detection_threshold, analysis_threshold):
    """Log the images, their backgrounds and the thresholds."""
    pair = two_images(image, detection_image)
    if pair:
        log.info(describe_image(detection_image, "Detecting"))
    log.info(describe_image(image))
    if image is detection_image:
        log.info(describe_background(image.background, detection_threshold))
    else:
        measured = analysis_threshold if pair else detection_threshold
        log.info(describe_background(image.background, measured, "M"))
        log.info(describe_background(detection_image.background, detection_threshold, "D"))
