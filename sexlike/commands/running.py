"""A run of the command: the images are searched and measured, and the files are written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..errors import SexlikeError

if TYPE_CHECKING:
    from ..config.config import Config
    from ..measure.extension import Extension, ExtensionCatalog

log = logging.getLogger("sexlike")


def write_outputs(images: Sequence[str], config: Config, look: Callable[[Extension], object] | None = None) -> None:
    """Search and measure the images, and write the files that the configuration asks for.

    If that fails, the error is written to XML_NAME where WRITE_XML asks for it.

    Parameters
    ----------
    images : sequence of str
        The image; or two, the detection image and the measurement image.
    config : Config
    look : callable, optional
        Is called with each `Extension` when its outputs have been made.
    """
    catalogs: list[ExtensionCatalog] = []
    try:
        measure_images(images, config, catalogs, look)
    except SexlikeError as error:
        if config.WRITE_XML:
            from ..output.catalogs.xml.summary import write_failure
            from ..output.console import error_text

            write_failure(error_text(error), images, catalogs, config)
        raise


def measure_images(
    images: Sequence[str],
    config: Config,
    catalogs: list[ExtensionCatalog],
    look: Callable[[Extension], object] | None = None,
) -> None:
    """Search and measure the images, write all files, and add the catalogs of the extensions to a list."""
    from ..clock import stopwatch
    from ..progress import PICTURES, expect, progress
    from ..stages import START_UP, WRITING, stage

    with stage(START_UP):
        from ..config.arguments import require_image
        from ..config.files.paramfile import find_columns
        from ..config.ineffective import warn_of_ineffective_keywords
        from ..output.catalogs.catalog import write_catalog
        from ..output.checkimages.checkfiles import check_image_files
        from ..output.console import describe_end
        from ..output.files.outputs import Outputs
        from ..output.outputpaths import check_writable
        from ..output.page.pagefile import page_file
        from ..output.plots.plotfiles import wanted_check_plots, write_check_plots
        from ..output.rawpixels import shows_raw_pixels
        from ..output.remarks import describe_written
        from ..pipeline import run

    require_image(images)
    seconds = stopwatch()
    columns = find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)
    names = {column.name for column in columns}
    warn_of_ineffective_keywords(config)
    check_writable(config, images, names)
    expect([PICTURES] if wanted_check_plots(config) else [])
    with Outputs() as outputs:
        with check_image_files(config, outputs) as write_check_images, page_file(config, outputs) as add_to_page:
            for extension in run(images, config, columns, keep_raw=shows_raw_pixels(config)):
                progress("Writing files")
                with stage(WRITING):
                    write_check_images(extension)
                write_check_plots(extension, outputs)
                add_to_page(extension)
                catalogs.append(extension.catalog())
                if look:
                    look(extension)
                del extension  # before the next one is read
        with stage(WRITING):
            write_catalog(catalogs, config, outputs)
        if config.WRITE_XML:
            from ..output.catalogs.xml.summary import write_xml

            write_xml(catalogs, config, outputs)
    lines = sum(catalog.image.shape[0] for catalog in catalogs)
    objects = sum(catalog.objects for catalog in catalogs)
    if outputs.written:
        log.info(describe_written(outputs.written))
    log.info(describe_end(seconds(), lines, objects))
