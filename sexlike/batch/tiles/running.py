"""A mosaic in tiles, from its name to the catalog: the tasks in turn, and what is done between them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ...clock import stopwatch
from ...config.config import Config
from ...config.files.convfile import find_kernel
from ...config.files.paramfile import find_columns
from ...detection.searchstate import SearchState
from ...images.background.grid import Grid
from ...images.image import ImageDescription
from ...images.pairs import open_pairs
from ...images.weighting.noiseinparts import Noise, merging
from ...measure import request_of
from ...measure.extension import ExtensionCatalog
from ...measure.fluxunit import in_units_of
from ...measure.reach import aperture_reach
from ...measure.registry import Request
from ...output.catalogs.catalog import write_catalog
from ...output.console import describe_objects
from ...output.files.outputs import Outputs
from ...output.outputpaths import check_writable
from ...output.remarks import describe_written
from ...pipeline import describe, draw_as_read, tell_of_request
from ...threads import number_of_threads
from .assembling import columns_of, write_check_images
from .loading import loaded
from .plan import Plan, Tile, along_meshes, make_plan, tiles_of
from .refusals import refuse
from .shares import Whole, objects_of, put_together, share_of
from .tasks import Result, count_draws, find_detections, measure_meshes, measure_tile
from .workers import Work, local_processes, number_of_workers
from .workfolder import work_folder

log = logging.getLogger("sexlike")


@dataclass(frozen=True)
class Mosaic:
    """A mosaic whose background is known.

    Attributes
    ----------
    image, detection_image : ImageDescription
    config : Config
        With what depends on the image.
    levels : tuple of float
        Detection and analysis threshold.
    noise : list of dict
        Backgrounds, as the tasks take them.
    draws : int
        Random numbers that are drawn before the first tile.
    """

    image: ImageDescription
    detection_image: ImageDescription
    config: Config
    levels: tuple[np.float32, np.float32]
    noise: list[Noise]
    draws: int


def run_in_tiles(
    images: Sequence[str], config: Config, side: int, executor: Executor | None = None
) -> ExtensionCatalog:
    """Search and measure a mosaic in tiles, and write the catalog and the check-images.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the one to search and the one to measure.
    config : Config
    side : int
        A tile has as many pixels as a square of this side.
    executor : concurrent.futures.Executor, optional
        Where the tiles are worked on; by default processes of this machine, one for each of NTHREADS.

    Returns
    -------
    ExtensionCatalog

    Raises
    ------
    SexlikeError
        An image cannot be read, something is wanted that is not offered in tiles, or a file cannot be written.
    """
    seconds = stopwatch()
    columns = find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)
    check_writable(config, images, {column.name for column in columns})
    pairs = open_pairs(images, config.HEADER_SUFFIX)
    request = request_of(columns)
    refuse(config, request, len(pairs))
    tell_of_request(request, config)
    shape = pairs[0][0].shape
    tiles = tiles_of(shape, side)
    del pairs
    threads = number_of_threads(config.NTHREADS)
    with ExitStack() as stack:
        if executor is None:
            workers = number_of_workers(threads, len(tiles), side * side)
            executor = stack.enter_context(local_processes(workers))
            threads //= workers
        else:
            threads = 1
        folder = stack.enter_context(work_folder(config))
        kernel = find_kernel(config.FILTER_NAME, config.folder) if config.FILTER else None
        plan, work = make_plan(images, shape, config, request, kernel, folder, max(threads, 1)), Work(executor)
        log.info("%d tiles of %d rows", len(tiles), tiles[0].stop)
        mosaic = with_background(plan, tiles, config.BACK_SIZE, work)
        whole = search(plan, tiles, mosaic, request, work)
        measure(plan, whole, mosaic, work)
        return write(plan, whole, mosaic, request, seconds())


def with_background(plan: Plan, tiles: list[Tile], back_size: Sequence[int], work: Work) -> Mosaic:
    """Measure the background of a mosaic: the meshes in tasks, the rest here."""
    mesh = Grid.from_back_size(back_size, plan["shape"]).mesh[0]
    results = work.all(measure_meshes, plan, along_meshes(tiles, mesh))
    maps = [np.concatenate(parts, axis=1) for parts in zip(*(result["maps"] for result in results), strict=True)]
    noise: list[Noise] = []
    state = SearchState()
    with loaded(plan, merging(maps, noise), 0, 0) as part:
        describe(part.image, part.detection_image, *part.levels)
        draw_as_read(part.image, part.detection_image, part.config, state)
        descriptions = part.image.description(), part.detection_image.description()
        return Mosaic(*descriptions, part.config, part.levels, noise, state.random.drawn)


def search(plan: Plan, tiles: list[Tile], mosaic: Mosaic, request: Request, work: Work) -> Whole:
    """Find the detections of all tiles, and clean them."""
    plan = plan | {"noise": mosaic.noise}
    draws, blobs, begins = mosaic.draws, 0, []
    for count in work.all(count_draws, plan, tiles):
        begins.append({"start": count["start"], "draws": draws, "blobs": blobs})
        draws, blobs = draws + count["draws"], blobs + count["blobs"]
    work.all(find_detections, plan, tiles, begins)
    reach = aperture_reach(request, mosaic.config)
    return put_together(plan, tiles, mosaic.detection_image, mosaic.config, plan["kernel"], reach)


def measure(plan: Plan, whole: Whole, mosaic: Mosaic, work: Work) -> None:
    """Measure the objects of all tiles; those that look further than was thought, again."""

    def submit(tile: Tile, rows: Sequence[int] | None = None) -> Future[Result]:
        return work.submit(measure_tile, plan, tile, noise=mosaic.noise, share=share_of(whole, plan, tile, rows))

    waiting = {submit(tile): tile for tile in whole.tiles}
    while waiting:
        future = next(iter(as_completed(waiting)))
        tile, result = waiting.pop(future), work.result(future)
        if "again" in result:
            log.info("Tile %d looks at the rows %d to %d: it is measured again", tile.number + 1, *result["again"])
            waiting[submit(tile, result["again"])] = tile


def write(plan: Plan, whole: Whole, mosaic: Mosaic, request: Request, seconds: float) -> ExtensionCatalog:
    """Put the results of all tiles together, and write the files."""
    own = [objects_of(whole, tile) for tile in whole.tiles]
    catalog = ExtensionCatalog(
        image=mosaic.image,
        detection_image=mosaic.detection_image,
        config=mosaic.config,
        request=in_units_of(request, mosaic.config),
        values=columns_of(plan, whole.tiles, own),
        objects=len(whole.cleaned.order),
        detected=len(whole),
        detection_threshold=float(mosaic.levels[0]),
        analysis_threshold=float(mosaic.levels[1]),
        seconds=seconds,
    )
    log.info(describe_objects(catalog.detected, catalog.objects))
    with Outputs() as outputs:
        write_check_images(plan, whole.tiles, mosaic.image, mosaic.config, request, outputs)
        write_catalog([catalog], mosaic.config, outputs)
        if mosaic.config.WRITE_XML:
            from ...output.catalogs.xml.summary import write_xml

            write_xml([catalog], mosaic.config, outputs)
    if outputs.written:
        log.info(describe_written(outputs.written))
    return catalog
